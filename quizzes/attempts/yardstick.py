"""What the yardstick says of the model: answers to questions that chance has chosen.

Every other question of practice is there because the model has chosen it, and can prove
the model neither right nor wrong. Of these the slot has kept how likely recall was held
to be when the question was drawn, so nothing is replayed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import F

from quizzes.attempts import learning, responses
from quizzes.attempts.models import Answer, Slot
from quizzes.attempts.snapshots import item_of, judged_item
from quizzes.memory.calibration import Forecast
from quizzes.memory.grading import Grade
from quizzes.memory.mastery import foretold

_BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class YardstickAnswer:
    """One answer as it was foretold and as it came, with the learner's primary key."""

    learner_id: int
    forecast: Forecast


def yardstick_answers() -> Iterator[YardstickAnswer]:
    """The stored answers to what was drawn blindly, in batches, the oldest first.

    Right is what memory takes for recall; the chance of a guess is allowed for. Answers
    that show nothing, since the question was void, are left out.
    """
    answers = (
        Answer.objects.filter(
            slot__reason=Slot.Why.YARDSTICK, number=F("slot__answer_count")
        )
        .select_related("slot__attempt", "slot__snapshot", "slot__judged_by")
        .order_by("pk")
    )
    for answer in answers.iterator(chunk_size=_BATCH):
        forecast = _forecast(answer)
        if forecast is not None:
            learner_id = answer.slot.attempt.learner_id
            yield YardstickAnswer(learner_id=learner_id, forecast=forecast)


def _forecast(answer: Answer) -> Forecast | None:
    slot = answer.slot
    assert slot.recall is not None
    response = responses.from_record(item_of(slot.snapshot).form, answer.response)
    fact, _version = judged_item(slot).asked
    for evidence in learning.evidence_in(slot, response):
        if evidence.fact == fact:
            return Forecast(
                foretold=foretold(slot.recall, evidence.chance),
                right=evidence.grade is not Grade.AGAIN,
            )
    return None
