"""What facts speak of: states, organisations, treaties, events, places, persons."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.bank.fields import Utf8JSONField
from quizzes.bank.names import SORT_KEY_LENGTH, search_keys, sort_key
from quizzes.bank.references import Referenced
from quizzes.bank.spaces import InSpaceQuerySet, Language, Space, key_field
from quizzes.items.data import EntityKind

NAME_LENGTH = 400


class EntityQuerySet(InSpaceQuerySet["Entity"]):
    """Entities by what is asked of them."""

    def of_kind(self, kind: str) -> EntityQuerySet:
        """Those of one kind."""
        return self.filter(kind=kind)

    def with_names(self) -> EntityQuerySet:
        """With all that conversion needs, in one further query."""
        return self.select_related("space", "part_of__space").prefetch_related("names")


class Entity(Referenced, models.Model):
    """A thing that facts are about, or that stands in their values.

    `category` tells sorts of things of one kind apart: options of one item share it.
    `hand_edited` says that a person changed it after it was loaded: reloading the
    fixtures then leaves it as it is.
    """

    class Kind(models.TextChoices):
        STATE = EntityKind.STATE.value, _("State")
        ORGANISATION = EntityKind.ORGANISATION.value, _("Organisation")
        BODY = EntityKind.BODY.value, _("Body")
        TREATY = EntityKind.TREATY.value, _("Treaty or other document")
        EVENT = EntityKind.EVENT.value, _("Event")
        PLACE = EntityKind.PLACE.value, _("Place")
        PERSON = EntityKind.PERSON.value, _("Person")
        THEME = EntityKind.THEME.value, _("Subject matter")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="entities")
    key = key_field()
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    part_of = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    category = models.CharField(_("category"), max_length=40, blank=True)
    hand_edited = models.BooleanField(_("edited by hand"), default=False)

    objects = EntityQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        constraints = [
            models.UniqueConstraint(fields=["space", "key"], name="entity_key_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EntityKind]),
                name="entity_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=F("id")),
                name="entity_not_part_of_itself",
            ),
        ]
        indexes = [models.Index(fields=["space", "kind"], name="entity_by_kind")]

    def __str__(self) -> str:
        return self.key


class EntityNameQuerySet(models.QuerySet["EntityName"]):
    """Names by how they are found and sorted."""

    def in_alphabetical_order(self) -> EntityNameQuerySet:
        """By the Kazakh alphabet."""
        return self.order_by("sort_key", "pk")


class EntityName(models.Model):
    """How an entity is called in one language, with what its inflection needs.

    `short_name` is what items print, empty if it is the name. `aliases` are other
    spellings, a list of strings that are never printed. `also` lists further
    designations, each {"name": …, "possessed": …}. `forms` maps cases to whole forms of
    the printed name where no rule gives them, `full_forms` to those of the full name
    where a short one is printed. The two keys are made by `fill_keys`.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    name = models.CharField(_("full name"), max_length=NAME_LENGTH)
    possessed = models.BooleanField(
        _("the last word of the name bears the possessive"), default=False
    )
    short_name = models.CharField(_("short name"), max_length=NAME_LENGTH, blank=True)
    short_possessed = models.BooleanField(
        _("the last word of the short name bears the possessive"), default=False
    )
    aliases = Utf8JSONField(_("other spellings"), default=list, blank=True)
    also = Utf8JSONField(_("other designations"), default=list, blank=True)
    reading = models.CharField(_("how it is read aloud"), max_length=100, blank=True)
    forms = Utf8JSONField(_("forms of single cases"), default=dict, blank=True)
    full_forms = Utf8JSONField(
        _("forms of single cases of the full name"), default=dict, blank=True
    )
    search_key = models.TextField(blank=True, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, blank=True, editable=False)

    objects = EntityNameQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "language"], name="entity_name_language_unique"
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="entity_name_language_known",
            ),
        ]
        indexes = [
            models.Index(fields=["language", "sort_key"], name="entity_name_sorted"),
        ]

    def __str__(self) -> str:
        return self.printed

    def clean(self) -> None:
        """Names stand in lists joined by semicolons, so none may hold one."""
        if any(";" in text for text in self.all_names()):
            raise ValidationError(_("A name holds no semicolon."), code="semicolon")

    def fill_keys(self) -> None:
        """Make the search and sort keys from the names as they are now."""
        self.search_key = search_keys(self.all_names())
        self.sort_key = sort_key(self.printed)

    @property
    def printed(self) -> str:
        """The name that items print."""
        return self.short_name or self.name

    def all_names(self) -> list[str]:
        """Every designation and spelling."""
        also = [each["name"] for each in self.also]
        return [self.name, self.short_name, *also, *self.aliases]
