"""Who may open what of questions by hand and of texts: one row for each URL name.

visitor, guest   nobody, and somebody without an account
pupil            a learner with an account
owner            the teacher whose question it is
other_teacher    a teacher who has nothing to do with it
staff            a superuser without a second factor, who is sent to set one up

A row gives "GET POST" without any data. To add a URL, add its row to QUESTION_ROWS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from quizzes.bank.models import Picture, Question, Stimulus
from quizzes.bank.pictures import keep_picture
from quizzes.bank.question_content import StimulusContent
from quizzes.bank.question_editing import store_question, store_stimulus
from quizzes.bank.spaces import own_space
from quizzes.items.stimuli import PartKind, StimulusPart
from quizzes.people.models import User
from tests.bank.sample_pictures import png
from tests.exchange.question_samples import CHOICE
from tests.factories import NOW

Arguments = Mapping[str, object]
ACTORS = ("visitor", "guest", "pupil", "owner", "other_teacher", "staff")


@dataclass
class Shelf:
    """What the addresses are about; all of it belongs to the owner."""

    owner: User

    @cached_property
    def question(self) -> Question:
        """A draft in the owner's own space."""
        space = own_space(owner=self.owner, name="own")
        return store_question(space=space, content=CHOICE, now=NOW).question

    @cached_property
    def picture(self) -> Picture:
        """A picture: whoever knows its address may see it."""
        return keep_picture(content=png(), now=NOW)

    @cached_property
    def stimulus(self) -> Stimulus:
        """A text with two draft questions in the owner's own space."""
        space = own_space(owner=self.owner, name="own")
        parts = [
            store_question(space=space, content=replace(CHOICE, key=key), now=NOW)
            for key in ("first", "second")
        ]
        content = StimulusContent(
            key="text",
            text="Мәтін.",
            parts=tuple(
                StimulusPart(kind=PartKind.QUESTION, key=each.question.key)
                for each in parts
            ),
        )
        return store_stimulus(space=space, content=content, now=NOW).stimulus


def _nothing(shelf: Shelf) -> Arguments:
    return {}


def _of_picture(shelf: Shelf) -> Arguments:
    return {"digest": shelf.picture.digest}


def _of_question(shelf: Shelf) -> Arguments:
    return {"reference": shelf.question.reference}


def _of_regrade(shelf: Shelf) -> Arguments:
    return {"reference": shelf.question.reference, "number": 1}


def _of_stimulus(shelf: Shelf) -> Arguments:
    return {"reference": shelf.stimulus.reference}


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """The statuses of one URL name for its owner and for another teacher."""

    name: str
    arguments: Callable[[Shelf], Arguments] = _nothing
    owner: str
    other_teacher: str
    everybody: str = ""

    def expected(self, actor: str, method: str) -> int:
        """The status that this actor gets."""
        others = {"pupil": "403 403"}
        statuses = getattr(self, actor, others.get(actor, "302 302"))
        statuses = self.everybody or statuses
        get, post = statuses.split()
        return int(get if method == "GET" else post)


def _same(name: str, statuses: str) -> QuestionRow:
    return QuestionRow(name=f"bank:{name}", owner=statuses, other_teacher=statuses)


QUESTION_ROWS = [
    QuestionRow(
        name="bank:picture",
        arguments=_of_picture,
        owner="200 405",
        other_teacher="200 405",
        everybody="200 405",
    ),
    _same("questions", "200 405"),
    _same("new_question", "200 404"),
    _same("preview_question", "405 404"),
    _same("approve_questions", "405 302"),
    *(
        QuestionRow(
            name=f"bank:{name}",
            arguments=_of_question,
            owner=owner,
            other_teacher=others,
        )
        for name, owner, others in [
            ("question", "200 405", "404 405"),
            ("edit_question", "200 200", "404 404"),
            ("question_versions", "200 405", "404 405"),
            ("approve_question", "405 302", "405 404"),
            ("withdraw_question", "405 302", "405 404"),
            ("copy_question", "405 404", "405 404"),
            ("delete_question", "405 302", "405 404"),
            ("restore_question", "405 404", "405 404"),
        ]
    ),
    # Judging anew, which belongs to attempts
    *(
        QuestionRow(
            name=f"attempts:{name}",
            arguments=arguments,
            owner=owner,
            other_teacher=others,
        )
        for name, arguments, owner, others in [
            ("regrade_question", _of_question, "200 302", "404 404"),
            ("undo_question_regrade", _of_regrade, "405 404", "405 404"),
        ]
    ),
    _same("stimuli", "200 405"),
    _same("new_stimulus", "200 404"),
    _same("preview_stimulus", "405 404"),
    *(
        QuestionRow(
            name=f"bank:{name}",
            arguments=_of_stimulus,
            owner=owner,
            other_teacher=others,
        )
        for name, owner, others in [
            ("stimulus", "200 405", "404 405"),
            ("edit_stimulus", "200 200", "404 404"),
            ("stimulus_versions", "200 405", "404 405"),
            ("approve_stimulus", "405 302", "405 404"),
            ("withdraw_stimulus", "405 302", "405 404"),
            ("copy_stimulus", "405 404", "405 404"),
            ("delete_stimulus", "405 302", "405 404"),
            ("restore_stimulus", "405 404", "405 404"),
        ]
    ),
]
