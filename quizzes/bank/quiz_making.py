"""One press makes one quiz: a form that is sent again gives what it made before."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction

from quizzes.bank.quizzes import Quiz
from quizzes.bank.spaces import Space


def made_once(*, space: Space, made_key: uuid.UUID, make: Callable[[], Quiz]) -> Quiz:
    """The quiz that the key has made in the space already, or else what `make` makes.

    `make` stores a quiz with the key; of two presses at once, the first one counts.
    """
    known = Quiz.objects.filter(space=space, made_key=made_key)
    if (made := known.first()) is not None:
        return made
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if (made := known.first()) is None:
            raise
        return made
