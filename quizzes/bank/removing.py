"""Taking a teacher's own spaces away, with all that is in them."""

from __future__ import annotations

from django.db import transaction

from quizzes.bank.entities import Entity
from quizzes.bank.facts import Fact
from quizzes.bank.questions import Question, Stimulus
from quizzes.bank.spaces import Source, Space, Topic


def remove_spaces_of(owner_id: int) -> None:
    """Delete the spaces of one owner; attempts keep what they have shown.

    From what cites to what is cited, since the database protects what is cited.
    """
    with transaction.atomic():
        spaces = list(
            Space.objects.filter(owner_id=owner_id).values_list("pk", flat=True)
        )
        if not spaces:
            return
        Stimulus.objects.filter(space__in=spaces).delete()
        Question.objects.filter(space__in=spaces).delete()
        Fact.objects.filter(space__in=spaces).delete()
        Entity.objects.filter(space__in=spaces).update(part_of=None)
        Entity.objects.filter(space__in=spaces).delete()
        Topic.objects.filter(space__in=spaces).delete()
        Source.objects.filter(space__in=spaces).delete()
        Space.objects.filter(pk__in=spaces).delete()
