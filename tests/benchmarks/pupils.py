"""Makes a class of so many pupils with a test to do; prints how to get in.

It prints a line of JSON: the user names, the password that all have, the page of their
assignments, and the address at which the test is started.
"""

from __future__ import annotations

import json
import sys

import django

PASSWORD = "бір-құпия-сөз"


def main() -> None:
    """Make them."""
    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.urls import reverse

    from quizzes.people.models import User
    from tests.factories import make_assignment, make_classroom, make_enrolment

    teacher = User.objects.create_user("teacher", display_name="Мұғалім")
    classroom = make_classroom(teacher)
    password = make_password(PASSWORD)
    names = [f"pupil{number}" for number in range(int(sys.argv[1]))]
    pupils = User.objects.bulk_create(
        User(username=name, display_name=f"Оқушы {name}", password=password)
        for name in names
    )
    for pupil in pupils:
        make_enrolment(classroom, pupil)
    assignment = make_assignment(classroom, minutes=30)
    page = reverse("attempts:assignments")
    start = reverse("attempts:start_assigned", args=[assignment.public_id])
    print(
        json.dumps({"names": names, "password": PASSWORD, "page": page, "start": start})
    )


if __name__ == "__main__":
    main()
