"""How what a learner has learnt grew, as a picture."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quizzes.reports import pictures
from quizzes.reports.growth import Growth


def growth_picture(growth: Growth) -> SafeString | None:
    """The curve of growth; None where a sentence says as much."""
    if not growth.is_worth_a_picture:
        return None
    first, last = growth.weeks[0], growth.weeks[-1]
    said = _(
        "In %(weeks)s weeks the facts answered rightly at least once went from"
        " %(first)s to %(last)s."
    )
    return mark_safe(
        pictures.curve(
            name="growth",
            title=_("How it grew"),
            description=said
            % {"weeks": len(growth.weeks), "first": first.right, "last": last.right},
            labels=[
                date_format(week.begins_at, "SHORT_DATE_FORMAT")
                for week in growth.weeks
            ],
            lines=[
                pictures.Line(
                    style="line--asked", numbers=[week.asked for week in growth.weeks]
                ),
                pictures.Line(
                    style="line--right", numbers=[week.right for week in growth.weeks]
                ),
            ],
        )
    )
