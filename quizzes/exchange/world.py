"""What the bank holds, in plain rows: the ground on which a file is checked."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from quizzes.bank.content import FactContent
from quizzes.bank.names import search_key
from quizzes.exchange.rows import EntityRow, Fixture, SourceRow, TopicRow


@dataclass(frozen=True, kw_only=True)
class World:
    """Sources, topics, entities and facts by key.

    `kept_facts` and `kept_entities` are the keys that a person has edited.
    """

    sources: Mapping[str, SourceRow] = field(default_factory=dict)
    topics: Mapping[str, TopicRow] = field(default_factory=dict)
    entities: Mapping[str, EntityRow] = field(default_factory=dict)
    facts: Mapping[str, FactContent] = field(default_factory=dict)
    kept_facts: frozenset[str] = frozenset()
    kept_entities: frozenset[str] = frozenset()

    def with_fixture(self, fixture: Fixture) -> World:
        """The world as it will be when the fixture is loaded.

        What a person has edited stays as it is.
        """
        entities = {
            row.key: row
            for row in fixture.entities
            if row.key not in self.kept_entities
        }
        return World(
            sources={**self.sources, **{row.key: row for row in fixture.sources}},
            topics={**self.topics, **{row.key: row for row in fixture.topics}},
            entities={**self.entities, **entities},
            facts=self.facts,
            kept_facts=self.kept_facts,
            kept_entities=self.kept_entities,
        )

    def with_facts(self, facts: Iterable[FactContent]) -> World:
        """The world with these facts in it, in the place of those of the same key."""
        return World(
            sources=self.sources,
            topics=self.topics,
            entities=self.entities,
            facts={**self.facts, **{fact.key: fact for fact in facts}},
            kept_facts=self.kept_facts,
            kept_entities=self.kept_entities,
        )

    @cached_property
    def names(self) -> Names:
        """The entities by their names."""
        return Names(self.entities.values())


class Names:
    """Entities found by a Kazakh name.

    The printed name goes before the full one, this before other designations and
    spellings: only where the stronger kind knows nobody is the weaker one asked.
    """

    def __init__(self, entities: Iterable[EntityRow]) -> None:
        self._kinds: dict[str, str] = {}
        self._tiers: tuple[defaultdict[str, list[str]], ...] = (
            defaultdict(list),
            defaultdict(list),
            defaultdict(list),
        )
        for entity in sorted(entities, key=lambda entity: entity.key):
            name = entity.name_in("kk")
            if name is None:
                continue
            self._kinds[entity.key] = entity.kind
            others = [each.name for each in name.also] + list(name.aliases)
            tiers = ([name.printed], [name.name], others)
            for tier, texts in zip(self._tiers, tiers, strict=True):
                for text in dict.fromkeys(search_key(text) for text in texts):
                    tier[text].append(entity.key)

    def called(self, name: str, kinds: Iterable[str]) -> Sequence[str]:
        """The keys of those that a name may stand for: none, one or several."""
        wanted = frozenset(kinds)
        for tier in self._tiers:
            found = [
                key
                for key in tier.get(search_key(name), ())
                if self._kinds[key] in wanted
            ]
            if found:
                return found
        return ()

    def near(self, name: str) -> str:
        """The printed name that is spelt most like a name; empty if none is."""
        printed = list(self._tiers[0])
        close = difflib.get_close_matches(search_key(name), printed, n=1, cutoff=0.75)
        return self._tiers[0][close[0]][0] if close else ""
