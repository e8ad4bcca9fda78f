"""Messages that became files because nothing sends them: they hold names, addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings


def delete_to(addresses: Collection[str]) -> None:
    """Delete the messages that name one of these addresses."""
    wanted = [address.encode() for address in addresses if address]
    for file in _files() if wanted else ():
        with suppress(FileNotFoundError):
            if any(address in file.read_bytes() for address in wanted):
                file.unlink()


def delete_older_than(moment: datetime, *, dry_run: bool) -> int:
    """Delete the messages written before; gives how many."""
    old = [file for file in _files() if file.stat().st_mtime < moment.timestamp()]
    for file in old if not dry_run else ():
        file.unlink(missing_ok=True)
    return len(old)


def _files() -> Iterator[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder and Path(folder).is_dir():
        yield from (file for file in Path(folder).iterdir() if file.is_file())
