"""What the project promises of itself."""

from __future__ import annotations

import re
import socket
import tomllib
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def test_a_test_cannot_open_a_connection() -> None:
    # It warns before it raises, and warnings are errors here
    with pytest.raises((SocketBlockedError, UserWarning)):
        socket.socket()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_packages_and_hashes_and_no_places(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert not re.search(r"https?://|file:|--index|--find-links|--extra|@ ", text)
    assert all(
        "==" in line
        for line in text.splitlines()
        if line and not line.startswith((" ", "#"))
    )


def test_the_site_runs_on_what_the_tests_run_on() -> None:
    site, tests = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / lock).read_text(), re.MULTILINE))
        for lock in LOCKS
    )

    assert site <= tests


def test_each_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    lines = [line.strip() for line in text.splitlines()]

    without = []
    for dependency in wanted:
        place = lines.index(f'"{dependency}",')
        # Types of libraries stand together under one reason
        while lines[place].startswith('"types-'):
            place -= 1
        if not (lines[place].startswith("#") or lines[place - 1].startswith("#")):
            without.append(dependency)

    assert without == []
