"""What learners know: `memory rebuild` and `memory settle`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.attempts import learning
from quizzes.attempts.snapshots import join_missing
from quizzes.memory.remembering import states_of
from quizzes.people.models import User


class Command(BaseCommand):
    """What learners know."""

    help = "Keeps what is known of each learner's memory right."

    def add_arguments(self, parser: CommandParser) -> None:
        """Define the two subcommands."""
        subcommands = parser.add_subparsers(
            dest="subcommand", required=True, metavar="{rebuild,settle}"
        )
        rebuild: ArgumentParser = subcommands.add_parser(
            "rebuild",
            help="Makes memory anew from the stored answers.",
        )
        rebuild.add_argument(
            "--learner", metavar="USERNAME", help="of one learner only"
        )
        rebuild.add_argument(
            "--check",
            action="store_true",
            help="change nothing; the exit code is 1 if anything would change",
        )
        subcommands.add_parser(
            "settle",
            help="Lets memory learn from closed tests whose answers may be shown now.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chosen subcommand."""
        if options["subcommand"] == "settle":
            settled = learning.settle(now=timezone.now())
            self.stdout.write(_("Tests learnt from: {count}").format(count=settled))
        else:
            self._rebuild(options)

    def _rebuild(self, options: dict[str, Any]) -> None:
        learners = User.objects.filter(
            attempts__isnull=False, is_erased=False
        ).distinct()
        if options["learner"]:
            learners = learners.filter(username=options["learner"])
            if not learners.exists():
                raise CommandError(_("There is no such learner with attempts."))
        if not options["check"]:
            join_missing()
        learner_ids = list(learners.order_by("pk").values_list("pk", flat=True))
        act = _differs if options["check"] else _rebuilt
        changed = sum(act(learner_id) for learner_id in learner_ids)
        self.stdout.write(
            _("Learners: {learners}, with differences: {changed}").format(
                learners=len(learner_ids), changed=changed
            )
        )
        if options["check"] and changed:
            raise CommandError(_("Memory differs from the stored answers."))


def _differs(learner_id: int) -> bool:
    return states_of(learner_id) != learning.states_from_answers(learner_id)


def _rebuilt(learner_id: int) -> bool:
    before = states_of(learner_id)
    learning.rebuild(learner_id=learner_id)
    return before != states_of(learner_id)
