"""A fact of a file among the facts of the bank, before it is stored: what it makes."""

from __future__ import annotations

from quizzes.bank.content import from_plain
from quizzes.bank.entity_finding import entities_by_key
from quizzes.bank.fact_previews import study
from quizzes.bank.fact_shown_previews import ShownStudy, show_study
from quizzes.bank.facts import Fact
from quizzes.bank.references import reference
from quizzes.bank.scopes import scope_of
from quizzes.bank.shelves import Shelf
from quizzes.exchange.models import Upload
from quizzes.exchange.planning import PlannedItem


def shown_items_of(upload: Upload, item: PlannedItem) -> ShownStudy | None:
    """The questions that a fact of a file makes, with what it contradicts and changes.

    None where it names something that is in no bank yet: nothing is known of that.
    """
    content = from_plain(item.content)
    space = upload.space
    entities = entities_by_key(space, content.named_keys())
    shelf = Shelf.of(space)
    topic = shelf.topics.get(content.topic)
    places = {content.source, content.topic}
    if topic is None or not set(content.named_keys()) - places <= entities.keys():
        return None
    stored = Fact.objects.in_space(space).filter(key=content.key).exists()
    found = study(
        content,
        entities=entities,
        topic=topic.pk,
        scope=scope_of(space.key),
        replaces=reference(space.key, content.key) if stored else "",
        version=item.seen + 1,
    )
    return show_study(found, shelf.titles, space_key=space.key)
