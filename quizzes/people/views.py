"""The language of the pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.views import i18n

from quizzes.people.models import User
from quizzes.web.request import HttpRequest


def set_language(request: HttpRequest) -> HttpResponse:
    """Let the browser keep the language, and the user, so that it comes along."""
    response = i18n.set_language(request)
    chosen = request.POST.get("language")
    if request.user.is_authenticated and chosen in User.Language.values:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return response
