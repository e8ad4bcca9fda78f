"""What is done with facts that stand: approved, changed in the list, put back, deleted.

They are written in `fact_form_views`, and read in `views`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from quizzes.bank.access import (
    fact_for_reading,
    fact_for_writing,
    readable_sources,
    writable_spaces,
)
from quizzes.bank.content import FactContent, TextContent, from_plain
from quizzes.bank.conversion import fact_content
from quizzes.bank.editing import StaleVersion, UnknownKey, store_fact
from quizzes.bank.entity_finding import entities_by_key
from quizzes.bank.fact_differences import Difference, Names, differences
from quizzes.bank.fact_keeping import (
    NotDeletable,
    delete_fact,
    restore_fact,
    set_states,
)
from quizzes.bank.fact_previews import study
from quizzes.bank.fact_shown_previews import show_study
from quizzes.bank.facts import TEXT_LENGTH, Fact
from quizzes.bank.history import FactVersion
from quizzes.bank.references import named
from quizzes.bank.scopes import scope_of
from quizzes.bank.showing import show_fact, with_names
from quizzes.bank.typed_values import read_version
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

FACTS_AT_ONCE = 25
VERSIONS_SHOWN = 50
_STATES = {"approve": Fact.State.APPROVED, "withdraw": Fact.State.DRAFT}


# --- In the list ---


@author_required
@require_POST
def set_several(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Approve or withdraw the facts that are ticked, and come back to the list."""
    state = _STATES.get(request.POST.get("do", ""))
    chosen = Fact.objects.filter(
        named(request.POST.getlist("fact")[:FACTS_AT_ONCE]),
        space__in=writable_spaces(request),
    )
    changed: list[Fact] = []
    if state is not None:
        changed = set_states(
            facts=chosen.with_content(),
            state=state.value,
            now=timezone.now(),
            by=request.user,
        )
    number = len(changed)
    if not number:
        messages.warning(request, _("Nothing was changed: tick facts first."))
    elif state is Fact.State.APPROVED:
        text = ngettext("%(n)s fact approved", "%(n)s facts approved", number)
        messages.success(request, text % {"n": number})
    else:
        text = ngettext("%(n)s fact withdrawn", "%(n)s facts withdrawn", number)
        messages.success(request, text % {"n": number})
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{reverse('bank:facts')}{'?' if query else ''}{query}")


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def fact_row(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Statement, note, weight and state of a fact, changed in its place in the list."""
    fact = fact_for_writing(request, reference)
    if request.method != "POST":
        shows = "row" if request.GET.get("show") == "fact" else "writing"
        return _row(request, fact, shows)
    typed = _TypedRow.sent(request)
    faults = typed.faults()
    if faults:
        return _row(request, fact, "writing", typed=typed, faults=faults)
    try:
        store_fact(
            space=fact.space,
            content=typed.put_into(fact_content(fact)),
            now=timezone.now(),
            by=request.user,
            seen_version=typed.seen_version,
        )
    except StaleVersion:
        return _row(request, fact, "writing", typed=typed, is_stale=True)
    except ValidationError as error:
        return _row(request, fact, "writing", typed=typed, faults=error.messages)
    if not wants_fragment(request):
        messages.success(request, _("Saved"))
        return redirect("bank:fact", fact.reference)
    return _row(request, fact, "row")


@dataclass(frozen=True, slots=True, kw_only=True)
class _TypedRow:
    """What is typed in the place of a row."""

    statement: str
    note: str
    weight: str
    state: str
    seen_version: int

    @classmethod
    def sent(cls, request: AuthenticatedHttpRequest) -> _TypedRow:
        posted = request.POST
        weight, state = posted.get("weight", ""), posted.get("state", "")
        return cls(
            statement=posted.get("statement", "").replace("\0", "").strip(),
            note=posted.get("note", "").replace("\0", "").strip(),
            weight=weight if weight in Fact.Weight.values else Fact.Weight.CORE.value,
            state=state if state in Fact.State.values else Fact.State.DRAFT.value,
            seen_version=read_version(posted.get("seen_version", "")),
        )

    def faults(self) -> list[str]:
        """What keeps it from being saved."""
        if not self.statement:
            return [_("The statement must be filled in.")]
        if max(len(self.statement), len(self.note)) > TEXT_LENGTH:
            return [_("Too long. Most characters: %(limit)s.") % {"limit": TEXT_LENGTH}]
        return []

    def put_into(self, content: FactContent) -> FactContent:
        """The content with what was typed."""
        others = [text for text in content.texts if text.language != "kk"]
        text = TextContent(language="kk", statement=self.statement, note=self.note)
        return replace(
            content, texts=(text, *others), weight=self.weight, state=self.state
        )


def _row(
    request: AuthenticatedHttpRequest,
    fact: Fact,
    shows: str,
    *,
    typed: _TypedRow | None = None,
    faults: list[str] | None = None,
    is_stale: bool = False,
) -> HttpResponse:
    stored = with_names(Fact.objects.all()).get(pk=fact.pk)
    kazakh = fact_content(stored).text()
    context = {
        "fact": show_fact(stored),
        "stored": stored,
        "kazakh": kazakh,
        "typed": typed,
        "statement": typed.statement if typed else kazakh.statement,
        "note": typed.note if typed else kazakh.note,
        "weight": typed.weight if typed else stored.weight,
        "state": typed.state if typed else stored.state,
        "weights": Fact.Weight.choices,
        "states": Fact.State.choices,
        "faults": faults,
        "is_stale": is_stale,
        "writes": True,
    }
    status = 409 if is_stale else 422 if faults else 200
    name = "bank/fact_row.html"
    template = f"{name}#{shows}" if wants_fragment(request) else name
    return TemplateResponse(request, template, context, status=status)


# --- One fact ---


@author_required
@require_POST
def set_fact_state(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Let a fact be asked, or take that back."""
    fact = fact_for_writing(request, reference)
    state = _STATES.get(request.POST.get("do", ""))
    if state is None:
        messages.warning(request, _("Nothing was changed."))
        return redirect("bank:fact", fact.reference)
    try:
        set_states(facts=[fact], state=state.value, now=timezone.now(), by=request.user)
    except StaleVersion:
        messages.warning(request, _("Somebody has just changed the fact: look again."))
    else:
        messages.success(
            request,
            _("Approved: it can be asked.")
            if state is Fact.State.APPROVED
            else _("Withdrawn: it is not asked any more."),
        )
    return redirect("bank:fact", fact.reference)


@author_required
@require_safe
def fact_items(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Every question that is made of a stored fact, with its answers."""
    fact = fact_for_reading(request, reference)
    content = fact_content(fact)
    found = study(
        content,
        entities=entities_by_key(fact.space, content.named_keys()),
        topic=fact.topic_id,
        scope=scope_of(fact.space.key),
        replaces=fact.reference,
        version=fact.version,
    )
    sources = readable_sources(request).select_related("space")
    titles = {source.reference: source.title for source in sources}
    return TemplateResponse(
        request,
        "bank/fact_items.html",
        {
            "fact": fact,
            "shown": content.text(),
            "proof": show_study(found, titles, space_key=fact.space.key),
        },
    )


@author_required
@require_POST
def remove_fact(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Delete a draft that was never asked; anything else is withdrawn instead."""
    fact = fact_for_writing(request, reference)
    try:
        delete_fact(fact=fact)
    except NotDeletable:
        messages.error(
            request,
            _("It may have been asked, so it is not deleted. Withdraw it instead."),
        )
        return redirect("bank:fact", fact.reference)
    messages.success(request, _("The draft is deleted."))
    return redirect("bank:facts")


# --- Its versions ---


@dataclass(frozen=True, slots=True, kw_only=True)
class _ShownVersion:
    """A version with what it changed; the first has nothing before it."""

    version: FactVersion
    differences: list[Difference]
    is_first: bool
    is_newest: bool


@author_required
@require_safe
def fact_versions(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Who has changed what of a fact, and when, the newest first."""
    fact = fact_for_writing(request, reference)
    versions = list(
        FactVersion.objects.filter(fact=fact)
        .select_related("made_by")
        .order_by("-number")[: VERSIONS_SHOWN + 1]
    )
    contents = [from_plain(each.content) for each in versions]
    names = Names.of(fact.space, contents)
    pairs: list[tuple[Any, Any]] = [*pairwise(contents), (contents[-1], None)]
    shown = [
        _ShownVersion(
            version=version,
            differences=differences(old, new, names) if old is not None else [],
            is_first=version.number == 1,
            is_newest=version.number == fact.version,
        )
        for version, (new, old) in zip(versions, pairs, strict=True)
    ]
    return TemplateResponse(
        request,
        "bank/fact_versions.html",
        {"fact": fact, "content": contents[0], "versions": shown[:VERSIONS_SHOWN]},
    )


@author_required
@require_POST
def put_back(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Make an old version the newest again; what is newer stays among the versions."""
    fact = fact_for_writing(request, reference)
    numbers = {
        name: read_version(request.POST.get(name, ""))
        for name in ("number", "seen_version")
    }
    if not numbers["number"]:
        messages.warning(request, _("Nothing was changed."))
        return redirect("bank:fact_versions", fact.reference)
    try:
        restore_fact(fact=fact, **numbers, now=timezone.now(), by=request.user)
    except FactVersion.DoesNotExist as error:
        raise Http404 from error
    except StaleVersion:
        messages.warning(request, _("Somebody has just changed the fact: look again."))
    except (UnknownKey, ValidationError):
        messages.error(
            request,
            _("This version names things that are not there any more."),
        )
    else:
        messages.success(request, _("The old version is the newest again."))
    return redirect("bank:fact_versions", fact.reference)
