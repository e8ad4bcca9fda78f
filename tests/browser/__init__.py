"""Journeys in a real browser, on the product's own server.

Each process of the tests starts the site as users get it: granian, hashed and
compressed static files, the facts of `fixtures/` in a SQLite file of its own. Nothing
is patched: what the tests know of the database they read from that file.
"""
