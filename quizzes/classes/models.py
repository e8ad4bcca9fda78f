"""Classes and assignments.

Nothing here is deleted when it is over: learners leave, classes are archived and
assignments cancelled, so that what was done in them can still be explained.
"""

from __future__ import annotations

from quizzes.classes.assignments import Allowance, Assignment, Recipient
from quizzes.classes.classrooms import Card, Classroom, ClassTeacher, Enrolment

__all__ = [
    "Allowance",
    "Assignment",
    "Card",
    "ClassTeacher",
    "Classroom",
    "Enrolment",
    "Recipient",
]
