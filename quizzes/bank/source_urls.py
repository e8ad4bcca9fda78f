"""Addresses of naming things and of sources; `urls` includes them."""

from __future__ import annotations

from django.urls import path

from quizzes.bank import (
    entity_form_views,
    entity_keeping_views,
    source_views,
    text_views,
)

_ENTITY = "bank/entities/<reference:reference>/"
_SOURCE = "bank/sources/<reference:reference>/"

urlpatterns = [
    # /bank/entities/
    path("bank/entities/", entity_form_views.entities, name="entities"),
    path("bank/entities/new/", entity_form_views.new_entity, name="new_entity"),
    path("bank/entities/forms/", entity_form_views.entity_forms, name="entity_forms"),
    path("bank/entities/wholes/", entity_form_views.wholes, name="wholes"),
    path(f"{_ENTITY}edit/", entity_form_views.edit_entity, name="edit_entity"),
    path(f"{_ENTITY}versions/", entity_keeping_views.versions, name="entity_versions"),
    path(
        f"{_ENTITY}versions/restore/",
        entity_keeping_views.restore,
        name="restore_entity",
    ),
    path(f"{_ENTITY}delete/", entity_keeping_views.delete, name="delete_entity"),
    # /bank/sources/
    path("bank/sources/", source_views.sources, name="sources"),
    path("bank/sources/new/", source_views.new_source, name="new_source"),
    path(_SOURCE, source_views.source, name="source"),
    path(f"{_SOURCE}edit/", source_views.edit_source, name="edit_source"),
    path(f"{_SOURCE}delete/", source_views.remove_source, name="remove_source"),
    path(f"{_SOURCE}text/", text_views.coverage, name="source_text"),
    path(f"{_SOURCE}text/drop/", source_views.remove_text, name="drop_source_text"),
    path(f"{_SOURCE}text/<int:number>/", text_views.paragraph, name="paragraph"),
]
