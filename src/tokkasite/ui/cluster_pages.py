"""The pages of one cluster in their groups: the first row of tabs leads to groups, the second to the pages of one."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a cluster: the key by which it says that it is open, its words, its address, and who is shown it."""

    key: str
    label: str
    url_name: str
    needs: str = ""
    """`can_write` or `can_audit`: shown only to whom the page's context allows that."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together. A group of one page has no second row."""

    label: str
    tabs: tuple[Tab, ...]


GROUPS = (
    Group(_("Today"), (Tab("home", _("Today"), "excellence:home"),)),
    Group(
        _("Excellence"),
        (
            Tab("readiness", _("Readiness"), "excellence:ready"),
            Tab("plan", _("Plan"), "excellence:plan"),
            Tab("labels", _("Labels"), "excellence:labels"),
            Tab("rounds", _("Self-assessments"), "excellence:rounds"),
            Tab("benchmark", _("Comparison"), "benchmark:compare"),
        ),
    ),
    Group(
        _("Journal"),
        (
            Tab("journal", _("Journal"), "journal:journal"),
            Tab("quick", _("Quick entry"), "journal:quick", "can_write"),
            Tab("reminders", _("Reminders"), "excellence:reminders"),
            Tab("publicity", _("In public"), "portal:publicity"),
            Tab("members", _("From members"), "members:from_members", "can_write"),
            Tab("audit", _("Audit trail"), "journal:audit", "can_audit"),
        ),
    ),
    Group(_("Exchanges"), (Tab("exchanges", _("Exchanges"), "symbiosis:exchanges"),)),
    Group(
        _("Smart rural"),
        (
            Tab("leaks", _("Money that leaves"), "leakage:leaks"),
            Tab("plants", _("New plants"), "plants:scenarios"),
        ),
    ),
    Group(
        _("Funding"),
        (
            Tab("calls", _("Calls"), "funding:calls"),
            Tab("applications", _("Applications"), "applications:board"),
            Tab("results_of_applications", _("Results by year"), "applications:results"),
            Tab("past_projects", _("Past projects"), "applications:past_lists", "can_write"),
        ),
    ),
    Group(
        _("Partners"),
        (
            Tab("missions", _("Missions"), "missions:missions"),
            Tab("events", _("Events and meetings"), "missions:events", "can_write"),
            Tab("partners", _("Partner search"), "partners:search", "can_write"),
            Tab("consortia", _("Consortia"), "partners:consortia", "can_write"),
        ),
    ),
)


def shown(context: dict[str, object]) -> list[tuple[Group, list[Tab], bool]]:
    """The groups, the pages of each that this reader is shown, and whether one of them is open."""
    rows = [(group, [tab for tab in group.tabs if not tab.needs or context.get(tab.needs)]) for group in GROUPS]
    return [(group, tabs, any(tab.key == context.get("here") for tab in tabs)) for group, tabs in rows if tabs]
