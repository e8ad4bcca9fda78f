"""What a new fact has to do with a stored one, and what it changes in other items."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.items.calendar import DateValue
from quizzes.items.clashes import Clash, clash, clashes
from quizzes.items.data import FactData, Item, Neighbourhood
from quizzes.items.effects import effects
from quizzes.items.ground import Ground
from quizzes.items.making import make_every
from tests.items.fixture_bank import load_bank

SIGNED = "collective-security-treaty-signed-on"


def stored(key: str) -> FactData:
    return next(fact for fact in load_bank().facts if fact.key == key)


def dated(edtf: str, **changes: object) -> FactData:
    changes = {"value": DateValue.parse(edtf), **changes}
    return replace(stored(SIGNED), **changes)


def listed(*keys: str, **changes: object) -> FactData:
    return FactData(
        **{
            "key": "listed",
            "version": 1,
            "source": "s",
            "topic": "t",
            "paragraphs": (1,),
            "subject": "treaty",
            "property": "signatories",
            "value": keys,
            "statement": "…",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        ("1992-05-15", "1992-05-15", Clash.SAME),
        ("1992-05", "1992-05-15", Clash.OTHER_PRECISION),
        ("1992-05-16", "1992-05-15", Clash.CONTRARY),
        ("1999-08-23/1999-08-25", "1999-08-24/1999-08-26", Clash.CONTRARY),
    ],
)
def test_two_dates_of_one_thing(mine, theirs, kind):
    assert clash(dated(mine), dated(theirs)) is kind


def test_a_plan_contradicts_no_event():
    assert clash(dated("1992-05-16", planned=True), dated("1992-05-15")) is None


def test_dates_of_two_things_do_not_meet():
    assert clash(dated("1992-05-16", subject="other"), dated("1992-05-15")) is None


def test_a_place_beside_another_place_is_a_contradiction():
    here = listed("tashkent", property="signed_in")

    assert clash(here, listed("moscow", property="signed_in")) is Clash.CONTRARY
    assert clash(here, here) is Clash.SAME


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        (listed("a", "b"), listed("b", "c"), None),
        (listed("a", "b"), listed("b", "a"), Clash.SAME),
        (listed("a", "b", complete=True), listed("b", "c"), Clash.CONTRARY),
        (listed("a", "b"), listed("b", complete=True), Clash.CONTRARY),
        (listed("a", "b", complete=True), listed("b"), None),
    ],
)
def test_lists_contradict_one_another_only_where_one_says_it_is_complete(
    mine, theirs, kind
):
    assert clash(mine, theirs) is kind


def test_lists_of_different_times_do_not_meet():
    then = listed("a", complete=True, as_of=DateValue.parse("1992"))
    later = listed("a", "b", complete=True, as_of=DateValue.parse("1999"))

    assert clash(then, later) is None
    assert clash(then, replace(later, as_of=then.as_of)) is Clash.CONTRARY


def test_who_signed_did_not_stay_away():
    away = listed("a", property="did_not_sign")

    assert clash(listed("a", "b"), away) is Clash.CONTRARY
    assert clash(listed("b"), away) is None


def test_contraries_come_first():
    others = [dated("1992-05-15", key="a"), dated("1992-05-14", key="b")]

    found = clashes(dated("1992-05-15", key="new"), others)

    assert [each.kind for each in found] == [Clash.CONTRARY, Clash.SAME]


def test_no_two_approved_facts_of_the_bank_contradict_one_another():
    facts = [fact for fact in load_bank().facts if fact.approved]

    found = [
        (one.key, other.key)
        for one in facts
        for other in facts
        if one.key < other.key and clash(one, other) is Clash.CONTRARY
    ]

    assert found == []


# --- What it changes elsewhere --------------------------------------------------------


def grounds(new: FactData) -> tuple[Ground, Ground]:
    """The bank as it is, and with one fact more."""
    bank = load_bank()
    with_new = Neighbourhood(facts=(*bank.facts, new), entities=bank.entities)
    return Ground(bank), Ground(with_new)


def test_a_fact_that_is_stored_already_in_other_words_changes_nothing():
    new = dated("1992-05-15", key="new")

    assert effects(*grounds(new), new) == ()


def test_another_date_of_one_thing_is_no_wrong_answer_any_more():
    # 30 April 1994 is offered as a wrong date of the Treaty of 1992.
    new = dated("1994-04-30", key="new")

    found = {each.fact.key: each for each in effects(*grounds(new), new)}

    assert "1994 жылғы 30 сәуір" in found[SIGNED].barred


def test_another_event_of_a_day_is_asked_together_with_it():
    new = dated("1997-04-24", key="new")

    found = {each.fact.key: each for each in effects(*grounds(new), new)}

    joined = {key for key, each in found.items() if each.joined}
    assert any("1997-04-24" in str(stored(key).value) for key in joined)


def test_a_state_that_signed_after_all_is_no_wrong_answer_any_more():
    bank = load_bank()
    fact = next(
        each
        for each in bank.facts
        if each.property == "signatories" and each.complete and each.approved
    )
    value = fact.value
    assert isinstance(value, tuple)
    new = replace(fact, key="new", value=(*value, "turkmenistan"), complete=False)
    assert "turkmenistan" not in value

    found = {each.fact.key: each for each in effects(*grounds(new), new)}

    name = bank.entities["turkmenistan"].short.text
    assert name in found[fact.key].barred


def test_what_is_barred_stands_in_no_item_with_the_new_fact():
    new = dated("1994-04-30", key="new")
    _before, after = grounds(new)
    bank = Neighbourhood(facts=after.facts, entities=after.entities)

    made = [
        each
        for seed in range(20)
        for each in make_every(bank, str(seed), [stored(SIGNED)])
        if isinstance(each, Item) and each.wording == "when"
    ]

    assert made
    assert not any(
        option.value == "date:1994-04-30" for item in made for option in item.options
    )
