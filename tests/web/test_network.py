"""A port that another program has is not shared with it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory, override_settings

from quizzes.web import network
from quizzes.web.network import is_taken

pytestmark = pytest.mark.loopback


@pytest.fixture
def other_program() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_a_port_is_taken_while_somebody_listens(other_program: int) -> None:
    assert is_taken("127.0.0.1", other_program)
    assert is_taken("0.0.0.0", other_program)


def test_a_port_is_free_when_nobody_does() -> None:
    with socket.socket() as passing:
        passing.bind(("127.0.0.1", 0))
        port = passing.getsockname()[1]

    assert not is_taken("127.0.0.1", port)


@pytest.mark.django_db
def test_the_server_refuses_a_taken_port_with_a_sentence(
    other_program: int,
) -> None:
    taken = f"Port {other_program} is taken"
    with (
        override_settings(PORT=other_program),
        pytest.raises(CommandError, match=taken),
    ):
        call_command("serve", "--check")


@pytest.mark.parametrize(
    ("site_url", "serves_network", "host", "given"),
    [
        ("https://quiz.kz", False, "127.0.0.1:8000", "https://quiz.kz"),
        ("http://127.0.0.1:8000", True, "192.168.1.5:8000", "http://192.168.1.5:8000"),
        ("http://127.0.0.1:8000", True, "school.local", "http://school.local"),
        ("http://127.0.0.1:8000", True, "localhost:8001", "http://10.1.2.3:8001"),
        ("http://127.0.0.1:8000", True, "127.0.0.1", "http://10.1.2.3"),
        ("http://127.0.0.1:8000", False, "localhost:8001", "http://localhost:8001"),
    ],
)
def test_others_are_told_an_address_that_they_can_reach(
    site_url: str,
    serves_network: bool,
    host: str,
    given: str,
    rf: RequestFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(network, "local_address", lambda: "10.1.2.3")

    with override_settings(
        SITE_URL=site_url, SERVES_LOCAL_NETWORK=serves_network, ALLOWED_HOSTS=["*"]
    ):
        found = network.address_for_others(rf.get("/", headers={"Host": host}))

    assert found == given


def test_a_machine_without_a_network_still_has_an_address(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "local_address", lambda: None)

    with override_settings(
        SITE_URL="http://127.0.0.1:8000", SERVES_LOCAL_NETWORK=True, ALLOWED_HOSTS=["*"]
    ):
        request = rf.get("/", headers={"Host": "localhost:8000"})

        assert network.address_for_others(request) == "http://localhost:8000"
