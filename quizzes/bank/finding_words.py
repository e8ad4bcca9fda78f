"""What is found of a question or a stimulus, in the words of the reader's language.

No case ending hangs on a placeholder, so that the sentences stay right in Kazakh.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.items.item_writing import WritingWarning
from quizzes.items.question_faults import Finding, QuestionFault
from quizzes.items.stimuli import StimulusFault, StimulusWarning

_FAULTS: Final[Mapping[str, Promise]] = {
    QuestionFault.EMPTY: _("This must be filled in."),
    QuestionFault.TOO_LONG: _("Too long. Most characters: %(limit)s."),
    QuestionFault.CONTROL_CHARACTER: _(
        "There is a character here that cannot be shown."
    ),
    QuestionFault.NO_KEY: _("No answer is marked as right."),
    QuestionFault.SEVERAL_KEYS: _("Only one answer can be right in this form."),
    QuestionFault.KEY_IS_DISTRACTOR: _("The right answer stands among the wrong ones."),
    QuestionFault.NO_DISTRACTOR: _("At least one option must be wrong."),
    QuestionFault.TOO_FEW_OPTIONS: _("Too few lines. Fewest: %(limit)s."),
    QuestionFault.TOO_MANY_OPTIONS: _("Too many lines. Most: %(limit)s."),
    QuestionFault.EQUAL_LINES: _("Two lines read alike, so neither can be marked."),
    QuestionFault.REPEATED_ID: _("Two lines have the same mark."),
    QuestionFault.NOT_TRUE_OR_FALSE: _("The options must be true and false."),
    QuestionFault.BAD_DATE: _("This is no date."),
    QuestionFault.DATE_TWICE: _("This date stands here twice."),
    QuestionFault.UNKNOWN_PAIR: _("Say which line belongs to which."),
    QuestionFault.EMPHASIS_NOT_IN_STEM: _(
        "The word in bold does not stand in the question."
    ),
    QuestionFault.BAD_PARAGRAPH: _("Paragraphs are numbered from 1."),
    StimulusFault.NO_TEXT: _("This must be filled in."),
    StimulusFault.TOO_FEW_PARTS: _("Too few questions on the text. Fewest: %(limit)s."),
    StimulusFault.TOO_MANY_PARTS: _("Too many questions on the text. Most: %(limit)s."),
    StimulusFault.PART_TWICE: _("This question stands here twice."),
}
_WARNINGS: Final[Mapping[str, Promise]] = {
    WritingWarning.EQUAL_OPTIONS: _("Two options read alike."),
    WritingWarning.LONG_KEY: _(
        "The right answer is much longer than the rest, which gives it away."
    ),
    WritingWarning.ALL_OF_THE_ABOVE: _(
        "“%(words)s”: who knows two options to be right knows the answer."
    ),
    WritingWarning.NONE_OF_THE_ABOVE: _(
        "“%(words)s”: who chooses it need not know what is right."
    ),
    WritingWarning.POINTS_AT_LETTERS: _(
        "“%(words)s”: options change places, so their letters say nothing."
    ),
    WritingWarning.UNMARKED_NEGATIVE: _(
        "“%(words)s” is easily overlooked. Set it in bold, or ask what is right."
    ),
    WritingWarning.NEGATIVE_CLAIM: _(
        "“%(words)s”: a negative claim confuses. Say what is, not what is not."
    ),
    WritingWarning.DOUBLE_NEGATIVE: _(
        "Question and option are both negative: “%(words)s”."
    ),
    WritingWarning.CLUE_WORD: _(
        "These words stand in the question and in the right answer only: %(words)s."
    ),
    WritingWarning.MIXED_SHAPE: _(
        "The options are not of one shape; what stands out is chosen or left alone."
    ),
    WritingWarning.OVERLAPPING_DATES: _(
        "One date lies within another, so both may be right."
    ),
    WritingWarning.TOO_MANY_OPTIONS: _("Many lines to read. Enough: %(limit)s."),
    WritingWarning.TWO_OPTIONS: _("With two options half of all guesses are right."),
    WritingWarning.MANY_KEYS: _("More than half are right: ask what is wrong instead."),
    WritingWarning.ONE_KEY: _("Only one is right: take the form with one answer."),
    WritingWarning.NO_SPARE: _(
        "No line is to spare, so the last pair follows from the others."
    ),
    WritingWarning.REPEATED_WORDS: _(
        "All options begin with these words; they belong in the question: “%(words)s”."
    ),
    WritingWarning.ABSOLUTE_WORD: _(
        "Such words stand in wrong options only, as learners know: %(words)s."
    ),
    WritingWarning.LOST_LETTERS: _("Letters were lost here: “%(words)s”."),
    WritingWarning.MIXED_LETTERS: _(
        "Cyrillic and Latin letters are mixed in “%(words)s”."
    ),
    WritingWarning.NO_EXPLANATION: _("An explanation would teach who was wrong."),
    WritingWarning.NO_SOURCE: _("Say where the answer stands."),
    StimulusWarning.GIVES_AWAY: _("One question gives the answer of another away."),
    StimulusWarning.KEY_AT_SIGHT: _(
        "The answer stands word for word in the text: this asks for reading only."
    ),
}
_WORDS: Final[Mapping[str, Promise]] = {
    **{f"fault:{code}": said for code, said in _FAULTS.items()},
    **{f"warning:{code}": said for code, said in _WARNINGS.items()},
}


def words(finding: Finding) -> str:
    """What was found, without where."""
    kind = (
        "warning"
        if isinstance(finding.code, WritingWarning | StimulusWarning)
        else "fault"
    )
    return str(_WORDS[f"{kind}:{finding.code}"]) % finding.parameters


def text(code: str, parameters: Mapping[str, str | int]) -> str:
    """What a fault of a question says, by its code."""
    return str(_FAULTS[code]) % parameters
