"""The items of questions by hand: alone, or with the text that they stand under."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

from quizzes.bank.question_conversion import question_data, shown_picture
from quizzes.bank.questions import Question, Stimulus
from quizzes.items.data import Item
from quizzes.items.data import Stimulus as StimulusText
from quizzes.items.questions import make_item
from quizzes.items.stimuli import FEWEST_PARTS

# Makes the item of a fact by its reference, None where there is none
FactMaker: TypeAlias = Callable[[str], Item | None]


def item_of_question(question: Question, *, seed: str) -> Item:
    """The item of a question, which it names by its reference.

    Takes a question that was read `with_content`.
    """
    source, topic = question.source, question.topic
    data = replace(
        question_data(question),
        key=question.reference,
        source=source.reference if source is not None else "",
        topic=topic.reference if topic is not None else "",
    )
    return make_item(data, seed)


def items_of_stimulus(
    stimulus: Stimulus, *, seed: str, make_fact: FactMaker
) -> tuple[Item, ...]:
    """The items under a text in their order, each with the text to stand above it.

    Takes a stimulus that was read `with_content`. Parts that may not be asked or make
    no item are left out; with fewer than two left nothing is given.
    """
    made = []
    for part in sorted(stimulus.parts.all(), key=lambda part: part.position):
        item = None
        if part.question is not None:
            if part.question.is_approved():
                item = item_of_question(part.question, seed=seed)
        elif part.fact is not None:
            item = make_fact(part.fact.reference)
        if item is not None:
            made.append(item)
    if len(made) < FEWEST_PARTS:
        return ()
    text = StimulusText(
        key=stimulus.reference,
        version=stimulus.version,
        text=stimulus.text,
        title=stimulus.title,
        attribution=stimulus.attribution,
        picture=shown_picture(stimulus),
        parts=len(made),
    )
    return tuple(
        replace(item, stimulus=replace(text, part=number))
        for number, item in enumerate(made, 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Questions with the texts that some of them stand under, by their ids.

    `texts` are those that were asked for themselves.
    """

    questions: Mapping[int, Question]
    stimuli: Mapping[int, Stimulus]
    texts: Mapping[int, Stimulus]

    @classmethod
    def read(
        cls, question_ids: Collection[int], text_ids: Collection[int] = ()
    ) -> Self:
        """Read them with all that making needs; a fixed number of queries."""
        texts: dict[int, Stimulus] = {}
        if text_ids:
            texts = Stimulus.objects.with_content().in_bulk(text_ids)
        if not question_ids:
            return cls(questions={}, stimuli={}, texts=texts)
        questions = Question.objects.filter(pk__in=question_ids).with_content()
        stimuli = (
            Stimulus.objects.approved()
            .filter(parts__question__in=question_ids)
            .distinct()
            .with_content()
        )
        under = {
            part.question_id: stimulus
            for stimulus in stimuli
            for part in stimulus.parts.all()
            if part.question_id is not None
        }
        return cls(
            questions={question.pk: question for question in questions},
            stimuli={pk: text for pk, text in under.items() if pk in question_ids},
            texts=texts,
        )

    def fact_ids(self) -> set[int]:
        """The facts that are asked under the texts."""
        return {
            part.fact_id
            for stimulus in (*self.stimuli.values(), *self.texts.values())
            for part in stimulus.parts.all()
            if part.fact_id is not None
        }

    def items(
        self, question_id: int, *, seed: str, make_fact: FactMaker
    ) -> tuple[Item, ...]:
        """What a question comes out as: alone, or all that stands under its text."""
        question = self.questions[question_id]
        if question_id in self.stimuli:
            return items_of_stimulus(
                self.stimuli[question_id], seed=seed, make_fact=make_fact
            )
        return (item_of_question(question, seed=seed),)
