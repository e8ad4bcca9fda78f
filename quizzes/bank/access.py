"""Who may read what of the bank.

The approved facts of the common library are for everybody; a teacher reads the facts of
their own spaces too, drafts included.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Expression, F, Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from quizzes.bank.entities import Entity, EntityQuerySet
from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.references import COMMON, named
from quizzes.bank.spaces import InSpaceQuerySet, Source, Space, SpaceQuerySet, Topic
from quizzes.people.models import User
from quizzes.web.prepared import Parameter, Prepared, Statement
from quizzes.web.request import AuthenticatedHttpRequest


def _facts_read_by(user_id: int | Expression, *, is_staff: bool) -> FactQuerySet:
    shared = Q(space__owner=None) if is_staff else _shared()
    return Fact.objects.filter(shared | Q(space__owner_id=user_id))


def _shared() -> Q:
    return Q(space__owner=None, state=Fact.State.APPROVED)


_SPACE = Prepared(lambda: Space.objects.filter(key=Parameter("key")))
_KEYS_FOR_STAFF = Prepared(
    lambda: _facts_read_by(Parameter("user"), is_staff=True).values_list("pk")
)
_KEYS_FOR_USERS = Prepared(
    lambda: _facts_read_by(Parameter("user"), is_staff=False).values_list("pk")
)


def common_space() -> Space:
    """The common library; raises Space.DoesNotExist before the facts are loaded."""
    return Space.objects.common().get()


def readable_spaces(request: HttpRequest) -> SpaceQuerySet:
    """The spaces that the request may read."""
    return Space.objects.readable_by(_user(request))


def readable_sources(request: HttpRequest) -> InSpaceQuerySet[Source]:
    """The sources that the request may read."""
    return Source.objects.readable_by(_user(request))


def readable_topics(request: HttpRequest) -> InSpaceQuerySet[Topic]:
    """The topics that the request may read, in the order of the text."""
    topics = Topic.objects.readable_by(_user(request))
    return topics.select_related("source", "space").order_by(
        "source_id", "position", "pk"
    )


def readable_facts(request: HttpRequest) -> FactQuerySet:
    """The facts that the request may read."""
    user = _user(request)
    if user is None or not user.is_authenticated:
        return Fact.objects.filter(_shared())
    return _facts_read_by(user.pk, is_staff=getattr(user, "is_staff", False))


def readable_fact_keys(request: AuthenticatedHttpRequest) -> Statement:
    """The primary keys of `readable_facts`, to stand within a statement."""
    keys = _KEYS_FOR_STAFF if request.user.is_staff else _KEYS_FOR_USERS
    return keys.statement(user=request.user.pk)


def discussed_facts(request: HttpRequest) -> FactQuerySet:
    """The facts that an author may see beside others, unsettled ones among them.

    Drafts of the common library stand in lists of what is doubtful, with no page of
    their own.
    """
    return Fact.objects.filter(space__in=readable_spaces(request))


def fact_for_reading(request: HttpRequest, reference: str) -> Fact:
    """One fact by its reference, a stranger's is a 404."""
    return get_object_or_404(readable_facts(request).with_content(), named([reference]))


def fact_for_writing(request: HttpRequest, reference: str) -> Fact:
    """One fact of a space that the request may write to.

    What may be read but not written raises PermissionDenied, a stranger's is a 404.
    """
    fact = fact_for_reading(request, reference)
    if not writable_spaces(request).filter(pk=fact.space_id).exists():
        raise PermissionDenied
    return fact


def topic_for_reading(request: HttpRequest, reference: str) -> Topic:
    """One topic by its reference, a stranger's is a 404."""
    return get_object_or_404(readable_topics(request), named([reference]))


def readable_entities(request: HttpRequest) -> EntityQuerySet:
    """The entities that the request may read."""
    return Entity.objects.readable_by(_user(request))


def entity_for_writing(request: HttpRequest, reference: str) -> Entity:
    """One entity of a space that the request may write to, any other is a 404."""
    entities = Entity.objects.filter(space__in=writable_spaces(request))
    return get_object_or_404(entities.with_names(), named([reference]))


def source_for_reading(request: HttpRequest, reference: str) -> Source:
    """One source by its reference, a stranger's is a 404."""
    sources = readable_sources(request).select_related("space")
    return get_object_or_404(sources, named([reference]))


def source_for_writing(request: HttpRequest, reference: str) -> Source:
    """One source of a space that the request may write to, any other is a 404."""
    sources = Source.objects.filter(space__in=writable_spaces(request))
    return get_object_or_404(sources.select_related("space"), named([reference]))


def entity_for_reading(request: HttpRequest, reference: str) -> Entity:
    """One entity with its names by its reference, a stranger's is a 404."""
    entities = Entity.objects.readable_by(_user(request)).with_names()
    return get_object_or_404(
        entities.prefetch_related("part_of__names"), named([reference])
    )


def is_author(request: HttpRequest) -> bool:
    """Whether the request is of somebody who writes to the bank."""
    user = _user(request)
    return isinstance(user, User) and (user.is_teacher or user.is_staff)


def writable_spaces(request: HttpRequest) -> SpaceQuerySet:
    """The spaces that the request may write to, the person's own first.

    A teacher writes to their own; staff to the common library too.
    """
    user = _user(request)
    if not is_author(request) or not isinstance(user, User):
        return Space.objects.none()
    spaces = Space.objects.filter(owner=user)
    if user.is_staff:
        spaces |= Space.objects.common()
    return spaces.order_by(F("owner_id").desc(nulls_last=True), "pk")


def _may_write(request: HttpRequest, space: Space) -> bool:
    """Whether a space is one of `writable_spaces`."""
    user = _user(request)
    if not is_author(request) or not isinstance(user, User):
        return False
    is_common = space.owner_id is None and space.key == COMMON
    return space.owner_id == user.pk or (user.is_staff and is_common)


def own_spaces_in_use(request: AuthenticatedHttpRequest) -> list[Space]:
    """The person's own spaces that hold something, the oldest first."""
    return list(Space.objects.filter(owner=request.user).in_use().order_by("pk"))


def space_for_writing(request: HttpRequest, key: str) -> Space:
    """One space to write to by its key, any other is a 404."""
    space = _SPACE.first(key=key)
    if space is None or not _may_write(request, space):
        raise Http404
    return space


def _user(request: HttpRequest) -> AbstractBaseUser | AnonymousUser | None:
    return getattr(request, "user", None)
