"""What attempts teach memory, and when.

Where feedback comes at once, each answer teaches in its own transaction. A test teaches
as a whole, from the last answer to each of its questions, and not before feedback is
due: until then nothing that a learner can see may tell right from wrong. If that is
when it is closed, closing does it; if it is later, `settle` does.

All of it can be made anew from the stored answers (`rebuild`), as it must be when marks
are changed or attempts move from a guest to an account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from quizzes.attempts import responses
from quizzes.attempts.models import Answer, AskedFact, Attempt, AttemptQuerySet, Slot
from quizzes.attempts.snapshots import item_of, judged_item
from quizzes.bank.recipes import FeedbackMode
from quizzes.items.marking import Response, mark
from quizzes.memory import remembering
from quizzes.memory.forgetting import State, after
from quizzes.memory.grading import Evidence, asked_facts, evidence_of

# What an answer shows, by the primary keys of facts
Shown = Mapping[int, Evidence]


def learn_from_answer(slot: Slot, response: Response, *, now: datetime) -> None:
    """Teach what the answer just stored shows, if feedback on it comes at once.

    One statement, where the slot was read with what it teaches; nothing in a test.
    """
    if not slot.single:
        return
    known = None
    if slot.taught is None:
        fact_ids = _asked_by(slot)
    else:
        fact_ids = {at: asked.fact_id for at, (asked, _) in slot.taught.items()}
        known = {
            asked.fact_id: memory.state
            for asked, memory in slot.taught.values()
            if memory is not None
        }
    remembering.remember(
        learner_id=slot.attempt.learner_id,
        evidence=_shown(slot, response, fact_ids),
        known=known,
        now=now,
    )


def learn_from_test(attempt: Attempt, *, now: datetime) -> bool:
    """Teach what a closed test shows; call it in a transaction.

    False, and nothing is done, if feedback is not due yet, if memory has learnt from it
    already, or if it is no test.
    """
    learnt = _to_remember(now).filter(pk=attempt.pk).update(remembered_at=now)
    if not learnt:
        return False
    for evidence in _rounds(
        _shown_by(answer) for answer in _last_answers(Q(slot__attempt=attempt))
    ):
        remembering.remember(learner_id=attempt.learner_id, evidence=evidence, now=now)
    return True


def settle(*, now: datetime, learner_id: int | None = None) -> int:
    """Teach what closed tests show whose feedback has come due; give their number.

    Of one learner, before what memory holds is shown or used; of all by default.
    """
    due = _to_remember(now)
    if learner_id is not None:
        due = due.filter(learner_id=learner_id)
    settled = 0
    for attempt in due.order_by("closed_at", "pk"):
        with transaction.atomic():
            settled += learn_from_test(attempt, now=now)
    return settled


def rebuild(*, learner_id: int) -> int:
    """Make a learner's memory anew from the stored answers; give the states' number."""
    with transaction.atomic():
        # Whoever answers or closes changes one of these rows first, and so waits.
        list(
            Attempt.objects.of_learner(learner_id)
            .filter(Q(state=Attempt.State.OPEN) | Q(remembered_at=None))
            .order_by("pk")
            .select_for_update()
            .values_list("pk")
        )
        states = states_from_answers(learner_id)
        remembering.replace(learner_id=learner_id, states=states)
    return len(states)


def states_from_answers(learner_id: int) -> dict[int, State]:
    """The states of a learner as they follow from the stored answers alone."""
    states: dict[int, State] = {}
    learner = Q(slot__attempt__learner=learner_id)
    told = Q(slot__single=True) | Q(slot__attempt__remembered_at__isnull=False)
    for lesson in sorted(map(_lesson, _last_answers(learner & told)), key=_in_order):
        for fact_id, evidence in lesson.shown.items():
            states[fact_id] = after(states.get(fact_id), evidence, lesson.at)
    return states


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lesson:
    """What one answer teaches, and when memory learnt it."""

    at: datetime
    place: tuple[int, ...]
    shown: Shown


def _lesson(answer: Answer) -> _Lesson:
    slot = answer.slot
    learnt_at = slot.attempt.remembered_at
    place: tuple[int, ...] = (0, answer.pk)
    if learnt_at is not None:
        place = (1, slot.attempt_id, slot.position)
    return _Lesson(
        at=learnt_at or answer.received_at, place=place, shown=_shown_by(answer)
    )


def _in_order(lesson: _Lesson) -> tuple[datetime, tuple[int, ...]]:
    return lesson.at, lesson.place


def _to_remember(now: datetime) -> AttemptQuerySet:
    return Attempt.objects.filter(
        ~Q(feedback_mode=FeedbackMode.AT_ONCE),
        Q(reveals_at=None) | Q(reveals_at__lte=now),
        state=Attempt.State.CLOSED,
        remembered_at=None,
        # Nobody remembers
        learner__is_erased=False,
    )


def _last_answers(where: Q) -> Iterator[Answer]:
    """The answers that count, with the facts that they teach, by their slots' place."""
    answers = (
        Answer.objects.filter(where, number=F("slot__answer_count"))
        .select_related("slot__attempt", "slot__snapshot", "slot__judged_by")
        .prefetch_related("slot__snapshot__asked_facts")
        .order_by("slot__attempt", "slot__position")
    )
    yield from answers


def _shown_by(answer: Answer) -> Shown:
    slot = answer.slot
    form = item_of(slot.snapshot).form
    response = responses.from_record(form, answer.response)
    asked = slot.snapshot.asked_facts.all()
    fact_ids = {each.position: each.fact_id for each in asked}
    return _shown(slot, response, fact_ids)


def _shown(slot: Slot, response: Response, fact_ids: Mapping[int, int]) -> Shown:
    """What a response shows of the facts, after the mark of the slot as it stands."""
    return {
        fact_ids[position]: evidence
        for position, evidence in enumerate(evidence_in(slot, response))
        if position in fact_ids
    }


def evidence_in(slot: Slot, response: Response) -> tuple[Evidence, ...]:
    """What a response shows, after the mark of its slot; nothing where that is void."""
    assert slot.mark is not None
    if slot.is_void:
        return ()  # everybody has the mark, whatever they know
    item = judged_item(slot)
    several = len(asked_facts(item)) > 1
    judged_anew = several and mark(item, response).score != slot.mark
    return evidence_of(item, response, mark=slot.mark, judged_anew=judged_anew)


def _asked_by(slot: Slot) -> dict[int, int]:
    rows = AskedFact.objects.filter(snapshot=slot.snapshot_id)
    return dict(rows.values_list("position", "fact_id"))


def _rounds(lessons: Iterable[Shown]) -> list[dict[int, Evidence]]:
    """The same lessons in as few as can be, each with a fact at most once."""
    rounds: list[dict[int, Evidence]] = []
    times: dict[int, int] = {}
    for lesson in lessons:
        for fact_id, evidence in lesson.items():
            time = times.get(fact_id, 0)
            if time == len(rounds):
                rounds.append({})
            rounds[time][fact_id] = evidence
            times[fact_id] = time + 1
    return rounds
