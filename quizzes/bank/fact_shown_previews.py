"""A study of a fact in words: its items line by line, its clashes, its effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from quizzes.bank.fact_previews import Study
from quizzes.bank.questions import QuestionForm
from quizzes.bank.references import split
from quizzes.bank.showing import address_of_fact, ranges
from quizzes.bank.shown_items import emphasised
from quizzes.items.clashes import Clash
from quizzes.items.data import FactData, Form, Item
from quizzes.items.making import Refusal
from quizzes.templatetags.lucide import lucide


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One option with its answer. `right` is None where it is neither."""

    text: str
    right: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedItem:
    """An item with its answers, as a teacher reads it.

    A preview has some fifty lines, and comes with every few letters that are typed: a
    template would take ten times as long over them.
    """

    form: str
    before: str
    emphasis: str
    after: str
    lines: tuple[Line, ...]
    ordered: bool

    @property
    def stem_html(self) -> SafeString:
        """The stem with its emphasis."""
        strong = f"<strong>{escape(self.emphasis)}</strong>" if self.emphasis else ""
        return SafeString(f"{escape(self.before)}{strong}{escape(self.after)}")

    @property
    def lines_html(self) -> SafeString:
        """The lines as a list."""
        if self.ordered:
            lines = "".join([f"<li>{escape(each.text)}</li>" for each in self.lines])
            return SafeString(f'<ol class="small" lang="kk">{lines}</ol>')
        right, wrong = _marks(get_language())
        lines = "".join(
            [_line(each, right if each.right else wrong) for each in self.lines]
        )
        return SafeString(f'<ul class="previewed__lines">{lines}</ul>')


@cache
def _marks(language: str | None) -> tuple[str, str]:
    """What right and wrong lines begin with; takes the language of the page."""
    icons = (("check", _("Right answer")), ("x", _("Wrong")))
    right, wrong = (
        f"{lucide(icon, **{'class': 'icon', 'aria_hidden': 'true'})}"
        f'<span><span class="visually-hidden">{escape(words)}: </span>'
        for icon, words in icons
    )
    return right, wrong


def _line(line: Line, marked: str) -> str:
    style = "line line--right" if line.right else "line"
    why = ""
    if line.why:
        why = f' <span class="previewed__why" lang="kk">{escape(line.why)}</span>'
    told = f'<span lang="kk">{escape(line.text)}</span>{why}</span>'
    return f'<li class="{style}">{marked}{told}</li>'


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsked:
    """A form in which the fact cannot be asked, and why."""

    form: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A stored fact with its place, beside what is to be said of it.

    It has no address where the teacher may not read its page: a common draft's.
    """

    statement: str
    source: str
    place: str
    draft: bool
    address: str = ""
    kind: str = ""
    barred: tuple[str, ...] = ()
    joined: bool = False

    @property
    def remark(self) -> str:
        """What is to be said of it, but what it bars."""
        if self.kind == Clash.OTHER_PRECISION:
            return _("the same, more or less exactly")
        if self.joined:
            return _(
                "happened at the same time: they are asked together, or not by that"
                " date"
            )
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStudy:
    """All that the preview shows."""

    suggestion: str
    items: tuple[PreviewedItem, ...]
    not_asked: tuple[NotAsked, ...]
    clashes: tuple[Told, ...]
    contraries: tuple[Told, ...]
    effects: tuple[Told, ...]

    @property
    def item_count(self) -> str:
        """How many items there are, in words."""
        count = len(self.items)
        words = ngettext(
            "%(n)s question comes of it", "%(n)s questions come of it", count
        )
        return words % {"n": count}


def show_study(
    found: Study, titles: Mapping[str, str], *, space_key: str
) -> ShownStudy:
    """Put a study in words.

    Takes the titles of the sources by their references, and the key of the space that
    is written to.
    """
    told = [
        _told(each.other, titles, space_key, kind=each.kind.value)
        for each in found.clashes
    ]
    return ShownStudy(
        suggestion=found.suggestion,
        items=tuple(show_item(each) for each in found.made if isinstance(each, Item)),
        not_asked=tuple(_not_asked(found.made)),
        clashes=tuple(each for each in told if each.kind != Clash.CONTRARY),
        contraries=tuple(each for each in told if each.kind == Clash.CONTRARY),
        effects=tuple(
            _told(each.fact, titles, space_key, barred=each.barred, joined=each.joined)
            for each in found.effects
        ),
    )


def place_in_source(paragraphs: Sequence[int]) -> str:
    """The numbers of the paragraphs as a place, or nothing where there are none."""
    return _("Paragraph %(n)s") % {"n": ranges(paragraphs)} if paragraphs else ""


def show_item(item: Item) -> PreviewedItem:
    """An item with the right answers marked and what is told of the wrong ones."""
    before, emphasis, after = emphasised(item)
    return PreviewedItem(
        form=form_label(item.form),
        before=before,
        emphasis=emphasis,
        after=after,
        lines=tuple(_lines(item)),
        ordered=item.form is Form.ORDERING,
    )


def form_label(form: Form) -> str:
    """A form of items in the language of the page."""
    return str(QuestionForm(form.value).label)


def _lines(item: Item) -> Iterable[Line]:
    texts = {option.value: option.text for option in item.options}
    match item.form:
        case Form.MATCHING:
            for prompt in item.prompts:
                yield Line(text=f"{prompt.text} → {texts[prompt.key]}", right=True)
            for option in item.options:
                if not option.key:
                    yield Line(text=option.text, right=False, why=option.why)
        case Form.ORDERING:
            for value in item.order:
                yield Line(text=texts[value], right=None)
        case Form.DATE_ENTRY:
            for date in item.dates:
                yield Line(text=date.text, right=date.right, why=date.label)
        case _:
            for option in item.options:
                yield Line(
                    text=option.text,
                    right=option.key,
                    why="" if option.key else option.why,
                )


def _not_asked(made: Iterable[Item | Refusal]) -> Iterable[NotAsked]:
    seen = set()
    for each in made:
        if isinstance(each, Refusal) and (each.form, each.reason) not in seen:
            seen.add((each.form, each.reason))
            yield NotAsked(form=form_label(each.form), reason=each.reason)


def _told(
    fact: FactData,
    titles: Mapping[str, str],
    space_key: str,
    *,
    kind: str = "",
    barred: tuple[str, ...] = (),
    joined: bool = False,
) -> Told:
    opens = fact.approved or split(fact.key)[0] == space_key
    return Told(
        statement=fact.statement,
        source=titles.get(fact.source, ""),
        place=place_in_source(fact.paragraphs),
        draft=not fact.approved,
        address=address_of_fact(fact.key) if opens else "",
        kind=kind,
        barred=barred,
        joined=joined,
    )
