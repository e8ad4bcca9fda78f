"""The one way for a person to write a source and its topics."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from quizzes.bank.entity_editing import ChangedMeanwhile
from quizzes.bank.facts import Fact
from quizzes.bank.questions import Question, Stimulus
from quizzes.bank.references import new_key
from quizzes.bank.source_texts import MOST_PARAGRAPHS
from quizzes.bank.spaces import Source, Space, Topic

MOST_TOPICS: Final = 60
# Parts of addresses, which no key may be
RESERVED_KEYS: Final = frozenset({"new"})


class UnfitSource(ValueError):
    """The source cannot be stored so; `faults` says why, by the names of fields."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


class NotEmpty(Exception):
    """Facts or questions rest on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicContent:
    """A topic by its names; a new one has no key yet."""

    key: str
    name_kk: str
    name_ru: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceContent:
    """A source with its topics in their order."""

    title_kk: str
    title_ru: str
    title_en: str
    paragraph_count: int
    topics: tuple[TopicContent, ...]

    @property
    def check_sum(self) -> str:
        """What tells this content from any other."""
        plain = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()[:32]


def source_content(source: Source) -> SourceContent:
    """The whole content of a source."""
    topics = Topic.objects.filter(source=source).order_by("position", "pk")
    return SourceContent(
        title_kk=source.title_kk,
        title_ru=source.title_ru,
        title_en=source.title_en,
        paragraph_count=source.paragraph_count,
        topics=tuple(
            TopicContent(
                key=each.key,
                name_kk=each.name_kk,
                name_ru=each.name_ru,
                name_en=each.name_en,
            )
            for each in topics
        ),
    )


@transaction.atomic
def add_source(*, space: Space, content: SourceContent) -> Source:
    """Write a new source with its topics, under keys made from their names.

    One that stands there already word for word is given back: whoever presses twice
    adds one. Raises UnfitSource.
    """
    # Of two presses at once the second waits here, and finds what the first has added.
    Space.objects.select_for_update().get(pk=space.pk)
    _refuse(faults_of(content))
    for same in Source.objects.in_space(space).filter(title_kk=content.title_kk):
        if _without_keys(source_content(same)) == _without_keys(content):
            return same
    taken = Source.objects.within_reach_of(space)
    key = new_key(
        content.title_kk,
        kind="source",
        taken=lambda key: key in RESERVED_KEYS or taken.filter(key=key).exists(),
    )
    return _write(Source(space=space, key=key), content)


@transaction.atomic
def store_source(*, source: Source, content: SourceContent, seen: str) -> Source:
    """Write the whole content of a source that stands.

    Takes the check sum of the content that was read. Raises ChangedMeanwhile,
    UnfitSource; a topic that facts or questions rest on stays.
    """
    stored = Source.objects.select_for_update().get(pk=source.pk)
    known = source_content(stored)
    if known == content:
        return stored
    if known.check_sum != seen:
        raise ChangedMeanwhile(stored.key)
    faults = faults_of(content)
    last = last_cited(stored)
    if "paragraph_count" not in faults and content.paragraph_count < last:
        faults["paragraph_count"] = _("Facts cite it up to paragraph %(n)s.") % {
            "n": last
        }
    _refuse(faults)
    return _write(stored, content)


@transaction.atomic
def set_paragraph_count(*, source: Source, number: int) -> None:
    """Let a source have as many paragraphs as its text has."""
    stored = Source.objects.select_for_update().get(pk=source.pk)
    if stored.paragraph_count != number:
        stored.paragraph_count = number
        stored.hand_edited = True
        stored.save(update_fields=["paragraph_count", "hand_edited"])


@transaction.atomic
def delete_source(*, source: Source) -> None:
    """Delete a source with its topics; raises NotEmpty."""
    stored = Source.objects.select_for_update().get(pk=source.pk)
    if not is_empty(stored):
        raise NotEmpty
    try:
        stored.delete()
    except ProtectedError as error:
        raise NotEmpty from error


def is_empty(source: Source) -> bool:
    """Whether nothing rests on a source."""
    return not any(
        model.objects.filter(source=source).exists()
        for model in (Fact, Question, Stimulus)
    )


def last_cited(source: Source) -> int:
    """The last paragraph that a fact or a question cites; 0 if none is cited."""
    cited = [
        number
        for model in (Fact, Question, Stimulus)
        for paragraphs in model.objects.filter(source=source).values_list(
            "paragraphs", flat=True
        )
        for number in paragraphs
    ]
    return max(cited, default=0)


def topics_in_use(source: Source) -> frozenset[str]:
    """The keys of the topics that facts or questions rest on."""
    keys: set[str] = set()
    for model in (Fact, Question, Stimulus):
        used = model.objects.filter(topic__source=source).order_by()
        keys.update(used.values_list("topic__key", flat=True).distinct())
    return frozenset(keys)


def faults_of(content: SourceContent) -> dict[str, str]:
    """What is wrong with a content by itself, by the names of fields."""
    faults = {}
    if not content.title_kk:
        faults["title_kk"] = _("Write the title.")
    for name in ("title_kk", "title_ru", "title_en"):
        if fault := _fault_of_text(Source, name, getattr(content, name)):
            faults[name] = fault
    if not 1 <= content.paragraph_count <= MOST_PARAGRAPHS:
        faults["paragraph_count"] = _("A number from 1 to %(most)s.") % {
            "most": MOST_PARAGRAPHS
        }
    for place, topic in enumerate(content.topics):
        if not topic.name_kk:
            faults[f"name_kk_{place}"] = _("Write the name.")
        for name in ("name_kk", "name_ru", "name_en"):
            if fault := _fault_of_text(Topic, name, getattr(topic, name)):
                faults[f"{name}_{place}"] = fault
    if len(content.topics) > MOST_TOPICS:
        faults["topics"] = _("Too many lines. Most: %(limit)s.") % {
            "limit": MOST_TOPICS
        }
    return faults


def _fault_of_text(model: type[Source] | type[Topic], name: str, text: str) -> str:
    try:
        model._meta.get_field(name).clean(text or "-", None)  # type: ignore[union-attr]
    except ValidationError as error:
        return error.messages[0]
    if not text.isprintable():
        return _("There is a character here that cannot be shown.")
    return ""


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise UnfitSource(faults)


def _without_keys(content: SourceContent) -> tuple[object, ...]:
    names = [(each.name_kk, each.name_ru, each.name_en) for each in content.topics]
    return (content.title_kk, content.title_ru, content.title_en, *names)


def _write(source: Source, content: SourceContent) -> Source:
    source.title_kk = content.title_kk
    source.title_ru = content.title_ru
    source.title_en = content.title_en
    source.paragraph_count = content.paragraph_count
    source.hand_edited = True
    source.save()
    stored = {each.key: each for each in Topic.objects.filter(source=source)}
    kept = {each.key for each in content.topics if each.key}
    for key in stored.keys() - kept:
        try:
            stored[key].delete()
        except ProtectedError as error:
            raise UnfitSource(
                {"topics": _("A topic with facts or questions cannot be deleted.")}
            ) from error
    for position, each in enumerate(content.topics, start=1):
        topic = stored.get(each.key) or Topic(
            space=source.space, source=source, key=_topic_key(source.space, each)
        )
        topic.name_kk = each.name_kk
        topic.name_ru = each.name_ru
        topic.name_en = each.name_en
        topic.position = position
        topic.save()
    return source


def _topic_key(space: Space, content: TopicContent) -> str:
    taken = Topic.objects.within_reach_of(space)
    return new_key(
        content.name_kk,
        kind="topic",
        taken=lambda key: taken.filter(key=key).exists(),
    )
