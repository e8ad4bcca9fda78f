"""Where text and history differ, or text and text, and what the bank does about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest as AnyRequest
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quizzes.bank.access import (
    discussed_facts,
    readable_facts,
    readable_spaces,
    writable_spaces,
)
from quizzes.bank.entities import Entity
from quizzes.bank.facts import Fact, FactQuerySet, FactText
from quizzes.bank.reading import read
from quizzes.bank.references import reference
from quizzes.bank.showing import (
    ShownEntity,
    ShownFact,
    ShownText,
    show_fact,
    show_text_value,
    with_names,
)
from quizzes.items.clashes import Clash, clash
from quizzes.items.data import FactData
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest

PLACES_ON_A_PAGE: Final = 25
_CONTRARIES: Final = ("signatories", "did_not_sign")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A fact about which sources differ, and what the bank does about it."""

    fact: ShownFact
    in_the_text: tuple[ShownText | ShownEntity, ...]
    others: tuple[ShownFact, ...]
    done: tuple[str, ...]
    writes: bool


@author_required
@require_safe
def disagreements(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Every place where sources differ, in the order of the text."""
    pairs = _contradicting(request)
    noted = FactText.objects.filter(language="kk").exclude(note="").values("fact")
    unsettled = Q(state=Fact.State.DRAFT, pk__in=noted)
    found = discussed_facts(request).filter(
        Q(text_value__isnull=False) | unsettled | Q(pk__in=pairs)
    )
    page = Paginator(
        with_names(found).order_by("topic__position", "topic_id", "pk"),
        PLACES_ON_A_PAGE,
    ).get_page(request.GET.get("page"))
    facts = list(page)
    beside = {pk for fact in facts for pk in pairs.get(fact.pk, ())}
    others = {
        each.pk: show_fact(each)
        for each in with_names(discussed_facts(request).filter(pk__in=beside))
    }
    shown_ids = {*(fact.pk for fact in facts), *beside}
    opening = readable_facts(request).filter(pk__in=shown_ids)
    opens = {each.reference for each in opening.select_related("space")}
    writable = set(writable_spaces(request).values_list("pk", flat=True))
    named = _named_by_text_values(facts)
    shown = [
        Disagreement(
            fact=show_fact(fact),
            in_the_text=show_text_value(fact, named),
            others=tuple(others[pk] for pk in pairs.get(fact.pk, ()) if pk in others),
            done=tuple(_done(fact, is_contradicted=fact.pk in pairs)),
            writes=fact.space_id in writable,
        )
        for fact in facts
    ]
    return TemplateResponse(
        request,
        "bank/disagreements.html",
        {"page": page, "disagreements": shown, "opens": opens},
    )


def _done(fact: Fact, *, is_contradicted: bool) -> Iterable[str]:
    """What the bank does about it, sentence by sentence."""
    if not fact.is_approved():
        yield _("Not asked: it is a draft until it is settled.")
    elif fact.unasked:
        yield _("Not asked.")
    elif fact.ask_precision:
        precision = Fact.AskPrecision(fact.ask_precision).label
        yield _("Asked as exactly as both agree: %(precision)s.") % {
            "precision": precision
        }
    if fact.is_disputed() and fact.value_type == Fact.ValueType.DATE:
        yield _("Whoever types either date is right.")
    if fact.is_disputed() or is_contradicted:
        yield _("Neither value is ever a wrong answer.")
    if fact.basis_note:
        yield _("It rests on: %(ground)s") % {"ground": fact.basis_note}


def _contradicting(request: AnyRequest) -> dict[int, list[int]]:
    """The facts that another one contradicts, by their numbers."""
    facts = discussed_facts(request)
    subjects = _with_several(facts)
    if not subjects:
        return {}
    scope = dict(readable_spaces(request).values_list("pk", "key"))
    rows = facts.filter(subject__in=subjects).values_list("pk", "key", "space_id")
    ids = {reference(scope[space], key): pk for pk, key, space in rows}
    by_subject: dict[str, list[FactData]] = {}
    for fact in read(subjects, scope).facts:
        if fact.key in ids:
            by_subject.setdefault(fact.subject, []).append(fact)
    found: dict[int, list[int]] = {}
    for group in by_subject.values():
        for fact in group:
            for other in group:
                if fact is not other and clash(fact, other) is Clash.CONTRARY:
                    found.setdefault(ids[fact.key], []).append(ids[other.key])
    return found


def _with_several(facts: FactQuerySet) -> list[int]:
    """The subjects of which two facts could contradict one another."""
    same = (
        facts.order_by()
        .values("subject", "property")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .values_list("subject", flat=True)
    )
    contrary = (
        facts.filter(property__in=_CONTRARIES)
        .order_by()
        .values("subject")
        .annotate(number=Count("property", distinct=True))
        .filter(number__gt=1)
        .values_list("subject", flat=True)
    )
    return sorted({*same, *contrary})


def _named_by_text_values(facts: Iterable[Fact]) -> dict[str, Entity]:
    """The entities that texts have in the place of values, by key."""
    keys: set[str] = set()
    spaces = {fact.space_id for fact in facts}
    for fact in facts:
        if fact.value_type == Fact.ValueType.ENTITIES and fact.text_value is not None:
            stored = fact.text_value
            keys.update(stored if isinstance(stored, list) else [stored])
    found = Entity.objects.filter(
        Q(space__owner=None) | Q(space__in=spaces), key__in=keys
    )
    return {entity.key: entity for entity in found.with_names()}
