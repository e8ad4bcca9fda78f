"""Who may read what of the bank.

The approved facts of the common library are for everybody; a teacher reads the facts of
their own spaces too, drafts included.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from quizzes.bank.entities import Entity
from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.spaces import InSpaceQuerySet, Source, Space, SpaceQuerySet, Topic

# A teacher's own before the common library's, on every database
OWN_FIRST = F("space__owner_id").desc(nulls_last=True)


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
    return topics.select_related("source").order_by("source_id", "position", "pk")


def readable_facts(request: HttpRequest) -> FactQuerySet:
    """The facts that the request may read."""
    user = _user(request)
    shared = Q(space__owner=None, state=Fact.State.APPROVED)
    if user is None or not user.is_authenticated:
        return Fact.objects.filter(shared)
    if getattr(user, "is_staff", False):
        return Fact.objects.filter(Q(space__owner=None) | Q(space__owner_id=user.pk))
    return Fact.objects.filter(shared | Q(space__owner_id=user.pk))


def fact_for_reading(request: HttpRequest, key: str) -> Fact:
    """One fact by its key, a stranger's is a 404."""
    facts = readable_facts(request).order_by(OWN_FIRST)
    fact = facts.filter(key=key).with_content().first()
    return fact or get_object_or_404(readable_facts(request), pk=None)


def topic_for_reading(request: HttpRequest, key: str) -> Topic:
    """One topic by its key, a stranger's is a 404."""
    topics = readable_topics(request).order_by(OWN_FIRST)
    return topics.filter(key=key).first() or get_object_or_404(Topic, pk=None)


def entity_for_reading(request: HttpRequest, key: str) -> Entity:
    """One entity with its names by its key, a stranger's is a 404."""
    entities = Entity.objects.readable_by(_user(request)).with_names()
    found = entities.filter(key=key).prefetch_related("part_of__names")
    entity = found.order_by(OWN_FIRST).first()
    return entity or get_object_or_404(Entity, pk=None)


def _user(request: HttpRequest) -> AbstractBaseUser | AnonymousUser | None:
    return getattr(request, "user", None)
