"""Timetables beside the requests, in one thread of this process: no queue and no broker are needed."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext_noop

from tokka.words import Remark
from tokkasite.missions import actions
from tokkasite.missions.models import Planning

_LOG = logging.getLogger(__name__)
_WORKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="timetables")
FAILED = gettext_noop("It could not be made. The operator finds the reason in the log: %(fault)s")


def start(planning: int) -> None:
    """Have the timetable made, after those that wait already."""
    _WORKER.submit(make, planning).add_done_callback(partial(note_fault, planning))


def make(planning: int) -> None:
    """Make one timetable."""
    try:
        found = Planning.objects.select_related("meetings__event__cluster", "by").get(pk=planning)
        actions.plan(planning=found, day=timezone.localdate(), clock=timezone.now)
    finally:
        connections.close_all()


def note_fault(planning: int, done: Future[None]) -> None:
    """Tell the reader that it failed, and the operator why."""
    fault = done.exception()
    if fault is None:
        return
    _LOG.error("The timetable %s could not be made.", planning, exc_info=fault)
    try:
        found = Planning.objects.get(pk=planning)
        actions.fail_planning(planning=found, says=Remark(FAILED, {"fault": type(fault).__name__}))
    finally:
        connections.close_all()
