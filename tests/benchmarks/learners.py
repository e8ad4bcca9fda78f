"""The learners: a process that answers as fast as the server lets it.

It is given one line of JSON: the port, how many learners there are, how many answers
each gives in a round, and the rounds in their order. Every learner becomes a guest by
starting an attempt over HTTP, and has a connection and a thread of its own. Before a
round the pages are loaded and the requests made ready; in the round nothing is timed
but sending a request and having the whole response.

    floor       posts to the floor
    answer      posts answers, as htmx does, from pages that were loaded before
    question    loads the next question and posts its answer: all that a learner does

Each round is printed as a line of JSON: its seconds, the milliseconds of each request,
the statuses that were not 200, and what was acknowledged, to be sought in the database.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Barrier, BrokenBarrierError
from typing import Any

from tests.benchmarks.wire import HTMX, Browser, FormReader, Pairs

LENGTH = 10
START = "/attempts/start/"
# The home page starts what is to be repeated once there is something
SET_UP = "/practice/"
FLOOR = "/floor/"


@dataclass(slots=True)
class Round:
    """What one learner saw in one round."""

    milliseconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)

    def note(self, began: float, status: int, sent: dict[str, Any]) -> None:
        """Note a request that was answered."""
        self.milliseconds.append(1000 * (time.perf_counter() - began))
        if status == 200:
            self.acknowledged.append(sent)
        else:
            self.refused.append(status)


class Learner:
    """A guest with a browser."""

    def __init__(self, port: int, number: int) -> None:
        self.browser = Browser(port)
        self.number = number
        self.pages: deque[str] = deque()
        self.first_start_ms = 0.0
        self.start()

    def start(self) -> None:
        """Start an attempt; the addresses of its questions are kept in `pages`."""
        form = FormReader(self.browser.get(SET_UP).text).form(START)
        data = [pair for pair in form.hidden if pair[0] != "length"]
        reply = self.browser.post(START, [*data, ("length", str(LENGTH))])
        if reply.status != 302:
            raise RuntimeError(f"no attempt was started: {reply.status}")
        attempt = reply.headers["location"]
        page = self.browser.get(attempt).text
        length = int(page.split('max="', 1)[1].split('"', 1)[0])
        self.pages.extend(f"{attempt}{place}/" for place in range(1, length + 1))

    def question(self) -> tuple[str, Pairs]:
        """Load the next question, as htmx does; give its form filled in."""
        if not self.pages:
            self.start()
        address = self.pages.popleft()
        page = self.browser.get(address, HTMX).text
        form = FormReader(page).form("/answer/")
        return form.action, form.answered(self.number)

    # What a round does: make ready, then be timed

    def floor(self, count: int) -> Callable[[Round], None]:
        """Post to the floor."""
        page = self.browser.get(FLOOR).text
        token = FormReader(page).form(FLOOR).hidden[0]
        ready = []
        for _ in range(count):
            key = str(uuid.uuid4())
            data = [token, ("key", key), ("text", "1999 жылғы 2 сәуір")]
            ready.append((self.browser.request("POST", FLOOR, data), {"key": key}))
        return lambda round_: self._post(round_, ready)

    def answer(self, count: int) -> Callable[[Round], None]:
        """Post answers to questions that are loaded already."""
        ready = []
        for _ in range(count):
            action, data = self.question()
            request = self.browser.request("POST", action, data, HTMX)
            ready.append((request, _sent(action, data)))
        return lambda round_: self._post(round_, ready)

    def whole_question(self, count: int) -> Callable[[Round], None]:
        """Load each question and answer it; only the starts are left out."""
        while len(self.pages) < count:
            self.start()

        def timed(round_: Round) -> None:
            for _ in range(count):
                began = time.perf_counter()
                action, data = self.question()
                reply = self.browser.post(action, data, HTMX)
                round_.note(began, reply.status, _sent(action, data))

        return timed

    def _post(self, round_: Round, ready: list[tuple[bytes, dict[str, Any]]]) -> None:
        for request, sent in ready:
            began = time.perf_counter()
            reply = self.browser.send(request)
            round_.note(began, reply.status, sent)


def _sent(action: str, data: Pairs) -> dict[str, Any]:
    return {"action": action, "data": data, "key": dict(data)["idempotency_key"]}


def play(kind: str, learners: list[Learner], count: int) -> dict[str, Any]:
    """One round of all learners at once."""
    makers = {
        "floor": Learner.floor,
        "answer": Learner.answer,
        "question": Learner.whole_question,
    }
    begin = Barrier(len(learners) + 1)
    rounds = [Round() for _ in learners]

    def learn(learner: Learner, round_: Round) -> None:
        timed = makers[kind](learner, count)
        begin.wait()
        timed(round_)

    with ThreadPoolExecutor(len(learners)) as threads:
        ends = [
            threads.submit(learn, learner, round_)
            for learner, round_ in zip(learners, rounds, strict=True)
        ]
        for end in ends:
            end.add_done_callback(lambda end: _give_up(end, begin))
        with suppress(BrokenBarrierError):  # who failed says why, below
            begin.wait()
        began = time.perf_counter()
        for end in ends:
            end.result()
        seconds = time.perf_counter() - began
    return {
        "kind": kind,
        "seconds": seconds,
        "milliseconds": [each for one in rounds for each in one.milliseconds],
        "refused": [each for one in rounds for each in one.refused],
        "acknowledged": [each for one in rounds for each in one.acknowledged],
    }


def _give_up(end: Future[Any], begin: Barrier) -> None:
    """Let nobody wait for a learner who failed before the start."""
    if end.exception():
        begin.abort()


def main() -> None:
    """Play the rounds."""
    given = json.loads(sys.stdin.readline())
    learners = [Learner(given["port"], number) for number in range(given["learners"])]
    for kind in given["rounds"]:
        print(json.dumps(play(kind, learners, given["answers"])), flush=True)


if __name__ == "__main__":
    main()
