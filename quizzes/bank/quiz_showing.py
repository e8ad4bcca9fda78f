"""A quiz as its builder shows it: each item with all that a teacher must know of it.

The number of queries is fixed, whatever the number of items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.bank.facts import Fact
from quizzes.bank.history import FactUsage
from quizzes.bank.quiz_checking import Concern, Freshness, concerns_of
from quizzes.bank.quizzes import Quiz, QuizItem
from quizzes.bank.recipe_forms import FAMILIES, FORMS
from quizzes.bank.references import named, reference
from quizzes.bank.showing import ranges
from quizzes.bank.shown_items import emphasised
from quizzes.bank.spaces import Source
from quizzes.items.arrangement import blocks
from quizzes.items.compatibility import Hint, hint
from quizzes.items.data import Form, Item, Stimulus
from quizzes.items.durations import minutes_for

# Below it a share would say more of chance than of the fact.
FEWEST_ANSWERS: Final = 10

_HINTS: Final[Mapping[Hint, Promise]] = {
    Hint.SAME_FACT: _("Asks the same fact as question %(n)s."),
    Hint.SAME_DAY: _("Asks of the same day as question %(n)s."),
    Hint.NAMES_KEY: _("Question %(n)s tells the answer to this one."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An option with what is told of it, or one side of a pair with the other."""

    text: str
    right: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How often what an item asks was asked, and the share missed if that says much."""

    asked: int
    missed_percent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPlace:
    """A place in a source; `paragraphs` is what stands before «-абзац»."""

    title: str
    paragraphs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    """An item for whoever may see the key."""

    number: int
    form: Form
    form_label: Promise | str
    family_label: Promise | str
    stem: tuple[str, str, str]
    lines: tuple[Line, ...]
    ordered: bool
    statement: str
    note: str
    cited: tuple[CitedPlace, ...]
    by_hand: bool
    under_text: bool
    # Above the first of the items under it only
    stimulus: Stimulus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizRow:
    """An item in its place in a quiz."""

    id: str
    card: ItemCard
    pinned: bool
    usage: Usage
    freshness: Freshness
    # Why it may not be asked as it stands, by what the bank says now
    concerns: tuple[str, ...]
    warnings: tuple[str, ...]
    # How many items stay together with it, and whether it is the first of them
    together: int
    leads: bool
    is_first: bool
    is_last: bool
    # Whether the bank could make it, or another of them, otherwise now
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuiz:
    """The whole of a quiz, with what is known of it."""

    rows: tuple[QuizRow, ...]
    minutes: int
    missed_percent: int | None
    judged: int
    warned: int
    changed: int
    concerns: tuple[Concern, ...]


def show_quiz(quiz: Quiz, stored: Sequence[QuizItem]) -> ShownQuiz:
    """Put a quiz with its items in words; a fixed number of queries."""
    items = [row.item() for row in stored]
    cards = cards_of(items)
    usage = usage_of(items)
    checked = concerns_of(quiz, items)
    warnings = warnings_of(items)
    together = blocks(items)
    rows = []
    for block in together:
        for place in block:
            rows.append(
                QuizRow(
                    id=stored[place].public_id,
                    card=cards[place],
                    pinned=stored[place].pinned,
                    usage=usage[place],
                    freshness=checked[place].freshness,
                    concerns=checked[place].texts,
                    warnings=warnings[place],
                    together=len(block),
                    leads=place == block[0],
                    is_first=block is together[0],
                    is_last=block is together[-1],
                    is_changed=any(checked[each].can_be_made_anew for each in block),
                )
            )
    judged = [each.missed_percent for each in usage if each.missed_percent is not None]
    return ShownQuiz(
        rows=tuple(rows),
        minutes=minutes_for(items),
        missed_percent=round(sum(judged) / len(judged)) if judged else None,
        judged=len(judged),
        warned=sum(map(bool, warnings)),
        changed=sum(bool(each.texts) for each in checked),
        concerns=tuple(each for each in checked if each.texts),
    )


def cards_of(items: Sequence[Item]) -> list[ItemCard]:
    """Items in words, numbered from 1; one query."""
    titles = source_titles(items)
    forms, families = dict(FORMS), dict(FAMILIES)
    cards = []
    for number, item in enumerate(items, start=1):
        cards.append(
            ItemCard(
                number=number,
                form=item.form,
                form_label=forms[item.form.value],
                family_label=families[item.family.value],
                stem=emphasised(item),
                lines=tuple(_lines(item)),
                ordered=item.form is Form.ORDERING,
                statement=item.feedback,
                note=item.note,
                cited=tuple(
                    CitedPlace(
                        title=titles.get(citation.source, citation.source),
                        paragraphs=ranges(citation.paragraphs),
                    )
                    for citation in item.citations
                ),
                by_hand=item.question is not None,
                under_text=item.stimulus is not None,
                stimulus=item.stimulus
                if item.stimulus is not None and item.stimulus.part == 1
                else None,
            )
        )
    return cards


def source_titles(items: Iterable[Item]) -> dict[str, str]:
    """The titles of the sources that items cite, by their references.

    Wherever they are from: who was given an item may see what it rests on.
    """
    cited = {citation.source for item in items for citation in item.citations}
    found = Source.objects.filter(named(cited)).select_related("space")
    return {source.reference: source.title_kk for source in found}


def usage_of(items: Sequence[Item]) -> list[Usage]:
    """How each item's fact has fared; one query."""
    references = {item.facts[0][0] for item in items if item.facts}
    facts = Fact.objects.filter(named(references)).values("pk")
    counts = {
        reference(space, key): (asked, missed)
        for space, key, asked, missed in FactUsage.objects.filter(
            fact__in=facts
        ).values_list("fact__space__key", "fact__key", "asked", "missed")
    }
    found = []
    for item in items:
        asked, missed = counts.get(item.asked[0], (0, 0)) if item.facts else (0, 0)
        share = round(100 * missed / asked) if asked >= FEWEST_ANSWERS else None
        found.append(Usage(asked=asked, missed_percent=share))
    return found


def warnings_of(items: Sequence[Item]) -> list[tuple[str, ...]]:
    """For each item why another gives it away, in words.

    What comes before is read with what is told after the answer; what comes later only
    as far as it is read before it, since one may go back.
    """
    found: list[list[str]] = [[] for _item in items]
    for giving_at, giving in enumerate(items):
        for helped_at, helped in enumerate(items):
            if giving_at == helped_at or _under_one_text(giving, helped):
                continue
            why = hint(giving, helped, answered=giving_at < helped_at)
            # What both share is said once, of the later one
            shared = why in (Hint.SAME_FACT, Hint.SAME_DAY)
            if why is not None and not (shared and giving_at > helped_at):
                said = str(_HINTS[why]) % {"n": giving_at + 1}
                found[helped_at].append(said)
    return [tuple(each) for each in found]


def _under_one_text(one: Item, other: Item) -> bool:
    return (
        one.stimulus is not None
        and other.stimulus is not None
        and one.stimulus.key == other.stimulus.key
    )


def _lines(item: Item) -> Iterable[Line]:
    """The options of an item with the reasons, or its pairs, places or dates."""
    texts = {option.value: option for option in item.options}
    match item.form:
        case Form.MATCHING:
            for prompt in item.prompts:
                yield Line(text=prompt.text, right=True, why=texts[prompt.key].text)
            for option in item.options:
                if not option.key:
                    yield Line(text=option.text, why=option.why)
        case Form.ORDERING:
            for value in item.order:
                yield Line(text=texts[value].text, right=True, why=texts[value].why)
        case Form.DATE_ENTRY:
            for date in item.dates:
                yield Line(text=date.text, right=date.right, why=date.label)
        case _:
            for option in item.options:
                yield Line(text=option.text, right=option.key, why=option.why)
