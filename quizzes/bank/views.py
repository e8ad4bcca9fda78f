"""The pages on which the bank is read."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, When
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from quizzes.bank.access import (
    entity_for_reading,
    fact_for_reading,
    is_author,
    readable_facts,
    readable_sources,
    readable_spaces,
    readable_topics,
    topic_for_reading,
    writable_spaces,
)
from quizzes.bank.entities import Entity
from quizzes.bank.entity_keeping import speaking_of
from quizzes.bank.fact_keeping import is_deletable
from quizzes.bank.fact_search import AuthorSearchForm
from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.search import SearchForm
from quizzes.bank.showing import (
    add_names,
    show_entity,
    show_fact,
    show_facts,
    show_text_value,
    show_timeline,
    with_names,
)
from quizzes.bank.source_texts import keeps_text
from quizzes.web.request import HttpRequest, wants_fragment

FACTS_ON_A_PAGE = 25
MOMENTS_ON_A_PAGE = 100
NEIGHBOURS = 12


@login_not_required
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The topics of the bank, and how many facts each has."""
    counts = dict(
        readable_facts(request)
        .order_by()
        .values_list("topic")
        .annotate(number=Count("pk"))
    )
    counted = [(topic, counts.get(topic.pk, 0)) for topic in readable_topics(request)]
    return TemplateResponse(
        request,
        "bank/topics.html",
        {
            "topics": counted,
            "facts_number": sum(counts.values()),
            "sources": readable_sources(request).order_by("pk"),
        },
    )


@login_not_required
@require_safe
def topic(request: HttpRequest, reference: str) -> HttpResponse:
    """The facts of one topic, in the order of the text; offices held come last."""
    topic = topic_for_reading(request, reference)
    is_office = Case(When(property="in_office", then=1), default=0)
    facts = readable_facts(request).filter(topic=topic).order_by(is_office, "pk")
    page = _page(request, with_names(facts), FACTS_ON_A_PAGE)
    return TemplateResponse(
        request,
        "bank/topic.html",
        {"topic": topic, "page": page, "facts": show_facts(page)},
    )


@login_not_required
@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """Search and filter; who writes some of them can approve and change them here."""
    writes = is_author(request)
    form = _search_form(request) if writes else _reader_form(request)
    found = form.found_in(readable_facts(request))
    found = found.order_by("topic__position", "topic_id", "pk")
    page = _page(request, with_names(found), FACTS_ON_A_PAGE)
    writable = set(writable_spaces(request).values_list("pk", flat=True))
    rows = [(each, show_fact(each), each.space_id in writable) for each in page]
    return TemplateResponse(
        request,
        f"bank/facts.html{'#results' if wants_fragment(request) else ''}",
        {
            "form": form,
            "page": page,
            "rows": rows,
            "writes": writes,
            "writes_some": any(may_write for _fact, _shown, may_write in rows),
            "query": request.GET.urlencode(),
        },
    )


def _reader_form(request: HttpRequest) -> SearchForm:
    return SearchForm(request.GET, topics=readable_topics(request))


def _search_form(request: HttpRequest) -> SearchForm:
    return AuthorSearchForm(
        request.GET,
        topics=readable_topics(request),
        sources=readable_sources(request).select_related("space").order_by("pk"),
        spaces=readable_spaces(request).order_by("pk"),
    )


@login_not_required
@require_safe
def fact(request: HttpRequest, reference: str) -> HttpResponse:
    """One fact with all that is known of it."""
    fact = fact_for_reading(request, reference)
    add_names(fact)
    others = readable_facts(request).about(fact.subject).exclude(pk=fact.pk)
    author = is_author(request)
    spaces = list(writable_spaces(request))
    may_write = fact.space in spaces
    return TemplateResponse(
        request,
        "bank/fact.html",
        {
            "fact": fact,
            "shown": show_fact(fact),
            "in_the_text": show_text_value(fact, _named_by_text_value(fact)),
            "others": show_facts(with_names(others).order_by("pk")[:NEIGHBOURS]),
            "author": author,
            "keeps_text": author and keeps_text(fact.source, request.user),
            "may_write": may_write,
            "may_copy": author and any(space != fact.space for space in spaces),
            "may_delete": may_write and is_deletable(fact),
        },
    )


@login_not_required
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """The dated facts in the order of time, of all topics or of one."""
    topics = list(readable_topics(request))
    # An office held is a stretch of somebody's life, and nothing that happened.
    facts = (
        readable_facts(request)
        .filter(value_type=Fact.ValueType.DATE)
        .exclude(property="in_office")
    )
    chosen = None
    if reference := request.GET.get("topic"):
        chosen = topic_for_reading(request, reference)
        facts = facts.filter(topic=chosen)
    facts = facts.order_by("first_day", "last_day", "pk")
    page = _page(request, with_names(facts), MOMENTS_ON_A_PAGE)
    return TemplateResponse(
        request,
        "bank/timeline.html",
        {
            "topics": topics,
            "chosen": chosen,
            "page": page,
            "years": show_timeline(page),
        },
    )


@login_not_required
@require_safe
def entity(request: HttpRequest, reference: str) -> HttpResponse:
    """A state, document, event, …: its names, and the facts that speak of it."""
    entity = entity_for_reading(request, reference)
    facts = speaking_of(readable_facts(request), entity).order_by("pk")
    page = _page(request, with_names(facts), FACTS_ON_A_PAGE)
    return TemplateResponse(
        request,
        "bank/entity.html",
        {
            "entity": entity,
            "may_write": writable_spaces(request).filter(pk=entity.space_id).exists(),
            "shown": show_entity(entity),
            "names": sorted(entity.names.all(), key=lambda name: name.pk),
            "whole": show_entity(entity.part_of) if entity.part_of else None,
            "page": page,
            "facts": show_facts(page),
        },
    )


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Дерек is, how it marks, and what it keeps."""
    return TemplateResponse(
        request,
        "bank/about.html",
        {
            "facts_number": readable_facts(request).count(),
            "sources": readable_sources(request).order_by("pk"),
        },
    )


def _page(request: HttpRequest, facts: FactQuerySet, size: int) -> Page[Fact]:
    """The page asked for; a number that is none or too great gives one that is."""
    return Paginator(facts, size).get_page(request.GET.get("page"))


def _named_by_text_value(fact: Fact) -> dict[str, Entity]:
    """The entities that the text has in the place of the value, by key."""
    stored = fact.text_value
    if stored is None or fact.value_type != Fact.ValueType.ENTITIES:
        return {}
    keys = stored if isinstance(stored, list) else [stored]
    entities = Entity.objects.within_reach_of(fact.space).filter(key__in=keys)
    return {entity.key: entity for entity in entities.with_names()}
