"""The pages of what was done to an entity: its versions, the way back, deleting it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from quizzes.bank.access import (
    entity_for_writing,
    readable_entities,
    readable_facts,
)
from quizzes.bank.entities import Entity
from quizzes.bank.entity_content import from_plain
from quizzes.bank.entity_differences import differences
from quizzes.bank.entity_editing import ChangedMeanwhile, UnfitEntity
from quizzes.bank.entity_history import entity_content
from quizzes.bank.entity_keeping import (
    EntityInUse,
    Uses,
    delete_entity,
    restore_entity,
)
from quizzes.bank.history import EntityVersion
from quizzes.bank.showing import show_entity, show_facts, with_names
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest

# So many of what uses an entity are named; the rest is a number.
NAMED: Final = 5


@author_required
@require_safe
def versions(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Every change of an entity, the newest first, and the way back."""
    entity = entity_for_writing(request, reference)
    return TemplateResponse(
        request,
        "bank/entity_versions.html",
        {
            "entity": entity,
            "shown": show_entity(entity),
            "seen": entity_content(entity).check_sum,
            "changes": _changes(entity),
        },
    )


@author_required
@require_POST
def restore(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Write an old version anew."""
    entity = entity_for_writing(request, reference)
    number = request.POST.get("number", "")
    try:
        restore_entity(
            entity=entity,
            number=int(number) if number.isdecimal() and len(number) < 9 else 0,
            seen=request.POST.get("seen", ""),
            by=request.user,
            now=request.received_at,
        )
    except EntityVersion.DoesNotExist as error:
        raise Http404 from error
    except UnfitEntity:
        messages.error(request, _("This version rests on what is not there any more."))
        return redirect("bank:entity_versions", reference)
    except ChangedMeanwhile:
        messages.error(request, _("Somebody has changed it meanwhile. Look again."))
        return redirect("bank:entity_versions", reference)
    messages.success(request, _("The old version is back, as a new one."))
    return redirect("bank:entity", reference)


@author_required
@require_POST
def delete(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Delete an entity that nothing uses; else say what uses it."""
    entity = entity_for_writing(request, reference)
    try:
        delete_entity(entity=entity)
    except EntityInUse as refused:
        messages.error(request, _in_use(request, refused.uses))
        return redirect("bank:entity", reference)
    messages.success(request, _("Deleted"))
    return redirect("bank:entities")


def _changes(entity: Entity) -> list[dict[str, Any]]:
    """The versions, each with what differs from the one before."""
    rows = list(
        EntityVersion.objects.filter(entity=entity)
        .select_related("made_by")
        .order_by("-number")
    )
    contents = [from_plain(row.content) for row in rows]
    told = [differences(old, new) for new, old in pairwise(contents)]
    return [
        {"version": row, "differences": each, "is_current": row is rows[0]}
        for row, each in zip(rows, [*told, []], strict=bool(rows))
    ]


def _in_use(request: AuthenticatedHttpRequest, uses: Uses) -> SafeString:
    """Why an entity cannot be deleted: what uses it, as far as it may be read."""
    facts = readable_facts(request).filter(pk__in=uses.facts).order_by("pk")
    named = [each.statement.text for each in show_facts(with_names(facts)[:NAMED])]
    own = readable_entities(request).filter(pk__in=[each.pk for each in uses.parts])
    named += [show_entity(each).name.text for each in own.with_names()[:NAMED]]
    more = len(uses.facts) + len(uses.parts) - len(named)
    rest = ""
    if more > 0:
        rest = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
    return format_html(
        "{}<ul>{}</ul>{}",
        _("It is not deleted, because this speaks of it:"),
        format_html_join("", "<li>{}</li>", ((each,) for each in named)),
        rest,
    )
