"""Sessions that end while a page is open, and come back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page


@dataclass(slots=True)
class Session:
    """The session of one browser, as a row of the site's database."""

    page: Page
    database: Path
    cookie: Any
    row: tuple[Any, ...]

    @classmethod
    def of(cls, page: Page, database: Path) -> Session:
        """The session that the browser of this page names."""
        (cookie,) = (each for each in page.context.cookies() if each["name"] == "sid")
        with _connection(database) as connection:
            row = connection.execute(
                "SELECT session_key, session_data, expire_date FROM django_session"
                " WHERE session_key = ?",
                (cookie["value"],),
            ).fetchone()
        return cls(page=page, database=database, cookie=cookie, row=row)

    @property
    def key(self) -> str:
        """What its cookie holds."""
        return str(self.cookie["value"])

    def end(self) -> None:
        """The site forgets it; the browser does not know yet."""
        with _connection(self.database) as connection:
            connection.execute(
                "DELETE FROM django_session WHERE session_key = ?", self.row[:1]
            )

    def log_in_again(self) -> None:
        """What a log-in does: the site and the browser know the same session."""
        with _connection(self.database) as connection:
            connection.execute("INSERT INTO django_session VALUES (?, ?, ?)", self.row)
        self.page.context.add_cookies([self.cookie])


def make_account(page: Page, database: Path) -> None:
    """Turn the guest, whose attempt the page shows, into a learner with an account."""
    public_id = page.locator("form[data-answer]").get_attribute("action").split("/")[2]
    with _connection(database) as connection:
        connection.execute(
            "UPDATE quizzes_user SET is_guest = 0 WHERE id ="
            " (SELECT learner_id FROM quizzes_attempt WHERE public_id = ?)",
            (public_id,),
        )
    page.reload()


@contextmanager
def _connection(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        yield connection
