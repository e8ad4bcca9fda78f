"""The one address of each picture."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from quizzes.bank.picture_making import MEDIA_TYPE
from quizzes.bank.pictures import Picture
from quizzes.web.request import HttpRequest

A_YEAR: Final = 365 * 24 * 60 * 60


@login_not_required
@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """A picture, to be kept by the browser: what has this digest never changes."""
    stored = get_object_or_404(Picture, digest=digest)
    return HttpResponse(
        bytes(stored.content),
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": f"public, max-age={A_YEAR}, immutable"},
    )
