"""Measures of who takes part and how firmly."""

from typing import Final

from tokka.excellence.book import ByOrganisation, Sight, by_organisation
from tokka.excellence.measures.model import YEAR, Measure, keys_of, number_of, organisations_of, share_of
from tokka.rulebook.model import UNTOLD, Fact
from tokka.words import _

NEAR_KM: Final = 80.0
"""What an hour by car covers at 80 km/h, the general limit outside towns. As the crow flies, so it is generous."""

PUBLIC_ROLES: Final = ("municipality", "regional_authority")
INNOVATION_ROLES: Final = ("research", "education", "development_company", "financier")


def committed_companies_of(sight: Sight) -> ByOrganisation:
    """The commitments of the committed companies, by company."""
    companies = sight.with_roles(sight.committed, "company")
    return {who: rows for who, rows in sight.committed.items() if who in companies}


def partners_of(sight: Sight) -> ByOrganisation:
    """The partnerships in joint projects that run on the day, by organisation."""
    running = {project.id for project in sight.holding("project")}
    return by_organisation(row for row in sight.holding("project_partner") if row.group in running)


def linked_of(sight: Sight, roles: tuple[str, ...], *also: ByOrganisation) -> ByOrganisation:
    """The organisations of the roles that take part or are found in `also`, with the records that show it."""
    found = {**sight.participants}
    for others in also:
        found = {who: (*found.get(who, ()), *others.get(who, ())) for who in (*found, *others)}
    wanted = sight.with_roles(found, *roles)
    return {who: rows for who, rows in found.items() if who in wanted}


def count_committed_share(sight: Sight) -> Fact:
    """Committed participants over participants, in % (§6, §7)."""
    return share_of(sight.committed, sight.participants)


def count_committed_types(sight: Sight) -> Fact:
    """Distinct roles among the committed participants; a role that is not known adds none (§8)."""
    known = sight.book.organisations
    found = [who for who in sight.committed if who in known]
    return Fact(len({known[who].role for who in found}), keys_of(*(sight.committed[who] for who in found)))


def count_near_share(sight: Sight) -> Fact:
    """Committed participants within NEAR_KM, in %. An unknown place is not near; unknown with no place known (§8)."""
    known = sight.book.organisations
    placed = {who: known[who].km for who in sight.committed if who in known}
    if all(km is None for km in placed.values()):
        return UNTOLD
    near = {who: sight.committed[who] for who, km in placed.items() if km is not None and km <= NEAR_KM}
    return share_of(near, sight.committed)


def count_participation_stability(sight: Sight) -> Fact:
    """Participants of a year ago who take part still, in %. Unknown before a year has been recorded (§9)."""
    then = sight.ago(YEAR)
    return share_of(sight.participants, then.participants) if then.has_kept("participation") else UNTOLD


def count_public_links(sight: Sight) -> Fact:
    """Public bodies that take part, are partners of a running project, or hold a seat in a body."""
    seats = by_organisation(sight.holding("body_member"))
    return organisations_of(linked_of(sight, PUBLIC_ROLES, partners_of(sight), seats))


def count_innovation_links(sight: Sight) -> Fact:
    """Research, education, development and finance that take part or are partners of a running project."""
    return organisations_of(linked_of(sight, INNOVATION_ROLES, partners_of(sight)))


def uncommitted(sight: Sight) -> tuple[int, ...]:
    """Who takes part without a commitment, longest first."""
    return tuple(who for who in sight.participants if who not in sight.committed)


def unplaced(sight: Sight) -> tuple[int, ...]:
    """Committed participants whose place is not known."""
    known = sight.book.organisations
    return tuple(who for who in sight.committed if who not in known or known[who].km is None)


COMMITTED: Final = ("participation", "commitment")

MEASURES: Final = (
    Measure(
        "committed_participants",
        _("Committed participants"),
        _("participants"),
        _("Organisations that take part on the day and whose commitment holds."),
        COMMITTED,
        lambda sight: organisations_of(sight.committed),
        "commitment",
        _("Record the agreement, fee or letter of each participant who has bound itself."),
        whom=uncommitted,
    ),
    Measure(
        "committed_share",
        _("Share of committed participants"),
        _("%"),
        _("Of all organisations that take part on the day, those whose commitment holds."),
        COMMITTED,
        count_committed_share,
        "commitment",
        _("Ask the participants without a commitment to sign, and record it."),
        whom=uncommitted,
    ),
    Measure(
        "committed_companies",
        _("Committed companies"),
        _("companies"),
        _("Companies that take part on the day and whose commitment holds."),
        COMMITTED,
        lambda sight: organisations_of(committed_companies_of(sight)),
        "commitment",
        _("Record the agreement, fee or letter of each company."),
        whom=lambda sight: tuple(who for who in uncommitted(sight) if who in sight.with_roles([who], "company")),
    ),
    Measure(
        "committed_types",
        _("Types of committed participants"),
        _("types"),
        _("How many roles the committed participants have: company, research, education and so on."),
        COMMITTED,
        count_committed_types,
        "commitment",
        _("Win a participant of another type, or record its commitment."),
        whom=uncommitted,
    ),
    Measure(
        "near_share",
        _("Committed participants near the seat"),
        _("%"),
        _("Committed participants within 80 km of the cluster's seat as the crow flies, about an hour by car."),
        COMMITTED,
        count_near_share,
        "participation",
        _("Enter the municipality of the participants whose place is not known."),
        whom=unplaced,
    ),
    Measure(
        "participation_stability",
        _("Participants who stayed"),
        _("%"),
        _("Of those who took part a year before, the ones who take part on the day."),
        ("participation",),
        count_participation_stability,
        "participation",
        _("Record since when each organisation takes part; talk with those who think of leaving."),
    ),
    Measure(
        "public_links",
        _("Links with public bodies"),
        _("public bodies"),
        _("Municipalities and regional authorities that take part, share a running project or hold a seat."),
        ("participation",),
        count_public_links,
        "participation",
        _("Record the public bodies that take part, or a joint project with one."),
        also=("project", "project_partner", "body_member"),
    ),
    Measure(
        "innovation_links",
        _("Links to the innovation system"),
        _("organisations"),
        _("Research, education, development companies and financiers that take part or share a running project."),
        ("participation",),
        count_innovation_links,
        "project_partner",
        _("Record research, education and development partners in the cluster and its projects."),
        also=("project", "project_partner"),
    ),
    Measure(
        "recognitions",
        _("Recognition by a cluster programme"),
        _("programmes"),
        _("Recognitions by a national or regional cluster programme that hold on the day."),
        ("recognition",),
        lambda sight: number_of(sight.holding("recognition")),
        "recognition",
        _("Record the recognition, where there is one."),
    ),
    Measure(
        "platform_profiles",
        _("Accepted platform profile"),
        _("profiles"),
        _("Profiles on the European Cluster Collaboration Platform that hold on the day."),
        ("platform_profile",),
        lambda sight: number_of(sight.holding("platform_profile")),
        "platform_profile",
        _("Apply for the profile, and record the day on which it was accepted."),
    ),
)
