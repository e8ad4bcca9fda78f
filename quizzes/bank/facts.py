"""Facts: one row, one statement. They are written by `editing` only."""

from __future__ import annotations

import random

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quizzes.bank.entities import Entity
from quizzes.bank.fields import Utf8JSONField
from quizzes.bank.references import Referenced
from quizzes.bank.spaces import (
    InSpaceQuerySet,
    Language,
    Source,
    Space,
    Topic,
    key_field,
)
from quizzes.items.calendar import Precision
from quizzes.items.properties import PROPERTIES, names_of
from quizzes.items.properties import ValueType as PropertyValueType

EDTF_LENGTH = 32
TEXT_LENGTH = 2000

# Django holds only forms to the `max_length` of a TextField.
short_enough = MaxLengthValidator(TEXT_LENGTH)


def property_choices() -> list[tuple[str, str]]:
    """The vocabulary with its labels in the language of the page."""
    language = (get_language() or "kk")[:2]
    return [
        (each.name, each.labels.get(language, each.labels["kk"]))
        for each in PROPERTIES.values()
    ]


def random_place() -> float:
    """Where drawing may meet a new fact. Migrations name it, so it is a function."""
    return random.random()


class FactQuerySet(InSpaceQuerySet["Fact"]):
    """Facts by what is asked of them."""

    def approved(self) -> FactQuerySet:
        """Those that may be asked."""
        return self.filter(state=Fact.State.APPROVED)

    def core(self) -> FactQuerySet:
        """Those that a quiz draws unless told otherwise."""
        return self.filter(weight=Fact.Weight.CORE)

    def of_source(self, key: str) -> FactQuerySet:
        """Those drawn from one text."""
        return self.filter(source__key=key)

    def about(self, entity: Entity) -> FactQuerySet:
        """Those whose subject is the entity."""
        return self.filter(subject=entity)

    def disputed(self) -> FactQuerySet:
        """Those where text and history differ."""
        return self.filter(text_value__isnull=False)

    def never_asked(self) -> FactQuerySet:
        """Those that no closed attempt has asked."""
        return self.filter(Q(usage=None) | Q(usage__asked=0))

    def with_content(self) -> FactQuerySet:
        """With all that conversion needs: a fixed number of queries for any number."""
        return self.select_related(
            "space",
            "source",
            "topic__space",
            "subject__space",
            "object__space",
        ).prefetch_related(
            "texts",
            Prefetch(
                "fact_entities",
                FactEntity.objects.select_related("entity__space").order_by("position"),
            ),
        )


class Fact(Referenced, models.Model):
    """A subject, a property and a value, with the paragraphs that state it.

    A date is kept as EDTF with the first and the last day that it covers; an open end
    is the first or the last day that the database knows (0001-01-01, 9999-12-31), so
    that overlaps are found by comparing days alone. A value's entities stand in
    `entities`. `text_value` is what the text has where history differs. `draw_key` is a
    random place at which drawing may meet the fact. `edited_by` is who edited it last;
    `hand_edited` says that reloading the fixtures leaves it as it is.
    """

    class ValueType(models.TextChoices):
        DATE = PropertyValueType.DATE.value, _("Date")
        NUMBER = PropertyValueType.NUMBER.value, _("Number")
        ENTITIES = PropertyValueType.ENTITIES.value, _("States, places, documents")

    class AskPrecision(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        YEAR = "year", _("Year")

    class Weight(models.TextChoices):
        CORE = "core", _("Core")
        DETAIL = "detail", _("Detail")

    class Basis(models.TextChoices):
        TEXT = "text", _("Stated by the text")
        DERIVED = "derived", _("Follows from the text")
        OUTSIDE = "outside", _("From elsewhere")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="facts")
    key = key_field()
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="facts"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="facts"
    )
    paragraphs = Utf8JSONField(_("paragraphs"), default=list, blank=True)

    subject = models.ForeignKey(
        Entity,
        verbose_name=_("subject"),
        on_delete=models.PROTECT,
        related_name="facts",
    )
    property = models.CharField(_("property"), max_length=32, choices=property_choices)
    value_type = models.CharField(_("type of value"), max_length=8, choices=ValueType)
    value_edtf = models.CharField(_("date"), max_length=EDTF_LENGTH, blank=True)
    first_day = models.DateField(null=True, blank=True, editable=False)
    last_day = models.DateField(null=True, blank=True, editable=False)
    precision = models.CharField(max_length=8, blank=True, editable=False)
    value_number = models.BigIntegerField(_("number"), null=True, blank=True)
    entities = models.ManyToManyField(
        Entity, through="FactEntity", related_name="value_of", blank=True
    )
    object = models.ForeignKey(
        Entity,
        verbose_name=_("object"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="object_of",
    )

    claim = models.CharField(_("claim"), max_length=500, blank=True)
    unit = models.CharField(_("what is counted"), max_length=200, blank=True)
    text_value = Utf8JSONField(_("value in the text"), null=True, blank=True)
    ask_precision = models.CharField(
        _("finest precision to ask"), max_length=8, choices=AskPrecision, blank=True
    )
    planned = models.BooleanField(_("a plan or a proposal"), default=False)
    weight = models.CharField(
        _("weight"), max_length=8, choices=Weight, default=Weight.CORE
    )
    complete = models.BooleanField(_("nothing is missing"), default=False)
    as_of = models.CharField(_("as of"), max_length=EDTF_LENGTH, blank=True)
    basis = models.CharField(
        _("basis"), max_length=8, choices=Basis, default=Basis.TEXT
    )
    basis_note = models.TextField(
        _("what it rests on"), validators=[short_enough], blank=True
    )
    unasked = models.TextField(
        _("why it is not asked"), validators=[short_enough], blank=True
    )

    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.DRAFT
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    hand_edited = models.BooleanField(_("edited by hand"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    draw_key = models.FloatField(default=random_place, editable=False)
    created = models.DateTimeField(editable=False)
    updated = models.DateTimeField(editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.UniqueConstraint(fields=["space", "key"], name="fact_key_unique"),
            models.CheckConstraint(
                condition=Q(
                    value_type="date",
                    property__in=names_of(PropertyValueType.DATE),
                )
                | Q(
                    value_type="number",
                    property__in=names_of(PropertyValueType.NUMBER),
                )
                | Q(
                    value_type="entities",
                    property__in=names_of(PropertyValueType.ENTITIES),
                ),
                name="fact_value_type_of_property",
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(value_edtf=""),
                    value_type="date",
                    first_day__isnull=False,
                    last_day__isnull=False,
                    precision__in=[precision.value for precision in Precision],
                    value_number__isnull=True,
                )
                | Q(
                    value_type="number",
                    value_number__isnull=False,
                    value_edtf="",
                    first_day__isnull=True,
                    last_day__isnull=True,
                    precision="",
                )
                | Q(
                    value_type="entities",
                    value_number__isnull=True,
                    value_edtf="",
                    first_day__isnull=True,
                    last_day__isnull=True,
                    precision="",
                ),
                name="fact_value_columns_of_type",
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="fact_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None, approved_by=None)
                | Q(state="approved", approved_at__isnull=False),
                name="fact_approved_at_iff_approved",
            ),
            models.CheckConstraint(
                condition=Q(basis="text")
                | Q(~Q(basis_note=""), basis__in=["derived", "outside"]),
                name="fact_basis_explained",
            ),
            models.CheckConstraint(
                condition=Q(weight__in=["core", "detail"]), name="fact_weight_known"
            ),
            models.CheckConstraint(
                condition=Q(ask_precision="")
                | Q(value_type="date", ask_precision__in=["day", "month", "year"]),
                name="fact_ask_precision_of_date",
            ),
            models.CheckConstraint(
                condition=Q(edited_by=None) | Q(hand_edited=True),
                name="fact_edited_by_hand",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="fact_version_from_one"
            ),
        ]
        indexes = [
            models.Index(fields=["space", "state", "draw_key"], name="fact_to_draw"),
            models.Index(
                fields=["space", "topic", "state", "draw_key"],
                name="fact_to_draw_of_topic",
            ),
            models.Index(
                fields=["space", "property", "precision", "first_day"],
                name="fact_near_date",
            ),
            models.Index(
                fields=["space", "first_day", "last_day"], name="fact_overlapping"
            ),
            models.Index(fields=["subject", "property"], name="fact_about"),
        ]

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        """Say what the constraints would refuse, before the database does."""
        known = PROPERTIES.get(self.property)
        if known is not None and known.value_type != self.value_type:
            raise ValidationError(
                {"property": _("This property takes another type of value.")}
            )
        if self.basis != self.Basis.TEXT and not self.basis_note:
            raise ValidationError(
                {"basis_note": _("Say what the fact rests on.")}, code="required"
            )

    def is_approved(self) -> bool:
        """Whether it may be asked."""
        return self.state == self.State.APPROVED

    def is_disputed(self) -> bool:
        """Whether text and history give different values."""
        return self.text_value is not None


class FactEntity(models.Model):
    """The place of an entity in a fact's value."""

    fact = models.ForeignKey(
        Fact, on_delete=models.CASCADE, related_name="fact_entities"
    )
    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="fact_entities"
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "entity"], name="fact_entity_unique"
            ),
            models.UniqueConstraint(
                fields=["fact", "position"], name="fact_entity_position_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id}/{self.position}"


class FactText(models.Model):
    """What a fact says in one language, in the project's own words."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    statement = models.TextField(_("statement"), validators=[short_enough])
    note = models.TextField(_("note"), validators=[short_enough], blank=True)
    search_key = models.TextField(blank=True, editable=False)

    class Meta:
        app_label = "quizzes"
        verbose_name = _("text of a fact")
        verbose_name_plural = _("texts of facts")
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "language"], name="fact_text_language_unique"
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="fact_text_language_known",
            ),
        ]

    def __str__(self) -> str:
        return self.statement
