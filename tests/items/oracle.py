"""An independent judge of items: it scans the whole bank, naively and slowly.

It shares no code with the proofs in `quizzes.items.distractors`, so that a fault there
is seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from quizzes.items.calendar import DateValue
from quizzes.items.data import (
    Designation,
    EntityData,
    FactData,
    Form,
    Item,
    Neighbourhood,
)
from quizzes.items.kazakh.names import inflect
from quizzes.items.kazakh.suffixes import Case

HAPPENED = {
    "signed_on",
    "adopted_on",
    "entered_into_force_on",
    "held_on",
    "founded_on",
    "named_on",
    "began_on",
    "joined_on",
}
FUNCTIONAL = {
    "signed_in",
    "held_in",
    "seated_in",
    "proposed_by",
    "invited_by",
    "speaker",
    "renamed_to",
    "established_by",
}

NEGATED = re.compile(r"[МБП][АЕ][ҒГ][АЕ]Н\b")
DENIED = re.compile(r"[ғгқк][ае]н жоқ\b")
NUMBERED = re.compile(r"\b(алғашқы|бірінші|екінші|үшінші|төртінші|бесінші)\b", re.I)


class Oracle:
    """Judges items by every fact of a bank."""

    def __init__(self, bank: Neighbourhood) -> None:
        self.bank = bank
        self.facts = {fact.key: fact for fact in bank.facts}

    def faults(self, item: Item) -> Iterator[str]:
        """Every rule that an item breaks, in words."""
        yield from self.faults_of_shape(item)
        yield from self.faults_of_truth(item)
        yield from self.faults_of_leaks(item)
        yield from self.faults_of_language(item)

    # Shape

    def faults_of_shape(self, item: Item) -> Iterator[str]:
        texts = [option.text for option in item.options]
        values = [option.value for option in item.options]
        keys = [option for option in item.options if option.key]
        if len(set(map(str.casefold, texts))) != len(texts):
            yield f"two options read alike: {texts}"
        if len(set(values)) != len(values):
            yield f"two options have one value: {values}"
        if not item.citations or not all(each.paragraphs for each in item.citations):
            yield "no paragraph is cited"
        if not item.feedback.strip():
            yield "no feedback"
        if any(not option.why for option in item.options if not option.key) and (
            item.form is not Form.TRUE_FALSE
        ):
            yield "a distractor is not explained"
        match item.form:
            case Form.CHOICE:
                if not (3 <= len(texts) <= 4 and len(keys) == 1):
                    yield f"{len(keys)} keys among {len(texts)} options"
            case Form.MULTIPLE_CHOICE:
                if len(texts) > 6 or not 2 <= len(keys) <= len(texts) / 2:
                    yield f"{len(keys)} keys among {len(texts)} options"
            case Form.TRUE_FALSE:
                if len(texts) != 2 or len(keys) != 1:
                    yield "not a claim with one right judgement"
            case Form.MATCHING:
                right = [prompt.key for prompt in item.prompts]
                spare = set(values) - set(right)
                if len(set(right)) != len(right) or not 1 <= len(spare) <= 2:
                    yield f"{len(spare)} spare options for {len(right)} pairs"
                if {option.value for option in keys} != set(right):
                    yield "keys and pairs differ"
            case Form.ORDERING:
                if sorted(item.order) != sorted(values) or len(values) < 4:
                    yield "the order does not hold the options"
                if list(item.order) == values:
                    yield "the options stand in their right order already"
            case Form.DATE_ENTRY:
                if not any(each.right for each in item.dates):
                    yield "no date is right"
        kinds = {self.kind_of(value) for value in values}
        if len(kinds) > 1:
            yield f"options of several classes: {kinds}"
        dates = [date for date in map(self.date_of, values) if date]
        if dates and item.form is Form.CHOICE:
            if dates != sorted(dates):
                yield "dates out of order"
            if len({date.precision for date in dates}) > 1:
                yield "dates of several precisions"
            for one, other in combinations(dates, 2):
                if one.overlaps(other):
                    yield f"{one} overlaps {other}"

    def kind_of(self, value: str) -> str:
        kind, _, key = value.partition(":")
        if kind == "entity":
            entity = self.bank.entities[key]
            return f"entity:{entity.kind}:{entity.category}"
        return kind

    def date_of(self, value: str) -> DateValue | None:
        kind, _, edtf = value.partition(":")
        return DateValue.parse(edtf) if kind == "date" else None

    # Truth

    def faults_of_truth(self, item: Item) -> Iterator[str]:
        asked = self.facts[item.facts[0][0]]
        if not asked.approved:
            yield "a draft is asked"
        for option in item.options:
            if item.form in (Form.CHOICE, Form.MULTIPLE_CHOICE):
                verdict = self.verdict(item, asked, option.value)
                if verdict is not None and verdict != option.key:
                    yield f"{option.text}: key {option.key}, but by the bank {verdict}"
                if verdict is None and not option.key:
                    yield f"{option.text}: not proved wrong"
        if item.form is Form.MATCHING:
            for prompt in item.prompts:
                fact = self.facts[prompt.value.partition(":")[2]]
                for option in item.options:
                    verdict = self.has_value(fact, option.value)
                    if verdict != (option.value == prompt.key):
                        yield f"{prompt.text} – {option.text}: by the bank {verdict}"
        if item.form is Form.ORDERING:
            facts = [self.facts[value.partition(":")[2]] for value in item.order]
            for earlier, later in combinations(facts, 2):
                if max(d.last for d in self.dates(earlier)) >= min(
                    d.first for d in self.dates(later)
                ):
                    yield f"{earlier.key} is not surely before {later.key}"
        if item.wording in ("on_date", "all_on_date", "document", "documents"):
            yield from self.faults_of_groups(item, asked)
        if item.wording in ("difference", "differences"):
            yield from self.faults_of_difference(item)
        if item.wording in ("before", "after", "order_claim"):
            yield from self.faults_of_sequence(item, asked)

    def verdict(self, item: Item, asked: FactData, value: str) -> bool | None:
        """Whether an option is a right answer; None if the bank cannot tell."""
        match item.wording:
            case "on_date" | "all_on_date":
                other = self.facts[value.partition(":")[2]]
                return self.happened_within(other, self.shown_date(asked))
            case "document" | "documents":
                document = value.partition(":")[2]
                verdicts = [
                    self.happened_within(other, self.shown_date(asked))
                    for other in self.bank.facts
                    if other.subject == document and other.property == asked.property
                ]
                return True if True in verdicts else (False if verdicts else None)
            case "described":
                return self.fits_all(item, value.partition(":")[2])
            case "odd":
                verdict = self.has_value(asked, value)
                return None if verdict is None else not verdict
            case "before":
                return self.is_over_before(self.facts[value[5:]], asked)
            case "after":
                return self.is_over_before(asked, self.facts[value[5:]])
            case "difference" | "differences":
                return self.is_only_in_first(item, value)
            case "right_statement":
                return None if value == f"fact:{asked.key}" else False
            case _:
                return self.has_value(asked, value)

    def fits_all(self, item: Item, document: str) -> bool | None:
        """Whether all that is told can be true of a document; None if unknown."""
        verdicts = []
        for key, _ in item.facts:
            clue = self.facts[key]
            own = [
                fact
                for fact in self.bank.facts
                if (fact.subject, fact.property) == (document, clue.property)
            ]
            if isinstance(clue.value, DateValue):
                told = self.shown_date(clue)
                dates = [date for fact in own for date in self.dates(fact)]
                hits = [date.overlaps(told) for date in dates]
            else:
                hits = [bool(set(clue.value) & set(fact.value)) for fact in own]
            verdicts.append(any(hits) if hits else None)
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def shown_date(self, fact: FactData) -> DateValue:
        assert isinstance(fact.value, DateValue)
        if fact.value.is_open:
            return fact.value.start or fact.value.end or fact.value
        if not fact.ask_precision:
            return fact.value
        length = {"day": 10, "month": 7, "year": 4}[fact.ask_precision]
        parts = {part[:length] for part in fact.value.edtf.split("/")}
        return DateValue.parse("/".join(sorted(parts)))

    def dates(self, fact: FactData) -> list[DateValue]:
        return [
            (value.start or value.end or value) if value.is_open else value
            for other in self.alike(fact)
            for value in (other.value, other.text_value)
            if isinstance(value, DateValue)
        ]

    def alike(self, fact: FactData) -> list[FactData]:
        return [
            other
            for other in self.bank.facts
            if (other.subject, other.property, other.object)
            == (fact.subject, fact.property, fact.object)
        ]

    def happened_within(self, fact: FactData, asked: DateValue) -> bool | None:
        dates = self.dates(fact)
        if any(date.overlaps(asked) for date in dates):
            return True if all(asked.contains(date) for date in dates) else None
        return False

    def has_value(self, fact: FactData, value: str) -> bool | None:
        kind, _, content = value.partition(":")
        if kind == "date":
            date = DateValue.parse(content)
            return any(date.overlaps(known) for known in self.dates(fact))
        if kind == "text":
            return any(
                str(other.value) == content
                for other in self.alike(fact)
                if other.unit == fact.unit
            )
        for other in self.alike(fact):
            for held in (other.value, other.text_value):
                if isinstance(held, tuple) and content in held:
                    return True
        return False if self.closed(fact, content) else None

    def closed(self, fact: FactData, key: str) -> bool:
        if fact.complete or fact.property in FUNCTIONAL:
            return True
        if fact.property == "outcomes":
            return self.of_another_time(fact, key)
        contrary = {"signatories": "did_not_sign", "did_not_sign": "signatories"}
        return any(
            other.subject == fact.subject
            and other.property == contrary.get(fact.property)
            and isinstance(other.value, tuple)
            and key in other.value
            for other in self.bank.facts
        )

    def of_another_time(self, fact: FactData, key: str) -> bool:
        """Whether a thing came to be on days on none of which the event was held."""
        made = [
            date
            for other in self.bank.facts
            if other.subject == key
            and other.property in ("signed_on", "adopted_on", "founded_on")
            for date in self.dates(other)
        ]
        held = [
            date
            for other in self.bank.facts
            if other.subject == fact.subject and other.property == "held_on"
            for date in self.dates(other)
        ]
        return bool(made and held) and all(
            one.last < other.first or other.last < one.first
            for one in made
            for other in held
        )

    def faults_of_groups(self, item: Item, asked: FactData) -> Iterator[str]:
        """All that surely happened within the asked date is a key, or none of it."""
        properties = HAPPENED if "date" in item.wording else {asked.property}
        shown = self.shown_date(asked)
        keys = {self.subject_of(option.value) for option in item.options if option.key}
        for fact in self.bank.facts:
            if (
                fact.property in properties
                and fact.approved
                and fact.text_value is None
                and not fact.planned
                and self.happened_within(fact, shown)
                and fact.subject not in keys
            ):
                yield f"{fact.key} is of that date, too, and no key"

    def is_only_in_first(self, item: Item, value: str) -> bool | None:
        """Whether a state is in the one list and not in the other, by both."""
        first, second = (self.has_value(each, value) for each in self.lists(item))
        if first is False or second is True:
            return False
        return True if first and second is False else None

    def lists(self, item: Item) -> list[FactData]:
        """The two lists in the order in which the feedback, and the stem, has them."""
        facts = [self.facts[key] for key, _ in item.facts]
        return sorted(facts, key=lambda fact: item.feedback.index(fact.statement))

    def faults_of_difference(self, item: Item) -> Iterator[str]:
        """Both lists are closed, and it takes both to find the key."""
        lists = self.lists(item)
        if not all(each.complete and not each.planned for each in lists):
            yield "a list is open"
        ways = {
            tuple(self.has_value(each, option.value) for each in lists)
            for option in item.options
            if not option.key
        }
        if (True, True) not in ways or not any(not inside for inside, _ in ways):
            yield f"one list is enough to know: {ways}"
        if len(NEGATED.findall(item.stem)) != 1 or item.emphasis not in item.stem:
            yield f"not one marked negation: {item.stem}"
        for option in item.options:
            inside = [self.has_value(each, option.value) for each in lists]
            denials = len(DENIED.findall(option.why))
            if not option.key and denials != inside.count(False):
                yield f"{option.text} is explained by {option.why}"

    def is_over_before(self, one: FactData, other: FactData) -> bool | None:
        """Whether one thing was over when another began; None if that is unsure."""
        mine, theirs = self.dates(one), self.dates(other)
        if max(each.last for each in mine) < min(each.first for each in theirs):
            return True
        if max(each.last for each in theirs) < min(each.first for each in mine):
            return False
        return None

    def faults_of_sequence(self, item: Item, asked: FactData) -> Iterator[str]:
        """Things of one attempt at telling before from after, judged by their days."""
        told = [asked]
        if item.form is Form.TRUE_FALSE:
            told.append(self.facts[item.facts[1][0]])
            is_later = self.is_over_before(told[1], asked)
            said_later = " кейін " in item.stem
            if said_later == (" дейін " in item.stem):
                yield f"neither before nor after is said: {item.stem}"
            claimed = next(each.value for each in item.options if each.key)
            if is_later is None or (is_later == said_later) != (claimed[5:] == "true"):
                yield f"{item.stem} is called {claimed}"
        else:
            told += [self.facts[option.value[5:]] for option in item.options]
        for one, other in combinations(told, 2):
            if self.is_over_before(one, other) is None:
                yield f"{one.key} and {other.key} may be of one time"
        texts = [item.stem, *(option.text for option in item.options)]
        if re.search(r"\b[12]\d{3}\b", " ".join(texts)):
            yield f"a year in {texts}"
        if sum(bool(NUMBERED.search(text)) for text in texts) > 1:
            yield f"what is numbered need not be known: {texts}"

    def subject_of(self, value: str) -> str:
        kind, _, key = value.partition(":")
        return self.facts[key].subject if kind == "fact" else key

    # Leaks

    def faults_of_leaks(self, item: Item) -> Iterator[str]:
        if item.form is Form.TRUE_FALSE or item.wording == "right_statement":
            return
        stem = item.stem.casefold()
        keys = [option for option in item.options if option.key]
        if item.form in (Form.CHOICE, Form.MULTIPLE_CHOICE):
            for option in keys:
                yield from self.leaks(stem, option.value)
        for prompt in item.prompts:
            yield from self.leaks(prompt.text.casefold(), prompt.key)
        dates = {year for each in item.dates if each.right for year in [each.edtf[:4]]}
        for year in dates:
            if year in stem:
                yield f"the stem holds the year {year}"
        if item.form is Form.ORDERING:
            for option in item.options:
                if re.search(r"\b[12]\d{3}\b", option.text):
                    yield f"a year in {option.text}"

    def leaks(self, text: str, value: str) -> Iterator[str]:
        kind, _, content = value.partition(":")
        if kind == "entity":
            for form in forms_of(self.bank.entities[content]):
                if form in text:
                    yield f"the text names {form}"
        elif kind == "date":
            for part in content.split("/"):
                if part[:4] in text:
                    yield f"the text holds {part[:4]}"
        elif kind == "text" and re.search(rf"\b{re.escape(content)}\b", text):
            yield f"the text holds {content}"

    # Language

    def faults_of_language(self, item: Item) -> Iterator[str]:
        texts = [item.stem, item.feedback, *(option.text for option in item.options)]
        for text in texts:
            for pattern in WRONG_KAZAKH:
                if re.search(pattern, text):
                    yield f"{pattern} in «{text}»"
        if not item.stem.rstrip().endswith((".", "?")):
            yield f"the stem has no end: {item.stem}"
        if re.search(r"\{|\}|  ", " ".join(texts)):
            yield "a slot or a doubled blank is left"
        for bare in ("Келісімге қай", "Хаттамаға қай", "Кездесу қай"):
            if item.stem.startswith(bare):
                yield f"nothing says which one: {item.stem}"


WRONG_KAZAKH = (
    r"туралы(ға|ны|да|дан)\b",
    r"[А-ЯӘҒҚҢӨҰҮҺІ]{2,}-ң\b",
    r"\d-(да|де|та|те)\b",
    r"келесілердің",
    r"(қазір|бүгінде|үстіміздегі)\b",
    r"жылы жыл",
    r"\bқашан\b",
    r"\.\.",
)


def forms_of(entity: EntityData) -> list[str]:
    """Every name of an entity in every case, case-folded."""
    designations = [
        entity.short,
        entity.name,
        *entity.also,
        *(Designation(text=alias) for alias in entity.aliases),
    ]
    forms = {each.text.casefold() for each in designations}
    for each in designations:
        for case in Case:
            form = inflect(each.text, case, possessed=each.possessed)
            forms.add(form.casefold())
    return sorted(forms)
