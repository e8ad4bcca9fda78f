"""What every page needs and no room owns.

The typed request, the middleware that does headers and htmx once for all pages, the
pages of errors, and the checks that refuse to start on an unsafe database.
"""
