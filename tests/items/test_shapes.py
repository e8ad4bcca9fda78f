"""What items of a national test look like, and how long items take."""

from __future__ import annotations

from dataclasses import replace

from quizzes.items.data import Form, Option, Stimulus
from quizzes.items.durations import SECONDS, minutes_for, seconds_for
from quizzes.items.shapes import Shape, has_shape
from tests.attempts.sample_items import SAMPLES


def options(count: int, keys: int) -> tuple[Option, ...]:
    return tuple(
        Option(value=f"text:{n}", text=str(n), key=n < keys) for n in range(count)
    )


def test_a_national_test_asks_one_of_four() -> None:
    item = SAMPLES[Form.CHOICE].item

    shape = Shape.NATIONAL_TEST
    assert has_shape(replace(item, options=options(4, 1)), shape)
    assert not has_shape(replace(item, options=options(3, 1)), shape)
    assert has_shape(replace(item, options=options(3, 1)), Shape.USUAL)


def test_a_national_test_asks_up_to_three_of_six() -> None:
    item = SAMPLES[Form.MULTIPLE_CHOICE].item

    for count, keys, fits in [(6, 2, True), (6, 3, True), (6, 4, False), (5, 2, False)]:
        shaped = replace(item, options=options(count, keys))
        assert has_shape(shaped, Shape.NATIONAL_TEST) is fits


def test_a_national_test_matches_with_options_to_spare() -> None:
    item = SAMPLES[Form.MATCHING].item

    assert has_shape(item, Shape.NATIONAL_TEST)
    used = tuple(option for option in item.options if option.key)
    assert not has_shape(replace(item, options=used), Shape.NATIONAL_TEST)


def test_a_national_test_has_no_other_forms() -> None:
    for form in (Form.TRUE_FALSE, Form.DATE_ENTRY, Form.ORDERING):
        assert not has_shape(SAMPLES[form].item, Shape.NATIONAL_TEST)


def test_each_form_takes_its_time_and_a_text_is_read_once() -> None:
    items = [SAMPLES[form].item for form in Form]
    assert set(SECONDS) == set(Form)
    assert seconds_for(items) == sum(SECONDS.values())
    assert minutes_for(items) == 7

    text = Stimulus(key="text", version=1, text="сөз " * 220, part=1, parts=2)
    both = [
        replace(items[0], stimulus=text),
        replace(items[1], stimulus=replace(text, part=2)),
    ]
    assert seconds_for(both) == seconds_for(items[:2]) + 120
