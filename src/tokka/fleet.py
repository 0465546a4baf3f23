"""The one door to many processors: processes of this machine by default, a Dask cluster by its address.

    with fleet("tcp://10.0.0.5:8786") as executor:
        answers = in_order(executor, solve, questions)

The same work gives the same answers on either: tasks are functions of their arguments, and answers come back in the
order of the questions.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

Question = TypeVar("Question")
Result = TypeVar("Result")


class NoCluster(ConnectionError):
    """No cluster answers at the address: it says which address, and what to do."""


@contextmanager
def fleet(address: str = "", *, processes: int | None = None, patience_seconds: float = 10.0) -> Iterator[Executor]:
    """Processors to hand work to: the Dask cluster at `address`, or else processes here (default: one per core).

    Raises NoCluster where nobody answers within `patience_seconds`, or where Dask is not installed.
    """
    if address:
        with _cluster(address, patience_seconds) as executor:
            yield executor
        return
    # Fresh processes: a copy of one that runs threads may wait for a lock that nobody will open.
    with ProcessPoolExecutor(processes or os.cpu_count() or 1, mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def _cluster(address: str, patience_seconds: float) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as fault:
        raise NoCluster(f"A cluster at {address} needs Dask: install the package “distributed”.") from fault
    try:
        client = Client(  # type: ignore[no-untyped-call]  # Dask has no types
            address, timeout=patience_seconds, set_as_default=False
        )
    except (OSError, ValueError) as fault:
        raise NoCluster(
            f"No cluster answers at {address} ({fault}). Start a scheduler and workers, or leave the address out."
        ) from fault
    with client:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]  # Dask has no types


def in_order(
    executor: Executor | None, deed: Callable[[Question], Result], questions: Sequence[Question]
) -> list[Result]:
    """The answers in the order of the questions; without an executor, one after another in this process."""
    if executor is None:
        return [deed(question) for question in questions]
    return [future.result() for future in [executor.submit(deed, question) for question in questions]]
