"""The addresses that are not the product's own, and the pages of errors."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from quizzes.accounts.doors import clears_the_browser
from quizzes.people import roles
from quizzes.people import views as people
from quizzes.web import health

handler400 = "quizzes.web.errors.bad_request"
handler403 = "quizzes.web.errors.permission_denied"
handler404 = "quizzes.web.errors.page_not_found"
handler429 = "quizzes.web.errors.too_many_requests"  # allauth asks for it
handler500 = "quizzes.web.errors.server_error"

# Staff come in as everybody does: one log-in, one count of tries, one second step.
staff: Any = admin.site
staff.login = secure_admin_login(staff.login)
staff.logout = clears_the_browser(staff.logout)
staff.password_change = roles.to_password_change

urlpatterns = [
    # For whoever watches the server
    path("healthz", health.healthz, name="healthz"),
    # The language of the interface
    path("language/", login_not_required(people.set_language), name="set_language"),
    # Staff
    path("admin/", staff.urls),
    # The product
    path("", include("quizzes.urls")),
]
