"""The one shape in which the register and the journal hand their dated records to the engine.

Every table of everyday work becomes rows of `Record`: what kind, when, with whom, how much. The meaning of each
column by kind is declared once, in `KINDS`, and the site's readers and the reference pages both read it there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from tokka.rulebook.model import RecordKey
from tokka.words import _


@dataclass(frozen=True, slots=True)
class Record:
    """One dated piece of everyday work.

    `on` is the day it happened or began; `until` the last day on which it holds (None: it still holds, or it is a thing
    of one day). `amount`, `share`, `tag` and `group` mean what `KINDS[kind]` says.
    """

    kind: str
    id: int
    on: date
    until: date | None = None
    organisation: int | None = None
    amount: float | None = None
    share: float | None = None
    tag: str = ""
    group: int | None = None

    @property
    def key(self) -> RecordKey:
        return (self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Participant:
    """What is asked of an organisation: role, size class (micro, small, medium, large or "" for unknown), place.

    `km` is the distance from the cluster's seat as the crow flies, None where either place is unknown.
    """

    id: int
    role: str
    size: str = ""
    km: float | None = None


@dataclass(frozen=True, slots=True)
class RecordKind:
    """What the columns of one kind of record mean. An empty meaning says that the kind leaves the column empty."""

    key: str
    label: str
    lasts: bool
    """True: it holds from `on` to `until`. False: it is a thing of one day."""
    organisation: str = ""
    amount: str = ""
    share: str = ""
    tags: tuple[str, ...] = ()
    group: str = ""
    """The kind of the record that `group` points to."""


ROLES: Final = (
    "company",
    "research",
    "education",
    "development_company",
    "municipality",
    "financier",
    "regional_authority",
    "other",
)

_ALL: Final = (
    RecordKind("participation", _("Participation"), True, organisation=_("the participant")),
    RecordKind(
        "commitment",
        _("Commitment"),
        True,
        organisation=_("the committed participant"),
        tags=("agreement", "fee", "letter"),
    ),
    RecordKind("recognition", _("Recognition by a cluster programme"), True),
    RecordKind("platform_profile", _("Profile on the European Cluster Collaboration Platform"), True),
    RecordKind("label", _("Quality label"), True, tags=("bronze", "silver", "gold")),
    RecordKind(
        "website",
        _("Website"),
        True,
        tags=("fi", "en", "sv", "se", "smn", "sms"),
        share=_("1 where it says what is offered"),
    ),
    RecordKind("management", _("Organised management"), True),
    RecordKind(
        "contact",
        _("Contact"),
        False,
        organisation=_("whom the team met"),
        tags=("meeting", "visit", "call", "video", "email", "other"),
    ),
    RecordKind(
        "event",
        _("Event or service"),
        False,
        tags=("event", "training", "workshop", "matchmaking", "advice", "excursion", "fair"),
    ),
    RecordKind(
        "attendance",
        _("Attendance"),
        False,
        organisation=_("who came"),
        amount=_("persons"),
        group="event",
    ),
    RecordKind("working_group", _("Working group"), True),
    RecordKind(
        "working_group_member",
        _("Member of a working group"),
        True,
        organisation=_("the member"),
        group="working_group",
    ),
    RecordKind(
        "working_group_meeting", _("Meeting of a working group"), False, amount=_("persons"), group="working_group"
    ),
    RecordKind("body", _("Body"), True, tags=("assembly", "steering_group", "board", "advisory_board")),
    RecordKind("body_member", _("Seat in a body"), True, organisation=_("who holds the seat"), group="body"),
    RecordKind("decision", _("Decision of a body"), False, group="body"),
    RecordKind(
        "project",
        _("Joint project"),
        True,
        amount=_("budget, EUR"),
        tags=("development", "research", "innovation", "investment"),
    ),
    RecordKind("project_partner", _("Partner of a project"), True, organisation=_("the partner"), group="project"),
    RecordKind("income", _("Income"), True, amount=_("EUR"), tags=("public", "private")),
    RecordKind("cost", _("Cost"), False, amount=_("EUR"), tags=("staff", "services", "events", "travel", "other")),
    RecordKind("budget", _("Budget"), True, amount=_("planned costs, EUR")),
    RecordKind(
        "team_period",
        _("Working time of a team member"),
        True,
        amount=_("FTE"),
        tags=("director", "manager", "expert", "assistant"),
        group="team_member",
    ),
    RecordKind(
        "qualification",
        _("Qualification"),
        False,
        amount=_("years of experience"),
        tags=("degree", "experience", "language", "certificate"),
        group="team_member",
    ),
    RecordKind("training", _("Training of the team"), False, amount=_("days"), group="team_member"),
    RecordKind(
        "document",
        _("Document"),
        True,
        tags=(
            "strategy",
            "implementation_plan",
            "training_plan",
            "financial_plan",
            "monitoring_plan",
            "service_catalogue",
            "other",
        ),
    ),
    RecordKind(
        "strategy_step",
        _("Step of building the strategy"),
        False,
        amount=_("organisations taking part"),
        group="document",
    ),
    RecordKind(
        "review", _("Review of a strategy or plan"), False, share=_("1 where company needs were used"), group="document"
    ),
    RecordKind("plan_action", _("Action of a plan"), True, amount=_("budget, EUR"), group="document"),
    RecordKind("action_done", _("Action carried out"), False, group="plan_action"),
    RecordKind(
        "goal",
        _("Goal"),
        True,
        amount=_("target"),
        tags=("growth", "innovation", "international", "skills", "sustainability", "management"),
        group="document",
    ),
    RecordKind("goal_value", _("Measured value of a goal"), False, amount=_("measured value"), group="goal"),
    RecordKind(
        "communication",
        _("Communication"),
        False,
        tags=("newsletter", "web", "social", "press_release", "publication"),
    ),
    RecordKind("media_mention", _("Media mention"), False, tags=("print", "web", "radio_tv")),
    RecordKind("success_story", _("Success story"), False, organisation=_("whose success it is")),
    RecordKind(
        "survey",
        _("Survey"),
        False,
        amount=_("mean answer from 1 to 5"),
        share=_("response rate from 0 to 1"),
        tags=("satisfaction", "needs"),
    ),
)

KINDS: Final[Mapping[str, RecordKind]] = MappingProxyType({kind.key: kind for kind in _ALL})
