"""`items print`: the items that the bank makes, to be read or checked."""

from __future__ import annotations

import json
import random
from argparse import ArgumentTypeError
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from quizzes.bank.neighbourhood import whole_bank
from quizzes.bank.scopes import scope_of
from quizzes.items import printing
from quizzes.items.data import Family, Form, Item, Neighbourhood
from quizzes.items.making import Refusal, make_every, seldom_asked

USUAL_COUNT = 20


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("a whole number from 1")
    return int(text)


class Command(BaseCommand):
    """Print items with their answers, and on standard error what is seldom asked."""

    help = "Print the items that the bank makes, with their answers and sources."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        printer = commands.add_parser("print", help="print items")
        printer.add_argument("--family", choices=[each.value for each in Family])
        printer.add_argument("--form", choices=[each.value for each in Form])
        printer.add_argument("--fact", metavar="KEY", help="only items of this fact")
        number = printer.add_mutually_exclusive_group()
        number.add_argument("--count", type=_count, default=USUAL_COUNT)
        number.add_argument(
            "--all",
            action="store_true",
            help="every item of every fact and form once, and on standard error the"
            " facts asked in fewer than two forms, with the reason",
        )
        printer.add_argument("--seed", default="1")
        printer.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bank = whole_bank(scope_of())
        except DatabaseError as error:
            raise CommandError(
                "The bank cannot be read. `make data` makes and fills it."
            ) from error
        facts = None
        if options["fact"]:
            facts = [fact for fact in bank.facts if fact.key == options["fact"]]
            if not facts:
                raise CommandError(f"There is no fact {options['fact']}.")
        made = list(make_every(bank, options["seed"], facts))
        items = list(_wanted(made, options))
        if options["all"]:
            self._report_seldom_asked(bank, made, options["fact"])
        else:
            rng = random.Random(options["seed"])
            items = rng.sample(items, min(options["count"], len(items)))
        if options["format"] == "json":
            records = [printing.record(item) for item in items]
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n\n".join(printing.text(item) for item in items))

    def _report_seldom_asked(
        self, bank: Neighbourhood, made: list[Item | Refusal], fact: str | None
    ) -> None:
        for each in seldom_asked(bank, made):
            if fact in (None, each.fact):
                forms = ", ".join(form.value for form in each.forms) or "-"
                self.stderr.write(f"{each.fact}\t{forms}\t{each.reason}")


def _wanted(made: list[Item | Refusal], options: dict[str, Any]) -> Iterator[Item]:
    for each in made:
        if (
            isinstance(each, Item)
            and options["family"] in (None, each.family)
            and options["form"] in (None, each.form)
        ):
            yield each
