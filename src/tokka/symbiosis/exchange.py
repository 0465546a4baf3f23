"""The plan without processors: a transportation problem in whole units and whole cents, solved to the last cent (§5).

Arcs are sorted by offer. Supplies and capacities are upper limits, so what is not moved goes by today's route.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tokka.optimum import CannotSolve, Status, cheapest_flow
from tokka.symbiosis.candidates import Places
from tokka.symbiosis.records import Integers

Cents = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Arcs:
    """Possible exchanges: offer and need by place, and what a unit moved there is worth, in cents a tonne."""

    offers: Places
    needs: Places
    cents: Cents

    def __len__(self) -> int:
        return len(self.cents)

    def at(self, places: Integers) -> "Arcs":
        """These arcs alone, in this order."""
        return Arcs(self.offers[places], self.needs[places], self.cents[places])

    @staticmethod
    def joined(parts: "list[Arcs]") -> "Arcs":
        """The arcs of several parts, one after the other."""
        if not parts:
            return Arcs(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32))
        return Arcs(
            np.concatenate([part.offers for part in parts]),
            np.concatenate([part.needs for part in parts]),
            np.concatenate([part.cents for part in parts]),
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """How many units move on each arc, and what that is worth: units times cents."""

    units: Integers
    value: int
    seconds: float


def best_exchange(
    arcs: Arcs, supply: Integers, capacity: Integers, minimum: Integers | None = None, moved: int | None = None
) -> Exchange:
    """The most valuable exchange; with `moved`, among those that move exactly so many units.

    Network: offers → needs → rest and offers → rest, where the rest takes all that is left. A minimum is a demand at
    the need itself; `moved` makes a demand of its own of what the needs pass on. Only nodes with arcs take part.
    Raises CannotSolve where no such exchange exists.
    """
    givers, tails = np.unique(arcs.offers, return_inverse=True)
    takers, heads = np.unique(arcs.needs, return_inverse=True)
    own, room = supply[givers], capacity[takers]
    least = np.zeros(len(takers), np.int64) if minimum is None else minimum[takers]
    rest = len(givers) + len(takers)
    sink = rest if moved is None else rest + 1
    demands = [least.sum() - own.sum()] if moved is None else [moved - own.sum(), least.sum() - moved]
    flow = cheapest_flow(
        np.concatenate((tails, np.arange(rest))),
        np.concatenate((heads + len(givers), np.full(len(givers), rest), np.full(len(takers), sink))),
        np.concatenate((np.minimum(own[tails], room[heads]), own, room - least)),
        np.concatenate((-arcs.cents.astype(np.int64), np.zeros(rest, np.int64))),
        np.concatenate((own, -least, demands)),
    )
    if flow.status is not Status.OPTIMAL:
        raise CannotSolve(f"No exchange meets these amounts (the flow solver says: {flow.status}).")
    return Exchange(flow.flows[: len(arcs)], -flow.cost, flow.seconds)


def most_units(arcs: Arcs, supply: Integers, capacity: Integers, minimum: Integers) -> int:
    """The most units that can be moved, whatever they are worth."""
    ones = Arcs(arcs.offers, arcs.needs, np.ones(len(arcs), np.int32))
    return best_exchange(ones, supply, capacity, minimum).value
