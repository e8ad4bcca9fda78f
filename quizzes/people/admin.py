"""Users, for the staff."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from quizzes.people.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Django's page of a user, with what is ours."""

    list_display = (
        "username",
        "display_name",
        "role",
        "is_guest",
        "is_staff",
        "last_login",
    )
    list_filter = (
        "role",
        "is_guest",
        "is_staff",
        "is_superuser",
        "is_active",
        "language",
    )
    fieldsets = (
        *(DjangoUserAdmin.fieldsets or ()),
        (_("Here"), {"fields": ("display_name", "role", "language", "is_guest")}),
    )
