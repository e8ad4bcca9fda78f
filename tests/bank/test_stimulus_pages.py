"""The pages on which teachers write texts with questions that stay together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Question, Stimulus
from quizzes.bank.question_content import StimulusContent
from quizzes.bank.question_conversion import stimulus_content
from quizzes.bank.question_drafts import QuestionDraft
from quizzes.bank.question_editing import store_question, store_stimulus
from quizzes.bank.spaces import Space, own_space
from quizzes.items.data import Form
from quizzes.items.stimuli import PartKind, StimulusPart
from quizzes.people.models import User
from tests.bank.question_forms import fields_of, notes_at, tree, typed
from tests.conftest import AssertSameQueries, ClientFor
from tests.exchange.question_samples import CHOICE, SAMPLES
from tests.factories import NOW, SpaceFactory, TopicFactory, make_fact

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
TEXT = "Бес мемлекет екі құжатқа қол қойды."


@pytest.fixture
def space(aigerim: User) -> Space:
    common: Any = SpaceFactory()
    TopicFactory(space=common)
    return own_space(owner=aigerim, name="Айгерім")


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


def question(space: Space, key: str, **changes: Any) -> Question:
    content = replace(CHOICE, key=key, **changes)
    return store_question(space=space, content=content, now=NOW).question


def part(key: str, kind: PartKind = PartKind.QUESTION) -> StimulusPart:
    return StimulusPart(kind=kind, key=key)


def stored(space: Space, key: str = "text", **changes: Any) -> Stimulus:
    """A text with two draft questions of its own."""
    for name in (f"{key}-a", f"{key}-b"):
        question(space, name)
    content = StimulusContent(
        key=key, text=TEXT, parts=(part(f"{key}-a"), part(f"{key}-b"))
    )
    content = replace(content, **changes)
    return store_stimulus(space=space, content=content, now=NOW).stimulus


def sent(space: Space, *parts: Any, **more: Any) -> dict[str, Any]:
    """The form of a text; a part is a draft, or the kind and key of what is stored."""
    data: dict[str, Any] = {"space": space.key, "text": TEXT, "do": "save"}
    for number, each in enumerate(parts):
        prefix = f"part-{number}-"
        if isinstance(each, QuestionDraft):
            data |= typed(each, prefix=prefix) | {f"{prefix}kind": "new"}
        else:
            data |= {f"{prefix}kind": each[0], f"{prefix}item": each[1]}
    return data | more


def draft(**changes: Any) -> QuestionDraft:
    return QuestionDraft.of(replace(CHOICE, **changes))


# --- Writing --------------------------------------------------------------------------


def test_a_text_is_written_with_new_questions_of_any_form(client, space):
    parts = [QuestionDraft.of(SAMPLES[form]) for form in (Form.MATCHING, Form.ORDERING)]

    response = client.post(
        reverse("bank:new_stimulus"),
        sent(space, *parts, title="Екі құжат", topic="collective-security"),
    )

    stimulus = Stimulus.objects.with_content().get()
    assert response.headers["Location"] == reverse(
        "bank:stimulus", args=[stimulus.reference]
    )
    forms = [row.question.form for row in stimulus.parts.all()]
    assert forms == ["matching", "ordering"]
    assert {each.source.key for each in Question.objects.all()} == {"textbook"}
    assert not stimulus.is_approved()


def test_whoever_presses_twice_has_one_text(client, space):
    data = sent(space, draft(), draft(stem="Екінші сұрақ?"))

    client.post(reverse("bank:new_stimulus"), data)
    client.post(reverse("bank:new_stimulus"), data)

    assert Stimulus.objects.count() == 1
    assert Question.objects.count() == 2


def test_the_same_question_under_another_text_is_another_question(client, space):
    parts = [draft(), draft(stem="Екінші сұрақ?")]

    client.post(reverse("bank:new_stimulus"), sent(space, *parts))
    client.post(reverse("bank:new_stimulus"), sent(space, *parts, text="Басқа мәтін."))

    assert Stimulus.objects.count() == 2
    assert Question.objects.count() == 4


@pytest.mark.parametrize("number", [0, 1, 6])
def test_fewer_than_two_and_more_than_five_questions_cannot_be_saved(
    client, space, number
):
    parts = [draft(stem=f"Сұрақ {n}?") for n in range(number)]

    response = client.post(reverse("bank:new_stimulus"), sent(space, *parts))

    assert response.status_code == 422
    assert notes_at(tree(response), "parts")
    assert not Question.objects.exists()


def test_a_fault_in_a_question_keeps_all_of_it_and_saves_nothing(client, space):
    options = tuple(replace(each, key=False) for each in CHOICE.options)

    response = client.post(
        reverse("bank:new_stimulus"), sent(space, draft(), draft(options=options))
    )

    page = tree(response)
    assert response.status_code == 422
    assert notes_at(page, "part-1-lines")
    assert not notes_at(page, "part-0-lines")
    kept = fields_of(page)
    assert kept["part-1-stem"] == [CHOICE.stem]
    assert kept["part-0-key"] == ["1"]
    assert not Question.objects.exists()


def test_the_lines_of_a_question_change_within_the_form_of_its_text(client, space):
    address = reverse("bank:new_stimulus")
    page = tree(
        client.post(address, sent(space, draft(), draft(), do="part-1-add-option"))
    )
    page = tree(client.post(address, fields_of(page) | {"do": "up-part-1"}))

    kept = fields_of(page)
    assert "part-0-option-3-text" in kept
    assert "part-1-option-3-text" not in kept


def test_questions_and_facts_are_searched_and_taken(client, space):
    question(space, "own", stem="Минск келісімі қашан?")
    taken = stored(space)
    question(Space.objects.common().get(), "common-draft", stem="Минск құпиясы қашан?")
    fact = make_fact(statement="Минск шартына қол қойылды.")
    address = reverse("bank:new_stimulus")

    page = tree(client.post(address, sent(space, wanted="минск", do="search")))
    buttons = [each["value"] for each in page.select("button[value^=take-]")]
    page = tree(client.post(address, fields_of(page) | {"do": f"take-fact-{fact.key}"}))

    assert sorted(buttons) == [f"take-fact-{fact.key}", "take-question-own"]
    assert fields_of(page)["part-0-kind"] == ["fact"]
    assert "Минск шартына" in page.select_one(".parts").get_text()
    assert taken.key not in buttons


def test_a_draft_of_the_common_library_is_not_shown_by_its_key(client, space):
    question(Space.objects.common().get(), "secret", stem="Құпия сұрақ?")

    page = client.post(
        reverse("bank:new_stimulus"), sent(space, ("question", "secret"), do="check")
    )

    assert "Құпия" not in page.content.decode()


def test_a_question_stands_under_one_text_only(client, space):
    stored(space)
    question(space, "free")

    response = client.post(
        reverse("bank:new_stimulus"),
        sent(space, ("question", "free"), ("question", "text-a"), text="Басқа."),
    )

    assert response.status_code == 422
    assert notes_at(tree(response), "part-1")
    assert Stimulus.objects.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"do": "up-part-99"},
        {"do": "part-7-add-option"},
        {"do": "part-0-up-option-99"},
        {"do": "take-fact-no-such-fact"},
        {"part-0-kind": "essay"},
        {"part-0-kind": "fact", "part-0-item": "../../etc"},
        {"part-1-kind": "question", "part-1-item": ""},
        {f"part-{n}-kind": "new" for n in range(90)},
        {"text": "\x00", "do": "save"},
        {"wanted": "\x00", "do": "search"},
        {"paragraphs": "минус бір", "do": "save"},
    ],
)
def test_a_form_that_no_browser_sends_is_answered_with_a_page(client, space, more):
    data = sent(space, draft(), do="check") | more

    response = client.post(reverse("bank:new_stimulus"), data)

    assert response.status_code in (200, 422)
    assert not Stimulus.objects.exists()


# --- Preview and warnings -------------------------------------------------------------


def test_the_preview_shows_the_text_above_all_its_questions(client, space):
    fact = make_fact()
    data = sent(space, draft(), ("fact", fact.key), attribution="Оқулық, 2019")

    response = client.post(
        reverse("bank:preview_stimulus"), data, headers={"HX-Request": "true"}
    )

    page = tree(response)
    shown = page.select_one(".stimulus").get_text()
    assert TEXT in shown
    assert "Оқулық, 2019" in shown
    assert page.select(".feedback")
    ids = [each["id"] for each in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_key_that_stands_in_the_text_is_warned_of_at_its_question(client, space):
    asked = draft(
        stem="Шартқа қай қалада қол қойылды?",
        options=tuple(
            replace(option, text=text, key=text == "Ташкент")
            for option, text in zip(
                CHOICE.options, ("Минск", "Ташкент", "Киев"), strict=True
            )
        ),
    )
    data = sent(space, asked, draft(), text="Шартқа Ташкент қаласында қол қойылды.")

    response = client.post(
        reverse("bank:preview_stimulus"), data, headers={"HX-Request": "true"}
    )

    assert notes_at(tree(response), "part-0")
    assert not notes_at(tree(response), "part-1")


# --- Approving, changing, copying -----------------------------------------------------


def test_a_text_is_approved_with_its_own_drafts(client, space):
    stimulus = stored(space)

    client.post(reverse("bank:approve_stimulus", args=[stimulus.reference]))

    stimulus.refresh_from_db()
    assert stimulus.is_approved()
    assert {each.state for each in Question.objects.all()} == {"approved"}


@pytest.mark.parametrize("changes", [{"state": "draft"}, {"unasked": "Күмәнді."}])
def test_a_text_with_a_part_that_may_not_be_asked_is_not_approved(
    client, space, changes
):
    own_fact = make_fact(key="own-fact", **changes)
    content = StimulusContent(
        key="text",
        text=TEXT,
        parts=(part(question(space, "a").key), part(own_fact.key, PartKind.FACT)),
    )
    stimulus = store_stimulus(space=space, content=content, now=NOW).stimulus
    address = reverse("bank:approve_stimulus", args=[stimulus.reference])

    response = client.post(address, follow=True)

    stimulus.refresh_from_db()
    assert not stimulus.is_approved()
    assert tree(response).select_one(".alert--warning")


def test_a_stored_text_comes_back_into_its_form_unchanged(client, space):
    stimulus = stored(space, title="Екі құжат", source="textbook", paragraphs=(4, 7))
    address = reverse("bank:edit_stimulus", args=[stimulus.reference])

    response = client.post(
        address, fields_of(tree(client.get(address))) | {"do": "save"}
    )

    assert response.status_code == 302
    assert Stimulus.objects.get().version == 1


def test_the_second_editor_is_shown_what_the_first_has_changed(client, space, aigerim):
    stimulus = stored(space)
    address = reverse("bank:edit_stimulus", args=[stimulus.reference])
    mine = fields_of(tree(client.get(address))) | {"attribution": "Менің сөзім"}
    content = replace(
        stimulus_content(Stimulus.objects.with_content().get()), title="Жаңа атау"
    )
    store_stimulus(space=space, content=content, now=NOW, by=aigerim)

    response = client.post(address, mine | {"do": "save"})

    page = tree(response)
    assert response.status_code == 409
    assert "Жаңа атау" in page.select_one("#author [role=alert] ins").get_text()
    assert fields_of(page)["attribution"] == ["Менің сөзім"]
    assert client.post(address, fields_of(page) | {"do": "save"}).status_code == 302


def test_versions_show_what_differs_and_the_way_back(client, space):
    stimulus = stored(space)
    content = stimulus_content(Stimulus.objects.with_content().get())
    turned = replace(content, title="Жаңа", parts=content.parts[::-1])
    store_stimulus(space=space, content=turned, now=NOW)

    page = tree(
        client.get(reverse("bank:stimulus_versions", args=[stimulus.reference]))
    )
    client.post(
        reverse("bank:restore_stimulus", args=[stimulus.reference]), {"number": "1"}
    )

    assert "Жаңа" in page.select_one("ins").get_text()
    after = stimulus_content(Stimulus.objects.with_content().get())
    assert after == content


def test_a_copy_has_questions_of_its_own(client, space):
    stimulus = stored(space)

    client.post(
        reverse("bank:copy_stimulus", args=[stimulus.reference]), {"space": space.key}
    )

    assert Stimulus.objects.count() == 2
    assert Question.objects.count() == 4


def test_a_text_that_no_learner_has_seen_can_be_deleted_and_its_questions_stay(
    client, space
):
    unseen, seen = stored(space), stored(space, "seen")
    client.post(reverse("bank:approve_stimulus", args=[seen.reference]))
    client.post(reverse("bank:withdraw_stimulus", args=[seen.reference]))

    for stimulus in (unseen, seen):
        client.post(reverse("bank:delete_stimulus", args=[stimulus.reference]))

    assert [each.key for each in Stimulus.objects.all()] == ["seen"]
    assert Question.objects.count() == 4


# --- The list, others, hostile words --------------------------------------------------


def test_the_list_asks_the_database_as_often_for_more_texts(
    client, space, assert_same_queries: AssertSameQueries
):
    def grow(number: int) -> None:
        for _each in range(number):
            stored(space, f"text-{Stimulus.objects.count()}")

    assert_same_queries(grow=grow, block=lambda: client.get(reverse("bank:stimuli")))


def test_texts_are_found_by_words_and_state(client, space):
    stored(space, "a", title="Ташкент шарты")
    stored(space, "b", title="Минск келісімі")

    def titles(**query: str) -> list[str]:
        page = tree(client.get(reverse("bank:stimuli"), query))
        return [each.get_text(strip=True) for each in page.select(".facts__statement")]

    assert titles(q="ташкент") == ["Ташкент шарты"]
    assert titles(state="approved") == []
    assert len(titles(space="own")) == 2


def test_another_teachers_text_is_not_there(client_for, space):
    stimulus = stored(space, state="approved")
    erlan = User.objects.create_user("erlan", role=User.Role.TEACHER)

    for name in ("stimulus", "edit_stimulus", "stimulus_versions"):
        address = reverse(f"bank:{name}", args=[stimulus.reference])
        assert client_for(erlan).get(address).status_code == 404


def test_hostile_words_are_words_on_every_page(client, space):
    stimulus = stored(space, title=HOSTILE, text=HOSTILE, attribution=HOSTILE)
    question(space, "hostile", stem=HOSTILE)
    data = sent(
        space,
        ("question", "hostile"),
        draft(stem=HOSTILE),
        title=HOSTILE,
        text=HOSTILE,
        wanted="script",
        do="search",
    )
    pages = [
        client.get(reverse("bank:stimuli")),
        client.post(reverse("bank:new_stimulus"), data),
        client.post(reverse("bank:preview_stimulus"), data),
    ]
    for name in ("stimulus", "edit_stimulus", "stimulus_versions"):
        pages.append(client.get(reverse(f"bank:{name}", args=[stimulus.reference])))

    for response in pages:
        text = response.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text
