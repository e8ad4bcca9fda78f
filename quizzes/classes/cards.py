"""Cards: user names and one-time passwords on paper, for pupils without e-mail.

A password is known while its page is made, and never again: it is stored as any other
and replaced at the first log-in.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from quizzes.bank.names import key_from, search_key
from quizzes.classes.classrooms import (
    Card,
    Classroom,
    Enrolment,
    EnrolmentQuerySet,
)
from quizzes.classes.enrolling import MOST_LEARNERS, ClassFull, TakesNobody
from quizzes.people.models import User

# Letters only, which a phone's keyboard has on one page; no vowels, so that no word
# comes up, and none that looks like another.
PASSWORD_ALPHABET: Final = "bcdfghjkmnpqrstwxyz"
PASSWORD_LENGTH: Final = 10
USERNAME_DIGITS: Final = "23456789"
_DIGITS_LENGTH: Final = 4
_LONGEST_STEM: Final = 12
_STEM_WITHOUT_LETTERS: Final = "oqushy"
_NO_LETTER: Final = re.compile(r"[^a-z]+")
_TRIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCard:
    """What stands on one card. The password must not show up in any log."""

    name: str
    username: str
    password: str

    def __repr__(self) -> str:
        return f"<PrintedCard of {self.username}>"


class NamesInClass(Exception):
    """Some of the names are in the class already."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(len(names))
        self.names = names


class NotOurs(Exception):
    """This class does not answer for the password of one of these learners."""


def make_cards(
    *, classroom: Classroom, names: Sequence[str], language: str, now: datetime
) -> list[PrintedCard]:
    """Make an account and an enrolment for each name, all of them or none.

    Takes names that have been cleaned and differ. Raises NamesInClass, ClassFull and
    TakesNobody.
    """
    passwords = [new_password() for _ in names]
    # Before the transaction: sixty hashes take seconds, and others want to write too
    hashes = [make_password(password) for password in passwords]
    for tries_left in reversed(range(_TRIES)):
        usernames = _free_usernames(names)
        try:
            with transaction.atomic():
                _check_room_for(classroom, names)
                _store(classroom, names, usernames, hashes, language, now)
            break
        except IntegrityError:  # somebody has just taken one of the user names
            if not tries_left:
                raise
    return [
        PrintedCard(name=name, username=username, password=password)
        for name, username, password in zip(names, usernames, passwords, strict=True)
    ]


def renew_cards(
    *, classroom: Classroom, public_ids: Iterable[str], now: datetime
) -> list[PrintedCard]:
    """Give learners of the class new passwords; the old ones and all sessions end.

    A pupil who came in by code and has no way to log in gets a first card so. Raises
    NotOurs if this class does not answer for one of them; then nothing is changed.
    """
    chosen = set(public_ids)
    passwords = [new_password() for _ in chosen]
    hashes = [make_password(password) for password in passwords]
    printed = []
    with transaction.atomic():
        Classroom.objects.select_for_update().get(pk=classroom.pk)
        found = list(
            may_have_card(classroom)
            .filter(public_id__in=chosen)
            .select_related("learner")
            .by_name()
        )
        if len(found) != len(chosen):
            raise NotOurs
        spare = iter(_free_usernames([each.name for each in found]))
        for enrolment, password, hashed in zip(found, passwords, hashes, strict=True):
            learner = enrolment.learner
            name = next(spare)
            if not Card.objects.filter(learner=learner).exists():
                learner.username = name
            learner.password = hashed
            learner.must_replace_password = True
            learner.save(
                update_fields=["username", "password", "must_replace_password"]
            )
            Card.objects.update_or_create(
                learner=learner, defaults={"classroom": classroom, "issued_at": now}
            )
            printed.append(
                PrintedCard(
                    name=enrolment.name, username=learner.username, password=password
                )
            )
    return printed


def may_have_card(classroom: Classroom) -> EnrolmentQuerySet:
    """The enrolments whose learners this class answers for.

    Those with a card of this class; and pupils who came in by code, cannot log in by
    any other way, and were in no other class before: else any teacher whose class an
    account has joined could take it over.
    """
    earlier = Enrolment.objects.current().filter(
        learner=OuterRef("learner"), pk__lt=OuterRef("pk")
    )
    has_no_way_in = Q(
        ~Exists(earlier.exclude(classroom=classroom)),
        ~Exists(SocialAccount.objects.filter(user=OuterRef("learner"))),
        learner__card=None,
        learner__password__startswith=UNUSABLE_PASSWORD_PREFIX,
        learner__email="",
        learner__role=User.Role.LEARNER,
        learner__is_staff=False,
        learner__is_superuser=False,
    )
    return classroom.enrolments.joined().filter(
        Q(learner__card__classroom=classroom) | has_no_way_in
    )


def answers_for(enrolment: Enrolment) -> bool:
    """Whether the class has made the learner's card, and so may act for the learner."""
    learner = enrolment.learner
    return (
        learner.role == User.Role.LEARNER
        and not learner.is_staff
        and Card.objects.filter(
            learner=learner, classroom=enrolment.classroom_id
        ).exists()
    )


def new_password() -> str:
    """A random one-time password."""
    return "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(PASSWORD_LENGTH))


def _check_room_for(classroom: Classroom, names: Sequence[str]) -> None:
    locked = Classroom.objects.select_for_update().get(pk=classroom.pk)
    if locked.is_archived:
        raise TakesNobody
    current = locked.enrolments.current()
    keys = {search_key(name): name for name in names}
    known = current.filter(search_key__in=keys).values_list("search_key", flat=True)
    if known:
        raise NamesInClass([keys[key] for key in known])
    if current.count() + len(names) > MOST_LEARNERS:
        raise ClassFull


def _store(
    classroom: Classroom,
    names: Sequence[str],
    usernames: Sequence[str],
    hashes: Sequence[str],
    language: str,
    now: datetime,
) -> None:
    learners = User.objects.bulk_create(
        User(
            username=username,
            display_name=name,
            password=hashed,
            language=language,
            must_replace_password=True,
        )
        for name, username, hashed in zip(names, usernames, hashes, strict=True)
    )
    enrolments = [
        Enrolment(
            classroom=classroom,
            learner=learner,
            state=Enrolment.State.JOINED,
            way=Enrolment.Way.CARD,
            joined_at=now,
        )
        for learner in learners
    ]
    for enrolment, name in zip(enrolments, names, strict=True):
        enrolment.call(name)
    Enrolment.objects.bulk_create(enrolments)
    Card.objects.bulk_create(
        Card(learner=learner, classroom=classroom, issued_at=now)
        for learner in learners
    )


def _free_usernames(names: Sequence[str]) -> list[str]:
    """A user name for each: the first word in Latin letters, and four digits."""
    found: list[str] = []
    stems = [_stem(name) for name in names]
    while len(found) < len(stems):
        wanted = [_with_digits(stem) for stem in stems[len(found) :]]
        taken = set(
            User.objects.filter(username__in=wanted).values_list("username", flat=True)
        )
        for username in wanted:
            if username in taken or username in found:
                break
            found.append(username)
    return found


def _stem(name: str) -> str:
    words: Collection[str] = key_from(name.split()[0]).split("-")
    letters = _NO_LETTER.sub("", "".join(words))[:_LONGEST_STEM]
    return letters if len(letters) > 1 else _STEM_WITHOUT_LETTERS


def _with_digits(stem: str) -> str:
    digits = "".join(secrets.choice(USERNAME_DIGITS) for _ in range(_DIGITS_LENGTH))
    return f"{stem}{digits}"
