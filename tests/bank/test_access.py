from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from quizzes.bank import access, usage
from quizzes.bank.models import Fact, FactUsage
from quizzes.people.models import User
from tests.factories import SpaceFactory, make_bank, make_fact

pytestmark = pytest.mark.django_db


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    return request


@pytest.fixture
def own_space(aigerim):
    return make_bank(SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim))


def test_everybody_reads_the_approved_facts_of_the_common_library():
    make_fact()
    make_fact(key="unsettled", state="draft")

    keys = access.readable_facts(request_of(None)).values_list("key", flat=True)

    assert list(keys) == ["treaty-signed-on"]


def test_a_teacher_reads_her_own_drafts(aigerim, own_space):
    make_fact(space=own_space, key="mine", state="draft")

    keys = access.readable_facts(request_of(aigerim)).values_list("key", flat=True)

    assert list(keys) == ["mine"]


def test_a_stranger_does_not_find_a_teachers_fact(dana, own_space):
    make_fact(space=own_space, key="mine")

    assert not access.readable_topics(request_of(dana)).exists()
    with pytest.raises(Http404):
        access.fact_for_reading(request_of(dana), "aigerim.mine")


def test_a_teachers_fact_may_speak_of_the_common_librarys_things(aigerim):
    make_bank()
    own = SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim)

    fact = make_fact(space=own, key="mine")

    assert fact.subject.space.owner is None


def test_usage_adds_up():
    fact, other = make_fact(), make_fact(key="other", value="1993")

    usage.record(asked=[fact.pk, other.pk], missed=[fact.pk])
    usage.record(asked=[fact.pk, 10**9], missed=[])

    assert FactUsage.objects.get(fact=fact).asked == 2
    assert FactUsage.objects.get(fact=fact).missed == 1
    assert not Fact.objects.never_asked().exists()


def test_recounted_usage_takes_the_place_of_the_old():
    fact = make_fact()
    usage.record(asked=[fact.pk], missed=[fact.pk])

    usage.replace(asked={fact.pk: 5}, missed={})

    assert FactUsage.objects.get().missed == 0


@pytest.mark.parametrize("model", ["space", "source", "topic", "entity", "fact"])
def test_staff_see_the_bank_in_the_admin(staff_client, model):
    fact = make_fact()

    listed = staff_client.get(f"/admin/quizzes/{model}/?q=ШАРТ")
    shown = staff_client.get(f"/admin/quizzes/fact/{fact.pk}/change/")

    assert listed.status_code == 200
    assert shown.status_code == 200


def test_a_teacher_writes_to_her_own_space_only(aigerim, own_space):
    assert list(access.writable_spaces(request_of(aigerim))) == [own_space]
    with pytest.raises(Http404):
        access.space_for_writing(request_of(aigerim), "common")


def test_staff_write_to_the_common_library_too(own_space, aigerim):
    aigerim.is_staff = True
    common = make_bank()

    spaces = list(access.writable_spaces(request_of(aigerim)))

    assert spaces == [own_space, common]


def test_learners_guests_and_visitors_write_to_no_space(dana):
    make_bank()
    guest = User.objects.create_user("guest-1", is_guest=True)

    for user in (None, dana, guest):
        assert not access.writable_spaces(request_of(user)).exists()
