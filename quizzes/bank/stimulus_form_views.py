"""The pages on which a text with its questions is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.bank.access import space_for_writing, writable_spaces
from quizzes.bank.editing import StaleVersion
from quizzes.bank.picture_uploads import shown_picture_of, with_picture
from quizzes.bank.question_access import stimulus_for_writing
from quizzes.bank.question_content import stimulus_from_plain
from quizzes.bank.question_conversion import stimulus_content
from quizzes.bank.question_differences import differences
from quizzes.bank.question_editing import AlreadyUnderAText
from quizzes.bank.question_form_views import APPROVE, FORM_METHODS, SAVE, usual_space
from quizzes.bank.questions import (
    QuestionFamily,
    QuestionForm,
    State,
    Stimulus,
    StimulusVersion,
)
from quizzes.bank.shelves import Shelf
from quizzes.bank.spaces import Space
from quizzes.bank.stimulus_drafts import StimulusDraft, after_stimulus_button
from quizzes.bank.stimulus_fields import show_stimulus
from quizzes.bank.stimulus_items import found_things
from quizzes.bank.stimulus_keeping import (
    CannotBeAsked,
    approve_stimulus,
    write_stimulus,
)
from quizzes.bank.stimulus_previews import preview_of
from quizzes.bank.stimulus_reading import ReadStimulus, read_stimulus
from quizzes.items.stimuli import MOST_PARTS
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

_NEW = "new"


@author_required
@require_http_methods(FORM_METHODS)
def new_stimulus(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Write a new text; nothing is stored before it is saved."""
    if request.method != "POST":
        space = usual_space(request)
        return _page(request, draft=StimulusDraft.blank(), space=space)
    space = space_for_writing(request, request.POST.get("space", ""))
    return _posted(request, space, None)


@author_required
@require_http_methods(FORM_METHODS)
def edit_stimulus(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Change a text; whoever saves second is shown what the first has done."""
    stimulus = stimulus_for_writing(request, reference)
    if request.method != "POST":
        draft = StimulusDraft.of(stimulus_content(stimulus))
        return _page(request, draft=draft, space=stimulus.space, stimulus=stimulus)
    return _posted(request, stimulus.space, stimulus)


@author_required
@require_POST
def preview_stimulus(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The whole text as learners will see it; a page of its own without scripts."""
    space = space_for_writing(request, request.POST.get("space", ""))
    draft, _refused = with_picture(
        StimulusDraft.sent(request.POST), request, timezone.now()
    )
    context = _context(draft=draft, space=space)
    template = (
        "bank/stimulus_form.html#told"
        if wants_fragment(request)
        else "bank/stimulus_preview.html"
    )
    return TemplateResponse(request, template, {**context, "out_of_band": True})


def _posted(
    request: AuthenticatedHttpRequest, space: Space, stimulus: Stimulus | None
) -> HttpResponse:
    """What a button of the form does: change its parts, or save it."""
    draft, bad_picture = with_picture(
        StimulusDraft.sent(request.POST), request, timezone.now()
    )
    button = request.POST.get("do", "")
    seen = _seen_version(request)
    shown: dict[str, Any] = {"space": space, "stimulus": stimulus}
    if button not in (SAVE, APPROVE) or bad_picture:
        draft, focus = after_stimulus_button(draft, button)
        return _page(
            request,
            draft=draft,
            **shown,
            seen_version=seen,
            focus=focus,
            bad_picture=bad_picture,
        )
    read = read_stimulus(
        draft,
        space=space,
        shelf=Shelf.of(space),
        key=stimulus.key if stimulus is not None else _NEW,
        state=stimulus.state if stimulus is not None else State.DRAFT.value,
        saving=True,
    )
    if read.faults:
        return _page(request, draft=draft, **shown, seen_version=seen, saving=True)
    try:
        stored = _write(request, read, space, stimulus, seen)
    except StaleVersion:
        return _page(request, draft=draft, **shown, stale_version=seen, status=409)
    except AlreadyUnderAText as taken:
        part = next(n for n, p in enumerate(read.content.parts) if p.key == taken.key)
        text = _("This question stands under another text. Copy it to ask it here too.")
        return _page(
            request,
            draft=draft,
            **shown,
            seen_version=seen,
            saving=True,
            refused=(f"part-{part}", text),
        )
    return _saved(request, stored, approves=button == APPROVE)


def _write(
    request: AuthenticatedHttpRequest,
    read: ReadStimulus,
    space: Space,
    stimulus: Stimulus | None,
    seen: int,
) -> Stimulus:
    return write_stimulus(
        space=space,
        content=read.content,
        new_questions=[
            (place, part.new)
            for place, part in enumerate(read.parts)
            if part.new is not None
        ],
        now=timezone.now(),
        by=request.user,
        stored=stimulus,
        seen_version=seen if stimulus is not None else None,
    ).stimulus


def _saved(
    request: AuthenticatedHttpRequest, stored: Stimulus, *, approves: bool
) -> HttpResponse:
    """Approve what was saved, if that was asked for and is possible."""
    told = _("Saved as a draft: it is not asked before it is approved.")
    if approves or stored.is_approved():
        stimulus = Stimulus.objects.with_content().get(pk=stored.pk)
        try:
            approve_stimulus(stimulus=stimulus, now=timezone.now(), by=request.user)
        except CannotBeAsked:
            messages.warning(request, _("Saved, but it cannot be asked yet."))
            return redirect("bank:stimulus", stored.reference)
        told = _("Saved and approved: it can be asked.")
    messages.success(request, told)
    return redirect("bank:stimulus", stored.reference)


def _page(
    request: AuthenticatedHttpRequest,
    *,
    draft: StimulusDraft,
    space: Space,
    stimulus: Stimulus | None = None,
    seen_version: int = 0,
    stale_version: int | None = None,
    saving: bool = False,
    refused: tuple[str, str] | None = None,
    focus: str = "",
    bad_picture: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with all that was typed, and the preview beside it."""
    context = _context(
        draft=draft, space=space, saving=saving, focus=focus, refused=refused
    )
    context["refused_picture"] = bad_picture
    context["stimulus"] = stimulus
    context["spaces"] = list(writable_spaces(request)) if stimulus is None else []
    if stimulus is None:
        context["action"] = reverse("bank:new_stimulus")
    else:
        context["action"] = reverse("bank:edit_stimulus", args=[stimulus.reference])
        context["seen_version"] = seen_version or stimulus.version
        if stale_version is not None:
            context["change"] = _change_since(stimulus, stale_version)
            context["seen_version"] = stimulus.version
    if bad_picture or (saving and context["faults"]):
        status = 422
    name = "bank/stimulus_form.html"
    template = f"{name}#author" if wants_fragment(request) else name
    return TemplateResponse(request, template, context, status=status)


def _context(
    *,
    draft: StimulusDraft,
    space: Space,
    saving: bool = False,
    refused: tuple[str, str] | None = None,
    focus: str = "",
) -> dict[str, Any]:
    shelf = Shelf.of(space)
    read = read_stimulus(
        draft,
        space=space,
        shelf=shelf,
        key=_NEW,
        state=State.DRAFT.value,
        saving=saving,
    )
    picture = shown_picture_of(draft)
    faults = (*read.faults, refused) if refused is not None else read.faults
    return {
        "space": space,
        "shown": show_stimulus(draft, read, focus=focus, refused=refused),
        "found": found_things(space, draft.wanted, read.content.parts),
        "saving": saving,
        "faults": faults,
        "warnings": read.warnings,
        "preview": preview_of(
            replace(read.content.as_data(), picture=picture), read.items, shelf.titles
        ),
        "picture": picture,
        "sources": shelf.sources.items(),
        "topics": shelf.topics.items(),
        "forms": QuestionForm.choices,
        "families": QuestionFamily.choices,
        "can_write": len(draft.parts) < MOST_PARTS,
    }


def _seen_version(request: AuthenticatedHttpRequest) -> int:
    """The version that the form was made of; one that is none counts as the first."""
    typed = request.POST.get("seen_version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1


def _change_since(stimulus: Stimulus, seen_version: int) -> dict[str, Any]:
    """Who has changed a text since a version, and what."""
    newest = StimulusVersion.objects.select_related("made_by").get(
        stimulus=stimulus, number=stimulus.version
    )
    seen = stimulus.versions.filter(number=seen_version).first()
    told = []
    if seen is not None:
        told = differences(
            stimulus_from_plain(seen.content), stimulus_content(stimulus)
        )
    return {"by": newest.made_by, "at": newest.made_at, "differences": told}
