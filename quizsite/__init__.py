"""The site: settings, addresses and the door for the server.

Every way into the project imports this package first, so the SQLite library is put in
place here, before Django has loaded one.
"""

from quizsite.sqlite import use_bundled_sqlite

use_bundled_sqlite()
