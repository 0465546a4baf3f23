"""What the European Cluster Collaboration Platform checks before it accepts the profile of a cluster organisation.

The readable part of its list. An organisation that a national or regional cluster programme recognises need not
fulfil it.
"""

from datetime import date
from typing import Final

from tokka.rulebook.formulas import at_least, each_present, waived_by
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Formula, Parameter, Rule, Source
from tokka.words import Remark, _

SOURCE: Final = Source(
    "European Cluster Collaboration Platform: register your profile",
    "https://impr-0001-1260-partners.eccp.hosted-temp.com/register-your-profile",
    date(2026, 11, 23),
)
SINCE: Final = date(2019, 11, 15)
"""The page bears no date. On this day the quality labels began to ask for a profile on the platform."""

VALUES: Final = read_package(
    __name__,
    {
        "least_fte": Declared(_("Working time for managing the cluster")),
        "least_committed": Declared(_("Clearly committed members")),
        "least_types": Declared(_("Types of members")),
    },
)
WAIVED: Final = Remark(_("Waived: a cluster programme recognises the organisation."))


def _check(
    key: str, label: str, unit: str, reads: tuple[str, ...], formula: Formula, *used: Parameter, note: str = ""
) -> Rule:
    return Rule(
        key=f"eccp.{key}",
        label=label,
        unit=unit,
        source=SOURCE,
        reads=(*reads, "recognitions"),
        versions={SINCE: waived_by("recognitions", formula, WAIVED)},
        parameters={parameter.key: parameter for parameter in used},
        note=note,
    )


RULES: Final = (
    _check(
        "fte",
        _("Working time for managing the cluster"),
        _("FTE"),
        ("team_fte",),
        at_least("team_fte", "least_fte"),
        VALUES["least_fte"],
    ),
    _check(
        "committed_members",
        _("Clearly committed members"),
        _("participants"),
        ("committed_participants",),
        at_least("committed_participants", "least_committed"),
        VALUES["least_committed"],
    ),
    _check(
        "member_types",
        _("Types of members"),
        _("types"),
        ("committed_types",),
        at_least("committed_types", "least_types"),
        VALUES["least_types"],
    ),
    _check(
        "website",
        _("A website in English that shows activity"),
        _("signs of two"),
        ("english_websites", "web_news"),
        each_present(
            "english_websites",
            "web_news",
            reading=Remark(_("Tokka reads activity as: news on the web within the last twelve months.")),
        ),
        note=_("A machine translation is accepted. That site and profile agree is for a person to check."),
    ),
    _check(
        "public_bodies",
        _("A link with public bodies"),
        _("public bodies"),
        ("public_links",),
        each_present("public_links"),
        note=_("Where no public body is a member, visible cooperation with one counts."),
    ),
)
