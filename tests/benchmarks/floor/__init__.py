"""The floor: the least that a page which stores something can cost here.

One address and one table beside the product, behind the same server, middleware,
session and database: a user by his session, the CSRF check, one insert and one small
template. What the product needs beyond it is its own doing.
"""
