"""Items of one attempt must not give one another away."""

from __future__ import annotations

import random

from quizzes.items.compatibility import facts_of, fits_with, gives_away, key_texts
from quizzes.items.data import Item
from quizzes.items.leaks import mentions
from quizzes.items.making import make_every
from tests.items.small_bank import small_bank


def item(key: str, wording: str) -> Item:
    for made in make_every(small_bank(), "3"):
        if (
            isinstance(made, Item)
            and made.facts[0][0] == key
            and made.wording == wording
        ):
            return made
    raise AssertionError(f"no {wording} of {key}")


def test_two_questions_of_one_fact_do_not_stand_together():
    assert not fits_with(
        [item("trust-signed_on", "when")], item("trust-signed_on", "entry")
    )


def test_two_things_of_one_day_do_not_stand_together():
    assert not fits_with(
        [item("prolonging-signed_on", "when")], item("changing-signed_on", "entry")
    )


def test_a_month_and_a_day_in_it_do_not_stand_together():
    assert not fits_with(
        [item("trade-signed_on", "entry")], item("space-signed_on", "entry")
    )


def test_the_feedback_of_an_item_does_not_answer_the_next():
    told = item("trust-signed_in", "which")
    asked = item("trust-signed_on", "when")
    spoiled = [option.why for option in asked.options]

    assert fits_with([told], asked)
    from dataclasses import replace

    telling = replace(
        told, feedback=f"{told.feedback} {asked.about[0]}: {key_texts(asked)[0]}."
    )
    assert spoiled
    assert gives_away(telling, asked)
    assert not fits_with([asked], telling)


def test_drawn_attempts_of_the_fixtures_give_nothing_away(fixture_bank):
    rng = random.Random(11)
    items = [made for made in make_every(fixture_bank, "11") if isinstance(made, Item)]

    for _ in range(20):
        attempt: list[Item] = []
        for candidate in rng.sample(items, 60):
            if len(attempt) < 10 and fits_with(attempt, candidate):
                attempt.append(candidate)

        assert len(attempt) == 10
        seen: set[str] = set()
        for each in attempt:
            assert facts_of(each).isdisjoint(seen)
            seen |= facts_of(each)
        for earlier in attempt:
            for later in attempt:
                if earlier is not later:
                    assert not states_the_answer(earlier, later)


def states_the_answer(earlier: Item, later: Item) -> bool:
    """Whether one sentence of an item names what another asks and its key."""
    texts = [earlier.stem, earlier.feedback, earlier.note]
    texts += [option.why for option in earlier.options]
    return any(
        mentions(text, about) and mentions(text, key)
        for text in texts
        for about in later.about
        for key in key_texts(later)
    )
