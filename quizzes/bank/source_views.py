"""The pages of sources: the list, one source with its topics, the form, the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from quizzes.bank.access import (
    readable_facts,
    readable_sources,
    readable_topics,
    source_for_reading,
    source_for_writing,
    space_for_writing,
    writable_spaces,
)
from quizzes.bank.entity_editing import ChangedMeanwhile
from quizzes.bank.source_drafts import after_button, sent_source
from quizzes.bank.source_editing import (
    NotEmpty,
    SourceContent,
    TopicContent,
    UnfitSource,
    add_source,
    delete_source,
    is_empty,
    source_content,
    store_source,
    topics_in_use,
)
from quizzes.bank.source_texts import SourceText, drop_text, text_of
from quizzes.bank.spaces import Source, Space, own_space
from quizzes.bank.typed_fields import typed_field
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest

FORM_METHODS: Final = ["GET", "HEAD", "POST"]
_PAGE: Final = "bank/source_form.html"


@author_required
@require_safe
def sources(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All sources that the author reads, their own first."""
    counts = dict(
        readable_facts(request)
        .order_by()
        .values_list("source")
        .annotate(number=Count("pk"))
    )
    kept = set(
        SourceText.objects.filter(owner=request.user).values_list("source", flat=True)
    )
    found = (
        readable_sources(request)
        .select_related("space")
        .annotate(topics_number=Count("topics"))
        .order_by("-space__owner_id", "title_kk", "pk")
    )
    rows = [
        {
            "source": each,
            "facts": counts.get(each.pk, 0),
            "topics": each.topics_number,
            "has_text": each.pk in kept,
        }
        for each in sorted(found, key=lambda each: each.space.owner_id is None)
    ]
    return TemplateResponse(request, "bank/sources.html", {"rows": rows})


@author_required
@require_safe
def source(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """One source: its topics with their facts, and what can be done with it."""
    source = source_for_reading(request, reference)
    facts = readable_facts(request).filter(source=source).order_by()
    counts = dict(facts.values_list("topic").annotate(number=Count("pk")))
    topics = readable_topics(request).filter(source=source)
    may_write = writable_spaces(request).filter(pk=source.space_id).exists()
    return TemplateResponse(
        request,
        "bank/source.html",
        {
            "source": source,
            "topics": [(each, counts.get(each.pk, 0)) for each in topics],
            "facts_number": sum(counts.values()),
            "text": text_of(source, request.user),
            "may_write": may_write,
            "may_delete": may_write and source.space.owner_id and is_empty(source),
        },
    )


@author_required
@require_http_methods(FORM_METHODS)
def new_source(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Add a source; nothing is stored before it is saved."""
    if request.method != "POST":
        blank = SourceContent(
            title_kk="", title_ru="", title_en="", paragraph_count=0, topics=()
        )
        return _page(request, blank, space=_usual_space(request))
    space = space_for_writing(request, request.POST.get("space", ""))
    content = sent_source(request.POST, ())
    if request.POST.get("do") != "save":
        content = after_button(content, request.POST.get("do", ""))
        return _page(request, content, space=space)
    try:
        source = add_source(space=space, content=content)
    except UnfitSource as error:
        return _page(request, content, space=space, faults=error.faults)
    messages.success(request, _("Saved"))
    return redirect("bank:source", source.reference)


@author_required
@require_http_methods(FORM_METHODS)
def edit_source(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Change a source and its topics."""
    source = source_for_writing(request, reference)
    known = source_content(source)
    if request.method != "POST":
        return _page(request, known, space=source.space, source=source)
    content = sent_source(request.POST, [each.key for each in known.topics])
    seen = request.POST.get("seen", "")
    told: dict[str, Any] = {"space": source.space, "source": source, "seen": seen}
    if request.POST.get("do") != "save":
        content = after_button(content, request.POST.get("do", ""))
        return _page(request, content, **told)
    try:
        source = store_source(source=source, content=content, seen=seen)
    except UnfitSource as error:
        return _page(request, content, **told, faults=error.faults)
    except ChangedMeanwhile:
        told["seen"] = known.check_sum
        return _page(request, content, **told, now=known)
    messages.success(request, _("Saved"))
    return redirect("bank:source", source.reference)


@author_required
@require_POST
def remove_source(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Delete a source of one's own on which nothing rests."""
    source = source_for_writing(request, reference)
    if source.space.owner_id is None:
        raise Http404
    try:
        delete_source(source=source)
    except NotEmpty:
        messages.error(
            request, _("Facts or questions rest on it: it cannot be deleted.")
        )
        return redirect("bank:source", reference)
    messages.success(request, _("Deleted"))
    return redirect("bank:sources")


@author_required
@require_POST
def remove_text(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Keep the text of a source no longer."""
    source = source_for_reading(request, reference)
    if text_of(source, request.user) is None:
        raise Http404
    drop_text(source=source, owner=request.user)
    messages.success(request, _("The text is deleted."))
    return redirect("bank:source", source.reference)


def _page(
    request: AuthenticatedHttpRequest,
    content: SourceContent,
    *,
    space: Space,
    source: Source | None = None,
    seen: str = "",
    faults: dict[str, str] | None = None,
    now: SourceContent | None = None,
) -> HttpResponse:
    """The form with all that was typed, and one empty line for a topic more."""
    faults = faults or {}
    in_use = topics_in_use(source) if source is not None else frozenset()
    lines = [*content.topics, TopicContent(key="", name_kk="")]
    titles = {"kk": content.title_kk, "ru": content.title_ru, "en": content.title_en}
    context: dict[str, Any] = {
        "titles": {
            each: typed_field(f"title_{each}", text, faults)
            for each, text in titles.items()
        },
        "paragraph_count": typed_field(
            "paragraph_count", str(content.paragraph_count or ""), faults
        ),
        "lines": [
            _line(place, each, faults, in_use) for place, each in enumerate(lines)
        ],
        "last_line": len(content.topics) - 1,
        "space": space,
        "spaces": list(writable_spaces(request)) if source is None else [],
        "source": source,
        "faults": faults,
        "now": now,
        "action": reverse("bank:new_source"),
    }
    if source is not None:
        context["action"] = reverse("bank:edit_source", args=[source.reference])
        context["seen"] = seen or content.check_sum
    status = 422 if faults else 409 if now is not None else 200
    return TemplateResponse(request, _PAGE, context, status=status)


def _line(
    place: int, topic: TopicContent, faults: Mapping[str, str], in_use: frozenset[str]
) -> dict[str, Any]:
    names = {"kk": topic.name_kk, "ru": topic.name_ru, "en": topic.name_en}
    return {
        "place": place,
        "key": topic.key,
        "is_new": not topic.key and not any(names.values()),
        "in_use": topic.key in in_use,
        "names": [
            (each, text, faults.get(f"name_{each}_{place}", ""))
            for each, text in names.items()
        ],
    }


def _usual_space(request: AuthenticatedHttpRequest) -> Space:
    return writable_spaces(request).first() or own_space(
        owner=request.user, name=str(request.user)
    )
