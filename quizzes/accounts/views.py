"""The account page, and the question whose the guest's attempts are."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter as get_school_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from quizzes.accounts import merging
from quizzes.accounts.adapter import GUEST_LEFT, set_language_cookie
from quizzes.accounts.forms import AccountForm
from quizzes.people.models import User
from quizzes.people.roles import account_required
from quizzes.web.request import AuthenticatedHttpRequest


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What the account says of its owner, and the ways to password and second step."""
    # A row of its own: a form that is refused leaves the page's header as it was.
    user = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=user)
    if request.method != "POST":
        return _account_page(request, form)
    if not form.is_valid():
        return _account_page(request, form, status=422)
    user = form.save()
    with translation.override(user.language):
        messages.success(request, _("Saved"))
    response = redirect("accounts:account")
    set_language_cookie(response, user.language)
    return response


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempts(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Ask once whether the attempts made as a guest belong to this account."""
    onward = get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL
    guest_id = request.session.get(GUEST_LEFT)
    count = merging.attempts_of_guest(guest_id) if guest_id else 0
    if request.method != "POST":
        if not count:
            return HttpResponseRedirect(onward)
        return TemplateResponse(
            request, "accounts/attempts.html", {"count": count, "onward": onward}
        )
    request.session.pop(GUEST_LEFT, None)
    if guest_id and request.POST.get("whose") == "mine":
        moved = merging.take_over(guest_id=guest_id, account=request.user)
        messages.success(
            request,
            ngettext(
                "%(n)s attempt is now yours.", "%(n)s attempts are now yours.", moved
            )
            % {"n": moved},
        )
    return HttpResponseRedirect(onward)


def _account_page(
    request: AuthenticatedHttpRequest, form: AccountForm, *, status: int = 200
) -> HttpResponse:
    user = request.user
    return TemplateResponse(
        request,
        "accounts/account.html",
        {
            "form": form,
            "address": EmailAddress.objects.filter(user=user)
            .order_by("-primary", "-verified", "pk")
            .first(),
            "has_second_factor": is_mfa_enabled(user),
            "offers_second_factor": user.is_teacher or user.is_staff,
            "schools": get_school_adapter().list_providers(request),
        },
        status=status,
    )
