"""Timetables beside the requests."""

from django.utils import timezone
from django.utils.translation import gettext_noop

from tokka.words import Remark
from tokkasite.missions import actions
from tokkasite.missions.models import Planning
from tokkasite.runs.beside import Beside

BESIDE = Beside("timetables")
FAILED = gettext_noop("It could not be made. The operator finds the reason in the log: %(fault)s")


def start(planning: int) -> None:
    """Have the timetable made, after those that wait already."""
    BESIDE.start(make, planning, tell_of_fault)


def make(planning: int) -> None:
    """Make one timetable."""
    found = Planning.objects.select_related("meetings__event__cluster", "by").get(pk=planning)
    actions.plan(planning=found, day=timezone.localdate(), clock=timezone.now)


def tell_of_fault(planning: int, fault: str) -> None:
    found = Planning.objects.get(pk=planning)
    actions.fail_planning(planning=found, says=Remark(FAILED, {"fault": fault}))
