"""Read each hostile file of a kind in a process of its own, and say what it cost.

    python -m tests.exchange.hostile_child facts-csv

One JSON object a line: the name, the exit status, the CPU seconds and the kilobytes
that reading took beyond what the process had, and the number of faults found.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress

import django

SECONDS_ALLOWED = 10


def main() -> None:
    """Fork for each file: what is imported once is not counted."""
    django.setup()
    from tests.exchange.test_hostile_uploads import SORTS, sort_of

    kind = sys.argv[1]
    for name, content in SORTS[kind]():
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            os.write(writer, json.dumps(_read(content, sort_of(kind))).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            said = pipe.read()
        _pid, status = os.waitpid(child, 0)
        cost = json.loads(said) if said else {}
        print(json.dumps({"name": name, "status": status, **cost}), flush=True)


def _read(content: bytes, sort: str) -> dict[str, float]:
    """Read as the page reads; the system ends it if it takes too long."""
    from quizzes.exchange.faults import UnreadableFile
    from quizzes.exchange.question_checking import Shelf, check_questions
    from quizzes.exchange.question_files import FileFormat, read_questions
    from quizzes.exchange.recognising import recognised
    from quizzes.exchange.sheet_facts import facts_of
    from quizzes.exchange.sheets import read_sheet
    from quizzes.exchange.world import World

    kind, _, file_format = sort.partition("-")
    before = resource.getrusage(resource.RUSAGE_SELF)
    used = int(before.ru_utime + before.ru_stime)
    limit = used + SECONDS_ALLOWED
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    with suppress(UnreadableFile):
        recognised(content, f"file.{file_format}")
    if kind == "facts":
        rows, faults = read_sheet(content, f"file.{file_format}")
        faults += facts_of(rows, World()).faults
    else:
        found, faults = read_questions(content, "file.txt", FileFormat(file_format))
        faults += check_questions(found, Shelf()).faults
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "kilobytes": after.ru_maxrss - before.ru_maxrss,
        "faults": len(faults),
    }


if __name__ == "__main__":
    main()
