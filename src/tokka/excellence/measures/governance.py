"""Measures of the team, its decisions, its contacts, and cooperation."""

import math
from collections.abc import Iterable
from typing import Final

from tokka.excellence.book import ByOrganisation, Sight, by_organisation
from tokka.excellence.measures.model import (
    TWO_YEARS,
    YEAR,
    Measure,
    by_group,
    keys_of,
    organisations_of,
    share_of,
)
from tokka.excellence.measures.structure import COMMITTED, committed_companies_of, partners_of
from tokka.excellence.months import month_shifted, months_between
from tokka.excellence.records import Record
from tokka.rulebook import flanders
from tokka.rulebook.model import UNTOLD, DatedValue, Fact
from tokka.words import _

EXPERIENCE_YEARS: Final = 3
"""Years of experience that qualify a person who has no degree or certificate on record."""


def team_of(sight: Sight) -> dict[int, tuple[Record, ...]]:
    """The working times that hold on the day, by team member."""
    return by_group(sight.holding("team_period"))


def count_management_years(sight: Sight) -> Fact:
    """Completed months since the oldest management that holds on the day began, in years; 0 without one."""
    held = sight.holding("management")
    first = held[:1]
    months = months_between(first[0].on, sight.day) if first else 0
    return Fact(months / 12, keys_of(first))


def count_team_fte(sight: Sight) -> Fact:
    """The sum of the working times that hold on the day; one without its FTE adds nothing (§8)."""
    held = sight.holding("team_period")
    return Fact(sum(row.amount or 0 for row in held), keys_of(held))


def count_directors(sight: Sight) -> Fact:
    """How many persons hold a director's working time on the day."""
    found = by_group(sight.holding("team_period", "director"))
    return Fact(len(found), keys_of(*found.values()))


def is_qualifying(row: Record) -> bool:
    """A degree, a certificate, or experience of at least EXPERIENCE_YEARS."""
    return row.tag in ("degree", "certificate") or (row.tag == "experience" and (row.amount or 0) >= EXPERIENCE_YEARS)


def count_qualified_share(sight: Sight) -> Fact:
    """Team members of the day with a qualification on record, in %."""
    return share_of(by_group(filter(is_qualifying, sight.ever("qualification"))), team_of(sight))


def count_planned_training_days(sight: Sight) -> Fact:
    """Training days of the present team within a year, per person; 0 while no training plan is in force.

    A mean over nobody is unknown (§7).
    """
    team, plans = team_of(sight), sight.holding("document", "training_plan")
    if not team:
        return UNTOLD
    if not plans:
        return Fact(0.0)
    trained = [row for row in sight.within(YEAR, "training") if row.group in team]
    return Fact(sum(row.amount or 0 for row in trained) / len(team), keys_of(trained, plans, *team.values()))


def count_staff_stability(sight: Sight) -> Fact:
    """Team members of a year ago who are in the team on the day, in %. Unknown before a year was recorded (§9)."""
    return (
        share_of(team_of(sight), team_of(sight.ago(YEAR))) if sight.has_kept("team_period", months_ago=YEAR) else UNTOLD
    )


def count_shared_decisions(sight: Sight) -> Fact:
    """Decisions within two years, each of a body in which some organisation held a seat on that day."""
    seats = by_group(row for row in sight.ever("body_member") if row.organisation is not None)
    taken: list[Record] = []
    held: list[Record] = []
    for decision in sight.within(TWO_YEARS, "decision"):
        theirs = [seat for seat in seats.get(decision.group or 0, ()) if _holds(seat, decision)]
        if theirs:
            taken.append(decision)
            held.extend(theirs)
    return Fact(len(taken), keys_of(taken, held))


def _holds(seat: Record, decision: Record) -> bool:
    return seat.on <= decision.on and (seat.until is None or seat.until >= decision.on)


def contacts_of(sight: Sight) -> ByOrganisation:
    """The contacts within a year, by organisation."""
    return by_organisation(sight.within(YEAR, "contact"))


def count_contacted_share(sight: Sight) -> Fact:
    """Committed participants whom the team met within a year, in %."""
    return share_of(contacts_of(sight), sight.committed)


def uncontacted(sight: Sight, months: int = YEAR) -> tuple[int, ...]:
    """Committed participants without a contact within so many months, longest silence first.

    One who was never met has been silent since taking part; of equal silences the lower number comes first.
    """
    met = by_organisation(sight.within(months, "contact"))
    last = {row.organisation: row.on for row in sight.ever("contact")}
    silent = [who for who in sight.committed if who not in met]
    return tuple(sorted(silent, key=lambda who: (last.get(who, sight.participants[who][0].on), who)))


def count_companies_in_dialogue(sight: Sight) -> Fact:
    """Committed companies that were met, or came to an event, within a year."""
    talks = (*sight.within(YEAR, "contact"), *sight.within(YEAR, "attendance"))
    companies = committed_companies_of(sight)
    return organisations_of({who: rows for who, rows in by_organisation(talks).items() if who in companies})


def uncooperating(sight: Sight) -> tuple[int, ...]:
    """Committed participants who are partners of no running project."""
    partners = partners_of(sight)
    return tuple(who for who in sight.committed if who not in partners)


INNOVATIVE: Final = ("development", "research", "innovation")
"""Kinds of joint projects that Tokka reads as innovative; an investment alone is none."""
INNOVATION_ACTIVITIES: Final = ("workshop", "training", "matchmaking", "advice")
"""Kinds of events that Tokka reads as other innovation activities."""


def innovative_partners_of(sight: Sight) -> ByOrganisation:
    """The partnerships that held within a year in innovative projects that ran within it, by organisation."""
    ran = {row.id for row in _held_within_a_year(sight, sight.ever("project", *INNOVATIVE))}
    partners = (row for row in sight.ever("project_partner") if row.group in ran)
    return by_organisation(_held_within_a_year(sight, partners))


def _held_within_a_year(sight: Sight, rows: Iterable[Record]) -> tuple[Record, ...]:
    begins = month_shifted(sight.day, -YEAR)
    return tuple(row for row in rows if row.until is None or row.until > begins)


def count_active_participants(sight: Sight) -> Fact:
    """Participants of the day who were active within a year, as Flanders defines it: enough of either kind.

    Two persons of one organisation at one event are one activity. Unknown where no definition is in force.
    """
    projects_asked, others_asked = (
        flanders.VALUES[key].on(sight.day) for key in ("innovation_projects", "other_activities")
    )
    if projects_asked is None or others_asked is None:
        return UNTOLD
    events = {row.id for row in sight.ever("event", *INNOVATION_ACTIVITIES)}
    came = by_organisation(row for row in sight.within(YEAR, "attendance") if row.group in events)
    shared = innovative_partners_of(sight)
    enough = {who: rows for who, rows in shared.items() if _groups(rows) >= _count(projects_asked)}
    others = {who: rows for who, rows in came.items() if _groups(rows) >= _count(others_asked)}
    active = {who: (*enough.get(who, ()), *others.get(who, ())) for who in (*enough, *others)}
    return organisations_of({who: rows for who, rows in active.items() if who in sight.participants})


def _groups(rows: Iterable[Record]) -> int:
    return len({row.group for row in rows})


def _count(dated: DatedValue) -> float:
    return dated.value if isinstance(dated.value, int | float) else math.inf


MEASURES: Final = (
    Measure(
        "management_years",
        _("Age of the cluster's management"),
        _("years"),
        _("Time since the management that holds on the day was set up, in completed months."),
        ("management",),
        count_management_years,
        "management",
        _("Record since when the cluster has an organised management."),
    ),
    Measure(
        "team_fte",
        _("Working time of the team"),
        _("FTE"),
        _("Sum of the working times that hold on the day."),
        ("team_period",),
        count_team_fte,
        "team_period",
        _("Record the working time of each team member with its first day."),
    ),
    Measure(
        "directors",
        _("Named directors"),
        _("persons"),
        _("Persons with the working time of a director on the day."),
        ("team_period",),
        count_directors,
        "team_period",
        _("Name a director, and record the working time."),
    ),
    Measure(
        "qualified_share",
        _("Qualified team members"),
        _("%"),
        _("Team members of the day with a degree, a certificate or three years of experience on record."),
        ("team_period", "qualification"),
        count_qualified_share,
        "qualification",
        _("Record the degree, certificate or experience of each team member."),
    ),
    Measure(
        "planned_training_days",
        _("Training under a plan"),
        _("days per person"),
        _("Training days of the present team within twelve months, per person; none without a training plan in force."),
        ("team_period", "training"),
        count_planned_training_days,
        "training",
        _("Put a training plan in force, and record the training days of the team."),
        also=("document",),
    ),
    Measure(
        "staff_stability",
        _("Team members who stayed"),
        _("%"),
        _("Of the team members of a year before, those who are in the team on the day."),
        ("team_period",),
        count_staff_stability,
        "team_period",
        _("Record the working times of the team as far back as they are known."),
    ),
    Measure(
        "shared_decisions",
        _("Decisions with the stakeholders"),
        _("decisions"),
        _("Decisions within two years of bodies in which organisations held a seat at the time."),
        ("body_member", "decision"),
        count_shared_decisions,
        "decision",
        _("Record who sits in the bodies, and their decisions."),
    ),
    Measure(
        "contacted_share",
        _("Participants in direct contact"),
        _("%"),
        _("Committed participants whom the team met within twelve months, by whatever channel."),
        (*COMMITTED, "contact"),
        count_contacted_share,
        "contact",
        _("Call or visit those who have been silent longest, and record each contact."),
        whom=uncontacted,
    ),
    Measure(
        "companies_in_dialogue",
        _("Companies in dialogue"),
        _("companies"),
        _("Committed companies that were met, or came to an event, within twelve months."),
        COMMITTED,
        count_companies_in_dialogue,
        "contact",
        _("Meet companies or invite them, and record who was met and who came."),
        either=("contact", "attendance"),
        whom=lambda sight: tuple(who for who in uncontacted(sight) if who in committed_companies_of(sight)),
    ),
    Measure(
        "cooperating_share",
        _("Participants in joint projects"),
        _("%"),
        _("Committed participants who are partners of a joint project that runs on the day."),
        (*COMMITTED, "project", "project_partner"),
        lambda sight: share_of(partners_of(sight), sight.committed),
        "project_partner",
        _("Record the joint projects and their partners; bring those who stand alone into the next one."),
        whom=uncooperating,
    ),
    Measure(
        "active_participants",
        _("Active participants"),
        _("organisations"),
        _("Participants who shared an innovative project or two other innovation activities within twelve months."),
        ("participation",),
        count_active_participants,
        "attendance",
        _("Record who came to workshops, trainings and matchmaking, and the partners of innovative projects."),
        either=("attendance", "project_partner"),
        also=("event", "project"),
    ),
)
