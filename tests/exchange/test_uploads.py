"""A file waits until it has been looked at, and then goes in part by part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError

from quizzes.bank.models import Fact, Question
from quizzes.bank.question_editing import store_question
from quizzes.exchange import upload_storing, uploads
from quizzes.exchange.faults import FaultCode
from quizzes.exchange.models import Upload, UploadPart
from quizzes.exchange.planning import Change, Wishes
from quizzes.exchange.repairing import NoSuchLines, Repair
from quizzes.people.models import User
from tests.exchange.uploading import (
    BROKEN_SHEET,
    FACTS,
    GIFT,
    receive,
    stored,
    teacher_space,
)
from tests.factories import NOW, make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def codes(upload: Upload) -> list[FaultCode]:
    return [fault.code for fault in uploads.faults_of(upload)]


def gift(count: int) -> str:
    return "\n\n".join(f"Сұрақ {n}? {{=а{n} ~б ~в}}" for n in range(count))


def facts(count: int) -> str:
    lines = "\n".join(
        f"Бішкек кездесуі,guests,Ресей,Сөйлем {n}.,{n % 90 + 1},k-{n},textbook,"
        "collective-security"
        for n in range(count)
    )
    header = "subject,property,value,statement,paragraphs,key,source,topic"
    return f"{header}\n{lines}\n"


# What comes in


def test_nothing_is_stored_before_the_teacher_says_so(aigerim):
    upload = receive(aigerim, GIFT)

    assert not Question.objects.exists()
    assert upload.total == 1
    assert [item.change for item in uploads.items_of(upload, 0, 25)] == [Change.ADDED]


def test_what_is_taken_over_is_a_draft(aigerim):
    upload = stored(receive(aigerim, GIFT))

    question = Question.objects.get()
    assert (question.state, question.space, question.edited_by) == (
        "draft",
        upload.space,
        aigerim,
    )
    assert (upload.state, upload.done, bytes(upload.content)) == ("stored", 1, b"")
    assert not UploadPart.objects.exists()


def test_a_question_is_approved_if_wanted_and_nothing_speaks_against_it(aigerim):
    doubtful = "Қайсысы дұрыс? {=барлығы дұрыс ~1991 жылы ~2001 жылы}"

    stored(receive(aigerim, f"{GIFT}\n\n{doubtful}", approves=True))

    states = dict(Question.objects.values_list("stem", "state"))
    assert sorted(states.values()) == ["approved", "draft"]
    assert states["Қайсысы дұрыс?"] == "draft"


def test_a_fact_that_contradicts_another_stays_a_draft_and_says_why(aigerim):
    space = teacher_space(aigerim)
    make_fact(
        space=space, key="known", subject="treaty", value="1991-01-01", by=aigerim
    )

    upload = receive(aigerim, FACTS, "f.csv", space=space, approves=True)

    [contradicting, other] = uploads.items_of(upload, 0, 25)
    assert contradicting.content["state"] == "draft"
    assert contradicting.doubts[0]["code"] == FaultCode.CONTRADICTION
    assert (other.content["state"], other.doubts) == ("approved", ())


def test_a_faulty_line_is_named_and_the_others_can_be_taken(aigerim):
    upload = receive(aigerim, FACTS, "f.csv")

    assert [(fault.line, fault.code) for fault in uploads.faults_of(upload)] == [
        (3, FaultCode.BAD_DATE)
    ]
    with pytest.raises(uploads.HasFaults):
        uploads.begin(upload=upload, takes_part=False, now=NOW)
    assert not Fact.objects.exists()

    stored(upload, takes_part=True)

    assert set(Fact.objects.values_list("property", flat=True)) == {
        "signed_on",
        "held_in",
    }


def test_the_same_sheet_again_is_known_by_what_it_says(aigerim):
    space = teacher_space(aigerim)
    stored(receive(aigerim, FACTS, "f.csv", space=space), takes_part=True)
    Fact.objects.filter(property="held_in").update(weight="detail")

    again = receive(aigerim, FACTS, "f.csv", space=space)

    changes = [item.change for item in uploads.items_of(again, 0, 25)]
    assert changes == [Change.UNCHANGED, Change.KEPT]
    assert again.counts["added"] == 0


def test_unknown_names_are_faults_until_they_are_to_be_made(aigerim):
    sheet = FACTS.replace("Ташкент шарты", "Белгісіз шарт")
    upload = receive(aigerim, sheet, "f.csv")
    assert FaultCode.UNKNOWN_NAME in codes(upload)

    uploads.change(
        upload=upload,
        space=upload.space,
        wishes=Wishes(makes_entities=True),
    )

    upload.refresh_from_db()
    assert FaultCode.UNKNOWN_NAME not in codes(upload)
    assert [each["name"] for each in upload.entities] == ["Белгісіз шарт"]
    stored(upload, takes_part=True)
    fact = Fact.objects.get(property="signed_on")
    assert fact.subject.names.get().name == "Белгісіз шарт"
    assert fact.subject.space == upload.space


def test_a_file_of_which_nothing_can_be_used_is_not_kept(aigerim):
    for content, file in (
        (b"\xff\xfe\x00", "q.gift"),
        (b"", "q.txt"),
        (b"a,b\n1,2\n", "f.csv"),
        (b"x", "q.pdf"),
        (b"x" * (5 * 1024 * 1024 + 1), "q.txt"),
    ):
        with pytest.raises(uploads.CannotBeRead):
            receive(aigerim, content, file)

    assert not Upload.objects.exists()


def test_only_a_few_uploads_of_a_person_are_kept(aigerim, bolat):
    space = teacher_space(aigerim)
    for number in range(5):
        receive(aigerim, GIFT, f"{number}.gift", space=space)
    receive(bolat, GIFT, "his.gift", space=space)

    kept = Upload.objects.order_by("pk").values_list("file", flat=True)
    assert list(kept) == ["2.gift", "3.gift", "4.gift", "his.gift"]


def test_what_is_being_stored_does_not_go_for_a_new_one(aigerim):
    space = teacher_space(aigerim)
    for number in range(uploads.MOST_UPLOADS):
        upload = receive(aigerim, GIFT, f"{number}.gift", space=space)
        uploads.begin(upload=upload, takes_part=False, now=NOW)

    with pytest.raises(uploads.TooManyUploads):
        receive(aigerim, GIFT, space=space)


def test_old_uploads_are_swept_whole(aigerim):
    space = teacher_space(aigerim)
    old = receive(aigerim, GIFT, space=space, now=NOW - timedelta(days=3))
    receive(aigerim, GIFT, "new.gift", space=space)
    limit = NOW - timedelta(days=2)

    assert uploads.delete_older_than(limit, dry_run=True) == 1
    assert uploads.delete_older_than(limit, dry_run=False) == 1

    assert not Upload.objects.filter(pk=old.pk).exists()
    assert not UploadPart.objects.filter(upload_id=old.pk).exists()
    assert Upload.objects.get().file == "new.gift"


def test_with_a_person_go_the_uploads(aigerim):
    receive(aigerim, GIFT)

    User.objects.filter(pk=aigerim.pk).delete()

    assert not UploadPart.objects.exists()


# Repairing


def test_lost_letters_are_shown_with_the_whole_question(aigerim):
    upload = receive(aigerim, BROKEN_SHEET, "q.txt")

    first, second = uploads.blocks(upload)

    assert (first.first, first.last) == (3, 6)
    assert first.text.startswith("1. ?азақстан")
    assert [fault.code for fault in first.faults] == [FaultCode.LOST_LETTERS]
    assert (second.first, second.last) == (8, 11)
    assert upload.total == 1


def test_what_is_typed_goes_the_same_way_and_nothing_is_guessed(aigerim):
    upload = receive(aigerim, BROKEN_SHEET, "q.txt")
    first, second = uploads.blocks(upload)

    uploads.repair(
        upload=upload,
        repairs=[
            Repair(first=3, last=6, text=first.text.replace("?аз", "Қаз")),
            Repair(first=8, last=11, text=second.text.replace("С)", "*С)")),
        ],
        seen=uploads.mark_of(upload),
    )

    upload.refresh_from_db()
    assert (upload.total, upload.fault_count) == (3, 0)
    stems = [item.content["stem"] for item in uploads.items_of(upload, 0, 25)]
    assert stems[0] == "Қазақстан тәуелсіздігі қай жылы жарияланды?"


def test_a_text_that_has_changed_meanwhile_is_not_cut_at_the_wrong_lines(aigerim):
    upload = receive(aigerim, BROKEN_SHEET, "q.txt")
    seen = uploads.mark_of(upload)
    repair = Repair(first=1, last=1, text="Тест\n\n№ 2")
    uploads.repair(upload=upload, repairs=[repair], seen=seen)
    upload.refresh_from_db()

    with pytest.raises(uploads.ChangedMeanwhile):
        uploads.repair(upload=upload, repairs=[repair], seen=seen)


@pytest.mark.parametrize(
    "ranges", [[(0, 1)], [(2, 1)], [(1, 999)], [(1, 3), (3, 4)], [(5, 9), (6, 7)]]
)
def test_lines_that_are_not_there_or_taken_twice_are_refused(aigerim, ranges):
    upload = receive(aigerim, BROKEN_SHEET, "q.txt")
    repairs = [Repair(first=first, last=last, text="x") for first, last in ranges]

    with pytest.raises(NoSuchLines):
        uploads.repair(upload=upload, repairs=repairs, seen=uploads.mark_of(upload))


# Storing


def test_a_second_start_is_refused(aigerim):
    upload = receive(aigerim, GIFT)
    uploads.begin(upload=upload, takes_part=False, now=NOW)

    with pytest.raises(uploads.NotInReview):
        uploads.begin(upload=upload, takes_part=False, now=NOW)
    with pytest.raises(uploads.NotInReview):
        uploads.change(upload=upload, space=upload.space, wishes=Wishes())


def test_storing_goes_on_where_it_was_broken_off(aigerim):
    upload = receive(aigerim, gift(250))
    uploads.begin(upload=upload, takes_part=False, now=NOW)

    uploads.store_next(upload=upload, now=NOW, seconds=0)
    upload.refresh_from_db()
    assert (upload.done, upload.state) == (100, "storing")
    assert Question.objects.count() == 100

    uploads.store_next(upload=upload, now=NOW)
    upload.refresh_from_db()
    assert (upload.done, upload.state) == (250, "stored")
    assert Question.objects.count() == 250


def test_a_part_that_fails_leaves_nothing_of_itself(aigerim, monkeypatch):
    upload = receive(aigerim, gift(250))
    uploads.begin(upload=upload, takes_part=False, now=NOW)
    uploads.store_next(upload=upload, now=NOW, seconds=0)
    written: list[object] = []

    def store_some(**given):
        if len(written) == 30:
            raise MemoryError
        written.append(given)
        return store_question(**given)

    monkeypatch.setattr(upload_storing, "store_question", store_some)
    with pytest.raises(MemoryError):
        uploads.store_next(upload=upload, now=NOW)
    monkeypatch.undo()

    upload.refresh_from_db()
    assert (upload.done, Question.objects.count()) == (100, 100)
    uploads.store_next(upload=upload, now=NOW)
    assert Question.objects.count() == 250


def test_what_somebody_has_edited_meanwhile_is_not_overwritten(aigerim):
    space = teacher_space(aigerim)
    make_fact(space=space, key="known", by=aigerim)
    sheet = "key,statement\nknown,Файлдың сөйлемі.\n"
    upload = receive(aigerim, sheet, "f.csv", space=space)
    make_fact(space=space, key="known", statement="Өз сөйлемім.", by=aigerim)

    uploads.begin(upload=upload, takes_part=False, now=NOW)
    uploads.store_next(upload=upload, now=NOW)

    upload.refresh_from_db()
    assert upload.state == "review"
    assert Fact.objects.get().texts.get().statement == "Өз сөйлемім."
    [item] = uploads.items_of(upload, 0, 25)
    assert item.seen == 2


def test_what_the_bank_refuses_is_left_out_if_part_of_it_will_do(aigerim, monkeypatch):
    upload = receive(aigerim, f"{GIFT}\n\nБасқа сұрақ? {{=а ~б}}")
    _refuse_first(monkeypatch)

    stored(upload, takes_part=True)

    assert Question.objects.count() == 1
    assert codes(upload) == [FaultCode.REFUSED]
    assert upload.counts["refused"] == 1


def test_what_the_bank_refuses_sends_all_of_the_part_back(aigerim, monkeypatch):
    upload = receive(aigerim, f"{GIFT}\n\nБасқа сұрақ? {{=а ~б}}")
    _refuse_first(monkeypatch)

    uploads.begin(upload=upload, takes_part=False, now=NOW)
    uploads.store_next(upload=upload, now=NOW)

    upload.refresh_from_db()
    assert not Question.objects.exists()
    assert (upload.state, upload.started_at) == ("review", None)
    assert codes(upload) == [FaultCode.REFUSED]
    assert upload.total == 1


def _refuse_first(monkeypatch):
    calls = []

    def store(**given):
        calls.append(given)
        if len(calls) == 1:
            raise DatabaseError("no room")
        return store_question(**given)

    monkeypatch.setattr(upload_storing, "store_question", store)


def test_five_hundred_facts_take_few_statements(aigerim, django_assert_max_num_queries):
    space = teacher_space(aigerim)
    upload = receive(aigerim, facts(500), "f.csv", space=space)
    assert upload.fault_count == 0

    # Five parts; each reads its directory, the facts that are there, and writes
    with django_assert_max_num_queries(150):
        stored(upload)

    assert Fact.objects.count() == 500
    assert all(fact.versions.count() == 1 for fact in Fact.objects.all()[:5])
