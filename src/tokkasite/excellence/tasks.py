"""Long work beside the requests, in one thread of this process: no queue and no broker are needed."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext, override

from tokkasite.excellence import actions, readers
from tokkasite.excellence.models import Dossier

_LOG = logging.getLogger(__name__)
_WORKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dossiers")


def start(dossier: int) -> None:
    """Have the dossier made, after those that wait already."""
    _WORKER.submit(make, dossier).add_done_callback(partial(note_fault, dossier))


def make(dossier: int) -> None:
    """Make one dossier."""
    try:
        found = Dossier.objects.select_related("round__cluster__host").get(pk=dossier)
        actions.make_dossier(dossier=found, families=readers.families(), clock=timezone.now)
    finally:
        connections.close_all()


def note_fault(dossier: int, done: Future[None]) -> None:
    """Tell the reader that it failed, and the operator why."""
    fault = done.exception()
    if fault is None:
        return
    _LOG.error("The dossier %s could not be made.", dossier, exc_info=fault)
    try:
        found = Dossier.objects.get(pk=dossier)
        with override(found.language):
            says = gettext("It could not be made. The operator finds the reason in the log: %(fault)s")
        actions.move_dossier(
            dossier=found,
            now=timezone.now(),
            state=Dossier.State.FAILED,
            says=(says % {"fault": type(fault).__name__})[:300],
        )
    finally:
        connections.close_all()
