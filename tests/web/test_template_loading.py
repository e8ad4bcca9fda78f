"""A template whose constants are text shows the same as one that works them out."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.base import TextNode
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, override

LOADER = "quizzes.web.template_loading.Loader"
FILES = "django.template.loaders.filesystem.Loader"
LANGUAGES = ("kk", "ru", "en")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An engine for the templates of a test."""
    return Engine(
        dirs=[str(tmp_path)],
        loaders=[(LOADER, [FILES])],
        libraries={
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
        },
    )


def rendered(engine: Engine, folder: Path, text: str, **values: object) -> str:
    """Write a template, load and render it."""
    (folder / "page.html").write_text("{% load i18n static %}" + text)
    return engine.get_template("page.html").render(Context(values))


def test_constants_are_text_once_the_template_is_loaded(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(
        '{% load i18n %}<a href="{% url "bank:about" %}">{% translate "Main" %}</a>'
        "{% blocktranslate %}Main{% endblocktranslate %}"
    )

    with override("ru"):
        _load, *nodes = engine.get_template("page.html").nodelist

    assert [type(node) for node in nodes] == [TextNode]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_own(
    engine: Engine, tmp_path: Path, language: str
) -> None:
    page = (
        '{% if shown %}{% translate "Main" as word %}{{ word }}{% endif %}'
        '{% for each in "ab" %}{{ each }}{% translate "Main" %}{% endfor %}'
    )
    for other in LANGUAGES:  # All are loaded before
        with override(other):
            rendered(engine, tmp_path, page, shown=True)

    with override(language):
        shown = rendered(engine, tmp_path, page, shown=True)
        word = gettext("Main")

    assert shown == f"{word}a{word}b{word}"


def test_a_block_in_another_language_stays_in_it(
    engine: Engine, tmp_path: Path
) -> None:
    with override("ru"):
        shown = rendered(
            engine,
            tmp_path,
            '{% language "kk" %}{% translate "Main" %}{% endlanguage %}',
        )
    with override("kk"):
        assert shown == gettext("Main")


def test_what_depends_on_the_page_is_worked_out_for_it(
    engine: Engine, tmp_path: Path
) -> None:
    page = (
        "{% url view %} {% translate word %} {% translate word|upper %}"
        "{% blocktranslate with n=number %}{{ n }}{% endblocktranslate %}"
    )
    with override("en"):
        first = rendered(
            engine, tmp_path, page, view="bank:about", word="one<", number=1
        )
        second = rendered(
            engine, tmp_path, page, view="bank:topics", word="two", number=2
        )

    assert first == "/about/ one&lt; ONE&lt;1"
    assert second.endswith(" two TWO2")


def test_an_address_that_does_not_exist_is_told_of_when_it_is_shown(
    engine: Engine, tmp_path: Path
) -> None:
    page = '{% if shown %}{% url "no:where" %}{% endif %}'

    assert rendered(engine, tmp_path, page, shown=False) == ""
    with pytest.raises(NoReverseMatch):
        rendered(engine, tmp_path, page, shown=True)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "view", ["attempts:home", "bank:about", "bank:topics", "account_login"]
)
def test_pages_are_the_same_as_with_django_s_own_loader(
    client: Client, view: str, language: str
) -> None:
    plain = copy.deepcopy(settings.TEMPLATES)
    [[_partials, [[_loader, loaders]]]] = plain[0]["OPTIONS"]["loaders"]
    plain[0]["OPTIONS"]["loaders"] = [("template_partials.loader.Loader", loaders)]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    ours = client.get(reverse(view))
    with override_settings(TEMPLATES=plain):
        theirs = client.get(reverse(view))

    assert ours.status_code == 200
    assert _without_tokens(ours.content) == _without_tokens(theirs.content)


def _without_tokens(page: bytes) -> list[bytes]:
    """The lines of a page but for those whose tokens are new each time."""
    return [line for line in page.splitlines() if b"csrf" not in line.lower()]
