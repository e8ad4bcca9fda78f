"""The pages of texts with questions that stand: the list, one text, its versions."""

from __future__ import annotations

from itertools import pairwise

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quizzes.bank.access import readable_topics, space_for_writing, writable_spaces
from quizzes.bank.editing import StaleVersion, UnknownKey
from quizzes.bank.finding_words import words
from quizzes.bank.question_access import (
    readable_stimuli,
    stimulus_for_reading,
    stimulus_for_writing,
)
from quizzes.bank.question_content import stimulus_from_plain
from quizzes.bank.question_conversion import stimulus_data
from quizzes.bank.question_differences import differences
from quizzes.bank.question_editing import AlreadyUnderAText, CannotBeSaved
from quizzes.bank.question_search import StimulusSearchForm
from quizzes.bank.questions import StimulusVersion
from quizzes.bank.shelves import Shelf
from quizzes.bank.showing import ranges
from quizzes.bank.stimulus_items import hindrances_of, parts_of, things_of
from quizzes.bank.stimulus_keeping import (
    CannotBeAsked,
    TextNotDeletable,
    approve_stimulus,
    copy_stimulus,
    delete_stimulus,
    is_deletable,
    restore_stimulus,
    withdraw_stimulus,
)
from quizzes.bank.stimulus_previews import preview_of
from quizzes.items.stimuli import warnings_of
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

TEXTS_ON_A_PAGE = 25


@author_required
@require_safe
def stimuli(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Search and filter."""
    form = StimulusSearchForm(request.GET, topics=readable_topics(request))
    found = form.found_in(readable_stimuli(request))
    found = found.select_related("space", "topic").annotate(number=Count("parts"))
    page = Paginator(found.order_by("-updated", "-pk"), TEXTS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    name = "bank/stimuli.html"
    return TemplateResponse(
        request,
        f"{name}#results" if wants_fragment(request) else name,
        {"form": form, "page": page},
    )


@author_required
@require_safe
def stimulus(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """One text with its questions as learners will see it."""
    stimulus = stimulus_for_reading(request, reference)
    spaces = list(writable_spaces(request))
    parts = parts_of(stimulus)
    things = things_of(stimulus.space, parts)
    items = {part: thing.item for part, thing in things.items() if thing.item}
    data = stimulus_data(stimulus)
    ordered = [items[part] for part in parts if part in items]
    may_write = stimulus.space in spaces
    return TemplateResponse(
        request,
        "bank/stimulus.html",
        {
            "stimulus": stimulus,
            "parts": [things[part] for part in parts if part in things],
            "paragraphs": ranges(stimulus.paragraphs),
            "preview": preview_of(data, items, Shelf.of(stimulus.space).titles),
            "hindrances": hindrances_of(stimulus) if may_write else [],
            "warnings": list(
                dict.fromkeys(words(each) for each in warnings_of(data, ordered))
            )
            if may_write
            else [],
            "may_write": may_write,
            "may_delete": may_write and is_deletable(stimulus),
            "spaces": spaces,
        },
    )


@author_required
@require_POST
def approve(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Let a text be asked, if each of its parts may be."""
    stimulus = stimulus_for_writing(request, reference)
    try:
        approve_stimulus(stimulus=stimulus, now=timezone.now(), by=request.user)
    except CannotBeAsked:
        messages.error(request, _("It cannot be asked yet; the reasons stand below."))
    else:
        messages.success(request, _("Approved: it can be asked."))
    return redirect("bank:stimulus", reference)


@author_required
@require_POST
def withdraw(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Ask a text no more."""
    stimulus = stimulus_for_writing(request, reference)
    withdraw_stimulus(stimulus=stimulus, now=timezone.now(), by=request.user)
    messages.success(request, _("Withdrawn: it is asked no more."))
    return redirect("bank:stimulus", reference)


@author_required
@require_POST
def copy(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Copy a text with its questions into a space of the author's, as drafts."""
    stimulus = stimulus_for_reading(request, reference)
    space = space_for_writing(request, request.POST.get("space", ""))
    try:
        stored = copy_stimulus(
            stimulus=stimulus, space=space, now=timezone.now(), by=request.user
        )
    except UnknownKey:
        messages.error(
            request, _("Its source is not in that space, so it cannot be copied there.")
        )
        return redirect("bank:stimulus", reference)
    messages.success(request, _("Copied. This is the copy, a draft."))
    return redirect("bank:edit_stimulus", stored.stimulus.reference)


@author_required
@require_POST
def delete(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Delete a text that no learner has seen; its questions stay."""
    stimulus = stimulus_for_writing(request, reference)
    try:
        delete_stimulus(stimulus=stimulus)
    except TextNotDeletable:
        messages.error(request, _("Learners may have seen it: it cannot be deleted."))
        return redirect("bank:stimulus", reference)
    messages.success(request, _("Deleted"))
    return redirect("bank:stimuli")


@author_required
@require_safe
def versions(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Every change of a text, the newest first, and the way back."""
    stimulus = stimulus_for_writing(request, reference)
    rows = list(stimulus.versions.select_related("made_by").order_by("-number"))
    contents = [stimulus_from_plain(row.content) for row in rows]
    told = [differences(old, new) for new, old in pairwise(contents)]
    return TemplateResponse(
        request,
        "bank/question_versions.html",
        {
            "stimulus": stimulus,
            "title": stimulus.title or stimulus.text,
            "restore": reverse("bank:restore_stimulus", args=[reference]),
            "changes": [
                {
                    "version": row,
                    "differences": each,
                    "is_current": row.number == stimulus.version,
                }
                for row, each in zip(rows, [*told, []], strict=True)
            ],
        },
    )


@author_required
@require_POST
def restore(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Write an old version anew."""
    stimulus = stimulus_for_writing(request, reference)
    number = request.POST.get("number", "")
    try:
        restore_stimulus(
            stimulus=stimulus,
            number=int(number) if number.isdecimal() and len(number) < 9 else 0,
            now=timezone.now(),
            by=request.user,
        )
    except StimulusVersion.DoesNotExist as error:
        raise Http404 from error
    except (UnknownKey, CannotBeSaved, AlreadyUnderAText):
        messages.error(request, _("This version rests on what is not there any more."))
        return redirect("bank:stimulus_versions", reference)
    except StaleVersion:
        messages.error(request, _("Somebody has changed it meanwhile. Look again."))
        return redirect("bank:stimulus_versions", reference)
    messages.success(request, _("The old version is back, as a new one."))
    return redirect("bank:stimulus", reference)
