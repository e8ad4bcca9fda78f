"""Formats of dates and numbers that Django has not got."""
