"""The pages on which a fact is written: new, edited, copied, proved while typing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from quizzes.bank.access import (
    fact_for_reading,
    fact_for_writing,
    space_for_writing,
    writable_spaces,
)
from quizzes.bank.content import FactContent, from_plain
from quizzes.bank.conversion import fact_content
from quizzes.bank.editing import StaleVersion, UnknownKey, store_fact
from quizzes.bank.entity_finding import UnfitName, add_entity, find_entities
from quizzes.bank.fact_differences import Names, meetings, merged
from quizzes.bank.fact_drafts import PICKS, SEVERAL_PICKS, FactDraft
from quizzes.bank.fact_keeping import KeyTaken, add_fact
from quizzes.bank.fact_pages import (
    Workbench,
    kind_choices,
    more_is_open,
    property_groups,
    show_picked,
    shown_faults,
    with_exact_names,
)
from quizzes.bank.fact_previews import kinds_of
from quizzes.bank.facts import Fact
from quizzes.bank.history import FactVersion
from quizzes.bank.references import reference
from quizzes.bank.shelves import Shelf
from quizzes.bank.showing import page_language
from quizzes.bank.spaces import Space, own_space
from quizzes.bank.typed_values import read_version
from quizzes.items.properties import PROPERTIES
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

FORM_METHODS = ["GET", "HEAD", "POST"]
# The buttons that save; all others only show the form anew
SAVE, APPROVE = "save", "approve"
# What the next fact of a chapter shares with the one just written
KEPT: Final = ("property", "source", "topic", "paragraphs")
# The fields at which a preview says something
_TOLD_OF: Final = ("date", "text_date", "as_of", "statement_kk")
_PAGE = "bank/fact_form.html"


@dataclass(frozen=True, kw_only=True)
class Writing:
    """Whose fact is written, and what it is to become: new, a copy, or a version."""

    space: Space
    action: str
    fact: Fact | None = None
    key: str = ""
    seen_version: int | None = None


@author_required
@require_http_methods(FORM_METHODS)
def new_fact(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Write a new fact; nothing is stored before it is saved."""
    action = reverse("bank:new_fact")
    if request.method != "POST":
        space = _usual_space(request)
        writing = Writing(space=space, action=action)
        return _page(request, writing, _first_draft(request, space))
    space = space_for_writing(request, request.POST.get("space", ""))
    return _answer(request, Writing(space=space, action=action))


@author_required
@require_http_methods(FORM_METHODS)
def edit_fact(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Change a fact; whoever saves second is shown what the first has done."""
    fact = fact_for_writing(request, reference)
    writing = Writing(
        space=fact.space,
        action=reverse("bank:edit_fact", args=[fact.reference]),
        fact=fact,
        key=fact.key,
        seen_version=read_version(request.POST.get("seen_version", "")) or fact.version,
    )
    if request.method != "POST":
        return _page(
            request, writing, FactDraft.of(fact_content(fact), page_language())
        )
    return _answer(request, writing)


@author_required
@require_http_methods(FORM_METHODS)
def copy_fact(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """A fact as the beginning of one's own under its key; stored when it is saved."""
    original = fact_for_reading(request, reference)
    others = writable_spaces(request).exclude(pk=original.space_id)
    space = others.first()
    if space is None:
        space = _own_space(request)
    copied = Fact.objects.in_space(space).filter(key=original.key).first()
    if copied is not None:
        return redirect("bank:edit_fact", copied.reference)
    writing = Writing(
        space=space,
        action=reverse("bank:copy_fact", args=[original.reference]),
        key=original.key,
    )
    if request.method != "POST":
        content = fact_content(original)
        return _page(request, writing, FactDraft.of(content, page_language()))
    return _answer(request, writing)


@author_required
@require_POST
def preview_fact(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What is typed, proved; a page of its own without scripts. Nothing is stored."""
    space = space_for_writing(request, request.POST.get("space", ""))
    key = request.POST.get("key", "").replace("\0", "")
    fact = Fact.objects.in_space(space).filter(key=key).first() if key else None
    if fact is not None:
        fact.space = space
    draft = FactDraft.sent(request.POST)
    bench = Workbench.of(draft, space, fact=fact, names=False)
    shows_part = wants_fragment(request)
    return TemplateResponse(
        request,
        f"{_PAGE}#proof" if shows_part else "bank/fact_preview.html",
        {
            "draft": bench.draft,
            "proof": bench.shown_study(),
            "fields": bench.fields(saving=False, names=_TOLD_OF),
            "out_of_band": shows_part,
        },
    )


@author_required
@require_safe
def find(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What is called as somebody types, for one of the boxes of the form."""
    space = space_for_writing(request, request.GET.get("space", ""))
    name, property_name = request.GET.get("box", ""), request.GET.get("property", "")
    kinds: list[str] = []
    if name in PICKS and property_name in PROPERTIES:
        kinds = sorted(kinds_of(property_name, name))
    draft = FactDraft.sent(request.GET)
    words = draft.sought.get(name, "")
    found = find_entities(space, kinds, words)
    if not found and name in SEVERAL_PICKS:
        # Of several names the last one is being typed.
        words = words.replace(",", ";").rpartition(";")[2].strip()
        found = find_entities(space, kinds, words)
    box = {
        "name": name if name in PICKS else "subject",
        "words": words,
        "found": [show_picked(each, space) for each in found],
        "kinds": kind_choices(kinds),
    }
    return TemplateResponse(request, "bank/_found_entities.html", {"box": box})


# --- What a sent form comes to ---


def _answer(request: AuthenticatedHttpRequest, writing: Writing) -> HttpResponse:
    """Store the fact, or show the form anew with what a button has changed."""
    draft = FactDraft.sent(request.POST)
    button = request.POST.get("do", "")
    if button in (SAVE, APPROVE):
        return _save(request, writing, with_exact_names(draft, writing.space), button)
    try:
        draft, focus = _after_button(request, draft, button, writing)
    except UnfitName as error:
        name = button.partition(":")[2]
        return _page(request, writing, draft, focus=name, unfit=(name, error.message))
    return _page(request, writing, draft, focus=focus)


def _after_button(
    request: AuthenticatedHttpRequest, draft: FactDraft, button: str, writing: Writing
) -> tuple[FactDraft, str]:
    """The draft after a button that does not save, and the field to go on with.

    Raises UnfitName where a new entity is to be called what nothing can be called.
    """
    what, _colon, rest = button.partition(":")
    name, _colon, key = rest.partition(":")
    if what == "take" and name in PICKS:
        return draft.with_pick(name, key), name
    if what == "drop" and name in PICKS:
        return draft.without_pick(name, key), name
    if what == "make" and name in PICKS and draft.known is not None:
        return _with_new(request, draft, name, writing), name
    if what == "suggest":
        bench = Workbench.of(draft, writing.space, fact=writing.fact)
        if bench.study is not None:
            draft = draft.with_written(statement_kk=bench.study.suggestion)
        return draft, "statement_kk"
    draft = with_exact_names(draft, writing.space)
    return draft, next((each for each in PICKS if draft.sought.get(each)), "")


def _with_new(
    request: AuthenticatedHttpRequest, draft: FactDraft, name: str, writing: Writing
) -> FactDraft:
    """The draft with a new entity picked, of the name that stands in a box.

    Behind names that are known already only the rest of the box is new.
    """
    known = with_exact_names(draft, writing.space)
    if known.picked(name) != draft.picked(name):
        draft = known
        if not draft.sought.get(name):
            return draft
    assert draft.known is not None
    kinds = sorted(kinds_of(draft.known.name, name))
    kind = request.POST.get(f"{name}_kind", "")
    if not kinds or (kind not in kinds and len(kinds) > 1):
        raise UnfitName(_("Choose what it is."))
    entity = add_entity(
        space=writing.space,
        kind=kind if kind in kinds else kinds[0],
        name=draft.sought.get(name, ""),
        possessed=bool(request.POST.get(f"{name}_possessed")),
        by=request.user,
        now=timezone.now(),
    )
    return draft.with_pick(name, entity.key)


def _save(
    request: AuthenticatedHttpRequest, writing: Writing, draft: FactDraft, button: str
) -> HttpResponse:
    state = Fact.State.APPROVED if button == APPROVE else Fact.State.DRAFT
    if button == SAVE and writing.fact is not None and writing.fact.is_approved():
        state = Fact.State.APPROVED
    bench = Workbench.of(
        draft, writing.space, fact=writing.fact, key=writing.key, state=state.value
    )
    if bench.reading.faults or bench.study is None:
        return _page(request, writing, draft, bench=bench, saving=True)
    proof = bench.shown_study()
    assert proof is not None
    if proof.contraries and not request.POST.get("both"):
        return _page(request, writing, draft, bench=bench, asks_both=True)
    now = timezone.now()
    try:
        if writing.fact is None:
            stored = add_fact(
                space=writing.space, content=bench.content, now=now, by=request.user
            )
        else:
            stored = store_fact(
                space=writing.space,
                content=bench.content,
                now=now,
                by=request.user,
                seen_version=writing.seen_version,
            )
    except StaleVersion:
        return _changed_meanwhile(request, writing, bench.content)
    except KeyTaken:
        return redirect("bank:edit_fact", reference(writing.space.key, writing.key))
    except (UnknownKey, ValidationError) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        bench.reading.faults["statement_kk"] = said
        return _page(request, writing, draft, bench=bench, saving=True)
    return _saved(request, stored.fact, draft)


def _saved(
    request: AuthenticatedHttpRequest, fact: Fact, draft: FactDraft
) -> HttpResponse:
    said = (
        _("Saved and approved: it can be asked.")
        if fact.is_approved()
        else _("Saved as a draft: it is not asked before it is approved.")
    )
    if not request.POST.get("another"):
        messages.success(request, said)
        return redirect("bank:fact", fact.reference)
    link = reverse("bank:fact", args=[fact.reference])
    messages.success(
        request,
        format_html('{} <a href="{}">{}</a>', said, link, _("Look at it")),
    )
    kept = {name: draft.text(name) for name in KEPT if draft.text(name)}
    query = urlencode({"space": fact.space.key, "another": "yes", **kept})
    return redirect(f"{reverse('bank:new_fact')}?{query}")


def _changed_meanwhile(
    request: AuthenticatedHttpRequest, writing: Writing, mine: FactContent
) -> HttpResponse:
    """The form with both changes put together, and what the other one was."""
    assert writing.fact is not None
    fact = Fact.objects.with_content().get(pk=writing.fact.pk)
    theirs = fact_content(fact)
    newest = FactVersion.objects.select_related("made_by").get(
        fact=fact, number=fact.version
    )
    seen = FactVersion.objects.filter(
        fact=fact, number=writing.seen_version or 0
    ).first()
    base = from_plain(seen.content) if seen is not None else theirs
    whole = merged(base, theirs, mine)
    names = Names.of(writing.space, [base, theirs, mine])
    return _page(
        request,
        replace(writing, fact=fact, seen_version=fact.version),
        FactDraft.of(whole, page_language()),
        change={
            "by": newest.made_by,
            "at": newest.made_at,
            "meetings": meetings(base, theirs, mine, names),
        },
    )


# --- The page ---


def _page(
    request: AuthenticatedHttpRequest,
    writing: Writing,
    draft: FactDraft,
    *,
    bench: Workbench | None = None,
    saving: bool = False,
    asks_both: bool = False,
    focus: str = "",
    unfit: tuple[str, str] | None = None,
    change: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form with all that was typed, and the proof beside it."""
    if bench is None:
        bench = Workbench.of(draft, writing.space, fact=writing.fact, key=writing.key)
    if unfit is not None:
        bench.reading.faults[unfit[0]] = [unfit[1]]
        bench.reading.missing.discard(unfit[0])
    fields = bench.fields(saving=saving, focus=focus)
    faults = shown_faults(bench.reading, saving=saving) if saving else {}
    context = {
        "writing": writing,
        "fact": writing.fact,
        "space": writing.space,
        "spaces": [] if writing.key else list(writable_spaces(request)),
        "draft": draft,
        "fields": fields,
        "boxes": bench.boxes(saving=saving, focus=focus),
        "properties": property_groups(),
        "sources": bench.shelf.sources.items(),
        "topics": bench.shelf.topics.items(),
        "precisions": Fact.AskPrecision.choices,
        "bases": Fact.Basis.choices,
        "weights": Fact.Weight.choices,
        "proof": bench.shown_study(),
        "faults": [(name, said) for name, each in faults.items() for said in each],
        "saving": saving,
        "asks_both": asks_both,
        "mine": bench.mine(),
        "both": bool(request.POST.get("both")),
        "another": bool((request.POST or request.GET).get("another")),
        "more_is_open": more_is_open(fields, draft),
        "change": change,
    }
    status = 422 if saving or asks_both else 409 if change else 200
    template = f"{_PAGE}#author" if wants_fragment(request) else _PAGE
    return TemplateResponse(request, template, context, status=status)


def _usual_space(request: AuthenticatedHttpRequest) -> Space:
    """The space asked for, else the author's own, which is made if it is missing."""
    if key := request.GET.get("space"):
        return space_for_writing(request, key)
    space = writable_spaces(request).first()
    return space if space is not None else _own_space(request)


def _own_space(request: AuthenticatedHttpRequest) -> Space:
    """A teacher's own space, made now; staff who do not teach have none."""
    if not request.user.is_teacher:
        raise PermissionDenied
    return own_space(owner=request.user, name=str(request.user))


def _first_draft(request: AuthenticatedHttpRequest, space: Space) -> FactDraft:
    """A form with what the address says of it, else on the source written of last."""
    draft = FactDraft.sent(request.GET)
    if draft.text("source"):
        return draft
    shelf = Shelf.of(space)
    if len(shelf.sources) == 1:
        return draft.with_written(source=next(iter(shelf.sources)))
    last = (
        Fact.objects.in_space(space)
        .filter(edited_by=request.user)
        .select_related("source", "topic")
        .order_by("-updated", "-pk")
        .first()
    )
    if last is None:
        return draft
    return draft.with_written(source=last.source.key, topic=last.topic.key)
