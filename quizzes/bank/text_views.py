"""The pages on which the text of a source is read, by the one person who keeps it."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from quizzes.bank.access import readable_facts, source_for_reading, writable_spaces
from quizzes.bank.coverage import SHOW_WORDS, Piece, Show, cover, pieces, place_of
from quizzes.bank.references import named
from quizzes.bank.showing import add_names, show_fact
from quizzes.bank.source_texts import SourceText
from quizzes.bank.spaces import Source
from quizzes.items.kazakh.found_dates import FoundDate
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest

# Neighbouring paragraphs on either side
_BESIDE: Final = 2


@author_required
@require_safe
def coverage(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """The text, and what has been drawn from each paragraph."""
    source = source_for_reading(request, reference)
    text = _own_text(request, source)
    covered = cover(text.paragraphs, readable_facts(request).filter(source=source))
    try:
        show = Show(request.GET.get("show", Show.ALL))
    except ValueError:
        show = Show.ALL
    space = writable_spaces(request).filter(pk=source.space_id).first()
    return TemplateResponse(
        request,
        "bank/coverage.html",
        {
            "source": source,
            "covered": covered,
            "paragraphs": covered.shown(show),
            "show": show,
            "filters": [
                (each, words, covered.number(each))
                for each, words in SHOW_WORDS.items()
            ],
            "space": space or writable_spaces(request).first(),
        },
    )


@author_required
@require_safe
def paragraph(
    request: AuthenticatedHttpRequest, reference: str, number: int
) -> HttpResponse:
    """One paragraph between its neighbours, with the place of a fact marked."""
    source = source_for_reading(request, reference)
    text = _own_text(request, source)
    if not 1 <= number <= len(text.paragraphs):
        raise Http404
    shown = None
    found: tuple[FoundDate, ...] = ()
    asked = request.GET.get("fact")
    if asked is not None:
        facts = readable_facts(request).filter(source=source).with_content()
        fact = get_object_or_404(facts, named([asked]))
        add_names(fact)
        shown = show_fact(fact)
        found = place_of(fact, text.paragraphs[number - 1])
    first = max(number - _BESIDE, 1)
    last = min(number + _BESIDE, len(text.paragraphs))
    rows = [
        (
            each,
            pieces(text.paragraphs[each - 1], found)
            if each == number
            else (Piece(text=text.paragraphs[each - 1]),),
        )
        for each in range(first, last + 1)
    ]
    return TemplateResponse(
        request,
        "bank/paragraph.html",
        {
            "source": source,
            "number": number,
            "rows": rows,
            "fact": shown,
            "before": number - 1 if number > 1 else None,
            "after": number + 1 if number < len(text.paragraphs) else None,
        },
    )


def _own_text(request: AuthenticatedHttpRequest, source: Source) -> SourceText:
    """The reader's own copy of a text; whoever keeps none gets a 404."""
    return get_object_or_404(SourceText, owner=request.user, source=source)
