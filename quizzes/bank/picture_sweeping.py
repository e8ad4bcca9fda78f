"""Pictures that nothing names any more go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from quizzes.bank.pictures import Picture
from quizzes.bank.questions import QuestionVersion, StimulusVersion

# A question that is being written has sent its picture, and is not saved yet
KEPT_UNUSED: Final = timedelta(days=2)


def sweep_pictures(*, now: datetime, dry_run: bool = False) -> int:
    """Delete the pictures that no question, text or version of one names.

    With `dry_run` it only counts. What learners were shown stands in a version, so
    their attempts keep it.
    """
    unused = Picture.objects.filter(
        ~_named_in(QuestionVersion),
        ~_named_in(StimulusVersion),
        made_at__lt=now - KEPT_UNUSED,
        question_set=None,
        stimulus_set=None,
    )
    numbers = list(unused.values_list("pk", flat=True))
    if not dry_run:
        Picture.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def _named_in(versions: type[QuestionVersion] | type[StimulusVersion]) -> Exists:
    return Exists(versions.objects.filter(content__contains=OuterRef("digest")))
