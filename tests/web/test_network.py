"""A port that another program has is not shared with it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

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
