"""The forms that answers come in: one per form of item.

A form speaks in tokens and numbers of the page; `response` turns them into the values
of the snapshot, `data_of` turns a stored response back into what the page had sent, so
that a page is filled in the same way after a mistake and after a return. Nothing here
knows which option is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quizzes.attempts.models import Slot
from quizzes.items.data import Form, Item
from quizzes.items.marking import Response

FormData: TypeAlias = dict[str, list[str]]

LONGEST_TYPED: Final = 100
HIGHEST_NUMBER: Final = 32_767

CHOOSE_FIRST = _("Choose an answer first")
UNKNOWN_OPTION = _("This answer is not among the options.")
OUT_OF_DATE = _("This form is not complete. Open the question again.")


def pair_name(index: int) -> str:
    """The field of the prompt with this index."""
    return f"pair-{index}"


def place_name(index: int) -> str:
    """The field of the place of the option shown at this index."""
    return f"place-{index}"


class AnswerForm(forms.Form):
    """What every answer brings: a key of its own and the number it is to have."""

    idempotency_key = forms.UUIDField(
        error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE}
    )
    number = forms.IntegerField(
        min_value=1,
        max_value=HIGHEST_NUMBER,
        error_messages={
            "required": OUT_OF_DATE,
            "invalid": OUT_OF_DATE,
            "min_value": OUT_OF_DATE,
            "max_value": OUT_OF_DATE,
        },
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, slot: Slot, item: Item
    ) -> None:
        super().__init__(data)
        self.item = item
        self.tokens: Mapping[str, str] = slot.tokens
        self.choices = [(token, token) for token in self.tokens]
        self.option_order: list[str] = slot.option_order
        self.add_fields()

    def add_fields(self) -> None:
        """Add the fields of the answer itself."""
        raise NotImplementedError

    def response(self) -> Response:
        """What was answered, in values of the snapshot; of a valid form only."""
        raise NotImplementedError

    @staticmethod
    def data_of(response: Response, slot: Slot, item: Item) -> FormData:
        """What the page had sent for this response."""
        raise NotImplementedError

    @property
    def faults(self) -> list[str]:
        """What is wrong with it, each message once."""
        messages = (message for errors in self.errors.values() for message in errors)
        return list(dict.fromkeys(map(str, messages)))


class ChoiceForm(AnswerForm):
    """One option."""

    def add_fields(self) -> None:
        self.fields["answer"] = forms.ChoiceField(
            choices=self.choices,
            error_messages={
                "required": CHOOSE_FIRST,
                "invalid_choice": UNKNOWN_OPTION,
            },
        )

    def response(self) -> Response:
        return self.tokens[self.cleaned_data["answer"]]

    @staticmethod
    def data_of(response: Response, slot: Slot, item: Item) -> FormData:
        return {"answer": [t for t, value in slot.tokens.items() if value == response]}


class MultipleChoiceForm(AnswerForm):
    """One or more options."""

    def add_fields(self) -> None:
        self.fields["answer"] = forms.MultipleChoiceField(
            choices=self.choices,
            error_messages={
                "required": CHOOSE_FIRST,
                "invalid_choice": UNKNOWN_OPTION,
                "invalid_list": UNKNOWN_OPTION,
            },
        )

    def response(self) -> Response:
        return frozenset(self.tokens[token] for token in self.cleaned_data["answer"])

    @staticmethod
    def data_of(response: Response, slot: Slot, item: Item) -> FormData:
        return {"answer": [t for t, value in slot.tokens.items() if value in response]}


class DateEntryForm(AnswerForm):
    """A date as it is typed; whether it can be read is for the marking to say."""

    unreadable: ClassVar = _(
        "We could not read this date. Write it another way; "
        "this does not count as a mistake."
    )

    def add_fields(self) -> None:
        self.fields["answer"] = forms.CharField(
            max_length=LONGEST_TYPED,
            error_messages={
                "required": CHOOSE_FIRST,
                "max_length": self.unreadable,
                "null_characters_not_allowed": self.unreadable,
            },
        )

    def response(self) -> Response:
        text: str = self.cleaned_data["answer"]
        return text

    @staticmethod
    def data_of(response: Response, slot: Slot, item: Item) -> FormData:
        return {"answer": [str(response)]}


class MatchingForm(AnswerForm):
    """An option for each prompt; what is left open is not matched."""

    def add_fields(self) -> None:
        for index in range(len(self.item.prompts)):
            self.fields[pair_name(index)] = forms.ChoiceField(
                choices=[("", ""), *self.choices],
                required=False,
                error_messages={"invalid_choice": UNKNOWN_OPTION},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = map(pair_name, range(len(self.item.prompts)))
        if not self.errors and not any(cleaned.get(name) for name in names):
            raise ValidationError(CHOOSE_FIRST)
        return cleaned

    def response(self) -> Response:
        tokens = (
            (prompt.value, self.cleaned_data[pair_name(index)])
            for index, prompt in enumerate(self.item.prompts)
        )
        return {value: self.tokens[token] for value, token in tokens if token}

    @staticmethod
    def data_of(response: Response, slot: Slot, item: Item) -> FormData:
        assert isinstance(response, Mapping)
        token_of = {value: token for token, value in slot.tokens.items()}
        return {
            pair_name(index): [token_of[response[prompt.value]]]
            for index, prompt in enumerate(item.prompts)
            if prompt.value in response
        }


class OrderingForm(AnswerForm):
    """A place for each option, from 1; each place is taken once."""

    def add_fields(self) -> None:
        places = [(str(n), str(n)) for n in range(1, len(self.option_order) + 1)]
        for index in range(len(self.option_order)):
            self.fields[place_name(index)] = forms.ChoiceField(
                choices=places,
                error_messages={
                    "required": _("Give every line its place."),
                    "invalid_choice": UNKNOWN_OPTION,
                },
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and len(set(self._places())) < len(self.option_order):
            raise ValidationError(_("Two lines have the same place."))
        return cleaned

    def response(self) -> Response:
        placed = sorted(zip(self._places(), self.option_order, strict=True))
        return tuple(value for _place, value in placed)

    def _places(self) -> list[int]:
        names = map(place_name, range(len(self.option_order)))
        return [int(self.cleaned_data[name]) for name in names]

    @staticmethod
    def data_of(response: Response, slot: Slot, item: Item) -> FormData:
        assert isinstance(response, tuple)
        return {
            place_name(index): [str(response.index(value) + 1)]
            for index, value in enumerate(slot.option_order)
        }


ANSWER_FORMS: Final[Mapping[Form, type[AnswerForm]]] = {
    Form.CHOICE: ChoiceForm,
    Form.TRUE_FALSE: ChoiceForm,
    Form.MULTIPLE_CHOICE: MultipleChoiceForm,
    Form.DATE_ENTRY: DateEntryForm,
    Form.MATCHING: MatchingForm,
    Form.ORDERING: OrderingForm,
}
