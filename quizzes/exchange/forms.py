"""The forms of the pages on which files come in and go out."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.bank.spaces import InSpaceQuerySet, Space, SpaceQuerySet, Topic
from quizzes.exchange.fault_words import words
from quizzes.exchange.faults import Fault, FaultCode
from quizzes.exchange.limits import MAX_BYTES
from quizzes.exchange.models import FILE_NAME_LENGTH, PASTED, Upload
from quizzes.exchange.planning import Wishes
from quizzes.exchange.recognising import SORTS, Sort
from quizzes.exchange.uploads import Given

LONGEST_PASTE: Final = 250_000

_SORT_WORDS: Final[dict[str, str | Promise]] = {
    "facts-csv": _("Facts: CSV"),
    "facts-xlsx": _("Facts: Excel (.xlsx)"),
    "facts-json": _("Facts: JSON"),
    "questions-text": _("Questions: an old test sheet (text)"),
    "questions-docx": _("Questions: an old test sheet (Word)"),
    "questions-gift": _("Questions: GIFT"),
    "questions-aiken": _("Questions: Aiken"),
    "questions-moodle": _("Questions: Moodle XML"),
    "questions-csv": _("Questions: CSV"),
    "questions-xlsx": _("Questions: Excel (.xlsx)"),
}


class PlainForm(forms.Form):
    """A form whose labels end as they are written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class TopicChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the topics of several sources."""

    def label_from_instance(self, topic: Topic) -> str:
        """The topic with its source."""
        return f"{topic.source.title}: {topic.name}"


class SpaceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of some spaces, by its key."""

    def to_python(self, value: Any) -> Any:
        """The space; what no key can be never comes to the database."""
        return super().to_python("?" if "\0" in str(value) else value)


class WishesForm(PlainForm):
    """Into which space, and what of things that name no place of their own."""

    space = SpaceChoice(
        label=_("Where to"),
        queryset=Space.objects.none(),
        to_field_name="key",
        empty_label=None,
    )
    topic = TopicChoice(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("For whatever the file itself says no topic of."),
    )
    approves = forms.BooleanField(
        label=_("Approve at once"),
        required=False,
        help_text=_(
            "Otherwise everything arrives as a draft. What the checks warn of stays a"
            " draft in any case."
        ),
    )

    def __init__(self, *args: Any, spaces: SpaceQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        space_field = self.fields["space"]
        assert isinstance(space_field, forms.ModelChoiceField)
        space_field.queryset = spaces
        topic_field = self.fields["topic"]
        assert isinstance(topic_field, forms.ModelChoiceField)
        topic_field.queryset = topics_within_reach(spaces)
        if spaces.count() == 1:
            space_field.widget = forms.HiddenInput()
            space_field.initial = spaces[0].key

    def clean(self) -> dict[str, Any]:
        """Refuse a topic that the space does not reach."""
        cleaned = super().clean() or self.cleaned_data
        space, topic = cleaned.get("space"), cleaned.get("topic")
        if space is not None and topic is not None:
            reached = Topic.objects.within_reach_of(space)
            if not reached.filter(pk=topic.pk).exists():
                self.add_error("topic", _("This topic belongs to another bank."))
        return cleaned

    def wishes(self, *, makes_entities: bool = False) -> Wishes:
        """What the form asks for."""
        topic: Topic | None = self.cleaned_data["topic"]
        return Wishes(
            source=topic.source.key if topic is not None else "",
            topic=topic.key if topic is not None else "",
            approves=self.cleaned_data["approves"],
            makes_entities=makes_entities,
        )


class UploadForm(WishesForm):
    """A file, or a pasted text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_(".docx, .txt, .gift, .xml, .csv, .xlsx or .json, up to 5 MB"),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".docx,.txt,.gift,.xml,.csv,.xlsx,.json"}
        ),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    sort = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[
            ("", _("recognise it")),
            *((each.name, _SORT_WORDS[each.name]) for each in SORTS),
        ],
    )
    field_order = ["space", "file", "text", "sort", "topic", "approves"]

    def clean(self) -> dict[str, Any]:
        """One of file and text, and no file that is too large."""
        cleaned = super().clean()
        file: UploadedFile[Any] | None = cleaned.get("file")
        text = cleaned.get("text") or ""
        if file is None and not text.strip() and "text" not in self.errors:
            self.add_error("file", _("Choose a file, or paste a text."))
        elif file is not None and text.strip():
            self.add_error("text", _("Send a file or a text, not both."))
        elif file is not None and (file.size or 0) > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            fault = Fault(code=FaultCode.TOO_LARGE, parameters={"limit": limit})
            self.add_error("file", words(fault))
        return cleaned

    @property
    def given_field(self) -> str:
        """The field that what is wrong with the file stands at."""
        return "file" if self.cleaned_data.get("file") is not None else "text"

    def given(self) -> Given:
        """What was sent."""
        sorts = {each.name: each for each in SORTS}
        sort: Sort | None = sorts.get(self.cleaned_data["sort"])
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            text = self.cleaned_data["text"].replace("\r\n", "\n")
            content = text.encode("utf-8", "surrogatepass")
            return Given(content=content, file=PASTED, sort=sort)
        name = (file.name or "").replace("\0", "")[-FILE_NAME_LENGTH:]
        return Given(content=file.read(), file=name, sort=sort)


def wishes_of(upload: Upload) -> dict[str, Any]:
    """What the form shows of an upload as it stands."""
    topics = Topic.objects.within_reach_of(upload.space).filter(key=upload.topic)
    own_first = sorted(topics, key=lambda topic: topic.space_id != upload.space_id)
    return {
        "space": upload.space.key,
        "topic": own_first[0].pk if upload.topic and own_first else None,
        "approves": upload.approves,
    }


def topics_within_reach(spaces: SpaceQuerySet) -> InSpaceQuerySet[Topic]:
    """The topics of some spaces and of the common library, in the order of the text."""
    topics = Topic.objects.filter(space__in=spaces) | Topic.objects.filter(
        space__owner=None
    )
    return topics.select_related("source", "space").order_by(
        "space__owner", "source_id", "position", "pk"
    )
