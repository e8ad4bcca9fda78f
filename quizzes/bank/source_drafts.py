"""A source with its topics as it is sent from its form."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import replace

from django.http import QueryDict

from quizzes.bank.names import normal
from quizzes.bank.source_editing import MOST_TOPICS, SourceContent, TopicContent

_TITLES = ("title_kk", "title_ru", "title_en")
_NAMES = ("name_kk", "name_ru", "name_en")
_LONGEST = 1_000
_MOST_DIGITS = 6


def sent_source(posted: QueryDict, known: Collection[str]) -> SourceContent:
    """What a form was sent with.

    Takes the keys of the topics that stand; a line of any other key is a new topic.
    Lines in which nothing is written are left out, but for those that stand.
    """
    keys = posted.getlist("topic")[: MOST_TOPICS + 1]
    columns = [posted.getlist(name)[: len(keys)] for name in _NAMES]
    topics = []
    for place, key in enumerate(keys):
        names = [
            _plain(column[place]) if place < len(column) else "" for column in columns
        ]
        topic = TopicContent(
            key=key if key in known else "",
            name_kk=names[0],
            name_ru=names[1],
            name_en=names[2],
        )
        if topic.key or any(names):
            topics.append(topic)
    count = posted.get("paragraph_count", "").strip()
    readable = count.isascii() and count.isdecimal() and len(count) <= _MOST_DIGITS
    return SourceContent(
        title_kk=_plain(posted.get("title_kk", "")),
        title_ru=_plain(posted.get("title_ru", "")),
        title_en=_plain(posted.get("title_en", "")),
        paragraph_count=int(count) if readable else 0,
        topics=tuple(topics),
    )


def after_button(content: SourceContent, button: str) -> SourceContent:
    """The content after a button that does not save: "up:2", "down:0", "drop:1"."""
    what, _colon, place = button.partition(":")
    if not (place.isascii() and place.isdecimal() and len(place) < _MOST_DIGITS):
        return content
    topics, number = list(content.topics), int(place)
    if number >= len(topics):
        return content
    if what == "drop":
        del topics[number]
    elif what in ("up", "down"):
        other = number - 1 if what == "up" else number + 1
        if 0 <= other < len(topics):
            topics[number], topics[other] = topics[other], topics[number]
    return replace(content, topics=tuple(topics))


def _plain(typed: str) -> str:
    return normal(unicodedata.normalize("NFC", typed[:_LONGEST].replace("\0", "")))
