"""Quizzes from facts: one app, with a room for each idea.

A teacher stores a fact once, with its place in the text; `items` makes every question
from it and proves that each wrong option is wrong; `attempts` keeps what was shown and
answered. `models`, `admin` and `urls` only gather what the rooms own.
"""
