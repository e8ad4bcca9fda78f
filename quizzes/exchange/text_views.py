"""The page on which a teacher puts the text of a source, for themselves alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quizzes.bank.access import source_for_reading, writable_spaces
from quizzes.bank.source_editing import last_cited, set_paragraph_count
from quizzes.bank.source_texts import keep_text, text_of
from quizzes.bank.spaces import Source
from quizzes.exchange.text_forms import TextForm
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest

_PAGE = "exchange/source_text.html"


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def source_text(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Take in a text; one of another length than the source is looked at first."""
    source = source_for_reading(request, reference)
    if request.method != "POST":
        return _page(request, source, TextForm(label_suffix=""))
    form = TextForm(request.POST, request.FILES, label_suffix="")
    if not form.is_valid():
        return _page(request, source, form, status=422)
    paragraphs: list[str] = form.cleaned_data["paragraphs"]
    differs = len(paragraphs) != source.paragraph_count
    if differs and request.POST.get("do") != "keep":
        return _review(request, source, paragraphs)
    keep_text(
        source=source, owner=request.user, paragraphs=paragraphs, now=timezone.now()
    )
    if differs and _follows(request, source, len(paragraphs)):
        set_paragraph_count(source=source, number=len(paragraphs))
    messages.success(request, _("The text is kept. Only you see it."))
    return redirect("bank:source_text", source.reference)


def _follows(request: AuthenticatedHttpRequest, source: Source, number: int) -> bool:
    """Whether the source takes its number of paragraphs from the text.

    It does where the author writes it, and no fact cites more than there is.
    """
    writes = writable_spaces(request).filter(pk=source.space_id).exists()
    return writes and last_cited(source) <= number


def _review(
    request: AuthenticatedHttpRequest, source: Source, paragraphs: list[str]
) -> HttpResponse:
    """Show what has been read, and where it differs, before anything is stored."""
    form = TextForm({"text": "\n".join(paragraphs)}, label_suffix="")
    numbered = list(enumerate(paragraphs, start=1))
    cited = last_cited(source)
    review = {
        "number": len(paragraphs),
        "first": numbered[:3],
        "last": numbered[3:][-2:],
        "cited": cited if cited > len(paragraphs) else 0,
        "follows": _follows(request, source, len(paragraphs)),
    }
    return _page(request, source, form, review=review)


def _page(
    request: AuthenticatedHttpRequest,
    source: Source,
    form: TextForm,
    *,
    review: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    return TemplateResponse(
        request,
        _PAGE,
        {
            "source": source,
            "form": form,
            "review": review,
            "kept": text_of(source, request.user),
        },
        status=status,
    )
