"""Questions by hand, and the texts that several of them stand under.

They are written by `question_editing` only.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.bank.facts import Fact, random_place
from quizzes.bank.fields import Utf8JSONField
from quizzes.bank.pictures import LONGEST_PICTURE_TEXT, Picture
from quizzes.bank.references import Referenced
from quizzes.bank.spaces import InSpaceQuerySet, Source, Space, Topic, key_field
from quizzes.items import stimuli
from quizzes.items.data import Family, Form
from quizzes.items.question_faults import LONGEST_STEM, LONGEST_TEXT


class State(models.TextChoices):
    """Whether it may be asked."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


class QuestionForm(models.TextChoices):
    """How it is answered."""

    CHOICE = Form.CHOICE.value, _("One answer")
    MULTIPLE_CHOICE = Form.MULTIPLE_CHOICE.value, _("Several answers")
    TRUE_FALSE = Form.TRUE_FALSE.value, _("True or false")
    DATE_ENTRY = Form.DATE_ENTRY.value, _("Type the date")
    MATCHING = Form.MATCHING.value, _("Match pairs")
    ORDERING = Form.ORDERING.value, _("Put in order")


class QuestionFamily(models.TextChoices):
    """What it is about."""

    DATE = Family.DATE.value, _("Dates")
    MEMBER = Family.MEMBER.value, _("Members")
    TREATY = Family.TREATY.value, _("Treaties")


_WITH_CONTENT = ("space", "source__space", "topic__space", "picture")


def _person() -> Any:
    """Who did something to it; the row outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


class Written(Referenced, models.Model):
    """What questions and stimuli share: where they belong, their state and version."""

    space = models.ForeignKey(
        Space, on_delete=models.CASCADE, related_name="%(class)s_set"
    )
    key = key_field()
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_set",
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_set",
    )
    paragraphs = Utf8JSONField(_("paragraphs"), default=list, blank=True)
    picture = models.ForeignKey(
        Picture,
        verbose_name=_("picture"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_set",
    )
    picture_text = models.CharField(
        _("what is to be seen in the picture"),
        max_length=LONGEST_PICTURE_TEXT,
        blank=True,
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.DRAFT
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = _person()
    edited_by = _person()
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.TextField(blank=True, editable=False)
    created = models.DateTimeField(editable=False)
    updated = models.DateTimeField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key

    def is_approved(self) -> bool:
        """Whether it may be asked."""
        return self.state == State.APPROVED


def _constraints(name: str) -> list[models.BaseConstraint]:
    """What the database holds of both tables."""
    return [
        models.UniqueConstraint(fields=["space", "key"], name=f"{name}_key_unique"),
        models.CheckConstraint(
            condition=Q(state="draft", approved_at=None, approved_by=None)
            | Q(state="approved", approved_at__isnull=False),
            name=f"{name}_approved_at_iff_approved",
        ),
        models.CheckConstraint(
            condition=Q(version__gte=1), name=f"{name}_version_from_one"
        ),
        models.CheckConstraint(
            condition=Q(source__isnull=False) | Q(paragraphs=[]),
            name=f"{name}_paragraphs_of_source",
        ),
        # Who cannot see a picture is told what it shows.
        models.CheckConstraint(
            condition=Q(picture=None, picture_text="")
            | Q(picture__isnull=False) & ~Q(picture_text=""),
            name=f"{name}_picture_iff_its_text",
        ),
    ]


class QuestionQuerySet(InSpaceQuerySet["Question"]):
    """Questions by what is asked of them."""

    def approved(self) -> QuestionQuerySet:
        """Those that may be asked."""
        return self.filter(state=State.APPROVED)

    def of_topic(self, key: str) -> QuestionQuerySet:
        """Those of one topic."""
        return self.filter(topic__key=key)

    def with_content(self) -> QuestionQuerySet:
        """With all that conversion needs, in one query."""
        return self.select_related(*_WITH_CONTENT).defer("picture__content")


class Question(Written):
    """A question that a teacher wrote, where no fact fits.

    `parts` holds its options, prompts and dates with their feedback, as
    `question_content` writes them: they are read and written together, never apart.
    A question is NOT an item: `items.questions.make_item` makes one of it.
    """

    form = models.CharField(_("form"), max_length=16, choices=QuestionForm)
    family = models.CharField(_("family"), max_length=8, choices=QuestionFamily)
    stem = models.TextField(_("stem"), validators=[MaxLengthValidator(LONGEST_STEM)])
    emphasis = models.CharField(_("word in bold"), max_length=100, blank=True)
    parts = Utf8JSONField(default=dict)
    explanation = models.TextField(
        _("explanation"), validators=[MaxLengthValidator(LONGEST_TEXT)], blank=True
    )
    note = models.TextField(
        _("note"), validators=[MaxLengthValidator(LONGEST_TEXT)], blank=True
    )
    draw_key = models.FloatField(default=random_place, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            *_constraints("question"),
            models.CheckConstraint(
                condition=Q(form__in=[form.value for form in Form]),
                name="question_form_known",
            ),
            models.CheckConstraint(
                condition=Q(family__in=[family.value for family in Family]),
                name="question_family_known",
            ),
            models.CheckConstraint(condition=~Q(stem=""), name="question_has_a_stem"),
        ]
        indexes = [
            models.Index(
                fields=["space", "state", "draw_key"], name="question_to_draw"
            ),
            models.Index(
                fields=["space", "topic", "state", "draw_key"],
                name="question_to_draw_of_topic",
            ),
        ]


class StimulusQuerySet(InSpaceQuerySet["Stimulus"]):
    """Stimuli by what is asked of them."""

    def approved(self) -> StimulusQuerySet:
        """Those that may be asked."""
        return self.filter(state=State.APPROVED)

    def with_content(self) -> StimulusQuerySet:
        """With all that conversion needs: a fixed number of queries."""
        parts = StimulusPart.objects.select_related(
            *(f"question__{each}" for each in _WITH_CONTENT), "fact__space"
        ).defer("question__picture__content")
        rows = self.select_related(*_WITH_CONTENT).defer("picture__content")
        return rows.prefetch_related(
            models.Prefetch("parts", parts.order_by("position"))
        )


class Stimulus(Written):
    """A text (мәнмәтін) with two to five questions or facts that stay together."""

    title = models.CharField(_("title"), max_length=stimuli.LONGEST_TITLE, blank=True)
    text = models.TextField(
        _("text"), validators=[MaxLengthValidator(stimuli.LONGEST_TEXT)]
    )
    attribution = models.CharField(
        _("where it is from"), max_length=stimuli.LONGEST_TITLE, blank=True
    )

    objects = StimulusQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("text for several questions")
        verbose_name_plural = _("texts for several questions")
        constraints = [
            *_constraints("stimulus"),
            models.CheckConstraint(condition=~Q(text=""), name="stimulus_has_a_text"),
        ]


class StimulusPart(models.Model):
    """The place of a question or of a fact under a stimulus."""

    stimulus = models.ForeignKey(
        Stimulus, on_delete=models.CASCADE, related_name="parts"
    )
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stimulus_parts",
    )
    fact = models.ForeignKey(
        Fact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stimulus_parts",
    )

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["stimulus", "position"], name="stimulus_part_position_unique"
            ),
            # Torn out of its text, a question may make no sense: it has one home.
            models.UniqueConstraint(
                fields=["question"], name="stimulus_part_question_unique"
            ),
            models.UniqueConstraint(
                fields=["stimulus", "fact"], name="stimulus_part_fact_unique"
            ),
            models.CheckConstraint(
                condition=Q(question__isnull=False, fact=None)
                | Q(question=None, fact__isnull=False),
                name="stimulus_part_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=stimuli.MOST_PARTS),
                name="stimulus_part_position_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stimulus_id}/{self.position}"


class Version(models.Model):
    """The whole content after one change; append-only.

    `content` is a plain `QuestionContent` or `StimulusContent`, with keys for names.
    """

    class Reason(models.TextChoices):
        IMPORTED = "imported", _("Imported from a file")
        EDITED = "edited", _("Edited")
        APPROVED = "approved", _("Approved or withdrawn")

    number = models.PositiveIntegerField()
    content = Utf8JSONField()
    made_at = models.DateTimeField()
    made_by = _person()
    reason = models.CharField(max_length=16, choices=Reason)

    class Meta:
        abstract = True


class QuestionVersion(Version):
    """A question as it was after one change."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="versions"
    )

    class Meta:
        app_label = "quizzes"
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="question_version_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}#{self.number}"


class StimulusVersion(Version):
    """A stimulus as it was after one change."""

    stimulus = models.ForeignKey(
        Stimulus, on_delete=models.CASCADE, related_name="versions"
    )

    class Meta:
        app_label = "quizzes"
        verbose_name = _("version of a text for several questions")
        verbose_name_plural = _("versions of texts for several questions")
        constraints = [
            models.UniqueConstraint(
                fields=["stimulus", "number"], name="stimulus_version_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stimulus_id}#{self.number}"
