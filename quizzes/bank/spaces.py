"""Spaces, and the sources and topics in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Self, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quizzes.bank.references import COMMON, KEY_LENGTH, Referenced

LANGUAGES: Final = ("kk", "ru", "en")

key_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("A key has small Latin letters, digits and single hyphens."),
)


def key_field() -> models.CharField:
    """The field of a key: unique in its space, stable."""
    return models.CharField(_("key"), max_length=KEY_LENGTH, validators=[key_validator])


class Language(models.TextChoices):
    """The languages that names and texts are kept in."""

    KK = "kk", "Қазақша"
    RU = "ru", "Русский"
    EN = "en", "English"


class SpaceQuerySet(models.QuerySet["Space"]):
    """Spaces by who may use them."""

    def common(self) -> Self:
        """The common library alone."""
        return self.filter(owner=None, key=COMMON)

    def readable_by(self, user: AbstractBaseUser | AnonymousUser | None) -> Self:
        """The common library, and the user's own spaces."""
        if user is None or not user.is_authenticated:
            return self.filter(owner=None)
        return self.filter(Q(owner=None) | Q(owner_id=user.pk))

    def in_use(self) -> Self:
        """Those that hold something; a teacher has one from the sign-up on."""
        return self.filter(
            Q(sources__isnull=False)
            | Q(entities__isnull=False)
            | Q(facts__isnull=False)
            | Q(question_set__isnull=False)
            | Q(stimulus_set__isnull=False)
        ).distinct()


class Space(models.Model):
    """The common library (it has no owner), or a teacher's own.

    A space is NOT a class or a folder: it says whose the facts are, no more.
    """

    key = key_field()
    name = models.CharField(_("name"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="spaces",
    )

    objects = SpaceQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="space_key_unique"),
            models.CheckConstraint(
                condition=~Q(key=COMMON) | Q(owner=None),
                name="space_common_without_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def own_space(*, owner: AbstractBaseUser, name: str) -> Space:
    """The owner's first space, made now if there is none.

    Its key says nothing of the owner but the number of the row.
    """
    space, _made = Space.objects.get_or_create(
        key=f"teacher-{owner.pk}", defaults={"owner_id": owner.pk, "name": name}
    )
    return space


InSpace = TypeVar("InSpace", bound=models.Model)


class InSpaceQuerySet(models.QuerySet[InSpace]):
    """What belongs to a space."""

    def in_space(self, space: Space) -> Self:
        """Those of the space itself."""
        return self.filter(space=space)

    def within_reach_of(self, space: Space) -> Self:
        """Those of the space and of the common library."""
        return self.filter(Q(space=space) | Q(space__owner=None))

    def readable_by(self, user: AbstractBaseUser | AnonymousUser | None) -> Self:
        """Those in the spaces that the user may read."""
        return self.filter(space__in=Space.objects.readable_by(user))


def in_order_of_reach(things: Iterable[InSpace], space: Space) -> list[InSpace]:
    """What can be named in a space, with its space: the library's things, then its own.

    So in a mapping by keys a thing of the space hides a common one.
    """
    common: list[InSpace] = []
    own: list[InSpace] = []
    library: Space | None = None
    for each in things:
        space_id = each.space_id  # type: ignore[attr-defined]
        if space_id == space.pk:
            each.space = space  # type: ignore[attr-defined]
            own.append(each)
            continue
        if library is None:
            # Its key is known; the rest is read if it should be asked for.
            library = Space.from_db(connection.alias, ["id", "key"], [space_id, COMMON])
        each.space = library  # type: ignore[attr-defined]
        common.append(each)
    return [*common, *own]


class Source(Referenced, models.Model):
    """A text that facts are drawn from; its non-empty lines are numbered from 1.

    The text itself is NOT here: facts cite it by paragraph, and whoever has it may keep
    it as their own `SourceText`. Reloading leaves a source edited by hand as it is, and
    its topics too.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="sources")
    key = key_field()
    title_kk = models.CharField(_("title in Kazakh"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    paragraph_count = models.PositiveIntegerField(_("number of paragraphs"))
    hand_edited = models.BooleanField(_("edited by hand"), default=False)

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(fields=["space", "key"], name="source_key_unique"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the language of the page, in Kazakh where there is none."""
        return in_page_language(kk=self.title_kk, ru=self.title_ru, en=self.title_en)


class Topic(Referenced, models.Model):
    """A part of a source that quizzes can be limited to."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="topics")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="topics")
    key = key_field()
    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(fields=["space", "key"], name="topic_key_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, in Kazakh where there is none."""
        return in_page_language(kk=self.name_kk, ru=self.name_ru, en=self.name_en)


def in_page_language(*, kk: str, ru: str, en: str) -> str:
    """The one of three texts that is in the language of the page, or the Kazakh one."""
    language = (get_language() or "kk")[:2]
    return {"ru": ru, "en": en}.get(language, kk) or kk
