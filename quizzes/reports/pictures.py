"""Small pictures of reports, drawn as SVG.

Plain numbers and words in, the text of one `<svg>` element out. Colours are classes of
the stylesheet, so that a picture is legible in the dark and on paper. A picture is
either told by a title and a description, or hidden from those who listen, because the
same numbers stand in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Final

BAR_WIDTH: Final = 300
BAR_HEIGHT: Final = 12
# Narrower than this a part could not be seen
LEAST_WIDTH: Final = 3.0

CURVE_WIDTH: Final = 480
CURVE_HEIGHT: Final = 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 14, 30
_TEXT_ABOVE: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a bar: its class, and how many there are of it."""

    style: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a curve: its class, and a number for each label."""

    style: str
    numbers: Sequence[int]


def bar(parts: Sequence[Part]) -> str:
    """One bar whose parts are as wide as there are many of them; hidden from listeners.

    What is there is seen: a small part has a least width, taken from the widest.
    """
    widths = _widths([part.number for part in parts])
    drawn, left = [], 0.0
    for part, width in zip(parts, widths, strict=True):
        if width:
            drawn.append(
                f'<rect class="{escape(part.style)}" x="{left:.1f}" y="0"'
                f' width="{width:.1f}" height="{BAR_HEIGHT}"/>'
            )
        left += width
    return (
        f'<svg class="picture-bar" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}"'
        f' preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}</svg>"
    )


def curve(
    *,
    name: str,
    title: str,
    description: str,
    labels: Sequence[str],
    lines: Sequence[Line],
) -> str:
    """Lines over labels that stand at even distances, from nothing to the highest.

    Takes lines as long as the labels, at least two of them; `name` begins the ids.
    Raises ValueError for lines of another length.
    """
    if len(labels) < 2 or any(len(line.numbers) != len(labels) for line in lines):
        raise ValueError("a curve needs a number for each of two labels or more")
    highest = _round_up(max(max(line.numbers) for line in lines))
    inside = [_scale(highest), _names(labels)]
    inside += [_line(line, highest) for line in lines]
    return (
        f'<svg class="picture-curve" viewBox="0 0 {CURVE_WIDTH} {CURVE_HEIGHT}"'
        f' role="img" aria-labelledby="{escape(name)}-title {escape(name)}-text">'
        f'<title id="{escape(name)}-title">{escape(title)}</title>'
        f'<desc id="{escape(name)}-text">{escape(description)}</desc>'
        f"{''.join(inside)}</svg>"
    )


def _widths(numbers: Sequence[int]) -> Sequence[float]:
    whole = sum(numbers)
    if not whole:
        return [0.0] * len(numbers)
    widths = [
        max(LEAST_WIDTH, BAR_WIDTH * number / whole) if number else 0.0
        for number in numbers
    ]
    widest = widths.index(max(widths))
    widths[widest] -= sum(widths) - BAR_WIDTH
    return widths


def _round_up(highest: int) -> int:
    """The top of the scale: an even number that reads easily, not far above."""
    step = 2
    while highest > 10 * step:
        step = step * 5 if str(step).startswith("2") else step * 2
    return max(step, ceil(highest / step) * step)


def _scale(highest: int) -> str:
    """Lines across at nothing, at half and at the top, with their numbers."""
    drawn = []
    for number in (0, highest // 2, highest):
        y = _y(number, highest)
        drawn.append(
            f'<path class="picture-grid" d="M{_LEFT} {y:.1f}H{CURVE_WIDTH - _RIGHT}"/>'
            f'<text class="picture-text" x="{_LEFT - 8}" y="{y + _TEXT_ABOVE:.1f}"'
            f' text-anchor="end">{number}</text>'
        )
    return "".join(drawn)


def _names(labels: Sequence[str]) -> str:
    """The first label and the last one: more would not fit on a phone."""
    ends = ((0, "start"), (len(labels) - 1, "end"))
    return "".join(
        f'<text class="picture-text" x="{_x(place, len(labels)):.1f}"'
        f' y="{CURVE_HEIGHT - 8}" text-anchor="{anchor}">{escape(labels[place])}</text>'
        for place, anchor in ends
    )


def _line(line: Line, highest: int) -> str:
    points = [
        (_x(place, len(line.numbers)), _y(number, highest))
        for place, number in enumerate(line.numbers)
    ]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    x, y = points[-1]
    style = escape(line.style)
    return (
        f'<path class="picture-line {style}" d="M{path}"/>'
        f'<circle class="picture-point {style}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    )


def _x(place: int, places: int) -> float:
    return _LEFT + (CURVE_WIDTH - _LEFT - _RIGHT) * place / (places - 1)


def _y(number: int, highest: int) -> float:
    height = CURVE_HEIGHT - _TOP - _BOTTOM
    return _TOP + height * (1 - number / highest)
