"""A hostile file changes nothing, costs little, and is refused in a sentence."""

from __future__ import annotations

import resource
import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.models import Question
from quizzes.exchange.fault_words import sentence
from quizzes.exchange.faults import FaultCode
from quizzes.exchange.gift_writing import to_gift
from quizzes.exchange.limits import MAX_QUESTION_ELEMENTS
from quizzes.exchange.moodle_writing import to_moodle_xml
from quizzes.exchange.question_files import FileFormat, read_questions
from quizzes.exchange.question_sheet_writing import to_questions_csv, to_questions_xlsx
from quizzes.exchange.question_storing import import_questions
from tests.exchange.hostile_questions import FILES
from tests.exchange.question_samples import SAMPLES
from tests.exchange.test_old_sheets import MIXED, document
from tests.factories import NOW, SpaceFactory

DATA = [content.as_data() for content in SAMPLES.values()]

MOST_SECONDS = 5
MOST_KILOBYTES = 150 * 1024


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def format_of(ending: str) -> FileFormat | None:
    return FileFormat.AIKEN if ending == "aiken.txt" else None


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.django_db
def test_a_hostile_file_is_refused_at_little_cost(ending):
    space = SpaceFactory()

    for name, content in FILES[ending]():
        seconds, kilobytes = time.process_time(), peak()

        result = import_questions(
            content,
            file=f"evil.{ending}",
            space=space,
            now=NOW,
            file_format=format_of(ending),
        )

        assert time.process_time() - seconds < MOST_SECONDS, name
        assert peak() - kilobytes < MOST_KILOBYTES, name
        assert result.faults, name
        assert not Question.objects.exists(), name
        check_words(result.faults)


def check_words(faults):
    """Every fault is a sentence in each language, and no long one."""
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            assert all(0 < len(sentence(fault)) < 1_500 for fault in faults[:50])


def test_there_are_enough_of_them():
    assert sum(1 for files in FILES.values() for _ in files()) >= 40


@pytest.mark.parametrize(
    ("before", "inside", "why"),
    [
        ("", "", None),
        ('<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x">', "", FaultCode.UNREADABLE),
        ("<!DOCTYPE quiz [<!ENTITY a 'b'>]>", "", FaultCode.UNREADABLE),
        ("", "<b>" * 63 + "</b>" * 63, FaultCode.TOO_DEEP),
        ("", "<b/>" * MAX_QUESTION_ELEMENTS, FaultCode.TOO_MANY_PARTS),
    ],
)
def test_good_xml_is_refused_for_what_hides_in_it(before, inside, why):
    good = to_moodle_xml(DATA[:1]).decode()
    head, _, quiz = good.partition("?>")
    content = f"{head}?>{before}{quiz}".replace("<tags>", f"<tags>{inside}")

    rows, faults = read_questions(content.encode(), "q.xml")

    assert [fault.code for fault in faults] == ([why] if why else [])
    assert len(rows) == (0 if why else 1)


# Mutations

GOOD = {
    "gift": to_gift(DATA),
    "xml": to_moodle_xml(DATA),
    "csv": to_questions_csv(SAMPLES.values()),
    "xlsx": to_questions_xlsx(SAMPLES.values()),
    "txt": f"{MIXED}\nЖауабы: В\n".encode(),
    "aiken.txt": b"Q\nA. a\nB. b\nANSWER: A\n",
    "docx": document(("1. Кім?", True), ("А) бір", False), ("В) екі", True)),
}
PIECES = [
    *(b"<>&;'\"{}=~#\\%:[]()*+-.,\n\t\x00\xff\xd0"[n : n + 1] for n in range(27)),
    b"]]>",
    b"<!DOCTYPE",
    b"####",
    b"::",
    b"->",
    b"%100%",
    "А)".encode(),
    b"?" * 9,
    b"9" * 30,
]


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """The file with a few bytes cut out, doubled, or put in."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 40))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
        kind = draw(st.sampled_from(["cut", "double", "put"]))
        inside = content[place : place + length]
        between = {"cut": b"", "double": inside * 2, "put": piece + inside}[kind]
        content = content[:place] + between + content[place + length :]
    return content


def check_mutation(ending: str, content: bytes) -> None:
    seconds = time.process_time()

    rows, faults = read_questions(content, f"m.{ending}", format_of(ending))

    assert time.process_time() - seconds < MOST_SECONDS
    assert rows or faults
    for fault in faults:
        assert sentence(fault)


@pytest.mark.parametrize("ending", GOOD)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(ending, data):
    check_mutation(ending, data.draw(mutated(GOOD[ending])))


@pytest.mark.long
@pytest.mark.parametrize("ending", GOOD)
@pytest.mark.parametrize("part", range(10))
@given(data=st.data())
def test_two_thousand_damaged_files_are_read_or_refused(ending, part, data):
    check_mutation(ending, data.draw(mutated(GOOD[ending])))
