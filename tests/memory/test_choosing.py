"""What practice chooses."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

from quizzes.items.data import Form
from quizzes.memory.choosing import (
    Offer,
    Reason,
    choose,
    forms_towards,
    reason_of,
)
from quizzes.memory.forgetting import State, after, retrievability
from quizzes.memory.grading import Evidence
from quizzes.memory.mastery import foretold

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def answered(mark: float, *, ago: timedelta, times: int = 1) -> State:
    state = None
    for number in reversed(range(times)):
        at = NOW - ago - 5 * number * DAY
        state = after(state, Evidence(fact="", mark=mark, chance=0), at)
    assert state is not None
    return state


STATES = {
    "due 1": answered(1, ago=10 * DAY),
    "due 2": answered(1, ago=30 * DAY),
    "missed": answered(0, ago=DAY / 4),
    "known": answered(1, ago=DAY, times=3),
}


def offers(count: int, **changes: object) -> list[Offer[str]]:
    given: dict[str, object] = {
        "states": STATES,
        "new": ["new 1", "new 2"],
        "count": count,
        "now": NOW,
        "rng": random.Random(1),
    }
    return choose(**(given | changes))


def test_each_fact_has_one_reason() -> None:
    assert reason_of(None, NOW) is Reason.NEW
    assert reason_of(STATES["due 1"], NOW) is Reason.DUE
    assert reason_of(STATES["missed"], NOW) is Reason.MISSED
    assert reason_of(STATES["known"], NOW) is Reason.KNOWN
    # What was missed and is due again is due.
    assert reason_of(answered(0, ago=3 * DAY), NOW) is Reason.DUE


def test_the_due_come_first_then_the_missed_the_new_and_the_known() -> None:
    assert [offer.reason for offer in offers(6)] == [
        Reason.DUE,
        Reason.DUE,
        Reason.MISSED,
        Reason.NEW,
        Reason.NEW,
        Reason.KNOWN,
    ]


def test_no_fact_is_offered_twice_and_no_more_than_there_are() -> None:
    found = offers(50, yardstick=["known", "due 1", "new 1"], asked_before=3)

    assert len(found) == 6
    assert len({offer.fact for offer in found}) == 6


def test_what_is_new_is_not_what_has_a_state() -> None:
    found = offers(9, new=["known", "new 1"])

    assert Counter(offer.reason for offer in found)[Reason.NEW] == 1


def test_only_some_reasons_may_be_wanted() -> None:
    found = offers(9, only=[Reason.MISSED], asked_before=9, yardstick=["new 1"])

    assert [offer.fact for offer in found] == ["missed"]


def test_the_same_seed_offers_the_same() -> None:
    new = [f"new {n}" for n in range(50)]

    assert offers(20, new=new) == offers(20, new=list(reversed(new)))
    assert offers(20, new=new) != offers(20, new=new, rng=random.Random(2))


def test_every_tenth_item_is_drawn_blindly() -> None:
    states = {f"due {n}": answered(1, ago=(3 + n) * DAY) for n in range(40)}

    found = offers(25, states=states, asked_before=5, yardstick=["a", "b", "c", "d"])

    blind = {
        number: offer.fact
        for number, offer in enumerate(found, start=6)
        if offer.reason is Reason.YARDSTICK
    }
    assert blind == {10: "a", 20: "b", 30: "c"}


def test_the_yardstick_is_set_aside_before_anything_is_chosen() -> None:
    # Else what is due anyway would be passed over, and only the well known be left.
    found = offers(9, asked_before=4, yardstick=["due 1"])

    assert [offer.fact for offer in found].index("due 1") == 5
    assert [offer.reason for offer in found if offer.fact == "due 1"] == ["yardstick"]


def test_among_equals_the_share_of_right_answers_tends_to_the_target() -> None:
    rng = random.Random(3)
    states = {
        f"due {n}": answered(1, ago=days * DAY)
        for n in range(300)
        for days in [rng.choice((3, 30, 300, 3000))]
    }

    for target in (0.7, 0.8, 0.9):
        found = offers(40, states=states, new=[], target=target)
        expected = sum(foretold(offer.recall, 0.25) for offer in found) / len(found)
        assert abs(expected - target) < 0.02
        assert found[0].recall == retrievability(states[found[0].fact], NOW)


def test_no_form_is_asked_again_and_again() -> None:
    offer = Offer(fact="x", reason=Reason.NEW, recall=0.4, wanted=0.85)
    used: Counter[Form] = Counter()

    for _ in range(12):
        used[forms_towards(offer, list(Form), used=used)[0]] += 1

    assert used.most_common(1)[0][0] is Form.TRUE_FALSE
    assert used[Form.CHOICE] >= 2
    assert used[Form.DATE_ENTRY] < used[Form.CHOICE] < used[Form.TRUE_FALSE]


def test_forms_help_with_what_is_nearly_forgotten() -> None:
    forms = [Form.DATE_ENTRY, Form.CHOICE, Form.TRUE_FALSE]

    def first(recall: float, reason: Reason = Reason.DUE) -> Form:
        offer = Offer(fact="x", reason=reason, recall=recall, wanted=0.85)
        return forms_towards(offer, forms)[0]

    assert first(0.5) is Form.TRUE_FALSE
    assert first(0.8) is Form.CHOICE
    assert first(0.95) is Form.DATE_ENTRY
    assert first(0.1, Reason.YARDSTICK) is Form.DATE_ENTRY
