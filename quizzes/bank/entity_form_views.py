"""The pages on which things are named: the list, the form with its case forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
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
    entity_for_writing,
    readable_entities,
    space_for_writing,
    writable_spaces,
)
from quizzes.bank.case_words import case_tables
from quizzes.bank.entities import Entity
from quizzes.bank.entity_content import AlsoContent, EntityContent, NameContent
from quizzes.bank.entity_differences import differences
from quizzes.bank.entity_drafts import MOST_ALSO, sent_content
from quizzes.bank.entity_editing import (
    ChangedMeanwhile,
    UnfitEntity,
    add_entity_whole,
    store_entity,
)
from quizzes.bank.entity_finding import entities_by_key, exactly, find_entities
from quizzes.bank.entity_history import entity_content
from quizzes.bank.entity_search import EntitySearchForm
from quizzes.bank.showing import ShownEntity, show_entity
from quizzes.bank.spaces import Language, Space, own_space
from quizzes.bank.typed_fields import typed_field
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

FORM_METHODS: Final = ["GET", "HEAD", "POST"]
ENTITIES_ON_A_PAGE: Final = 50
_PAGE: Final = "bank/entity_form.html"
_LONGEST_SEARCH: Final = 200
# Empty lines for further designations
_ROOM: Final = 2


@author_required
@require_safe
def entities(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Search and filter."""
    form = EntitySearchForm(request.GET)
    found = form.found_in(readable_entities(request)).with_names()
    found = found.prefetch_related("part_of__names")
    page = Paginator(found, ENTITIES_ON_A_PAGE).get_page(request.GET.get("page"))
    writable = set(writable_spaces(request).values_list("pk", flat=True))
    rows = [
        {
            "entity": each,
            "shown": show_entity(each),
            "whole": show_entity(each.part_of) if each.part_of else None,
            "writes": each.space_id in writable,
        }
        for each in page
    ]
    name = "bank/entities.html"
    return TemplateResponse(
        request,
        f"{name}#results" if wants_fragment(request) else name,
        {"form": form, "page": page, "rows": rows},
    )


@author_required
@require_http_methods(FORM_METHODS)
def new_entity(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Name a new thing; nothing is stored before it is saved."""
    if request.method != "POST":
        name = NameContent(language="kk", name="")
        blank = EntityContent(
            key="new", kind=request.GET.get("kind", ""), names=(name,)
        )
        return _page(request, blank, space=_usual_space(request))
    space = space_for_writing(request, request.POST.get("space", ""))
    content = sent_content(request.POST, None)
    if request.POST.get("do") != "save":
        return _page(request, content, space=space)
    try:
        entity = add_entity_whole(
            space=space, content=content, by=request.user, now=request.received_at
        )
    except UnfitEntity as error:
        return _page(request, content, space=space, faults=error.faults)
    return _saved(request, entity)


@author_required
@require_http_methods(FORM_METHODS)
def edit_entity(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Change names and forms; whoever saves second is shown what stands there now."""
    entity = entity_for_writing(request, reference)
    known = entity_content(entity)
    if request.method != "POST":
        return _page(request, known, space=entity.space, entity=entity)
    content = sent_content(request.POST, known)
    seen = request.POST.get("seen", "")
    told: dict[str, Any] = {"space": entity.space, "entity": entity, "seen": seen}
    if request.POST.get("do") != "save":
        return _page(request, content, **told)
    try:
        entity = store_entity(
            entity=entity,
            content=content,
            seen=seen,
            by=request.user,
            now=request.received_at,
        )
    except UnfitEntity as error:
        return _page(request, content, **told, faults=error.faults)
    except ChangedMeanwhile:
        told["seen"] = known.check_sum
        return _page(request, content, **told, now=known)
    return _saved(request, entity)


@author_required
@require_POST
def entity_forms(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The case forms of what is typed; nothing is stored."""
    content = sent_content(request.POST, None)
    return TemplateResponse(
        request,
        f"{_PAGE}#forms",
        {"tables": case_tables(content.name_in("kk")), "out_of_band": True},
    )


@author_required
@require_safe
def wholes(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What a thing may be a part of, by the words typed."""
    space = space_for_writing(request, request.GET.get("space", ""))
    words = request.GET.get("part_q", "")
    part_of = request.GET.get("part_of", "")
    rows = _wholes(space, part_of, words)
    context = {"wholes": rows, "whole_chosen": any(each[2] for each in rows)}
    return TemplateResponse(request, f"{_PAGE}#wholes", context)


def _page(
    request: AuthenticatedHttpRequest,
    content: EntityContent,
    *,
    space: Space,
    entity: Entity | None = None,
    seen: str = "",
    faults: dict[str, str] | None = None,
    now: EntityContent | None = None,
) -> HttpResponse:
    """The form with all that was typed."""
    kazakh = content.name_in("kk")
    faults = faults or {}
    words = request.POST.get("part_q", "")[:_LONGEST_SEARCH]
    context: dict[str, Any] = {
        "content": content,
        "kazakh": kazakh,
        "languages": _languages(content, faults),
        "reading": typed_field("reading", kazakh.reading, faults),
        "category": typed_field("category", content.category, faults),
        "tables": case_tables(kazakh, faults),
        "kinds": Entity.Kind.choices,
        "categories": _categories(space),
        "wholes": _wholes(space, content.part_of, words, but=entity),
        "words": words,
        "space": space,
        "spaces": list(writable_spaces(request)) if entity is None else [],
        "entity": entity,
        "faults": faults,
        "stored_name": show_entity(entity).name.text if entity is not None else "",
        "also": _also_lines(kazakh),
        "also_fault": faults.get("also_kk", ""),
        "now": differences(now, content) if now is not None else None,
    }
    context["whole_chosen"] = any(chosen for *_each, chosen in context["wholes"])
    context["action"] = reverse("bank:new_entity")
    if entity is not None:
        context["action"] = reverse("bank:edit_entity", args=[entity.reference])
        context["seen"] = seen or content.check_sum
    status = 422 if faults else 409 if now is not None else 200
    return TemplateResponse(request, _PAGE, context, status=status)


def _languages(content: EntityContent, faults: Mapping[str, str]) -> list[Any]:
    """The fields of each language's names."""
    shown = []
    for code, label in Language.choices:
        name = content.name_in(code)
        texts = {
            "name": name.name,
            "short": name.short,
            "aliases": "\n".join(name.aliases),
        }
        fields = {
            field: typed_field(f"{field}_{code}", text, faults)
            for field, text in texts.items()
        }
        is_open = any(texts.values())
        shown.append({"code": code, "label": label, "is_open": is_open, **fields})
    return shown


def _also_lines(name: NameContent) -> list[AlsoContent]:
    """The further designations, and lines for more."""
    room = max(min(_ROOM, MOST_ALSO - len(name.also)), 0)
    return [*name.also, *[AlsoContent(name="")] * room]


def _wholes(
    space: Space, part_of: str, words: str, *, but: Entity | None = None
) -> list[tuple[str, ShownEntity, bool]]:
    """What may be chosen: what is chosen already, and what is called like the words.

    Gives keys, names and whether each is chosen.
    """
    chosen = entities_by_key(space, [part_of] if part_of else [])
    kinds = list(Entity.Kind.values)
    found = find_entities(space, kinds, words[:_LONGEST_SEARCH])
    one = exactly(found, words)
    key = one.key if one is not None else part_of
    rows = {each.key: each for each in (*chosen.values(), *found) if each != but}
    return [(each.key, show_entity(each), each.key == key) for each in rows.values()]


def _categories(space: Space) -> list[str]:
    """The sorts of things that there are already."""
    known = Entity.objects.within_reach_of(space).exclude(category="")
    names = known.order_by("category").values_list("category", flat=True)
    return list(names.distinct())


def _usual_space(request: AuthenticatedHttpRequest) -> Space:
    """The space asked for, else the author's own, which is made if it is missing."""
    if key := request.GET.get("space"):
        return space_for_writing(request, key)
    return writable_spaces(request).first() or own_space(
        owner=request.user, name=str(request.user)
    )


def _saved(request: AuthenticatedHttpRequest, entity: Entity) -> HttpResponse:
    messages.success(request, _("Saved"))
    return redirect("bank:entity", entity.reference)
