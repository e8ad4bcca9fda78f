"""Files on their way into the bank: received, repaired, looked at, stored part by part.

Reading and checking happen once, when the file comes in or is changed; what it says
then waits in parts. Storing takes one part after the other, each in a transaction of
its own, so that nobody's answer waits long for the database, and so that it can go on
where it was broken off. See decision 34.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from quizzes.bank.spaces import Space
from quizzes.exchange.documents import docx_text
from quizzes.exchange.faults import Fault, FaultCode, UnreadableFile
from quizzes.exchange.models import Upload, UploadPart
from quizzes.exchange.old_sheets import with_first_marked
from quizzes.exchange.plain_text import check_size, decode
from quizzes.exchange.planning import (
    Plan,
    PlannedItem,
    Wishes,
    plan_facts,
    plan_questions,
)
from quizzes.exchange.question_files import FileFormat
from quizzes.exchange.recognising import FACTS, Sort, recognised
from quizzes.exchange.repairing import REPAIRABLE, Block, Repair, blocks_of, repaired
from quizzes.exchange.rows import EntityRow, NameRow
from quizzes.exchange.upload_storing import store_entities, store_items
from quizzes.people.models import User

MOST_UPLOADS: Final = 3
ITEMS_IN_A_PART: Final = 100
MOST_FAULTS: Final = 200
SECONDS_AT_ONCE: Final = 1.0
# What can be wrong with a list of keys
_OF_KEYS: Final = frozenset(
    {FaultCode.KEYS_UNEVEN, FaultCode.KEY_OF_NOTHING, FaultCode.KEYS_DISAGREE}
)


class CannotBeRead(Exception):
    """Nothing of the file can be used; `faults` tells why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = list(faults)


class TooManyUploads(Exception):
    """As many files of this person as may be are being stored just now."""


class NotInReview(Exception):
    """The file is being stored, or has been."""


class ChangedMeanwhile(Exception):
    """The text is not the one that was shown any more."""


class HasFaults(Exception):
    """Not all of the file can be read, and nobody has said to leave the rest out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody has sent; `sort` is None where they leave it to us."""

    content: bytes
    file: str
    sort: Sort | None = None


def receive(
    *, owner: User, space: Space, given: Given, wishes: Wishes, now: datetime
) -> Upload:
    """Read and check a file, and keep what it says until it is taken over.

    The oldest upload of a person goes for the newest. Raises CannotBeRead where there
    is nothing to look at, and TooManyUploads.
    """
    try:
        check_size(given.content)
        sort = given.sort or recognised(given.content, given.file)
        content, sort = _as_kept(given.content, sort)
    except UnreadableFile as error:
        raise CannotBeRead([error.fault]) from None
    upload = Upload(
        owner=owner,
        space=space,
        file=given.file,
        kind=sort.kind,
        file_format=sort.file_format,
        source=wishes.source,
        topic=wishes.topic,
        approves=wishes.approves,
        makes_entities=wishes.makes_entities,
        content=content,
        made_at=now,
    )
    plan = _plan(upload)
    if not plan.items and not _can_be_mended(upload, plan):
        raise CannotBeRead(plan.faults)
    with transaction.atomic():
        _make_room(owner)
        _write(upload, plan)
    return upload


def change(*, upload: Upload, space: Space, wishes: Wishes) -> None:
    """Check the file anew for another space, or with other wishes; or NotInReview."""
    seen = mark_of(upload)
    upload.space = space
    upload.source, upload.topic = wishes.source, wishes.topic
    upload.approves = wishes.approves
    upload.makes_entities = wishes.makes_entities
    _replace(upload, _plan(upload), seen)


def repair(*, upload: Upload, repairs: Sequence[Repair], seen: str) -> None:
    """Put lines of a text right, and check it anew.

    Takes the mark of the text that was shown (`mark_of`). Raises NotInReview,
    ChangedMeanwhile, repairing.NoSuchLines, and CannotBeRead for a text that has
    become too large or holds what no text may.
    """
    if mark_of(upload) != seen:
        raise ChangedMeanwhile
    _rewrite(upload, repaired(text_of(upload), repairs), seen)


def mark_first(*, upload: Upload, seen: str) -> None:
    """Mark the first option as right wherever nothing tells which one is.

    Raises as `repair`, ChangedMeanwhile also where there is nothing to mark.
    """
    if mark_of(upload) != seen or not lacks_marks(upload):
        raise ChangedMeanwhile
    _rewrite(upload, with_first_marked(text_of(upload)), seen)


def _rewrite(upload: Upload, text: str, seen: str) -> None:
    try:
        upload.content = decode(text.encode("utf-8", "surrogatepass")).encode()
    except UnreadableFile as error:
        raise CannotBeRead([error.fault]) from None
    _replace(upload, _plan(upload), seen)


def begin(*, upload: Upload, takes_part: bool, now: datetime) -> None:
    """Begin to store; raises NotInReview for a second time, and HasFaults."""
    with transaction.atomic():
        upload = _in_review(upload)
        if upload.fault_count and not takes_part:
            raise HasFaults
        upload.state = Upload.State.STORING
        upload.takes_part = takes_part
        upload.started_at = now
        _write_entities(upload)
        upload.save()


def store_next(*, upload: Upload, now: datetime, seconds: float | None = None) -> None:
    """Store the next parts, about so many seconds long; all of them without a limit.

    Each part is in the bank with all that is counted of it, or not at all; several
    calls at once take different parts. If the bank has changed so that something is
    refused, and all or nothing was wanted, the file goes back to be looked at.
    """
    until = None if seconds is None else time.monotonic() + seconds
    try:
        while _store_part(upload, now) and (until is None or time.monotonic() < until):
            pass
    except _Refused as refusal:
        _back_to_review(upload, refusal.faults)


def remove(*, upload: Upload) -> None:
    """Throw a file away; what has been stored of it stays."""
    Upload.objects.filter(pk=upload.pk).delete()


def delete_older_than(time: datetime, *, dry_run: bool) -> int:
    """Delete what nobody has taken over since then, and give how many there were."""
    old = Upload.objects.filter(made_at__lt=time)
    count = old.count()
    if not dry_run:
        old.delete()
    return count


# --- What is shown --------------------------------------------------------------------


def is_text(upload: Upload) -> bool:
    """Whether the file can be repaired where it is shown."""
    return upload.kind == Upload.Kind.QUESTIONS and upload.file_format in REPAIRABLE


def lacks_marks(upload: Upload) -> bool:
    """Whether nothing in a sheet tells the keys of several of its questions.

    Where there is a list of keys, it is the list that has to be put right.
    """
    faults = faults_of(upload)
    unmarked = [each for each in faults if each.parameters.get("finding") == "no_key"]
    return (
        upload.file_format == FileFormat.TEXT
        and len(unmarked) > 1
        and not any(each.code in _OF_KEYS for each in faults)
    )


def text_of(upload: Upload) -> str:
    """The text of a file that `is_text`."""
    return bytes(upload.content).decode()


def mark_of(upload: Upload) -> str:
    """What tells one content from another."""
    return hashlib.sha256(bytes(upload.content)).hexdigest()[:16]


def blocks(upload: Upload) -> list[Block]:
    """The lines that wait to be put right."""
    if not is_text(upload) or upload.state != Upload.State.REVIEW:
        return []
    return blocks_of(text_of(upload), FileFormat(upload.file_format), faults_of(upload))


def faults_of(upload: Upload) -> list[Fault]:
    """What was found wrong, as far as it is kept."""
    return [Fault.of(record) for record in upload.faults]


def items_of(upload: Upload, start: int, count: int) -> list[PlannedItem]:
    """So many items from a place on, from 0; they lie in one or two parts."""
    first, last = start // ITEMS_IN_A_PART, (start + count - 1) // ITEMS_IN_A_PART
    parts = upload.parts.filter(number__gte=first, number__lte=last).order_by("number")
    records = [record for part in parts for record in part.items]
    offset = start - first * ITEMS_IN_A_PART
    return [PlannedItem.of(each) for each in records[offset : offset + count]]


# --- Inside ---------------------------------------------------------------------------


class _Refused(Exception):
    """The bank takes some items no more, and all or nothing was wanted."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def _as_kept(content: bytes, sort: Sort) -> tuple[bytes, Sort]:
    """The content as it is kept: a document as its text, which can be repaired."""
    if sort.kind == FACTS:
        return content, sort
    file_format = FileFormat(sort.file_format)
    if file_format is FileFormat.DOCX:
        text = docx_text(content)
        kept = replace(sort, file_format=FileFormat.TEXT.value)
        return decode(text.encode()).encode(), kept
    if file_format in REPAIRABLE:
        return decode(content).encode(), sort
    return content, sort


def _plan(upload: Upload) -> Plan:
    wishes = Wishes(
        source=upload.source,
        topic=upload.topic,
        approves=upload.approves,
        makes_entities=upload.makes_entities,
    )
    content = bytes(upload.content)
    file = f"file.{upload.file_format}"
    if upload.kind == Upload.Kind.FACTS:
        return plan_facts(content, file=file, space=upload.space, wishes=wishes)
    return plan_questions(
        content,
        file=file,
        file_format=FileFormat(upload.file_format),
        space=upload.space,
        wishes=wishes,
    )


def _can_be_mended(upload: Upload, plan: Plan) -> bool:
    """Whether a file of which nothing can be read yet is worth a page."""
    if is_text(upload):
        return any(fault.line for fault in plan.faults)
    return any(fault.code is FaultCode.UNKNOWN_NAME for fault in plan.faults)


def _make_room(owner: User) -> None:
    """Delete the oldest uploads of a person, so that there is room for one more."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    uploads = list(Upload.objects.of(owner.pk).order_by("-made_at", "-pk"))
    idle = [each for each in uploads if each.state != Upload.State.STORING]
    surplus = len(uploads) - MOST_UPLOADS + 1
    if surplus > len(idle):
        raise TooManyUploads
    gone = idle[len(idle) - surplus :] if surplus > 0 else []
    Upload.objects.filter(pk__in=[each.pk for each in gone]).delete()


def _in_review(upload: Upload) -> Upload:
    """The row, locked; raises NotInReview."""
    locked = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if locked is None or locked.state != Upload.State.REVIEW:
        raise NotInReview
    return locked


def _write(upload: Upload, plan: Plan) -> None:
    """Write the row and its parts as a plan says."""
    faults = sorted(plan.faults, key=lambda fault: (fault.line, fault.field))
    upload.total, upload.done = len(plan.items), 0
    upload.counts = plan.counts()
    upload.entities = [
        {"key": row.key, "kind": row.kind, "name": row.printed} for row in plan.entities
    ]
    upload.repeated = plan.repeated[:MOST_FAULTS]
    upload.faults = [fault.to_record() for fault in faults[:MOST_FAULTS]]
    upload.fault_count = len(faults)
    upload.save()
    UploadPart.objects.filter(upload=upload).delete()
    starts = range(0, len(plan.items), ITEMS_IN_A_PART)
    UploadPart.objects.bulk_create(
        UploadPart(
            upload=upload,
            number=number,
            items=[
                item.to_record() for item in plan.items[start : start + ITEMS_IN_A_PART]
            ],
        )
        for number, start in enumerate(starts)
    )


def _write_entities(upload: Upload) -> None:
    """Make the entities that the facts need, in the transaction that begins."""
    rows = [
        EntityRow(
            key=each["key"],
            kind=each["kind"],
            names=(NameRow(language="kk", name=each["name"]),),
        )
        for each in upload.entities
    ]
    store_entities(rows, upload.space)


def _replace(upload: Upload, plan: Plan, seen: str) -> None:
    """Write what was planned outside of the transaction; or ChangedMeanwhile."""
    with transaction.atomic():
        if mark_of(_in_review(upload)) != seen:
            raise ChangedMeanwhile
        _write(upload, plan)


def _back_to_review(upload: Upload, refused: Sequence[Fault]) -> None:
    """Check what is left anew; what the bank has refused is among the faults."""
    plan = _plan(upload)
    lines = {fault.line for fault in refused if fault.code is FaultCode.REFUSED}
    plan.items = [item for item in plan.items if item.line not in lines]
    plan.faults += [fault for fault in refused if fault.line in lines]
    with transaction.atomic():
        rows = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk)
        locked = rows.filter(state=Upload.State.STORING).first()
        if locked is not None:
            locked.state, locked.started_at = Upload.State.REVIEW, None
            _write(locked, plan)


@transaction.atomic
def _store_part(upload: Upload, now: datetime) -> bool:
    """Store the next part; gives whether there may be another one."""
    locked = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if locked is None or locked.state != Upload.State.STORING:
        return False
    part = locked.parts.order_by("number").first()
    if part is not None:
        items = [PlannedItem.of(record) for record in part.items]
        refused = store_items(locked, items, now=now)
        if refused and not locked.takes_part:
            raise _Refused(refused)
        locked.done += len(items)
        locked.counts["refused"] = locked.counts.get("refused", 0) + len(refused)
        locked.faults = [
            *locked.faults,
            *(fault.to_record() for fault in refused),
        ][:MOST_FAULTS]
        locked.fault_count += len(refused)
        part.delete()
    if not locked.parts.exists():
        locked.state = Upload.State.STORED
        locked.content = b""
    locked.save()
    return locked.state == Upload.State.STORING
