"""Who may open what: one row for each URL name of the product.

A row gives, for each actor, the status of GET and of POST without any data. The actors:

visitor   nobody is logged in; sent to the log-in is 302 (and 401 under htmx)
owner     Bolat, whose things the scene holds
stranger  Dana, who is logged in and has nothing to do with them
staff     a superuser, who has no special rights outside of the staff's pages

To add a URL, add its row to ROWS. If its address needs arguments, `arguments` makes
them from the `Scene`; what is missing there is added as a `cached_property` that makes
the object in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quizzes.people.models import User

Arguments = Mapping[str, object]


@dataclass
class Scene:
    """What the addresses are about; all of it belongs to Bolat."""

    bolat: User


def _no_arguments(scene: Scene) -> Arguments:
    return {}


@dataclass(frozen=True, kw_only=True)
class Row:
    """The statuses of one URL name: "GET POST" for each actor."""

    name: str
    arguments: Callable[[Scene], Arguments] = _no_arguments
    visitor: str
    owner: str
    stranger: str
    staff: str

    def expected(self, actor: str, method: str) -> int:
        """The status that this actor gets."""
        get, post = getattr(self, actor).split()
        return int(get if method == "GET" else post)


def same_for_all(name: str, statuses: str) -> Row:
    """The row of a page that does not ask who opens it."""
    return Row(
        name=name, visitor=statuses, owner=statuses, stranger=statuses, staff=statuses
    )


ROWS = [
    # The site
    same_for_all("healthz", "200 405"),
    same_for_all("set_language", "302 302"),
]
