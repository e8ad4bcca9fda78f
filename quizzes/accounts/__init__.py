"""Signing up and in, and what must see every room.

allauth does the work that others test: limits, resets, second factors, single sign-on.
Here is what is ours: one row from guest to account, the teacher's own space, whose the
attempts are, which of allauth's pages are for whom, and the account page. Its views are
wrapped in `urls.py`, not rewritten.
"""
