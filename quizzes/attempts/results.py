"""What the result page shows: each question, the answer, and how it was judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from quizzes.attempts import responses
from quizzes.attempts.models import Answer, Attempt, Slot
from quizzes.attempts.showing import feedback_on
from quizzes.attempts.snapshots import judged_item
from quizzes.bank.shown_items import Feedback
from quizzes.items.data import Stimulus
from quizzes.items.marking import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownResult:
    """One question with its feedback."""

    position: int
    stem: str
    feedback: Feedback
    stimulus: Stimulus | None

    @property
    def is_right(self) -> bool:
        """Whether nothing about it is to be practised."""
        return self.feedback.verdict == Verdict.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The questions of a closed attempt: those to practise, and those right."""

    mistakes: tuple[ShownResult, ...]
    right: tuple[ShownResult, ...]


def results_of(attempt: Attempt, now: datetime) -> Results:
    """The results of a closed attempt, in two queries whatever its length.

    Raises NotDue before the learner may see them.
    """
    slots = (
        attempt.slots.select_related("snapshot", "judged_by")
        .prefetch_related(
            Prefetch("answers", queryset=Answer.objects.order_by("number"))
        )
        .order_by("position")
    )
    rows = tuple(_shown(attempt, slot, now) for slot in slots)
    return Results(
        mistakes=tuple(row for row in rows if not row.is_right),
        right=tuple(row for row in rows if row.is_right),
    )


def _shown(attempt: Attempt, slot: Slot, now: datetime) -> ShownResult:
    slot.attempt = attempt
    item = judged_item(slot)
    newest = next(reversed(slot.answers.all()), None)
    response = None
    if newest is not None:
        response = responses.from_record(item.form, newest.response)
    return ShownResult(
        position=slot.position,
        stem=item.stem,
        feedback=feedback_on(slot, item, response, now),
        stimulus=item.stimulus,
    )
