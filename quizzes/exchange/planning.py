"""What a file would do to a space, item by item, before anything is stored.

The same readers and checks as for the command, but each row stands for itself: what is
wrong with one is told with its line, and the others can still be taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from quizzes.bank.content import FactContent, to_plain
from quizzes.bank.editing import with_canonical_dates
from quizzes.bank.facts import Fact
from quizzes.bank.question_content import (
    APPROVED,
    DRAFT,
    QuestionContent,
    question_to_plain,
)
from quizzes.bank.question_content import (
    with_canonical_dates as with_canonical_question_dates,
)
from quizzes.bank.question_conversion import question_content
from quizzes.bank.questions import Question
from quizzes.bank.spaces import Space
from quizzes.exchange.bank_rows import world_of
from quizzes.exchange.checking import (
    check_entity,
    check_fact,
    check_keys,
    contradictions,
)
from quizzes.exchange.faults import Fault, FaultCode
from quizzes.exchange.question_checking import Warned, check_questions
from quizzes.exchange.question_files import FileFormat, read_questions
from quizzes.exchange.question_rows import QuestionRow, with_ids_of
from quizzes.exchange.question_storing import placed, shelf_of
from quizzes.exchange.rows import EntityRow, FactRow, Fixture, SheetRow
from quizzes.exchange.sheet_facts import facts_of
from quizzes.exchange.sheets import read_sheet
from quizzes.exchange.world import World
from quizzes.items.item_writing import WritingWarning

_KEYS_AT_ONCE: Final = 1_000
# What could be better is told where a question is written, and holds none up here
_MILD: Final = frozenset(
    {
        WritingWarning.NO_EXPLANATION,
        WritingWarning.NO_SOURCE,
        WritingWarning.NO_SPARE,
        WritingWarning.ONE_KEY,
        WritingWarning.TOO_MANY_OPTIONS,
        WritingWarning.TWO_OPTIONS,
    }
)


class Change(StrEnum):
    """What storing an item would do; `KEPT` is there already and was edited since."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"

    @property
    def is_to_be_stored(self) -> bool:
        """Whether there is anything to store."""
        return self in (Change.ADDED, Change.CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """One fact or question as it will stand.

    `content` is plain, as versions hold it; `seen` the version in the bank, 0 for none;
    `names` what the keys of its entities are called; `doubts` why it stays a draft.
    """

    line: int
    change: Change
    content: dict[str, Any]
    seen: int = 0
    names: dict[str, str] = field(default_factory=dict)
    doubts: tuple[dict[str, Any], ...] = ()

    def to_record(self) -> dict[str, Any]:
        """The item as JSON holds it."""
        return {
            "line": self.line,
            "change": self.change.value,
            "content": self.content,
            "seen": self.seen,
            "names": self.names,
            "doubts": list(self.doubts),
        }

    @classmethod
    def of(cls, record: dict[str, Any]) -> PlannedItem:
        """The item that `to_record` gave."""
        return cls(
            **record
            | {"change": Change(record["change"]), "doubts": tuple(record["doubts"])}
        )


@dataclass(slots=True, kw_only=True)
class Plan:
    """All that a file would do, and what is wrong with the rest of it."""

    items: list[PlannedItem] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    entities: list[EntityRow] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many items there are of each change."""
        found = [item.change for item in self.items]
        return {change.value: found.count(change) for change in Change}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the teacher wants of a file: the place of what names none, and the state."""

    source: str = ""
    topic: str = ""
    approves: bool = False
    makes_entities: bool = False


# --- Facts ----------------------------------------------------------------------------


def plan_facts(content: bytes, *, file: str, space: Space, wishes: Wishes) -> Plan:
    """Read and check a sheet of facts, row by row."""
    rows, faults = read_sheet(content, file)
    if not rows:
        if not faults:
            faults.append(Fault(code=FaultCode.NO_FACTS, file=file))
        return Plan(faults=faults)
    world = world_of(space)
    found = facts_of(
        [_with_place(row, wishes) for row in rows],
        world,
        create_entities=wishes.makes_entities,
    )
    faults += [fault.in_file(file) for fault in found.faults]
    sound = _without(found.facts, faults)
    faults += check_keys([(row.content.key, row.place) for row in sound])
    after = world.with_fixture(Fixture(entities=found.entities))
    for entity in found.entities:
        faults += check_entity(entity, after)
    for row in sound:
        faults += check_fact(row, after)
    planner = _FactPlanner(after, world, versions_in(space), wishes)
    sound = planner.stated(_without(sound, faults))
    faults += planner.faults
    sound = _without(sound, planner.faults)
    used = {key for row in sound for key in _entity_keys(row.content)}
    return Plan(
        items=[planner.planned(row) for row in sound],
        faults=[fault.in_file(file) for fault in faults],
        entities=[entity for entity in found.entities if entity.key in used],
    )


def versions_in(space: Space) -> dict[str, int]:
    """The version of each fact of a space."""
    return dict(Fact.objects.in_space(space).values_list("key", "version"))


def _with_place(row: SheetRow, wishes: Wishes) -> SheetRow:
    """The row with the source and topic of the whole file where it names none."""
    given = {"source": wishes.source, "topic": wishes.topic}
    missing = {
        name: key
        for name, key in given.items()
        if key
        and row.cells.get(name, "") in ("", ())
        # A row that changes a fact says only what it changes
        and (name in row.cells or not row.cells.get("key"))
    }
    return replace(row, cells={**row.cells, **missing}) if missing else row


def _without(rows: Iterable[FactRow], faults: Collection[Fault]) -> list[FactRow]:
    """The rows on whose lines nothing is wrong."""
    lines = {fault.line for fault in faults}
    return [row for row in rows if row.place.line not in lines]


class _FactPlanner:
    """Settles the state of facts, and what storing each would do."""

    def __init__(
        self, after: World, world: World, versions: dict[str, int], wishes: Wishes
    ) -> None:
        self._after, self._world, self._versions = after, world, versions
        self._wishes = wishes
        self._doubts: dict[int, list[dict[str, Any]]] = {}
        self.faults: list[Fault] = []

    def stated(self, rows: Sequence[FactRow]) -> list[FactRow]:
        """The rows with the states that they will have.

        Without the teacher's word a fact arrives as a draft, unless it is approved
        already. One that contradicts another stays a draft; if it cannot, because it
        is approved already, that is a fault.
        """
        wanted = [
            replace(row, content=replace(row.content, state=self._state(row.content)))
            for row in rows
        ]
        against: dict[int, list[Fault]] = {}
        for fault in contradictions(wanted, self._after):
            against.setdefault(fault.line, []).append(fault)
        settled = []
        for row in wanted:
            if row.place.line not in against:
                settled.append(row)
            elif self._is_approved_now(row.content.key):
                self.faults += against[row.place.line]
            else:
                draft = replace(row.content, state=DRAFT)
                settled.append(replace(row, content=draft))
                self._doubts[row.place.line] = [
                    fault.to_record() for fault in against[row.place.line]
                ]
        return settled

    def planned(self, row: FactRow) -> PlannedItem:
        """One fact, and what storing it would do."""
        content = with_canonical_dates(row.content)
        known = self._world.facts.get(content.key)
        change = Change.ADDED
        if known is not None and known == content:
            change = Change.UNCHANGED
        elif known is not None and row.named:
            change = Change.CHANGED
        elif known is not None:
            change, content = Change.KEPT, known
        return PlannedItem(
            line=row.place.line,
            change=change,
            content=to_plain(
                content if change is not Change.KEPT or not known else known
            ),
            seen=self._versions.get(content.key, 0),
            names={
                key: self._after.entities[key].printed for key in _entity_keys(content)
            },
            doubts=tuple(self._doubts.get(row.place.line, ())),
        )

    def _state(self, content: FactContent) -> str:
        stays = self._is_approved_now(content.key) and content.state == APPROVED
        return APPROVED if self._wishes.approves or stays else DRAFT

    def _is_approved_now(self, key: str) -> bool:
        known = self._world.facts.get(key)
        return known is not None and known.state == APPROVED


def _entity_keys(content: FactContent) -> list[str]:
    """The keys of all entities that a fact speaks of."""
    text_value = content.text_value
    named = text_value if isinstance(text_value, tuple) else ()
    keys = (content.subject, content.object, *content.entity_keys(), *named)
    return [key for key in dict.fromkeys(keys) if key]


# --- Questions ------------------------------------------------------------------------


def plan_questions(
    content: bytes,
    *,
    file: str,
    file_format: FileFormat,
    space: Space,
    wishes: Wishes,
) -> Plan:
    """Read and check a file of questions, one by one."""
    rows, faults = read_questions(content, file, file_format)
    rows = [placed(row, wishes.source, wishes.topic, file) for row in rows]
    checked = check_questions(rows, shelf_of(space))
    stored = _stored_questions(space, [row.content.key for row in checked.rows])
    warned = {each.key: each for each in checked.warned}
    return Plan(
        items=[
            _planned_question(row, stored.get(row.content.key), warned, wishes)
            for row in checked.rows
        ],
        faults=faults + checked.faults,
        repeated=checked.repeated,
    )


def _stored_questions(
    space: Space, keys: Sequence[str]
) -> dict[str, tuple[QuestionContent, int]]:
    found = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        for each in (
            Question.objects.in_space(space).filter(key__in=some).with_content()
        ):
            found[each.key] = question_content(each), each.version
    return found


def _planned_question(
    row: QuestionRow,
    stored: tuple[QuestionContent, int] | None,
    warned: dict[str, Warned],
    wishes: Wishes,
) -> PlannedItem:
    content = with_canonical_question_dates(row.content)
    doubts = [
        found
        for found in (warned[content.key].findings if content.key in warned else ())
        if found.code not in _MILD
    ]
    known, version = stored if stored is not None else (None, 0)
    stays = known is not None and known.state == content.state == APPROVED
    approved = stays or (wishes.approves and not doubts)
    content = replace(content, state=APPROVED if approved else DRAFT)
    change = Change.ADDED
    if known is not None and not row.named:
        same = replace(known, state=content.state) == content
        change, content = (Change.UNCHANGED if same else Change.KEPT), known
    elif known is not None:
        if known.form is content.form:
            content = with_ids_of(content, known)
        change = Change.UNCHANGED if known == content else Change.CHANGED
    return PlannedItem(
        line=row.place.line,
        change=change,
        content=question_to_plain(content),
        seen=version,
        doubts=tuple(
            {"code": found.code.value, "parameters": dict(found.parameters)}
            for found in doubts
        ),
    )
