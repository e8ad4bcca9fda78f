"""The bank for staff.

Facts are shown and not edited here: `editing` alone writes them, with a version. Names
and topics can be put right; an entity edited here has that in its history, and is left
alone by reloading.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from quizzes.bank.entities import Entity, EntityName
from quizzes.bank.entity_history import record_beginning, record_version
from quizzes.bank.facts import Fact, FactEntity, FactText
from quizzes.bank.history import FactVersion
from quizzes.bank.names import search_key
from quizzes.bank.spaces import Source, Space, Topic
from quizzes.people.models import User


class ReadOnly:
    """What an admin of stored history may not do."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False


class FixedKey:
    """What facts, quizzes and attempts name by its key keeps that key for good."""

    def get_readonly_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> tuple[str, ...]:
        """Let the key and the space be written when the thing is added only."""
        if obj is None:
            return ()
        fields = {field.name for field in obj._meta.fields}
        return tuple(name for name in ("key", "space") if name in fields)


@admin.register(Space)
class SpaceAdmin(FixedKey, admin.ModelAdmin):
    list_display = ("key", "name", "owner")
    list_select_related = ("owner",)
    raw_id_fields = ("owner",)
    ordering = ("key",)


@admin.register(Source)
class SourceAdmin(FixedKey, admin.ModelAdmin):
    list_display = ("key", "title_kk", "space", "paragraph_count")
    list_select_related = ("space",)
    ordering = ("key",)


@admin.register(Topic)
class TopicAdmin(FixedKey, admin.ModelAdmin):
    list_display = ("key", "name_kk", "source", "position", "space")
    list_select_related = ("source", "space")
    ordering = ("source", "position")


class EntityNameInline(admin.StackedInline):
    model = EntityName
    extra = 0


@admin.register(Entity)
class EntityAdmin(FixedKey, admin.ModelAdmin):
    list_display = ("key", "kind", "part_of", "space", "hand_edited")
    list_filter = ("kind", "space", "hand_edited")
    list_select_related = ("part_of", "space")
    search_fields = ("key", "names__search_key")
    raw_id_fields = ("part_of",)
    inlines = (EntityNameInline,)
    ordering = ("key",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entity], search_term: str
    ) -> tuple[QuerySet[Entity], bool]:
        """Search by the folded key, so that Kazakh capitals are found."""
        return super().get_search_results(request, queryset, search_key(search_term))

    def save_model(
        self, request: HttpRequest, obj: Entity, form: ModelForm[Entity], change: bool
    ) -> None:
        """Remember that a person changed it, and how it was before."""
        if change:
            record_beginning(Entity.objects.with_names().get(pk=obj.pk))
        obj.hand_edited = True
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: Any, change: bool
    ) -> None:
        """Keep the keys of the names in step with the names."""
        for name in formset.save(commit=False):
            name.fill_keys()
            name.save()
        for name in formset.deleted_objects:
            name.delete()
        formset.save_m2m()

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Keep in its history how the entity stands now, as its own form does."""
        super().save_related(request, form, formsets, change)
        assert isinstance(request.user, User)
        entity = Entity.objects.with_names().get(pk=form.instance.pk)
        record_version(entity, by=request.user, now=timezone.now())


class FactTextInline(ReadOnly, admin.TabularInline):
    model = FactText
    fields = ("language", "statement", "note")
    extra = 0


class FactEntityInline(ReadOnly, admin.TabularInline):
    model = FactEntity
    fields = ("position", "entity")
    ordering = ("position",)
    extra = 0


class FactVersionInline(ReadOnly, admin.TabularInline):
    model = FactVersion
    fields = ("number", "reason", "made_at", "made_by", "content")
    ordering = ("-number",)
    extra = 0


@admin.register(Fact)
class FactAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("key", "property", "topic", "weight", "state", "hand_edited")
    list_filter = ("state", "topic", "property", "weight", "basis", "hand_edited")
    list_select_related = ("topic",)
    search_fields = ("key", "texts__search_key", "subject__names__search_key")
    inlines = (FactTextInline, FactEntityInline, FactVersionInline)
    ordering = ("key",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Fact], search_term: str
    ) -> tuple[QuerySet[Fact], bool]:
        """Search by the folded key, so that Kazakh capitals are found."""
        return super().get_search_results(request, queryset, search_key(search_term))
