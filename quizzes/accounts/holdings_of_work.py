"""What the register holds of attempts, and of what somebody has written or checked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quizzes.accounts.register import ONCE, Holding, Kept, Seen, entry

WORK = (
    Holding(
        model_label="quizzes.Attempt",
        person="learner",
        section="attempts",
        title=_("Attempts"),
        entries=(
            entry(
                "public_id recipe source_titles feedback_mode seed length assignment"
                " number",
                _("Which quiz, drawn how"),
                _("So that you can go on, and look at it again"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry(
                "state started_at closed_at deadline_at reveals_at remembered_at"
                " revision",
                _("When it was started and handed in, and until when there was time"),
                _("To keep the deadline"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry(
                "score max_score answered",
                _("Score"),
                _("So that you and your teacher see how it went"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry("start_key", _("Number of the form"), ONCE),
        ),
        shown={"assignment": "assignment__title"},
    ),
    Holding(
        model_label="quizzes.Slot",
        person="attempt__learner",
        section="questions",
        title=_("Attempts"),
        entries=(
            entry(
                "attempt position snapshot option_order tokens single",
                _("Which questions, in which order"),
                _("So that you can go on, and look at it again"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry(
                "mark answer_count",
                _("Mark of each question"),
                _("So that you and your teacher see how it went"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
        ),
    ),
    Holding(
        model_label="quizzes.Answer",
        person="slot__attempt__learner",
        section="answers",
        title=_("Attempts"),
        entries=(
            entry(
                "slot number response single received_at",
                _("Your answers, and when they came"),
                _("To mark them, and to find bad questions"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry("idempotency_key", _("Number of the form"), ONCE, Kept.NAMELESS),
        ),
    ),
    Holding(
        model_label="quizzes.Mark",
        person="answer__slot__attempt__learner",
        section="marks",
        title=_("Attempts"),
        entries=(
            entry(
                "answer score fact_version reason made_at",
                _("How your answers were marked"),
                _("So that each mark can be explained"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
        ),
    ),
    Holding(
        model_label="quizzes.Memory",
        person="learner",
        section="memory",
        title=_("What you know"),
        entries=(
            entry(
                "fact stability difficulty due_at reviewed_at reviews misses"
                " last_grade",
                _("How well you know each fact, and when to ask it again"),
                _("To practise what you are about to forget"),
            ),
        ),
        shown={"fact": "fact__key"},
    ),
)


def _written(model: str, section: str, fields: str, **shown: str) -> Holding:
    """What somebody has done to a row of the bank; the first field says who."""
    person, *rest = fields.split()
    return Holding(
        model_label=f"quizzes.{model}",
        person=person,
        section=section,
        title=_("Facts and questions"),
        entries=(
            entry(
                " ".join(rest),
                _("What you have written or checked, and when"),
                _("To know who answers for a fact or a question"),
                Kept.SPACE,
                Seen.STAFF,
            ),
        ),
        shown=shown,
    )


def _versions(model: str) -> Holding:
    name = model.lower()
    return _written(
        f"{model}Version",
        f"{name}_versions",
        "made_by made_at number",
        **{name: f"{name}__key"},
    )


BANK = (
    Holding(
        model_label="quizzes.Space",
        person="owner",
        section="spaces",
        title=_("Facts and questions"),
        entries=(
            entry(
                "key name",
                _("Your own space"),
                _("So that your questions are yours alone"),
                seen=Seen.STAFF,
            ),
        ),
    ),
    _written("Fact", "facts_approved", "approved_by approved_at", key="key"),
    _written("Fact", "facts_edited", "edited_by updated", key="key"),
    _written(
        "FactVersion", "fact_versions", "made_by made_at number", fact="fact__key"
    ),
    _written("Question", "questions_approved", "approved_by approved_at", key="key"),
    _written("Question", "questions_edited", "edited_by updated", key="key"),
    _versions("Question"),
    _written("Stimulus", "stimuli_approved", "approved_by approved_at", key="key"),
    _written("Stimulus", "stimuli_edited", "edited_by updated", key="key"),
    _versions("Stimulus"),
    Holding(
        model_label="quizzes.Mark",
        person="made_by",
        section="marks_changed",
        title=_("Facts and questions"),
        entries=(
            entry(
                "made_at reason",
                _("Which answers you have marked anew, and when"),
                _("So that each mark can be explained"),
                Kept.SPACE,
                Seen.TEACHERS,
            ),
        ),
    ),
)
