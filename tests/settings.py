"""The settings of the tests: those of the site, with an environment of their own.

Nothing of a developer's `.env` gets in. PostgreSQL comes by TEST_DATABASE_URL, see
`tests.with_postgres`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="quizsite-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

os.environ |= {
    "SECRET_KEY": "for tests only: nothing that is signed with it leaves this machine",
    "SITE_URL": os.environ.get("TEST_SITE_URL", "http://127.0.0.1:8000"),
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "DEBUG": "off",
    "DATABASE_URL": os.environ.get(
        "TEST_DATABASE_URL", f"sqlite:///{SCRATCH / 'db.sqlite3'}"
    ),
}

from quizsite.settings import *  # noqa: E402, F403
from quizsite.settings import DATABASES, SITE_HOSTS, STORAGES  # noqa: E402

# The test client's own host
ALLOWED_HOSTS = [*SITE_HOSTS, "testserver"]

# A file, since a database in memory has neither WAL nor locks; one for each run, so
# that two runs in one folder do not meet.
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}

# Sweeping and erasing delete messages that became files: never a developer's own
EMAIL_FILE_PATH = str(SCRATCH / "mail")

# Without a manifest: the tests do not need `collectstatic`
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
