"""Who may open what of files that come in and go out: one row for each URL name.

visitor, guest   nobody, and somebody without an account
pupil            a learner with an account
owner            the teacher who has sent the file
other_teacher    a teacher who has nothing to do with it
staff            a superuser without a second factor, who is sent to set one up

A row gives "GET POST" without any data. To add a URL, add its row to EXCHANGE_ROWS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from quizzes.exchange.models import Upload
from quizzes.people.models import User
from tests.exchange.uploading import GIFT, receive

Arguments = Mapping[str, object]
ACTORS = ("visitor", "guest", "pupil", "owner", "other_teacher", "staff")


@dataclass
class Desk:
    """What the addresses are about; all of it belongs to the owner."""

    owner: User

    @cached_property
    def upload(self) -> Upload:
        """A file that waits to be looked at."""
        return receive(self.owner, GIFT)


def _nothing(desk: Desk) -> Arguments:
    return {}


def _upload(desk: Desk) -> Arguments:
    return {"public_id": desk.upload.public_id}


def _planned_fact(desk: Desk) -> Arguments:
    """Of questions there are no facts, so it is absent for its owner too."""
    return {**_upload(desk), "place": 0}


def _example(desk: Desk) -> Arguments:
    return {"name": "facts-template.csv"}


@dataclass(frozen=True, kw_only=True)
class ExchangeRow:
    """The statuses of one URL name for its owner and for another teacher."""

    name: str
    arguments: Callable[[Desk], Arguments] = _nothing
    owner: str
    other_teacher: str

    def expected(self, actor: str, method: str) -> int:
        """The status that this actor gets."""
        statuses = {
            "pupil": "403 403",
            "owner": self.owner,
            "other_teacher": self.other_teacher,
        }.get(actor, "302 302")
        get, post = statuses.split()
        return int(get if method == "GET" else post)


def _same(
    name: str, statuses: str, arguments: Callable[[Desk], Arguments] = _nothing
) -> ExchangeRow:
    return ExchangeRow(
        name=f"exchange:{name}",
        arguments=arguments,
        owner=statuses,
        other_teacher=statuses,
    )


EXCHANGE_ROWS = [
    _same("import", "200 422"),
    _same("example", "200 405", _example),
    _same("export", "200 405"),
    # Without a choice there is nothing to give
    _same("export_facts", "422 405"),
    _same("export_questions", "422 405"),
    _same("planned_fact", "404 405", _planned_fact),
    *(
        ExchangeRow(
            name=f"exchange:{name}",
            arguments=_upload,
            owner=owner,
            other_teacher=others,
        )
        for name, owner, others in [
            ("upload", "200 405", "404 405"),
            ("change", "405 422", "405 404"),
            ("repair", "405 302", "405 404"),
            ("store", "405 302", "405 404"),
            ("remove", "405 302", "405 404"),
        ]
    ),
]
