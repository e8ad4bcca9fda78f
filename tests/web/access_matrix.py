"""Who may open what: one row for each URL name of the product.

A row gives, for each actor, the status of GET and of POST without any data. The actors:

visitor   nobody is logged in; sent to the log-in is 302 (and 401 under htmx)
owner     Bolat, whose things the scene holds
stranger  Dana, who is logged in and has nothing to do with them
staff     a superuser, who has no special rights outside of the staff's pages
guest     who has no account; a stranger unless the row says otherwise

To add a URL, add its row to ROWS. If its address needs arguments, `arguments` makes
them from the `Scene`; what is missing there is added as a `cached_property` that makes
the object in the database.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from unittest import mock

from django.utils import timezone

from quizzes.attempts import taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Fact
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES
from tests.factories import make_fact

Arguments = Mapping[str, object]


@dataclass
class Scene:
    """What the addresses are about; all of it belongs to Bolat."""

    bolat: User

    @cached_property
    def attempt(self) -> Attempt:
        """An open attempt of one question, in which the answer is shown at once."""
        drawn = Drawn(items=(SAMPLES[Form.CHOICE].item,), source_titles={})
        with mock.patch.object(taking, "draw_items", return_value=drawn):
            return taking.start(
                learner=self.bolat,
                recipe=Recipe(feedback_mode=FeedbackMode.AT_ONCE),
                start_key=uuid.uuid4(),
                seed="a seed",
                now=timezone.now(),
            )

    @cached_property
    def fact(self) -> Fact:
        """An approved fact of the common library."""
        return make_fact()


def _no_arguments(scene: Scene) -> Arguments:
    return {}


def _of_file(scene: Scene) -> Arguments:
    return {"name": "report", "kind": "xlsx"}


def _of_attempt(scene: Scene) -> Arguments:
    return {"public_id": scene.attempt.public_id}


def _of_slot(scene: Scene) -> Arguments:
    return {"public_id": scene.attempt.public_id, "position": 1}


def _of_topic(scene: Scene) -> Arguments:
    return {"reference": scene.fact.topic.reference}


def _of_fact(scene: Scene) -> Arguments:
    return {"reference": scene.fact.reference}


def _of_regrade(scene: Scene) -> Arguments:
    return {"reference": scene.fact.reference, "number": 1}


def _of_entity(scene: Scene) -> Arguments:
    return {"reference": scene.fact.subject.reference}


@dataclass(frozen=True, kw_only=True)
class Row:
    """The statuses of one URL name: "GET POST" for each actor."""

    name: str
    arguments: Callable[[Scene], Arguments] = _no_arguments
    visitor: str
    owner: str
    stranger: str
    staff: str
    guest: str = ""

    def expected(self, actor: str, method: str) -> int:
        """The status that this actor gets."""
        statuses = getattr(self, actor) or self.stranger
        get, post = statuses.split()
        return int(get if method == "GET" else post)


def same_for_all(name: str, statuses: str) -> Row:
    """The row of a page that does not ask who opens it."""
    return Row(
        name=name, visitor=statuses, owner=statuses, stranger=statuses, staff=statuses
    )


def of_account(name: str, statuses: str, *, staff: str = "") -> Row:
    """The row of a page for whoever has an account: a guest has none."""
    return Row(
        name=name,
        visitor="302 302",
        guest="302 302",
        owner=statuses,
        stranger=statuses,
        staff=staff or statuses,
    )


def of_newcomers(name: str, statuses: str) -> Row:
    """The row of a page that whoever has an account is sent on from."""
    return Row(
        name=name,
        visitor=statuses,
        guest=statuses,
        owner="302 302",
        stranger="302 302",
        staff="302 302",
    )


def _of_reset_link(scene: Scene) -> Arguments:
    return {"uidb36": "1", "key": "no-such-key"}


def _of_confirmation(scene: Scene) -> Arguments:
    return {"key": "no-such-key"}


ROWS = [
    # Signing up and in
    of_newcomers("account_signup", "200 200"),
    of_newcomers("account_login", "200 200"),
    Row(
        name="account_logout",
        visitor="302 302",
        guest="200 302",
        owner="200 302",
        stranger="200 302",
        staff="200 302",
    ),
    same_for_all("account_inactive", "200 405"),
    same_for_all("account_reset_password", "200 200"),
    same_for_all("account_reset_password_done", "200 405"),
    replace(
        same_for_all("account_reset_password_from_key", "200 200"),
        arguments=_of_reset_link,
    ),
    same_for_all("account_reset_password_from_key_done", "200 405"),
    same_for_all("account_email_verification_sent", "200 405"),
    replace(
        same_for_all("account_confirm_email", "200 404"), arguments=_of_confirmation
    ),
    same_for_all("mfa_authenticate", "302 302"),
    # One's own account; none of the actors has a password
    of_account("accounts:account", "200 422"),
    of_account("accounts:attempts", "302 302"),
    of_account("account_email", "200 302"),
    of_account("account_change_password", "302 302"),
    of_account("account_set_password", "200 200"),
    of_account("account_reauthenticate", "403 403"),
    of_account("mfa_index", "200 405"),
    of_account("mfa_reauthenticate", "403 403"),
    of_account("mfa_activate_totp", "200 200"),
    of_account("mfa_deactivate_totp", "404 404"),
    of_account("mfa_view_recovery_codes", "404 405"),
    of_account("mfa_generate_recovery_codes", "200 200"),
    of_account("mfa_download_recovery_codes", "404 404"),
    # Personal data: a guest's as well, and nothing goes without a word of its owner
    same_for_all("privacy:register", "200 405"),
    same_for_all("privacy:erased", "200 405"),
    replace(same_for_all("privacy:download", "200 405"), visitor="302 302"),
    replace(same_for_all("privacy:erase", "200 422"), visitor="302 302"),
    # The bank to read
    same_for_all("bank:about", "200 405"),
    same_for_all("bank:topics", "200 405"),
    same_for_all("bank:timeline", "200 405"),
    same_for_all("bank:facts", "200 405"),
    *(
        replace(same_for_all(f"bank:{name}", "200 405"), arguments=arguments)
        for name, arguments in [
            ("topic", _of_topic),
            ("fact", _of_fact),
            ("entity", _of_entity),
        ]
    ),
    # The bank to write: teachers, and staff once they have a second factor. Bolat is
    # neither, though the fact may be read.
    *(
        Row(
            name=f"bank:{name}",
            arguments=_of_fact if is_of_fact else _no_arguments,
            visitor="302 302",
            owner="403 403",
            stranger="403 403",
            staff="302 302",
            guest="302 302",
        )
        for name, is_of_fact in [
            ("new_fact", False),
            ("preview_fact", False),
            ("find_entities", False),
            ("set_facts", False),
            ("disagreements", False),
            ("edit_fact", True),
            ("copy_fact", True),
            ("fact_row", True),
            ("set_fact_state", True),
            ("fact_items", True),
            ("remove_fact", True),
            ("fact_versions", True),
            ("put_back", True),
        ]
    ),
    # The site
    same_for_all("healthz", "200 405"),
    same_for_all("set_language", "302 302"),
    # Taking a quiz
    same_for_all("attempts:home", "200 405"),
    same_for_all("attempts:setup", "200 405"),
    same_for_all("attempts:start", "405 422"),
    replace(same_for_all("attempts:practise_memory", "405 302"), visitor="302 302"),
    Row(
        name="attempts:list",
        visitor="302 302",
        owner="200 405",
        stranger="200 405",
        staff="200 405",
    ),
    # One's own progress, whoever one is; there is no address for that of others
    replace(same_for_all("reports:progress", "200 405"), visitor="302 302"),
    replace(
        same_for_all("reports:progress_file", "200 405"),
        visitor="302 302",
        arguments=_of_file,
    ),
    *(
        Row(
            name=f"attempts:{name}",
            arguments=_of_attempt,
            visitor="302 302",
            owner=owner,
            stranger=others,
            staff=others,
        )
        for name, owner, others in [
            ("attempt", "200 405", "404 405"),
            ("finish", "200 405", "404 405"),
            ("timer", "200 405", "404 405"),
            ("close", "405 302", "405 404"),
            ("result", "302 405", "404 405"),
            ("practise", "405 302", "405 404"),
        ]
    ),
    *(
        Row(
            name=f"attempts:{name}",
            arguments=_of_slot,
            visitor="302 302",
            owner=owner,
            stranger=others,
            staff=others,
        )
        for name, owner, others in [
            ("slot", "200 405", "404 405"),
            ("answer", "302 422", "404 404"),
        ]
    ),
    # Judging anew: for authors; staff set up a second factor first
    *(
        Row(
            name=f"attempts:{name}",
            arguments=arguments,
            visitor="302 302",
            guest="302 302",
            owner=statuses,
            stranger=statuses,
            staff="302 302",
        )
        for name, arguments, statuses in [
            ("regrade", _of_fact, "403 403"),
            ("undo_regrade", _of_regrade, "403 403"),
        ]
    ),
]
