"""Which names the server answers to."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from quizzes.web.hosts import is_local_name

serving_the_network = override_settings(SERVES_LOCAL_NETWORK=True, ALLOWED_HOSTS=["*"])


@pytest.mark.parametrize(
    "name",
    [
        "192.168.1.5",
        "10.0.0.7",
        "203.0.113.9",
        "[fe80::1]",
        "[::1]",
        "school-pc",
        "school-pc.local",
        "SCHOOL-PC.LAN",
        "pc.home.arpa",
        "pc.local.",
    ],
)
def test_addresses_and_local_names_are_local(name: str) -> None:
    assert is_local_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "example.kz", "local.example.kz", "192.168.1.5.example.kz", "notlocal.kz."],
)
def test_public_names_are_not_local(name: str) -> None:
    assert not is_local_name(name)


@pytest.mark.django_db
@serving_the_network
@pytest.mark.parametrize("host", ["192.168.1.5:8000", "school-pc.local", "127.0.0.1"])
def test_phones_of_the_network_reach_the_site(host: str) -> None:
    assert Client().get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.django_db
@serving_the_network
def test_a_hostile_page_cannot_turn_its_own_name_to_the_site() -> None:
    response = Client().get("/healthz", headers={"Host": "evil.example.com"})

    assert response.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["192.168.1.5:8000", "evil.example.com"])
def test_by_default_only_this_machine_is_answered(host: str) -> None:
    assert Client().get("/healthz", headers={"Host": host}).status_code == 400
