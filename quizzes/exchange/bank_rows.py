"""The bank's tables as the plain rows of files."""

from __future__ import annotations

from quizzes.bank.conversion import fact_content
from quizzes.bank.directory import Directory
from quizzes.bank.entities import Entity, EntityName
from quizzes.bank.facts import Fact
from quizzes.bank.spaces import Source, Space, Topic
from quizzes.exchange.rows import AlsoRow, EntityRow, NameRow, SourceRow, TopicRow
from quizzes.exchange.world import World

_LANGUAGES = ("kk", "ru", "en")


def world_of(space: Space) -> World:
    """What files are checked against: the space's facts, and all that it reaches."""
    directory = Directory.of(space)
    facts = Fact.objects.in_space(space).with_content().order_by("key")
    contents, kept = {}, set()
    for fact in facts:
        contents[fact.key] = fact_content(fact)
        if fact.hand_edited:
            kept.add(fact.key)
    entities = directory.entities
    return World(
        sources={key: source_row(each) for key, each in directory.sources.items()},
        topics={key: topic_row(each) for key, each in directory.topics.items()},
        entities={key: entity_row(each) for key, each in entities.items()},
        facts=contents,
        kept_facts=frozenset(kept),
        kept_entities=frozenset(
            key for key, each in entities.items() if each.hand_edited
        ),
    )


def source_row(source: Source) -> SourceRow:
    """A source as a fixture has it."""
    return SourceRow(
        key=source.key,
        titles=_by_language(source.title_kk, source.title_ru, source.title_en),
        paragraphs=source.paragraph_count,
    )


def topic_row(topic: Topic) -> TopicRow:
    """A topic as a fixture has it; its source must be selected."""
    return TopicRow(
        key=topic.key,
        source=topic.source.key,
        names=_by_language(topic.name_kk, topic.name_ru, topic.name_en),
        position=topic.position,
    )


def entity_row(entity: Entity) -> EntityRow:
    """An entity as a fixture has it; its names must be prefetched."""
    rows = sorted(entity.names.all(), key=lambda name: _LANGUAGES.index(name.language))
    return EntityRow(
        key=entity.key,
        kind=entity.kind,
        names=tuple(name_row(name) for name in rows),
        part_of=entity.part_of.key if entity.part_of is not None else "",
        category=entity.category,
    )


def name_row(name: EntityName) -> NameRow:
    """A name as a fixture has it."""
    return NameRow(
        language=name.language,
        name=name.name,
        possessed=name.possessed,
        short=name.short_name,
        short_possessed=name.short_possessed,
        aliases=tuple(name.aliases),
        also=tuple(
            AlsoRow(name=each["name"], possessed=each.get("possessed", False))
            for each in name.also
        ),
        reading=name.reading,
        forms=name.forms,
        full_forms=name.full_forms,
    )


def _by_language(kk: str, ru: str, en: str) -> dict[str, str]:
    texts = {"kk": kk, "ru": ru, "en": en}
    return {language: text for language, text in texts.items() if text}
