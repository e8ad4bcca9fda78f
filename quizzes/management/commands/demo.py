"""A class to look at: `demo`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.demo import class_story
from quizzes.demo.class_story import AlreadyThere, NoFacts, Told


class Command(BaseCommand):
    """A class to look at before one has one's own."""

    help = "Adds a teacher and a class with ten weeks of work, and prints their logins."

    def add_arguments(self, parser: CommandParser) -> None:
        """Define the options."""
        parser.add_argument(
            "--learners",
            type=int,
            default=30,
            metavar="N",
            help=(
                f"how many pupils come, {class_story.FEWEST_PUPILS} to"
                f" {class_story.MOST_PUPILS}; 30 unless it is said. Two more do not"
            ),
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            metavar="S",
            help="the same seed makes the same class",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the class and say how to look at it."""
        learners = options["learners"]
        fewest, most = class_story.FEWEST_PUPILS, class_story.MOST_PUPILS
        if not fewest <= learners <= most:
            raise CommandError(
                _("A class has {fewest} to {most} pupils here.").format(
                    fewest=fewest, most=most
                )
            )
        try:
            told = class_story.tell(
                learners=learners,
                seed=options["seed"],
                now=timezone.now(),
                progress=self._say,
            )
        except AlreadyThere:
            self._say(
                _(
                    "The demonstration is there already; its teacher is {teacher}."
                    " Nothing was changed."
                ).format(teacher=class_story.TEACHER)
            )
        except NoFacts as error:
            raise CommandError(
                _("The facts are missing. Load them first: manage.py facts load")
            ) from error
        else:
            self._print_logins(told)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _print_logins(self, told: Told) -> None:
        address = reverse("reports:classroom", args=[told.classroom.public_id])
        self._say("")
        self._say(_("Log in at {address}").format(address=_url("/account/login/")))
        self._say(
            _("Teacher: {username}, password {password}").format(
                username=told.teacher.username, password=told.password
            )
        )
        for place in (0, len(told.cards) // 2, -1):
            card = told.cards[place]
            self._say(
                _("Pupil {name}: {username}, password {password}").format(
                    name=card.name, username=card.username, password=card.password
                )
            )
        self._say(_("The report on the class: {address}").format(address=_url(address)))
        self._say(_("These passwords are not shown again."))


def _url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
