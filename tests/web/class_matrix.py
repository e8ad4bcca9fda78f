"""Who may open what of classes: one row for each URL name, for eleven actors.

visitor, guest       nobody, and somebody without an account
pupil                the learner whom the addresses are about
classmate            another pupil of the class
other_pupil          a pupil of another class
removed              a pupil who was taken out of the class
owner, co_teacher    the teachers of the class
other_teacher        a teacher of another class
staff                a superuser, who has no special rights outside of the staff's pages
deactivated          the owner of another class whose account is off; a visitor by now

A row gives "GET POST" without any data. To add a URL, add its row to CLASS_ROWS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from quizzes.classes.assignments import Assignment
from quizzes.classes.models import Card
from tests.classes.scene import School

Arguments = Mapping[str, object]
PUPILS = ("pupil", "classmate", "other_pupil", "removed")
TEACHERS = ("owner", "co_teacher", "other_teacher")
ACTORS = ("visitor", "guest", *PUPILS, *TEACHERS, "staff", "deactivated")
TO_LOG_IN = dict.fromkeys(("visitor", "guest", "deactivated"), "302 302")


def _nothing(school: School) -> Arguments:
    return {}


def _class(school: School) -> Arguments:
    return {"public_id": school.classroom.public_id}


def of_learner(school: School) -> Arguments:
    return {
        "public_id": school.classroom.public_id,
        "enrolment_id": school.enrolment.public_id,
    }


def of_card_pupil(school: School) -> Arguments:
    Card.objects.get_or_create(
        learner=school.pupil,
        defaults={"classroom": school.classroom, "issued_at": timezone.now()},
    )
    return of_learner(school)


def _enrolment(school: School) -> Arguments:
    return {"public_id": school.enrolment.public_id}


def _code(school: School) -> Arguments:
    return {"code": school.classroom.join_code}


def _assignment(school: School) -> Arguments:
    given = Assignment.objects.get(recipients__classroom=school.classroom)
    return {"assignment_id": given.public_id}


def _recipient(school: School) -> Arguments:
    return {**_assignment(school), "enrolment_id": school.enrolment.public_id}


def _class_file(school: School) -> Arguments:
    return {**_class(school), "name": "report", "kind": "xlsx"}


def _learner_file(school: School) -> Arguments:
    return {**of_learner(school), "name": "report", "kind": "xlsx"}


def _assignment_file(school: School) -> Arguments:
    return {**_assignment(school), "name": "report", "kind": "xlsx"}


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """The statuses of one URL name: "GET POST" for each actor."""

    name: str
    arguments: Callable[[School], Arguments]
    statuses: Mapping[str, str]

    def expected(self, actor: str, method: str) -> int:
        """The status that this actor gets."""
        get, post = self.statuses[actor].split()
        return int(post if method == "POST" else get)


def for_all(
    name: str, statuses: str, arguments: Callable[[School], Arguments] = _nothing
) -> ClassRow:
    """The row of a page that does not ask who opens it."""
    return ClassRow(
        name=name, arguments=arguments, statuses=dict.fromkeys(ACTORS, statuses)
    )


def for_accounts(
    name: str,
    statuses: str,
    arguments: Callable[[School], Arguments] = _nothing,
    **others: str,
) -> ClassRow:
    """The row of a page that needs an account."""
    given = dict.fromkeys(ACTORS, statuses) | TO_LOG_IN | others
    return ClassRow(name=name, arguments=arguments, statuses=given)


def for_teachers(
    name: str,
    statuses: str,
    others: str,
    arguments: Callable[[School], Arguments] = _class,
    **more: str,
) -> ClassRow:
    """The row of a teacher's page: `statuses` in the class, `others` for strangers."""
    given = dict.fromkeys(ACTORS, "403 403") | TO_LOG_IN
    given |= {"owner": statuses, "co_teacher": statuses, "other_teacher": others}
    return ClassRow(name=name, arguments=arguments, statuses=given | more)


def for_the_learner(
    name: str, statuses: str, others: str, arguments: Callable[[School], Arguments]
) -> ClassRow:
    """The row of a page for one learner alone."""
    return for_accounts(name, others, arguments, pupil=statuses)


CLASS_ROWS = [
    # A teacher's classes
    for_teachers("classes:teaching", "200 405", "200 405", _nothing),
    for_teachers("classes:open", "200 422", "200 422", _nothing),
    for_teachers("classes:class", "200 405", "404 405"),
    for_teachers("classes:code", "200 405", "404 405"),
    for_teachers("classes:settings", "200 422", "404 404"),
    for_teachers("classes:make_cards", "200 422", "404 404"),
    for_teachers("classes:add_teacher", "405 422", "405 404"),
    *(
        for_teachers(f"classes:{name}", "405 302", "405 404")
        for name in (
            "renew_code",
            "close_code",
            "remove_teacher",
            "newcomers",
            "renew_cards",
        )
    ),
    *(
        for_teachers(f"classes:{name}", "405 302", "405 404", co_teacher="405 403")
        for name in ("archive", "restore", "hand_over")
    ),
    # One learner, for the teachers
    for_teachers("classes:learner", "200 405", "404 405", of_learner),
    for_teachers("classes:rename", "405 422", "405 404", of_learner),
    for_teachers("classes:move", "405 422", "405 404", of_learner),
    for_teachers("classes:remove", "405 302", "405 404", of_learner),
    for_teachers("classes:take_back", "405 302", "405 404", of_learner),
    for_teachers("joining:let_in", "405 302", "405 404", of_learner),
    # A pupil with a card of the class
    for_teachers("privacy:download_learner", "200 405", "404 405", of_card_pupil),
    for_teachers("privacy:erase_learner", "200 422", "404 404", of_card_pupil),
    # A learner's own
    for_accounts("classes:learning", "200 405"),
    for_the_learner("classes:leave", "200 302", "404 404", _enrolment),
    for_the_learner("joining:joined", "200 405", "404 405", _enrolment),
    # Joining
    for_all("joining:enter", "200 422"),
    for_all("joining:join", "200 422", _code),
    for_accounts("joining:way_in", "302 302", **dict.fromkeys(PUPILS, "200 422")),
    for_accounts("joining:new_password", "302 302"),
    # Assignments: a learner's own
    for_accounts("attempts:assignments", "200 405"),
    for_accounts(
        "attempts:start_assigned",
        "405 404",
        _assignment,
        pupil="405 409",
        classmate="405 409",
    ),
    # Assignments, for the teachers
    for_teachers("assignments:assign", "200 422", "200 422", _nothing),
    for_teachers("reports:assignments", "200 405", "200 405", _nothing),
    for_teachers("reports:live", "200 405", "404 405", _assignment),
    for_teachers("attempts:change_assignment", "200 422", "404 404", _assignment),
    for_teachers("attempts:cancel_assignment", "405 302", "405 404", _assignment),
    for_teachers("attempts:restore_assignment", "405 302", "405 404", _assignment),
    for_teachers("reports:learner", "200 405", "404 405", _recipient),
    for_teachers("reports:give_time", "405 422", "405 404", _recipient),
    for_teachers("reports:give_attempt", "405 302", "405 404", _recipient),
    for_teachers("reports:reopen", "405 422", "405 404", _recipient),
    # Reports
    for_teachers("reports:classroom", "200 405", "404 405"),
    for_teachers("reports:scores", "200 405", "404 405"),
    for_teachers("reports:class_file", "200 405", "404 405", _class_file),
    for_teachers("reports:pupil", "200 405", "404 405", of_learner),
    for_teachers("reports:pupil_file", "200 405", "404 405", _learner_file),
    for_teachers("reports:assignment", "200 405", "404 405", _assignment),
    for_teachers("reports:items", "200 405", "404 405", _assignment),
    for_teachers("reports:answers", "200 405", "404 405", _recipient),
    for_teachers("reports:assignment_file", "200 405", "404 405", _assignment_file),
]
