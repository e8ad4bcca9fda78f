"""Classrooms, who teaches in them and who learns in them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.bank.names import SORT_KEY_LENGTH, search_key, sort_key
from quizzes.people.public_ids import PUBLIC_ID_LENGTH, new_public_id

NAME_LENGTH = 80
# Folding may write one letter as three
SEARCH_KEY_LENGTH = 3 * NAME_LENGTH
JOIN_CODE_LENGTH = 8
_NUMBER = re.compile(r"\d+")


class ClassroomQuerySet(models.QuerySet["Classroom"]):
    """Classes by who asks for them."""

    def taught_by(self, teacher_id: int | Expression) -> Self:
        """The classes of a teacher, own and as a co-teacher."""
        return self.filter(teachers__teacher_id=teacher_id)

    def current(self) -> Self:
        """The classes that are not archived."""
        return self.filter(archived_at=None)


class Classroom(models.Model):
    """A teacher's group of learners.

    The join code is an invitation and NOT a password: whoever knows it learns the name
    of the class and may ask to come in, no more. Without a code nobody can.
    """

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, default=new_public_id, editable=False, unique=True
    )
    name = models.CharField(_("name of the class"), max_length=NAME_LENGTH)
    # Empty for a name in letters that the key does not know
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, blank=True)
    # Null, not empty: any number of classes may have none.
    join_code = models.CharField(  # noqa: DJ001
        max_length=JOIN_CODE_LENGTH, null=True, unique=True
    )
    join_code_expires_at = models.DateTimeField(null=True)
    confirms_newcomers = models.BooleanField(
        _("I confirm each newcomer myself"), default=False
    )
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.CheckConstraint(
                condition=Q(join_code=None, join_code_expires_at=None)
                | Q(join_code__isnull=False, join_code_expires_at__isnull=False),
                name="classroom_join_code_expires",
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None) | Q(join_code=None),
                name="classroom_archived_takes_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the class, for its teachers."""
        return reverse("classes:class", args=[self.public_id])

    def call(self, name: str) -> None:
        """Set the name and what it is sorted by, 9 before 10; saves nothing."""
        self.name = name
        self.sort_key = sort_key(_NUMBER.sub(lambda found: found[0].zfill(4), name))

    @property
    def shown_code(self) -> str:
        """The join code as it is read out: in two halves."""
        code = self.join_code or ""
        half = JOIN_CODE_LENGTH // 2
        return f"{code[:half]} {code[half:]}".strip()

    @property
    def is_archived(self) -> bool:
        """Whether the class is over."""
        return self.archived_at is not None

    def takes_newcomers(self, now: datetime) -> bool:
        """Whether its code lets anybody in."""
        return self.join_code_expires_at is not None and now < self.join_code_expires_at


class ClassTeacher(models.Model):
    """A teacher of a class; the owner made it, the others are co-teachers."""

    classroom = models.ForeignKey(
        Classroom, on_delete=models.CASCADE, related_name="teachers"
    )
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    is_owner = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "teacher"], name="class_teacher_unique"
            ),
            models.UniqueConstraint(
                fields=["classroom"],
                condition=Q(is_owner=True),
                name="class_teacher_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teacher_id} in {self.classroom_id}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments by what they are."""

    def joined(self) -> Self:
        """Of those who learn in the class now."""
        return self.filter(state=Enrolment.State.JOINED)

    def asked(self) -> Self:
        """Of newcomers who wait for the teacher's word."""
        return self.filter(state=Enrolment.State.ASKED)

    def current(self) -> Self:
        """Of those who learn in the class now, or have asked to."""
        return self.filter(state__in=[Enrolment.State.ASKED, Enrolment.State.JOINED])

    def former(self) -> Self:
        """Of those whose time in the class is over, and who are still somebody."""
        current = [Enrolment.State.ASKED, Enrolment.State.JOINED]
        return self.exclude(state__in=current).filter(learner__is_erased=False)

    def found_by(self, words: str) -> Self:
        """Of those whose names hold all these words, in any order."""
        found = self
        for word in search_key(words).split():
            found = found.filter(search_key__contains=word)
        return found

    def by_name(self) -> Self:
        """In the order of the Kazakh alphabet."""
        return self.order_by("sort_key", "pk")


class Enrolment(models.Model):
    """A learner's time in a class, from joining until leaving.

    Who comes back has another row: so the history stays. `name` is what the learner is
    called in this class, which may differ from the name of the account.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waits to be confirmed")
        JOINED = "joined", _("In the class")
        REFUSED = "refused", _("Not confirmed")
        LEFT = "left", _("Left")
        REMOVED = "removed", _("Removed")
        MOVED = "moved", _("Moved to another class")

    class Way(models.TextChoices):
        CODE = "code", _("By class code")
        CARD = "card", _("By card")
        MOVED = "moved", _("From another class")
        RETURNED = "returned", _("Taken back by the teacher")

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, default=new_public_id, editable=False, unique=True
    )
    classroom = models.ForeignKey(
        Classroom, on_delete=models.CASCADE, related_name="enrolments"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    name = models.CharField(_("full name"), max_length=NAME_LENGTH)
    search_key = models.CharField(max_length=SEARCH_KEY_LENGTH)
    # Empty for a name in letters that the key does not know
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.JOINED)
    way = models.CharField(max_length=8, choices=Way)
    # When the learner asked, as long as it is not confirmed
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Tells a form that is sent twice from a second person of the same name
    join_key = models.UUIDField(null=True, blank=True, unique=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "learner"],
                condition=Q(state__in=["asked", "joined"]),
                name="enrolment_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["classroom", "search_key"],
                condition=Q(state__in=["asked", "joined"]),
                name="enrolment_name_unique",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "joined"], ended_at=None)
                | Q(
                    state__in=["refused", "left", "removed", "moved"],
                    ended_at__isnull=False,
                ),
                name="enrolment_ended_at_iff_ended",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["code", "card", "moved", "returned"]),
                name="enrolment_way_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["classroom", "state", "sort_key"], name="enrolment_by_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.classroom_id}"

    def call(self, name: str) -> None:
        """Set the name and what it is found and sorted by; saves nothing."""
        self.name = name
        self.search_key = search_key(name)
        self.sort_key = sort_key(name)

    @property
    def is_current(self) -> bool:
        """Whether the learner is in the class, or has asked to be."""
        return self.state in {self.State.ASKED, self.State.JOINED}


class Card(models.Model):
    """That a learner came in by a card, and which class answers for it.

    The teachers of that class may make a new card, and act for the learner, who has no
    e-mail. The password is NOT here: it is shown once, and stored as any other.
    """

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="card"
    )
    classroom = models.ForeignKey(
        Classroom, on_delete=models.CASCADE, related_name="cards"
    )
    issued_at = models.DateTimeField()

    class Meta:
        app_label = "quizzes"

    def __str__(self) -> str:
        return str(self.learner_id)
