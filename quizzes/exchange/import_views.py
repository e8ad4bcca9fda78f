"""The pages on which files come in: sent, looked at, repaired, and taken over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from quizzes.bank.access import writable_spaces
from quizzes.exchange import uploads
from quizzes.exchange.access import upload_for_owner, uploads_of
from quizzes.exchange.examples import EXAMPLES
from quizzes.exchange.fault_words import sentence, words
from quizzes.exchange.faults import Fault, FaultCode
from quizzes.exchange.forms import UploadForm, WishesForm, wishes_of
from quizzes.exchange.models import Upload
from quizzes.exchange.planned_facts import shown_items_of
from quizzes.exchange.repairing import MOST_BLOCKS, NoSuchLines, Repair
from quizzes.exchange.showing import (
    ShownItem,
    UploadItems,
    show_fact_item,
    shown_counts,
    shown_entities,
)
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

FORM_METHODS: Final = ["GET", "HEAD", "POST"]
ITEMS_ON_A_PAGE: Final = 25
FAULTS_AT_THE_FIELD: Final = 5
PAGE: Final = "exchange/upload.html"
_LINES: Final = re.compile(r"lines-([0-9]{1,9})-([0-9]{1,9})")


@author_required
@require_http_methods(FORM_METHODS)
def send(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Send a file or a text; what it would do is shown before it does it."""
    spaces = writable_spaces(request)
    if request.method != "POST":
        return _send_page(request, UploadForm(spaces=spaces))
    form = UploadForm(request.POST, request.FILES, spaces=spaces)
    if not form.is_valid():
        return _send_page(request, form)
    try:
        upload = uploads.receive(
            owner=request.user,
            space=form.cleaned_data["space"],
            given=form.given(),
            wishes=form.wishes(),
            now=timezone.now(),
        )
    except uploads.CannotBeRead as error:
        for fault in error.faults[:FAULTS_AT_THE_FIELD]:
            form.add_error(form.given_field, sentence(fault.in_file("")))
    except uploads.TooManyUploads:
        form.add_error(None, _("Other files are being stored. Wait until they are in."))
    else:
        return redirect("exchange:upload", upload.public_id)
    return _send_page(request, form)


def _send_page(request: AuthenticatedHttpRequest, form: UploadForm) -> HttpResponse:
    return TemplateResponse(
        request,
        "exchange/send.html",
        {
            "form": form,
            "uploads": uploads_of(request).order_by("-made_at", "-pk"),
            "examples": EXAMPLES,
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


@author_required
@require_safe
def upload(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """What a file would do, does, or has done."""
    return _upload_page(request, upload_for_owner(request, public_id))


@author_required
@require_safe
def planned_fact(
    request: AuthenticatedHttpRequest, public_id: str, place: int
) -> HttpResponse:
    """Every question that a fact of a file makes; nothing is stored."""
    upload = upload_for_owner(request, public_id)
    is_looked_at = upload.state == Upload.State.REVIEW
    found = uploads.items_of(upload, place, 1) if place < upload.total else []
    if not found or not is_looked_at or upload.kind != Upload.Kind.FACTS:
        raise Http404
    [item] = found
    part = "#items" if wants_fragment(request) else ""
    return TemplateResponse(
        request,
        f"exchange/planned_fact.html{part}",
        {
            "upload": upload,
            "item": show_fact_item(item),
            "proof": shown_items_of(upload, item),
        },
    )


@author_required
@require_POST
def change(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Check a file anew: for another space or topic, or with new entities."""
    upload = upload_for_owner(request, public_id)
    form = WishesForm(request.POST, spaces=writable_spaces(request))
    if not form.is_valid():
        return _upload_page(request, upload, form=form, status=422)
    makes_entities = request.POST.get("makes_entities") == "yes"
    try:
        uploads.change(
            upload=upload,
            space=form.cleaned_data["space"],
            wishes=form.wishes(makes_entities=makes_entities),
        )
    except (uploads.NotInReview, uploads.ChangedMeanwhile):
        return _conflict(request, public_id)
    return redirect("exchange:upload", public_id)


@author_required
@require_POST
def repair(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Put lines right that could not be read, and check them like any others."""
    upload = upload_for_owner(request, public_id)
    if not uploads.is_text(upload):
        return redirect("exchange:upload", public_id)
    before = upload.fault_count
    seen = request.POST.get("seen", "")
    try:
        if request.POST.get("first_is_right") == "yes":
            uploads.mark_first(upload=upload, seen=seen)
        else:
            uploads.repair(upload=upload, repairs=_repairs(request.POST), seen=seen)
    except (uploads.NotInReview, uploads.ChangedMeanwhile, NoSuchLines):
        return _conflict(request, public_id)
    except uploads.CannotBeRead as error:
        upload.refresh_from_db()
        return _upload_page(request, upload, refusal=words(error.faults[0]), status=422)
    if upload.fault_count == 0 < before:
        messages.success(request, _("Everything can be read now."))
    return redirect("exchange:upload", public_id)


@author_required
@require_POST
def store(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponseBase:
    """Begin to take a file over, or go on with it.

    Under htmx a second's worth at a time, so that progress is seen; else all of it.
    """
    upload = upload_for_owner(request, public_id)
    now = timezone.now()
    if upload.state == Upload.State.REVIEW:
        takes_part = request.POST.get("takes_part") == "yes"
        try:
            uploads.begin(upload=upload, takes_part=takes_part, now=now)
        except uploads.HasFaults:
            text = _("Not all of it can be read. Say what is to become of the rest.")
            return _upload_page(request, upload, refusal=text, status=422)
        except uploads.NotInReview:
            pass  # begun a moment ago by another press: go on with that
    in_steps = wants_fragment(request)
    seconds = uploads.SECONDS_AT_ONCE if in_steps else None
    uploads.store_next(upload=upload, now=now, seconds=seconds)
    upload = upload_for_owner(request, public_id)
    if upload.state == Upload.State.REVIEW:
        messages.warning(
            request, _("The bank has changed meanwhile. Look at it once more.")
        )
    if in_steps and upload.state == Upload.State.STORING:
        return TemplateResponse(
            request, f"{PAGE}#storing", {"upload": upload, **_progress(upload)}
        )
    target = redirect("exchange:upload", public_id)
    return HttpResponseClientRedirect(target.url) if in_steps else target


@author_required
@require_POST
def remove(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Throw a file away."""
    upload = upload_for_owner(request, public_id)
    uploads.remove(upload=upload)
    messages.success(request, _("The file is gone. What was stored of it stays."))
    return redirect("exchange:import")


def _upload_page(
    request: AuthenticatedHttpRequest,
    upload: Upload,
    *,
    form: WishesForm | None = None,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "upload": upload,
        "counts": shown_counts(upload),
        "refusal": refusal,
        "faults": [sentence(fault) for fault in uploads.faults_of(upload)],
        "more_faults": upload.fault_count - len(upload.faults),
    }
    if upload.state == Upload.State.REVIEW:
        paginator: Paginator[ShownItem] = Paginator(
            UploadItems(upload),  # type: ignore[arg-type]
            ITEMS_ON_A_PAGE,
        )
        blocks = uploads.blocks(upload)
        shown_here = [fault for block in blocks for fault in block.faults]
        elsewhere = [
            fault for fault in uploads.faults_of(upload) if fault not in shown_here
        ]
        spaces = writable_spaces(request)
        context |= {
            "page": paginator.get_page(request.GET.get("page")),
            "blocks": [
                (block, [sentence(fault) for fault in block.faults]) for block in blocks
            ],
            "most_blocks": MOST_BLOCKS,
            "lacks_marks": uploads.lacks_marks(upload),
            "faults": [sentence(fault) for fault in elsewhere],
            "entities": shown_entities(upload),
            "mark": uploads.mark_of(upload),
            "form": form or WishesForm(initial=wishes_of(upload), spaces=spaces),
            "unknown_names": _has_unknown_names(uploads.faults_of(upload)),
        }
    return TemplateResponse(request, PAGE, context | _progress(upload), status=status)


def _progress(upload: Upload) -> dict[str, int]:
    return {"done": upload.done, "total": upload.total}


def _has_unknown_names(faults: Iterable[Fault]) -> bool:
    return any(fault.code is FaultCode.UNKNOWN_NAME for fault in faults)


def _repairs(sent: QueryDict) -> list[Repair]:
    """The lines that a form sends: each field is named by the lines it replaces."""
    found: list[Repair] = []
    for name in sent:
        match = _LINES.fullmatch(name)
        if match is not None and len(found) < MOST_BLOCKS:
            first, last = int(match[1]), int(match[2])
            found.append(Repair(first=first, last=last, text=sent.get(name, "")))
    return found


def _conflict(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    messages.warning(request, _("This has changed in the meantime."))
    return redirect("exchange:upload", public_id)
