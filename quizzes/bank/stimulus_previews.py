"""A text with its questions as its author looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.bank.item_previews import Preview, preview
from quizzes.items.data import Item, Stimulus
from quizzes.items.stimuli import StimulusData, StimulusPart, together


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusPreview:
    """The text, and each of its questions before and after the answer.

    `keeps_together` is False while fewer questions can be asked than a text needs.
    """

    stimulus: Stimulus
    parts: tuple[tuple[int, Preview], ...]
    keeps_together: bool


def preview_of(
    stimulus: StimulusData,
    items: Mapping[StimulusPart, Item],
    titles: Mapping[str, str],
) -> StimulusPreview:
    """Show a text above the items of its parts, as far as they can be made."""
    made = together(stimulus, items)
    shown = made or tuple(items[part] for part in stimulus.parts if part in items)
    return StimulusPreview(
        stimulus=Stimulus(
            key=stimulus.key,
            version=stimulus.version,
            text=stimulus.text,
            title=stimulus.title,
            attribution=stimulus.attribution,
            picture=stimulus.picture,
            parts=max(len(shown), 1),
        ),
        parts=tuple(
            (number, preview(item, titles, prefix=f"preview-{number}-"))
            for number, item in enumerate(shown, 1)
        ),
        keeps_together=bool(made),
    )
