"""Factories of the demonstration: a pupil of any kind is one call.

The names are a list of our own; a family name has an ending for girls.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any, Final

import factory

from quizzes.demo.pupils import Pupil

GIRLS: Final = (
    "Айгүл", "Айдана", "Айзере", "Ақбота", "Аружан", "Аяулым", "Әсел", "Балнұр",
    "Гүлім", "Дана", "Диана", "Еркеназ", "Жанель", "Жансая", "Инжу", "Камила",
    "Кәусар", "Ләйла", "Мадина", "Мөлдір", "Назерке", "Нұрай", "Перизат", "Раушан",
    "Сабина", "Салтанат", "Томирис", "Ұлпан", "Шолпан", "Шұғыла",
)  # fmt: skip
BOYS: Final = (
    "Абай", "Айбар", "Алдияр", "Алихан", "Арман", "Асқар", "Әлішер", "Бауыржан",
    "Бекзат", "Дархан", "Дәурен", "Ерасыл", "Ержан", "Жандос", "Жәнібек", "Иса",
    "Қайрат", "Қуаныш", "Мағжан", "Мирас", "Мұрат", "Нұрлан", "Олжас", "Рүстем",
    "Санжар", "Серік", "Темірлан", "Ұлан", "Шерхан", "Ілияс",
)  # fmt: skip
FAMILIES: Final = (
    "Абдрахманов", "Ахметов", "Әлімжанов", "Байжанов", "Бекмұхамедов", "Досжанов",
    "Ерғалиев", "Есімов", "Жақыпов", "Жүнісов", "Ибрагимов", "Қасымов", "Қожахметов",
    "Мұқанов", "Мұратов", "Нұрғалиев", "Омаров", "Оспанов", "Рахымов", "Сағынбаев",
    "Сәрсенов", "Серіков", "Смағұлов", "Сұлтанов", "Тілеубаев", "Төлегенов",
    "Хамитов", "Шәріпов", "Ысқақов", "Мырзахметов",
)  # fmt: skip


class PupilFactory(factory.Factory[Pupil]):
    """A pupil of the middle of the class; `strong`, `weak` and so on make others."""

    class Meta:
        model = Pupil

    class Params:
        rng = random.Random(0)
        strong = factory.Trait(
            ability=factory.LazyAttribute(lambda it: it.rng.uniform(0.9, 1.0)),
            practises=0.7,
        )
        weak = factory.Trait(
            ability=factory.LazyAttribute(lambda it: it.rng.uniform(0.05, 0.3)),
            practises=0.1,
        )
        # Is on the list of the class, and has never come
        absent = factory.Trait(leaves_out=math.inf)
        # Came until the middle of the term
        falls_behind = factory.Trait(leaves_out=6)

    ability = factory.LazyAttribute(lambda it: it.rng.uniform(0.4, 0.85))
    practises = 0.4
    leaves_out = 0


def names(count: int, rng: random.Random) -> Sequence[str]:
    """So many different names, family name first, as in a class register."""
    girls = [f"{family}а {given}" for family in FAMILIES for given in GIRLS]
    boys = [f"{family} {given}" for family in FAMILIES for given in BOYS]
    return rng.sample(girls + boys, count)


def pupils(count: int, rng: random.Random) -> Sequence[Pupil]:
    """So many pupils who come, a fifth strong, a fifth weak; and two who do not.

    The strong ones are first and the weak ones next; the last is absent, and the one
    before has fallen behind.
    """
    fifth = count // 5
    kinds = [
        *[{"strong": True}] * fifth,
        *[{"weak": True}] * fifth,
        *[{}] * (count - 2 * fifth),
        {"falls_behind": True},
        {"absent": True},
    ]
    called = names(len(kinds), rng)
    make: Any = PupilFactory  # a factory does not say what it makes
    return [
        make(name=name, rng=rng, **kind)
        for name, kind in zip(called, kinds, strict=True)
    ]
