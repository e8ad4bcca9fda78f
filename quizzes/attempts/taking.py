"""Taking a quiz: starting an attempt, answering, closing.

Whatever changes an attempt first changes its row, on the condition that the attempt is
open and its revision the one that was read. That one statement is the lock: whoever
comes second finds another revision, waits, and looks again. So an answer is judged
before anything is locked, and the transaction holds five short statements.
"""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from quizzes.attempts import learning, responses
from quizzes.attempts.drawing import draw_items
from quizzes.attempts.models import GRACE, Answer, Attempt, Mark, Slot, Snapshot
from quizzes.attempts.snapshots import freeze, item_of, judge, judged_item
from quizzes.bank import usage
from quizzes.bank.models import Fact
from quizzes.bank.recipes import Recipe
from quizzes.bank.references import named
from quizzes.items.arrangement import rearranged
from quizzes.items.data import Item
from quizzes.items.marking import Response
from quizzes.memory.choosing import Offer
from quizzes.people.models import User
from quizzes.web.statements import Insert, Update

TOKEN_BYTES = 9
MOST_ANSWERS = 1000

# What storing an answer takes: two rows changed, two added.
_ADVANCE = Update(
    Attempt,
    changes=("score", "answered", "revision"),
    where=("id", "state", "revision"),
)
_FILL = Update(Slot, changes=("mark", "answer_count"), where=("id",))
_ADD_ANSWER = Insert(
    Answer, "slot", "number", "idempotency_key", "response", "single", "received_at"
)
_ADD_MARK = Insert(
    Mark, "answer", "score", "fact_version", "reason", "made_by", "made_at"
)


class TakingError(Exception):
    """What was asked cannot be done; nothing has been changed."""


class NothingToAsk(TakingError):
    """The bank makes no item by this recipe."""


class StartKeyReused(TakingError):
    """The start key has started another recipe before; `attempt` is that one."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.public_id)
        self.attempt = attempt


class AttemptClosed(TakingError):
    """The attempt takes no answers any more."""


class TimeIsUp(AttemptClosed):
    """The answer was received after the deadline and the grace that follows it."""


class StaleAnswer(TakingError):
    """The answer was given to an older state of the slot than the stored one."""


class IdempotencyKeyReused(TakingError):
    """The same key came before with another answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The slot as it is now stored; `repeated` where the answer was stored before."""

    slot: Slot
    repeated: bool


def start(
    *,
    learner: User,
    recipe: Recipe,
    start_key: uuid.UUID,
    seed: str,
    now: datetime,
    offers: Sequence[Offer[str]] = (),
    is_try: bool = False,
) -> Attempt:
    """Start an attempt, or give the one that this key has started already.

    `offers` are the facts of the recipe as memory offers them, if it does; `is_try`
    keeps it out of all statistics. Raises NothingToAsk if the bank makes no item by the
    recipe, StartKeyReused if the key has started something else.
    """
    started = _started(learner, start_key, recipe)
    if started is not None:
        return started
    # Drawn before the transaction: it reads much, and writers wait for one another.
    drawn = draw_items(recipe, seed=seed, offers=offers)
    if not drawn.items:
        raise NothingToAsk
    try:
        with transaction.atomic():
            attempt = Attempt(
                learner=learner,
                start_key=start_key,
                recipe=recipe.to_record(),
                source_titles=dict(drawn.source_titles),
                is_try=is_try,
                feedback_mode=recipe.feedback_mode,
                seed=seed,
                started_at=now,
            )
            return store_with_slots(
                attempt, drawn.items, freeze(drawn.items), offers=drawn.offers
            )
    except IntegrityError:
        started = _started(learner, start_key, recipe)
        if started is None:
            raise
        return started


def submit(
    *,
    slot: Slot,
    response: Response,
    idempotency_key: uuid.UUID,
    number: int,
    now: datetime,
) -> Submitted:
    """Store and judge an answer, the `number`th of its slot.

    Takes the slot as it was read together with its attempt and snapshot, and the moment
    when the answer was received. The same answer sent again is not stored again. Raises
    AttemptClosed, TimeIsUp, StaleAnswer where the slot has moved on,
    IdempotencyKeyReused, and what `marking.mark` raises.
    """
    item = judged_item(slot)
    score = judge(slot, response)
    answer = Answer(
        number=number,
        idempotency_key=idempotency_key,
        response=responses.to_record(response),
        received_at=now,
    )
    try:
        with transaction.atomic():
            if _takes(slot, number, now) and _advance(slot, score):
                _add(slot, answer, score, item)
                learning.learn_from_answer(slot, response, now=now)
                return Submitted(slot=slot, repeated=False)
            slot = _locked(slot)
            if repeated := _repeats(slot, answer):
                return repeated
            _require_taking(slot, number, now)
            # What it is judged by may have been put right meanwhile.
            item, score = judged_item(slot), judge(slot, response)
            _advance(slot, score)
            _add(slot, answer, score, item)
            learning.learn_from_answer(slot, response, now=now)
            return Submitted(slot=slot, repeated=False)
    except IntegrityError:
        # The key is known, though the number was a new one.
        if repeated := _repeats(_reread(slot), answer):
            return repeated
        raise


def close(*, attempt: Attempt, now: datetime) -> None:
    """Close an attempt for good; tell the bank what was asked, memory what it shows.

    Where its time was up before `now`, it is closed as of then. Raises AttemptClosed if
    it is closed already: the first one counts.
    """
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if not locked.is_open:
            raise AttemptClosed
        _close(locked, now)
    attempt.refresh_from_db()


def close_overdue(*, now: datetime) -> int:
    """Close the attempts whose time is up and give their number.

    Each by itself, so that nobody waits for all of them. Others may do the same at the
    same time, and a teacher may just give more time: both are looked at again.
    """
    closed = 0
    overdue = Attempt.objects.overdue(now).order_by("pk").values_list("pk", flat=True)
    for pk in list(overdue):
        with transaction.atomic():
            still = Attempt.objects.overdue(now).select_for_update().filter(pk=pk)
            attempt = still.first()
            if attempt is not None:
                _close(attempt, now)
                closed += 1
    return closed


def _started(learner: User, start_key: uuid.UUID, recipe: Recipe) -> Attempt | None:
    attempt = Attempt.objects.filter(learner=learner, start_key=start_key).first()
    if attempt is not None and attempt.recipe != recipe.to_record():
        raise StartKeyReused(attempt)
    return attempt


def store_with_slots(
    attempt: Attempt,
    items: Sequence[Item],
    snapshots: Sequence[Snapshot],
    *,
    shuffled_by: str = "",
    offers: Mapping[str, Offer[str]] | None = None,
) -> Attempt:
    """Store a new attempt with a slot for each item. Call it within a transaction.

    The options come as the items have them, or in the order that `shuffled_by` seeds.
    `offers` say of facts, by their references, why they are asked.
    """
    why = offers or {}
    attempt.length = len(items)
    attempt.max_score = Decimal(len(items))
    attempt.save(force_insert=True)
    Slot.objects.bulk_create(
        _slot(
            attempt,
            position,
            _shuffled(item, shuffled_by, position),
            snapshot,
            why.get(item.asked[0]),
        )
        for position, (item, snapshot) in enumerate(
            zip(items, snapshots, strict=True), start=1
        )
    )
    return attempt


def _shuffled(item: Item, seed: str, position: int) -> Item:
    return rearranged(item, random.Random(f"{seed}:{position}")) if seed else item


def _slot(
    attempt: Attempt,
    position: int,
    item: Item,
    snapshot: Snapshot,
    offer: Offer[str] | None,
) -> Slot:
    order = [option.value for option in item.options]
    return Slot(
        attempt=attempt,
        position=position,
        snapshot=snapshot,
        option_order=order,
        tokens={secrets.token_urlsafe(TOKEN_BYTES): value for value in order},
        single=attempt.shows_feedback_at_once,
        reason=offer.reason.value if offer else "",
        recall=offer.recall if offer else None,
    )


def _takes(slot: Slot, number: int, now: datetime) -> bool:
    """Whether the answer with this number is the next that the slot takes."""
    most = 1 if slot.single else MOST_ANSWERS
    return (
        slot.attempt.takes_answers_at(now) and number == slot.answer_count + 1 <= most
    )


def _require_taking(slot: Slot, number: int, now: datetime) -> None:
    attempt = slot.attempt
    if not attempt.takes_answers_at(now):
        in_time = attempt.deadline_at is None or now < attempt.deadline_at
        raise AttemptClosed if in_time else TimeIsUp
    if not _takes(slot, number, now):
        raise StaleAnswer


def _close(attempt: Attempt, now: datetime) -> None:
    """Close an attempt that is open and locked."""
    if attempt.deadline_at is not None:
        now = min(now, attempt.deadline_at + GRACE)
    Attempt.objects.filter(pk=attempt.pk).update(
        state=Attempt.State.CLOSED, closed_at=now, revision=F("revision") + 1
    )
    if not attempt.is_try:
        _tell_the_bank(attempt)
    learning.learn_from_test(attempt, now=now)


def _tell_the_bank(attempt: Attempt) -> None:
    """Add to how often facts were asked and missed."""
    slots = list(attempt.slots.select_related("snapshot").order_by("position"))
    answered = [slot for slot in slots if slot.is_answered]
    usage.record(
        asked=_stored(_facts(answered)),
        missed=_stored(_facts(slot for slot in answered if is_missed(slot))),
    )


def _advance(slot: Slot, score: Decimal) -> bool:
    """Bring the attempt's row up to date; False if it is not as it was read.

    The sum is reckoned here, not in the database: SQLite adds decimals as floats.
    """
    attempt = slot.attempt
    new_score = (attempt.score or Decimal(0)) - (slot.mark or Decimal(0)) + score
    answered = attempt.answered + (not slot.is_answered)
    advanced = _ADVANCE(
        changes={
            "score": new_score,
            "answered": answered,
            "revision": attempt.revision + 1,
        },
        where={
            "id": attempt.pk,
            "state": Attempt.State.OPEN,
            "revision": attempt.revision,
        },
    )
    if not advanced:
        return False
    attempt.score, attempt.answered = new_score, answered
    attempt.revision += 1
    return True


def _add(slot: Slot, answer: Answer, score: Decimal, item: Item) -> None:
    """Store the answer with its first mark, and both on the slot."""
    _FILL(changes={"mark": score, "answer_count": answer.number}, where={"id": slot.pk})
    slot.mark, slot.answer_count = score, answer.number
    answer_id = _ADD_ANSWER(
        slot=slot.pk,
        number=answer.number,
        idempotency_key=answer.idempotency_key,
        response=answer.response,
        single=slot.single,
        received_at=answer.received_at,
    )
    _ADD_MARK(
        answer=answer_id,
        score=score,
        fact_version=item.asked[1],
        reason=Mark.Reason.ANSWER,
        made_by=None,
        made_at=answer.received_at,
    )


def _locked(slot: Slot) -> Slot:
    """The slot as it stands now, with its attempt locked against others."""
    # The slot is read after the lock is had: in one statement it might be older.
    Attempt.objects.select_for_update().get(pk=slot.attempt_id)
    return _reread(slot)


def _reread(slot: Slot) -> Slot:
    return Slot.objects.select_related("attempt", "snapshot").get(pk=slot.pk)


def _repeats(slot: Slot, answer: Answer) -> Submitted | None:
    """What to reply if an answer with this key is stored already."""
    stored = slot.answers.filter(idempotency_key=answer.idempotency_key).first()
    if stored is None:
        return None
    if stored.response != answer.response:
        raise IdempotencyKeyReused
    return Submitted(slot=slot, repeated=True)


def is_missed(slot: Slot) -> bool:
    """Whether there is something to practise about a slot."""
    return slot.mark is None or slot.mark < 1


def _stored(references: Iterable[str]) -> list[int]:
    """The primary keys of the facts that are named so."""
    return list(Fact.objects.filter(named(references)).values_list("pk", flat=True))


def _facts(slots: Iterable[Slot]) -> list[str]:
    """The keys of the facts that slots ask first, each once."""
    asked = (item_of(slot.snapshot).facts[:1] for slot in slots)
    return list(dict.fromkeys(key for facts in asked for key, _ in facts))
