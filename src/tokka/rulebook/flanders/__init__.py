"""When Flanders calls an actor of a cluster active: one innovative project, or two other activities in the year.

The definition is public, how many active actors are asked for is not. The two numbers of the definition are read by the
measure that counts the active participants.
"""

from datetime import date
from typing import Final

from tokka.rulebook.formulas import at_least
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Rule, Source
from tokka.words import _

SOURCE: Final = Source(
    "Blauwe Cluster: indicator report for CiviCRM",
    "https://github.com/AlainBenbassat/be.blauwecluster.reports",
    date(2026, 11, 23),
    "templates/CRM/Reports/Page/KPIDetails2025.tpl",
)
SINCE: Final = date(2025, 1, 1)
"""The report bears the year 2025 in its name."""

VALUES: Final = read_package(
    __name__,
    {
        "innovation_projects": Declared(_("Innovative cluster projects that make an actor active")),
        "other_activities": Declared(_("Other innovation activities that make an actor active")),
        "active_actors": Declared(_("Active actors asked for")),
    },
)
RULES: Final = (
    Rule(
        key="flanders.active_actors",
        label=_("Active actors"),
        unit=_("organisations"),
        source=SOURCE,
        reads=("active_participants",),
        versions={SINCE: at_least("active_participants", "active_actors")},
        parameters=VALUES,
        note=_(
            "Active is who shared one innovative project or two other activities within twelve months. Tokka reads an "
            "innovative project as a joint project for research, development or innovation, and other activities as "
            "workshops, trainings, matchmaking and advice."
        ),
    ),
)
