"""The verb at the end of a claim, before a noun, denied, and as a moment in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizzes.items.kazakh import verbs

TABLE = [
    line.split("\t")
    for line in (Path(__file__).parent / "verbs.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
PAST = [row for row in TABLE if row[1] != "-"]
OTHER = [row[0] for row in TABLE if row[1] == "-"]


@pytest.mark.parametrize(("claim", "participle", "negative"), PAST)
def test_a_claim_stands_before_a_noun(claim, participle, negative):
    assert verbs.relative_clause(claim) == participle
    assert verbs.relative_clause(claim, negative=True) == negative
    assert verbs.denied(claim) == f"{participle} жоқ"


@pytest.mark.parametrize("claim", OTHER)
def test_what_is_not_surely_of_the_past_is_refused(claim):
    with pytest.raises(verbs.NotPast):
        verbs.relative_clause(claim)


@pytest.mark.parametrize(
    ("claim", "until", "after"),
    [
        ("саммит өтті", "саммит өткенге дейін", "саммит өткеннен кейін"),
        ("қол қойылды", "қол қойылғанға дейін", "қол қойылғаннан кейін"),
        ("шартқа қатысты", "шартқа қатысқанға дейін", "шартқа қатысқаннан кейін"),
        ("күшіне енді", "күшіне енгенге дейін", "күшіне енгеннен кейін"),
    ],
)
def test_a_claim_is_a_moment_to_count_from(claim, until, after):
    assert verbs.until(claim) == until
    assert verbs.after(claim) == after


def test_a_verb_of_two_words_is_marked_whole():
    assert verbs.verb_of("келісімге қол қоймаған") == "қол қоймаған"
    assert verbs.verb_of("құрамында болмаған") == "болмаған"
