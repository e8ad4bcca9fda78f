"""A teacher in a large bank, and facts of theirs as the form sends them.

python -m tests.benchmarks.author NUMBER     prints JSON: a cookie, a space, facts
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

import django

# The values that each kind of fact is typed with: dates, and lists of states
PROPERTIES = ("signed_on", "held_on", "signed_in", "signatories", "members")


def main(number: str) -> None:
    """Make the teacher, and print what a benchmark needs to be one."""
    django.setup()
    from django.conf import settings
    from django.test import Client

    from quizzes.bank.spaces import own_space
    from quizzes.people.models import User

    teacher = User.objects.create_user("author", role=User.Role.TEACHER)
    space = own_space(owner=teacher, name="author")
    client = Client()
    client.force_login(teacher)
    name = settings.SESSION_COOKIE_NAME
    told = {
        "cookie": [name, client.cookies[name].value],
        "facts": [each | {"space": space.key} for each in _typed(int(number))],
    }
    print(json.dumps(told))


def _typed(number: int) -> list[dict[str, Any]]:
    """Facts about what the bank knows already, a year later or with a state more."""
    from quizzes.bank.conversion import fact_content
    from quizzes.bank.models import Entity, Fact

    rng = random.Random(number)
    state = Entity.objects.filter(kind="state").order_by("key")[:1].get()
    typed = []
    for property_name in PROPERTIES:
        facts = list(
            Fact.objects.filter(property=property_name).order_by("key").with_content()
        )
        for fact in rng.sample(facts, number // len(PROPERTIES)):
            content = fact_content(fact)
            fields: dict[str, Any] = {
                "property": content.property,
                "subject": content.subject,
                "source": content.source,
                "topic": content.topic,
                "paragraphs": "25",
            }
            if isinstance(content.value, tuple):
                more = () if property_name == "signed_in" else (state.key,)
                fields["values"] = list(dict.fromkeys((*content.value, *more)))
                fields["complete"] = "yes"
            else:
                year, rest = str(content.value)[:4], str(content.value)[4:]
                fields["date"] = f"{int(year) + 1}{rest}"
            typed.append(fields)
    rng.shuffle(typed)
    return typed


if __name__ == "__main__":
    main(sys.argv[1])
