"""Long work beside the requests, in threads of this process: no queue and no broker are needed."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.db import connections

_LOG = logging.getLogger(__name__)
Deed = Callable[[int], None]
TellOfFault = Callable[[int, str], None]
"""Tells the reader that the work on a row failed, by the name of the fault; the operator finds the rest in the log."""


class Beside:
    """One thread for work of one kind, each on one row, in the order in which it was asked for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def start(self, deed: Deed, number: int, tell: TellOfFault) -> None:
        """Have a deed done with the row of this number, after those that wait already."""
        self._thread.submit(_closing, deed, number).add_done_callback(partial(self.note_fault, tell, number))

    def note_fault(self, tell: TellOfFault, number: int, done: Future[None]) -> None:
        """Tell the reader that it failed, and the operator why."""
        if (fault := done.exception()) is not None:
            _LOG.error("The work “%s” on %s failed.", self.name, number, exc_info=fault)
            _closing(tell, number, type(fault).__name__)


def _closing(deed: Callable[..., None], *told: object) -> None:
    """A deed of a thread, which leaves no connection open."""
    try:
        deed(*told)
    finally:
        connections.close_all()
