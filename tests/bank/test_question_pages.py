"""The pages on which teachers write questions by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.question_conversion import question_content
from quizzes.bank.question_drafts import QuestionDraft
from quizzes.bank.question_editing import store_question
from quizzes.bank.question_reading import read_draft
from quizzes.bank.spaces import Space, own_space
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.bank.question_forms import fields_of, notes_at, tree, typed
from tests.conftest import AssertSameQueries, ClientFor
from tests.exchange.question_samples import CHOICE, SAMPLES
from tests.factories import NOW, SpaceFactory, TopicFactory

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"


@pytest.fixture
def space(aigerim: User) -> Space:
    """Aigerim's own space; the common library has a source and a topic."""
    common: Any = SpaceFactory()
    TopicFactory(space=common)
    return own_space(owner=aigerim, name="Айгерім")


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


@pytest.fixture
def other_teacher(db: None) -> User:
    return User.objects.create_user("erlan", role=User.Role.TEACHER)


def stored(space: Space, **changes: Any) -> Question:
    content = replace(CHOICE, **changes)
    return store_question(space=space, content=content, now=NOW).question


def post_new(client: Client, space: Space, draft: QuestionDraft, **more: Any) -> Any:
    sent = typed(draft, space=space.key, **({"do": "save"} | more))
    return client.post(reverse("bank:new_question"), sent)


# --- Writing one ----------------------------------------------------------------------


@pytest.mark.parametrize("form", Form)
def test_a_question_of_each_form_is_written_in_its_form_and_kept_whole(
    client, space, form
):
    content = replace(
        SAMPLES[form],
        source="textbook",
        topic="collective-security",
        paragraphs=(8,),
        note="Ескерту.",
    )

    response = post_new(client, space, QuestionDraft.of(content), do="approve")

    question = Question.objects.with_content().get()
    assert response.headers["Location"] == reverse(
        "bank:question", args=[question.reference]
    )
    assert question.space == space
    assert question_content(question) == replace(
        content, key=question.key, state="approved", explanation=question.explanation
    )


@pytest.mark.parametrize("form", Form)
def test_a_stored_question_comes_back_into_its_form_unchanged(client, space, form):
    question = stored(space, **vars_of(SAMPLES[form]))
    address = reverse("bank:edit_question", args=[question.reference])

    page = tree(client.get(address))
    response = client.post(address, fields_of(page) | {"do": "save"})

    assert response.status_code == 302
    assert QuestionVersion.objects.filter(question=question).count() == 1


def vars_of(content: Any) -> dict[str, Any]:
    """The content as changes, with the blanks around texts that no form keeps gone."""
    return {
        name: getattr(content, name)
        for name in content.__dataclass_fields__
        if name != "state"
    }


def test_without_a_key_nothing_is_saved_and_everything_typed_is_still_there(
    client, space
):
    draft = QuestionDraft.of(CHOICE)
    options = tuple(replace(each, key=False) for each in draft.options)
    draft = replace(draft, options=options, paragraphs="бірінші")

    response = post_new(client, space, draft)

    page = tree(response)
    assert response.status_code == 422
    assert not Question.objects.exists()
    assert "Дұрыс жауап белгіленбеген" in notes_at(page, "lines")
    assert notes_at(page, "paragraphs")
    kept = fields_of(page)
    assert kept["paragraphs"] == ["бірінші"]
    assert kept["option-0-feedback"] == [CHOICE.options[0].feedback]
    assert kept["stem"] == [CHOICE.stem]


def test_a_key_that_stands_among_the_distractors_cannot_be_saved(client, space):
    draft = QuestionDraft.of(CHOICE)
    first, *rest = draft.options
    draft = replace(draft, options=(replace(first, text=" 1992. "), *rest))

    response = post_new(client, space, draft)

    page = tree(response)
    assert response.status_code == 422
    assert not Question.objects.exists()
    field = page.find(id="id_option-0-text")
    assert field["aria-invalid"] == "true"
    assert "notes-option-0-text" in field["aria-describedby"]
    assert "қате" in notes_at(page, "option-0-text").lower()


def test_whoever_presses_twice_has_one_question(client, space):
    draft = QuestionDraft.of(CHOICE)

    post_new(client, space, draft)
    post_new(client, space, draft)

    assert Question.objects.count() == 1


def test_two_questions_with_one_stem_have_keys_of_their_own(client, space):
    draft = QuestionDraft.of(CHOICE)

    post_new(client, space, draft)
    post_new(client, space, replace(draft, explanation="Басқаша."))

    assert Question.objects.values("key").distinct().count() == 2


def test_the_form_begins_with_the_source_that_was_asked_of_last(client, space):
    post_new(client, space, QuestionDraft.of(replace(CHOICE, source="textbook")))

    page = tree(client.get(reverse("bank:new_question")))

    assert fields_of(page)["source"] == ["textbook"]


def test_a_topic_brings_its_source_along(client, space):
    post_new(
        client, space, QuestionDraft.of(replace(CHOICE, topic="collective-security"))
    )

    assert Question.objects.get().source.key == "textbook"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"paragraphs": "3"}, "source"),
        ({"source": "textbook", "paragraphs": "98"}, "paragraphs"),
        ({"source": "textbook", "paragraphs": "9-3"}, "paragraphs"),
        ({"source": "no-such-source"}, "source"),
        ({"topic": "no-such-topic"}, "topic"),
        ({"emphasis": "жоқ сөз"}, "stem"),
    ],
)
def test_what_cannot_be_cited_is_told_at_its_field(client, space, changes, field):
    response = post_new(client, space, replace(QuestionDraft.of(CHOICE), **changes))

    assert response.status_code == 422
    assert notes_at(tree(response), field)
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("typed_paragraphs", "numbers"),
    [("25", [25]), ("4, 7–9", [4, 7, 8, 9]), ("7 - 9; 4", [4, 7, 8, 9]), (" ", [])],
)
def test_paragraphs_are_typed_as_people_write_them(
    client, space, typed_paragraphs, numbers
):
    draft = replace(
        QuestionDraft.of(CHOICE), source="textbook", paragraphs=typed_paragraphs
    )

    post_new(client, space, draft)

    assert Question.objects.get().paragraphs == numbers


# --- Lines ----------------------------------------------------------------------------


def test_lines_are_added_moved_and_removed_without_scripts(client, space):
    draft = QuestionDraft.of(CHOICE)
    page = tree(post_new(client, space, draft, do="add-option"))

    sent = fields_of(page) | {"option-3-text": ["1994"]}
    page = tree(client.post(reverse("bank:new_question"), sent | {"do": "up-option-3"}))
    page = tree(
        client.post(
            reverse("bank:new_question"), fields_of(page) | {"do": "remove-option-0"}
        )
    )

    kept = fields_of(page)
    texts = [kept[f"option-{n}-text"][0] for n in range(3)]
    assert texts == ["1992", "1994", "1993"]
    assert kept["key"] == ["0"]
    ids = [kept[f"option-{n}-id"][0] for n in range(3)]
    assert ids == ["2", "4", "3"]
    assert not Question.objects.exists()


def test_trying_another_form_costs_nothing(client, space):
    draft = QuestionDraft.of(CHOICE)

    page = tree(post_new(client, space, replace(draft, form=Form.MATCHING), do="form"))
    back = fields_of(page) | {"form": "choice", "do": "form"}
    page = tree(client.post(reverse("bank:new_question"), back))

    kept = fields_of(page)
    assert [kept[f"option-{n}-text"][0] for n in range(3)] == ["1991", "1992", "1993"]
    assert kept["key"] == ["1"]
    assert kept["option-0-feedback"] == [CHOICE.options[0].feedback]


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "up-option-99"},
        {"do": "remove-date-7"},
        {"do": "add-nothing"},
        {"form": "essay", "family": "none", "do": "save"},
        {"option-0-id": "../../etc", "option-1-id": "../../etc", "option-0-text": "а"},
        {f"option-{n}-text": "x" for n in range(100)},
        {"key": ["99", "x"], "paragraphs": "9" * 5000},
        {"stem": "\x00", "do": "save"},
        {"seen_version": "9" * 40},
    ],
)
def test_a_form_that_no_browser_sends_is_answered_with_a_page(client, space, sent):
    response = client.post(
        reverse("bank:new_question"), {"space": space.key, "stem": "Сұрақ?"} | sent
    )

    assert response.status_code in (200, 422)
    assert not Question.objects.exists()


def test_two_prompts_may_have_one_answer(space):
    draft = QuestionDraft.sent(
        QueryDict(
            "form=matching&stem=a&pair-0-prompt=a&pair-0-answer=x"
            "&pair-1-prompt=b&pair-1-answer=X.&pair-2-prompt=c&pair-2-answer=y"
        )
    )

    content = read_draft(draft, key="q", state="draft").content

    assert [option.text for option in content.options] == ["x", "y"]
    first, second, third = content.prompts
    assert first.option == second.option != third.option


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (Form.CHOICE, {"option": 4}),
        (Form.ORDERING, {"option": 4}),
        (Form.MATCHING, {"pair": 3, "spare": 1}),
        (Form.DATE_ENTRY, {"date": 1}),
        (Form.TRUE_FALSE, {}),
    ],
)
def test_an_empty_form_has_as_many_lines_as_are_usual(client, space, form, lines):
    page = tree(client.get(reverse("bank:new_question"), {"form": form.value}))

    for kind in ("option", "pair", "spare", "date"):
        shown = page.select(f"button[value^=remove-{kind}-]")
        assert len(shown) == lines.get(kind, 0)


# --- Preview and warnings -------------------------------------------------------------


def preview(client: Client, space: Space, draft: QuestionDraft) -> BeautifulSoup:
    response = client.post(
        reverse("bank:preview_question"),
        typed(draft, space=space.key),
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 200
    return tree(response)


@pytest.mark.parametrize("form", Form)
def test_the_preview_shows_the_question_before_and_after_the_answer(
    client, space, form
):
    draft = QuestionDraft.of(replace(SAMPLES[form], explanation="Түсінік осы."))

    page = preview(client, space, draft)

    assert len(page.select(".stem")) == 2
    assert page.select_one("input, select")
    assert "Түсінік осы." in page.select_one(".feedback").get_text()
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"stem": "Қайсысы мүше емес?"}, "stem", "емес"),
        ({"options": ("1992", "Барлығы дұрыс")}, "option-1-text", "Барлығы дұрыс"),
        ({"options": ("1992", "1991", "1991")}, "option-1-text", ""),
        ({"options": ("Ұзақ-ұзақ жауап, өте ұзақ", "аз", "көп")}, "option-0-text", ""),
        (
            {"stem": "Ташкент шарты?", "options": ("Ташкентте", "Минскіде", "Киевте")},
            "option-0-text",
            "",
        ),
    ],
)
def test_a_warning_stands_at_its_field_with_the_reason(
    client, space, changes, field, words
):
    draft = QuestionDraft.of(CHOICE)
    texts = changes.pop("options", None)
    if texts:
        line = draft.options[0]
        draft = replace(
            draft,
            options=tuple(
                replace(line, id=str(n), text=text, key=not n, feedback="")
                for n, text in enumerate(texts)
            ),
        )
    draft = replace(draft, **changes)

    page = preview(client, space, draft)
    told = page.select_one(f"#notes-{field} .notes__warning").get_text(strip=True)
    response = post_new(client, space, draft)

    assert words in told
    assert page.find(id=f"notes-{field}")["hx-swap-oob"] == "true"
    assert response.status_code == 302


def test_an_empty_form_is_not_scolded(client, space):
    page = tree(client.get(reverse("bank:new_question")))

    assert not page.select(".field__error, .notes__warning")


def test_a_typed_date_is_shown_back_in_words(client, space):
    draft = QuestionDraft.of(SAMPLES[Form.DATE_ENTRY])
    first, *rest = draft.dates
    draft = replace(draft, dates=(replace(first, typed="15 мая 1992 г."), *rest))

    page = preview(client, space, draft)

    assert notes_at(page, "date-0-typed") == "1992 жылғы 15 мамыр"


def test_without_scripts_the_preview_is_a_page_of_its_own(client, space):
    response = client.post(
        reverse("bank:preview_question"),
        typed(QuestionDraft.of(CHOICE), space=space.key),
    )

    assert tree(response).select_one("h1")


# --- Changing one ---------------------------------------------------------------------


def test_the_second_editor_is_shown_what_the_first_has_changed(client, space, aigerim):
    question = stored(space)
    address = reverse("bank:edit_question", args=[question.reference])
    mine = fields_of(tree(client.get(address))) | {"explanation": "Менің сөзім."}
    store_question(
        space=space, content=replace(CHOICE, stem="Қай жылы?"), now=NOW, by=aigerim
    )

    response = client.post(address, mine | {"do": "save"})

    page = tree(response)
    assert response.status_code == 409
    assert Question.objects.get().explanation == CHOICE.explanation
    told = page.select_one("#author [role=alert]")
    assert "Айгерім" in told.get_text()
    assert told.select("del, ins")
    assert fields_of(page)["explanation"] == ["Менің сөзім."]
    again = client.post(address, fields_of(page) | {"do": "save"})
    assert again.status_code == 302
    assert Question.objects.get().explanation == "Менің сөзім."


def test_an_approved_question_stays_approved_when_it_is_edited(client, space):
    question = stored(space, state="approved")
    address = reverse("bank:edit_question", args=[question.reference])
    sent = fields_of(tree(client.get(address))) | {"note": "Ескерту."}

    client.post(address, sent | {"do": "save"})

    question.refresh_from_db()
    assert (question.state, question.version) == ("approved", 2)


def test_versions_show_what_differs_and_the_way_back(client, space, aigerim):
    question = stored(space)
    store_question(
        space=space, content=replace(CHOICE, stem="Қай жылы?"), now=NOW, by=aigerim
    )
    address = reverse("bank:question_versions", args=[question.reference])

    page = tree(client.get(address))
    client.post(
        reverse("bank:restore_question", args=[question.reference]), {"number": "1"}
    )

    assert page.select("ins, del")
    question.refresh_from_db()
    assert (question.stem, question.version) == (CHOICE.stem, 3)


@pytest.mark.parametrize("number", ["0", "99", "x", "", "9" * 30])
def test_there_is_no_way_back_to_a_version_that_never_was(client, space, number):
    question = stored(space)
    address = reverse("bank:restore_question", args=[question.reference])

    assert client.post(address, {"number": number}).status_code == 404


def test_approving_and_withdrawing(client, space):
    question = stored(space)

    client.post(reverse("bank:approve_question", args=[question.reference]))
    question.refresh_from_db()
    approved = question.is_approved()
    client.post(reverse("bank:withdraw_question", args=[question.reference]))
    question.refresh_from_db()

    assert approved
    assert not question.is_approved()


def test_a_question_of_the_common_library_is_copied_into_ones_own(client, space):
    common = stored(Space.objects.common().get(), state="approved")

    client.post(
        reverse("bank:copy_question", args=[common.reference]), {"space": space.key}
    )

    copy = Question.objects.with_content().get(space=space)
    assert question_content(copy) == replace(CHOICE, state="draft")


def test_a_copy_within_a_space_is_a_question_of_its_own(client, space):
    question = stored(space)

    client.post(
        reverse("bank:copy_question", args=[question.reference]), {"space": space.key}
    )

    assert sorted(Question.objects.values_list("key", flat=True)) == [
        CHOICE.key,
        f"{CHOICE.key}-2",
    ]


def test_a_draft_that_was_never_asked_can_be_deleted_and_no_other(client, space):
    draft, withdrawn = stored(space), stored(space, key="withdrawn", state="approved")
    client.post(reverse("bank:withdraw_question", args=[withdrawn.reference]))

    for question in (draft, withdrawn):
        client.post(reverse("bank:delete_question", args=[question.reference]))

    assert [each.key for each in Question.objects.all()] == ["withdrawn"]


# --- The list -------------------------------------------------------------------------


def stems(client: Client, **query: str) -> list[str]:
    response = client.get(reverse("bank:questions"), query)
    return [
        each.get_text(strip=True) for each in tree(response).select(".facts__statement")
    ]


def test_questions_are_found_by_words_topic_form_state_and_space(client, space):
    stored(space, key="a", stem="Ташкент шарты?", topic="collective-security")
    stored(space, key="b", stem="Минск келісімі?", state="approved")
    stored(Space.objects.common().get(), key="c", stem="Ортақ сұрақ?", state="approved")

    assert len(stems(client)) == 3
    assert stems(client, q="ТАШКЕНТ") == ["Ташкент шарты?"]
    assert stems(client, topic="collective-security") == ["Ташкент шарты?"]
    assert stems(client, state="approved", space="own") == ["Минск келісімі?"]
    assert stems(client, space="common") == ["Ортақ сұрақ?"]
    assert stems(client, form="matching") == []


def test_several_drafts_are_approved_at_once(client, space):
    own = [stored(space, key=key) for key in ("a", "b", "c")]

    response = client.post(
        reverse("bank:approve_questions"),
        {"question": [each.reference for each in own[:2]], "query": "state=draft"},
    )

    assert response.headers["Location"].endswith("/bank/questions/?state=draft")
    states = dict(Question.objects.values_list("key", "state"))
    assert states == {"a": "approved", "b": "approved", "c": "draft"}


def test_the_list_asks_the_database_as_often_for_more_questions(
    client, space, assert_same_queries: AssertSameQueries
):
    def make(number: int) -> None:
        for _each in range(number):
            stored(
                space, key=f"q-{Question.objects.count()}", topic="collective-security"
            )

    assert_same_queries(grow=make, block=lambda: client.get(reverse("bank:questions")))


# --- Others, and hostile words --------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["question", "edit_question", "question_versions"],
)
def test_another_teachers_question_is_not_there(space, other_teacher, client_for, name):
    question = stored(space, state="approved")

    response = client_for(other_teacher).get(
        reverse(f"bank:{name}", args=[question.reference])
    )

    assert response.status_code == 404


def test_another_teacher_changes_nothing(space, other_teacher, client_for):
    question = stored(space)
    browser = client_for(other_teacher)
    own = own_space(owner=other_teacher, name="Ерлан")

    for name in ("approve", "withdraw", "copy", "delete", "restore"):
        address = reverse(f"bank:{name}_question", args=[question.reference])
        response = browser.post(address, {"space": own.key, "number": "1"})
        assert response.status_code == 404, name
    browser.post(reverse("bank:approve_questions"), {"question": question.reference})

    assert Question.objects.get().state == "draft"
    assert stems(browser) == []


def test_a_teacher_writes_into_no_space_but_their_own(client, space, other_teacher):
    other = own_space(owner=other_teacher, name="Ерлан")

    for target in (other, Space.objects.common().get()):
        response = post_new(client, target, QuestionDraft.of(CHOICE))
        assert response.status_code == 404

    assert not Question.objects.exists()


@pytest.mark.parametrize("form", Form)
def test_hostile_words_are_words_on_every_page(client, space, form):
    content = SAMPLES[form]
    content = replace(
        content,
        stem=HOSTILE,
        emphasis="<script>",
        explanation=HOSTILE,
        note=HOSTILE,
        options=tuple(
            replace(each, text=each.text and f"{each.text} {HOSTILE}", feedback=HOSTILE)
            for each in content.options
        ),
        prompts=tuple(
            replace(each, text=f"{each.text} {HOSTILE}") for each in content.prompts
        ),
        dates=tuple(replace(each, label=HOSTILE) for each in content.dates),
    )
    question = stored(space, **vars_of(content))
    store_question(
        space=space, content=replace(content, note="x", key=question.key), now=NOW
    )
    pages = [client.get(reverse("bank:questions"))]
    for name in ("question", "edit_question", "question_versions"):
        pages.append(client.get(reverse(f"bank:{name}", args=[question.reference])))
    draft = QuestionDraft.of(content)
    pages.append(post_new(client, space, draft, do="check"))
    pages.append(
        client.post(reverse("bank:preview_question"), typed(draft, space=space.key))
    )

    for response in pages:
        text = response.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text
