"""Pictures of reports: what is drawn, and what those hear who do not see it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.reports import pictures
from quizzes.reports.pictures import BAR_WIDTH, LEAST_WIDTH, Line, Part

NUMBERS = st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=5)


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def widths(svg: str) -> list[float]:
    return [float(each.get("width", "")) for each in drawn(svg).iter("rect")]


def curve(*lines: Line, labels: tuple[str, ...] = ("1-апта", "2-апта")) -> str:
    return pictures.curve(
        name="growth",
        title="Өсуі",
        description="2-ден 8-ге",
        labels=labels,
        lines=lines,
    )


def test_the_parts_of_a_bar_are_as_wide_as_there_are_many() -> None:
    svg = pictures.bar([Part(style="known", number=3), Part(style="new", number=1)])

    assert widths(svg) == [BAR_WIDTH * 3 / 4, BAR_WIDTH / 4]
    assert [each.get("class") for each in drawn(svg).iter("rect")] == ["known", "new"]
    assert drawn(svg).get("aria-hidden") == "true"


@given(numbers=NUMBERS)
def test_a_bar_is_full_and_shows_whatever_there_is(numbers: list[int]) -> None:
    svg = pictures.bar([Part(style="part", number=number) for number in numbers])

    found = widths(svg)
    assert len(found) == sum(number > 0 for number in numbers)
    assert all(width >= LEAST_WIDTH - 0.05 for width in found)
    assert sum(found) == pytest.approx(BAR_WIDTH if any(numbers) else 0, abs=0.5)


def test_a_curve_tells_its_title_and_what_it_shows() -> None:
    svg = drawn(curve(Line(style="right", numbers=[2, 8])))

    names = svg.get("aria-labelledby", "").split()
    told = [svg.findtext(f".//*[@id='{name}']") for name in names]
    assert told == ["Өсуі", "2-ден 8-ге"]
    assert svg.get("role") == "img"


def test_a_curve_rises_with_its_numbers_and_stands_within_its_scale() -> None:
    svg = drawn(curve(Line(style="right", numbers=[0, 37])))

    [point] = svg.iter("circle")
    texts = [each.text for each in svg.iter("text")]
    assert texts == ["0", "20", "40", "1-апта", "2-апта"]
    assert 0 < float(point.get("cy", "")) < pictures.CURVE_HEIGHT / 3


@given(numbers=st.lists(st.integers(min_value=0, max_value=100_000), min_size=2))
def test_no_number_leaves_the_picture(numbers: list[int]) -> None:
    labels = tuple(str(place) for place in range(len(numbers)))
    svg = drawn(curve(Line(style="right", numbers=numbers), labels=labels))

    path = next(each for each in svg.iter("path") if "right" in each.get("class", ""))
    points = [pair.split() for pair in path.get("d", "M")[1:].split("L")]
    assert len(points) == len(numbers)
    for x, y in points:
        assert 0 <= float(x) <= pictures.CURVE_WIDTH
        assert 0 <= float(y) <= pictures.CURVE_HEIGHT
    middle, top = [int(str(each.text)) for each in svg.iter("text")][1:3]
    assert 2 * middle == top >= max(numbers)


def test_words_cannot_break_out_of_a_picture() -> None:
    svg = curve(Line(style="right", numbers=[1, 2]), labels=("<b>", '"&'))

    assert [each.text for each in drawn(svg).iter("text")][-2:] == ["<b>", '"&']


@pytest.mark.parametrize(("labels", "numbers"), [(("1",), [1]), (("1", "2"), [1])])
def test_what_makes_no_line_is_not_drawn(
    labels: tuple[str, ...], numbers: list[int]
) -> None:
    with pytest.raises(ValueError, match="two labels"):
        curve(Line(style="right", numbers=numbers), labels=labels)
