"""The addresses that are not the product's own, and the pages of errors."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from quizzes.web import health

handler400 = "quizzes.web.errors.bad_request"
handler403 = "quizzes.web.errors.permission_denied"
handler404 = "quizzes.web.errors.page_not_found"
handler500 = "quizzes.web.errors.server_error"

urlpatterns = [
    # For whoever watches the server
    path("healthz", health.healthz, name="healthz"),
    # The language of the interface
    path("language/", login_not_required(set_language), name="set_language"),
    # Staff
    path("admin/", admin.site.urls),
    # The product
    path("", include("quizzes.urls")),
]
