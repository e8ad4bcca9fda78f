"""Who uses the site.

Everybody who has started a quiz is a row here. A guest is one as well, without a
password: signing up later turns the same row into an account, so that nothing is lost.
"""
