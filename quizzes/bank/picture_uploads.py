"""A picture that comes with a form: kept at once, so that a fault elsewhere loses none.

Browsers do not fill in a file twice; the digest stands in the form instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.bank.picture_making import LARGEST_FILE, BadPicture, PictureFault
from quizzes.bank.pictures import Picture, keep_picture
from quizzes.bank.question_conversion import picture_of
from quizzes.bank.question_drafts import QuestionDraft
from quizzes.bank.stimulus_drafts import StimulusDraft
from quizzes.items.data import Picture as ShownPicture

FIELD: Final = "picture_file"
REMOVE: Final = "remove-picture"

Draft = TypeVar("Draft", QuestionDraft, StimulusDraft)

_FAULTS: Final[Mapping[PictureFault, Promise]] = {
    PictureFault.TOO_LARGE: _("The file is too large. At most 5 MB."),
    PictureFault.TOO_MANY_PIXELS: _(
        "The picture has too many pixels. Make it smaller."
    ),
    PictureFault.NOT_A_PICTURE: _("This is no picture. PNG, JPEG and WebP are read."),
}


def with_picture(
    draft: Draft, request: HttpRequest, now: datetime
) -> tuple[Draft, str]:
    """The draft with the picture that was sent, and why it was not taken, if so.

    A digest that is none of a picture is taken out.
    """
    if request.POST.get("do") == REMOVE:
        return replace(draft, picture=""), ""
    sent = request.FILES.get(FIELD)
    if sent is not None:
        try:
            if sent.size is None or sent.size > LARGEST_FILE:
                raise BadPicture(PictureFault.TOO_LARGE)
            kept = keep_picture(content=sent.read(), now=now)
        except BadPicture as bad:
            return draft, str(_FAULTS[bad.fault])
        return replace(draft, picture=kept.digest), ""
    if draft.picture and shown_picture_of(draft) is None:
        return replace(draft, picture=""), ""
    return draft, ""


def shown_picture_of(draft: QuestionDraft | StimulusDraft) -> ShownPicture | None:
    """The picture of a draft as items show it, if there is one."""
    if not draft.picture:
        return None
    stored = Picture.objects.filter(digest=draft.picture).defer("content").first()
    return picture_of(stored, draft.picture_text.strip()) if stored else None
