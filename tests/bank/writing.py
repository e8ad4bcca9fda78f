"""A teacher's own space, and the form of a fact as a browser sends it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Fact, Space
from quizzes.bank.spaces import own_space
from quizzes.people.models import User
from tests.factories import make_bank


def space_of(teacher: User) -> Space:
    """The teacher's own space, beside a common library with some entities."""
    make_bank()
    return own_space(owner=teacher, name="Айгерім")


def filled(space: Space, **changes: Any) -> dict[str, Any]:
    """The treaty of 1992, signed on its day, as it is typed."""
    return {
        "space": space.key,
        "property": "signed_on",
        "subject": "treaty",
        "date": "15 мамыр 1992",
        "source": "textbook",
        "topic": "collective-security",
        "paragraphs": "25",
        "do": "approve",
        **changes,
    }


def send(client: Client, name: str = "new_fact", *arguments: str, **data: Any) -> Any:
    """Post to a page of the bank."""
    return client.post(reverse(f"bank:{name}", args=arguments), data)


def page_of(response: Any) -> BeautifulSoup:
    """The page as a tree."""
    return BeautifulSoup(response.content, "html.parser")


def written(space: Space) -> Fact:
    """The only fact of a space."""
    return Fact.objects.with_content().get(space=space)
