"""What an attempt stores.

These tables are NOT a log of clicks and no place for what is known of a learner: they
hold what was asked, what was answered, and how it was judged. Answers and marks are
append-only; nothing here is ever updated but the sums, the state and the revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quizzes.bank.fields import Utf8JSONField
from quizzes.bank.models import Fact, Question
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes.models import Assignment
from quizzes.memory.choosing import Reason
from quizzes.memory.models import Memory
from quizzes.people.public_ids import PUBLIC_ID_LENGTH, new_public_id

# An answer that was sent in time may take a while to arrive.
GRACE: Final = timedelta(seconds=10)
# And one that has arrived may wait for others to be stored: rows are closed after that.
LONGEST_ARRIVAL: Final = timedelta(seconds=15)
SETTLED: Final = GRACE + LONGEST_ARRIVAL


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts by what is asked of them."""

    def of_learner(self, learner_id: int | Expression) -> Self:
        """The attempts of one learner."""
        return self.filter(learner_id=learner_id)

    def open(self, now: datetime) -> Self:
        """The attempts that can be gone on with at `now`."""
        in_time = Q(deadline_at=None) | Q(deadline_at__gt=now)
        return self.filter(in_time, state=Attempt.State.OPEN)

    def overdue(self, now: datetime) -> Self:
        """The attempts that are to be closed, since their time was up a while ago."""
        return self.filter(state=Attempt.State.OPEN, deadline_at__lte=now - SETTLED)

    def newest_first(self) -> Self:
        """In the order of a list of one's attempts."""
        return self.order_by("-started_at", "-pk")


class Attempt(models.Model):
    """One learner's run of a quiz.

    `recipe` says what was asked for, `seed` makes the drawing repeatable. `score`,
    `answered` and `revision` are kept for the pages: the sum of the slots' marks, the
    number of answered slots, and a number that grows with each change.

    `assignment` is what it was started for, if anything, and `number` which of the
    learner's attempts at that it is. `deadline_at` is the last moment for answers and
    `reveals_at` the first for feedback; both are kept up with the assignment's own.

    `is_try` says that a teacher tries a quiz of their own: no statistics count it.

    `remembered_at` is when memory learnt from a test, as a whole: not before feedback
    is due. Where feedback comes at once, memory learns with each answer.

    `state` says what is stored. An attempt whose time is up is treated as handed in
    before it is closed, so pages ask `is_open_at`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("In progress")
        CLOSED = "closed", _("Handed in")

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, default=new_public_id, editable=False
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts"
    )
    start_key = models.UUIDField()
    recipe = Utf8JSONField()
    source_titles = Utf8JSONField(default=dict)
    feedback_mode = models.CharField(max_length=8, choices=FeedbackMode)
    seed = models.CharField(max_length=32)
    length = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    max_score = models.DecimalField(max_digits=8, decimal_places=4)
    answered = models.PositiveSmallIntegerField(default=0)
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    is_try = models.BooleanField(default=False)
    deadline_at = models.DateTimeField(null=True, blank=True)
    reveals_at = models.DateTimeField(null=True, blank=True)
    remembered_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["public_id"], name="attempt_public_id_unique"
            ),
            models.UniqueConstraint(
                fields=["learner", "start_key"], name="attempt_start_key_unique"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="attempt_closed_at_iff_closed",
            ),
            models.CheckConstraint(
                condition=Q(feedback_mode__in=["at_once", "at_end", "at_close"]),
                name="attempt_feedback_mode_known",
            ),
            models.UniqueConstraint(
                fields=["learner", "assignment", "number"],
                name="attempt_number_unique",
            ),
            models.UniqueConstraint(
                fields=["learner", "assignment"],
                condition=Q(state="open"),
                name="attempt_one_open_of_assignment",
            ),
            models.CheckConstraint(
                condition=Q(assignment=None, number=None, deadline_at=None)
                | Q(assignment__isnull=False, number__isnull=False, number__gte=1),
                name="attempt_number_iff_assigned",
            ),
            models.CheckConstraint(
                condition=Q(is_try=False) | Q(assignment=None),
                name="attempt_try_not_assigned",
            ),
            models.CheckConstraint(
                condition=~Q(feedback_mode="at_close") | Q(reveals_at__isnull=False),
                name="attempt_reveals_at_close",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True)
                | Q(score__gte=0, score__lte=F("max_score")),
                name="attempt_score_in_range",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True, answered=0)
                | Q(score__isnull=False, answered__gt=0),
                name="attempt_score_iff_answered",
            ),
            models.CheckConstraint(
                condition=Q(length__gte=1, max_score__gt=0),
                name="attempt_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(answered__lte=F("length")),
                name="attempt_answered_in_range",
            ),
            models.CheckConstraint(
                condition=Q(remembered_at=None)
                | Q(~Q(feedback_mode="at_once"), state="closed"),
                name="attempt_remembered_when_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "-started_at"], name="attempt_of_learner"),
            models.Index(
                fields=["learner", "reveals_at"],
                condition=Q(state="closed", remembered_at=None)
                & ~Q(feedback_mode="at_once"),
                name="attempt_to_remember",
            ),
            # Attempts without a deadline have no part in it
            models.Index(
                fields=["deadline_at"],
                condition=Q(state="open", deadline_at__isnull=False),
                name="attempt_open_until",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        """The page where the attempt goes on."""
        return reverse("attempts:attempt", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed; its time may be up all the same."""
        return self.state == self.State.OPEN

    def is_open_at(self, now: datetime) -> bool:
        """Whether its questions are shown at `now`."""
        return self.is_open and (self.deadline_at is None or now < self.deadline_at)

    def takes_answers_at(self, received_at: datetime) -> bool:
        """Whether an answer is stored that was received then."""
        return self.is_open and (
            self.deadline_at is None or received_at < self.deadline_at + GRACE
        )

    def may_be_revealed_at(self, now: datetime) -> bool:
        """Whether the learner may see how it was marked: not before it is closed."""
        return not self.is_open and (self.reveals_at is None or self.reveals_at <= now)

    def seconds_left(self, now: datetime) -> int | None:
        """How long it can be gone on with; None without a deadline.

        Rounded up: a page that has counted down to 0 is not before its time.
        """
        if self.deadline_at is None:
            return None
        return max(0, ceil((self.deadline_at - now).total_seconds()))

    @property
    def shows_feedback_at_once(self) -> bool:
        """Whether an answer is judged before the learner's eyes when it is given."""
        return self.feedback_mode == FeedbackMode.AT_ONCE

    @property
    def is_shorter_than_asked(self) -> bool:
        """Whether the bank had fewer items of the kind than were asked for."""
        return self.length < self.recipe["length"]

    @property
    def is_fully_answered(self) -> bool:
        """Whether no slot is without an answer."""
        return self.answered >= self.length


class Snapshot(models.Model):
    """An item exactly as it is shown and judged, stored once per content.

    `content` is the record of `quizzes.items.records` as UTF-8 JSON text,
    `content_hash` the SHA-256 of it. `question` joins it to the question by hand that
    it asks, if any, as `AskedFact` joins others to facts. A snapshot is never changed.
    """

    content_hash = models.CharField(max_length=64)
    content = models.TextField()
    question = models.ForeignKey(
        Question,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["content_hash"], name="snapshot_content_hash_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.content_hash


class AskedFact(models.Model):
    """A fact that an answer to a snapshot teaches, see `memory.grading.asked_facts`.

    It joins what was answered to the bank: an item names its facts by their keys. A
    fact that is gone from the bank leaves no row.
    """

    snapshot = models.ForeignKey(
        Snapshot,
        on_delete=models.CASCADE,
        related_name="asked_facts",
        # The unique constraint begins with it
        db_index=False,
    )
    position = models.PositiveSmallIntegerField()
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "position"], name="asked_fact_position_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}/{self.position}"


class AssignedItem(models.Model):
    """An item of an assignment whose items are the same for all, drawn once."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "position"], name="assigned_item_position_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.position}"


class Slot(models.Model):
    """The place of a snapshot in an attempt.

    `option_order` lists the options' values as they stand on the page, `tokens` maps
    what the page sends to values; tokens are random and know nothing of the key.
    `single` copies from the attempt that one answer is all the slot takes.

    `judged_by` is what its answers are judged by instead of what was shown, since a
    fact has been corrected; `is_void` that any answer has the whole mark, since nobody
    could give a right one. Both are `regrading`'s to set.

    Where memory has offered the fact, `reason` says why, and `recall` how likely memory
    held it that the fact would be recalled, at that moment; neither changes afterwards.
    """

    class Why(models.TextChoices):
        DUE = Reason.DUE.value, pgettext_lazy("why a question", "Time to repeat")
        MISSED = (
            Reason.MISSED.value,
            pgettext_lazy("why a question", "Missed last time"),
        )
        NEW = Reason.NEW.value, pgettext_lazy("why a question", "New to you")
        KNOWN = Reason.KNOWN.value, pgettext_lazy("why a question", "To keep it firm")
        YARDSTICK = (
            Reason.YARDSTICK.value,
            pgettext_lazy("why a question", "Chosen at random"),
        )

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField()
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, related_name="slots"
    )
    judged_by = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_void = models.BooleanField(default=False)
    option_order = Utf8JSONField(default=list)
    tokens = Utf8JSONField(default=dict)
    single = models.BooleanField()
    mark = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    answer_count = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=9, choices=Why, blank=True, default="")
    recall = models.FloatField(null=True, blank=True)

    # What was read along with the slot: by position the facts that an answer to it
    # teaches, each with its state in the memory of the learner, if it has one
    taught: Mapping[int, tuple[AskedFact, Memory | None]] | None = None

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="slot_position_unique"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1), name="slot_position_from_one"
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__gte=0, mark__lte=1),
                name="slot_mark_in_range",
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=True, answer_count=0)
                | Q(mark__isnull=False, answer_count__gt=0),
                name="slot_mark_iff_answered",
            ),
            models.CheckConstraint(
                condition=Q(single=False) | Q(answer_count__lte=1),
                name="slot_single_answer_count",
            ),
            models.CheckConstraint(
                condition=Q(reason="", recall=None)
                | Q(
                    reason__in=[each.value for each in Reason],
                    recall__isnull=False,
                    recall__gte=0,
                    recall__lte=1,
                ),
                name="slot_recall_iff_reason",
            ),
        ]
        indexes = [
            # Few of very many, which the check of the model reads
            models.Index(
                fields=["attempt"],
                condition=Q(reason=Reason.YARDSTICK.value),
                name="slot_yardstick",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"

    @property
    def is_answered(self) -> bool:
        """Whether an answer has been stored."""
        return self.answer_count > 0


class Answer(models.Model):
    """What a learner gave for a slot, as values of the snapshot; append-only.

    `single` copies from the slot that there may be no second answer, so that the
    database itself refuses one.
    """

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    idempotency_key = models.UUIDField()
    response = Utf8JSONField()
    single = models.BooleanField()
    received_at = models.DateTimeField()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "number"], name="answer_number_unique"
            ),
            models.UniqueConstraint(
                fields=["slot", "idempotency_key"],
                name="answer_idempotency_key_unique",
            ),
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(single=True),
                name="answer_single_unique",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(single=False, number__gt=1),
                name="answer_single_is_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id}#{self.number}"


class Mark(models.Model):
    """A judgement of an answer, 0 to 1; append-only, the newest counts.

    `made_by` is null where the rules of marking judged. `fact_version` is the stored
    version of the item's first fact at the time of the judgement.
    """

    class Reason(models.TextChoices):
        ANSWER = "answer", pgettext_lazy("why there is a mark", "Answer")
        REGRADE = "regrade", _("Regrade")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="marks")
    score = models.DecimalField(max_digits=5, decimal_places=4)
    fact_version = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, choices=Reason, default=Reason.ANSWER)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="mark_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.score}"
