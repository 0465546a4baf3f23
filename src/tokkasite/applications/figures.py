"""The chart of what became of the applications of each year."""

from collections.abc import Sequence

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tokkasite.applications.readers import YearOfProgramme
from tokkasite.ui.charts import Figure, Series, bars


def outcomes_by_year(years: Sequence[YearOfProgramme]) -> Figure:
    """Funded, not funded and undecided applications, by the year in which they were submitted."""
    ordered = sorted(years, key=lambda one: one.year)
    series = [
        Series(pgettext("applications", "Funded"), "met", [one.won for one in ordered]),
        Series(pgettext("applications", "Not funded"), "missed", [one.lost for one in ordered]),
        Series(pgettext("applications", "Not decided yet"), "unknown", [one.open for one in ordered]),
    ]
    return Figure(
        key="outcomes",
        title=_("What became of the applications, by the year of submission"),
        image=bars([str(one.year) for one in ordered], series),
        columns=(_("Year"), _("Submitted"), *(one.name for one in series), _("Success rate")),
        rows=[
            (
                str(one.year),
                str(one.submitted),
                str(one.won),
                str(one.lost),
                str(one.open),
                "–" if one.success is None else f"{localize(round(100 * one.success))} %",
            )
            for one in ordered
        ],
        note=_("The success rate counts the decided ones alone."),
    )
