"""What learners know: `memory rebuild`, `memory settle` and `memory calibration`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.attempts import learning
from quizzes.attempts.snapshots import join_missing
from quizzes.attempts.yardstick import yardstick_answers
from quizzes.memory.calibration import bins_of, mean_of, score
from quizzes.memory.remembering import states_of
from quizzes.people.models import User

# The share of 100 answers is still some 10 % off by chance.
FEWEST_TOLD = 100


class Command(BaseCommand):
    """What learners know."""

    help = "Keeps what is known of each learner's memory right."

    def add_arguments(self, parser: CommandParser) -> None:
        """Define the subcommands."""
        subcommands = parser.add_subparsers(
            dest="subcommand", required=True, metavar="{rebuild,settle,calibration}"
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
        subcommands.add_parser(
            "calibration",
            help="Compares what memory foretold with the answers to questions that "
            "were chosen at random: is the model worth its place?",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chosen subcommand."""
        if options["subcommand"] == "settle":
            settled = learning.settle(now=timezone.now())
            self.stdout.write(_("Tests learnt from: {count}").format(count=settled))
        elif options["subcommand"] == "calibration":
            self._calibration()
        else:
            self._rebuild(options)

    def _calibration(self) -> None:
        answers = list(yardstick_answers())
        if not answers:
            self.stdout.write(_("No question chosen at random has been answered yet."))
            return
        forecasts = [each.forecast for each in answers]
        self.stdout.write(
            _("Answers to questions chosen at random: {n}, of learners: {m}").format(
                n=len(answers), m=len({each.learner_id for each in answers})
            )
        )
        if len(answers) < FEWEST_TOLD:
            self.stdout.write(_("So few answers say little: chance is large in them."))
        row = "{:>10}{:>12}{:>12}".format
        self.stdout.write("")
        self.stdout.write(row(_("answers"), _("foretold"), _("right")))
        for each in bins_of(forecasts):
            shares = f"{each.foretold:.1%}", f"{each.right:.1%}"
            self.stdout.write(row(each.answers, *shares))
        self.stdout.write("")
        self.stdout.write(row("", _("log loss"), _("calibration")))
        for name, told in ((_("model"), forecasts), (_("mean"), mean_of(forecasts))):
            found = score(told)
            losses = f"{found.log_loss:.4f}", f"{found.calibration:.4f}"
            self.stdout.write(row(name, *losses))

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
