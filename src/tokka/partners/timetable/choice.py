"""Which meetings to hold, before it is asked when: a maximum-weight b-matching by linear programming.

Every person has as many places as slots in which they are present, the event as many as slots times tables. The
relaxation is the bound that is reported; its solution is nearly always whole already, because the meetings that compete
are those of a few popular people, and only odd circles of fully booked people make halves. Those are rounded exactly by
a small integer program over the halves alone. Solver: HiGHS (Huangfu and Hall 2018).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from tokka.partners.timetable.event import Event, Floats
from tokka.partners.timetable.shares import heaviest_shares, whole

WHOLE: Final = 1e-6
"""How far from 0 or 1 a share may be and still count as whole."""
MOST_HALVES: Final = 3000
"""Meetings. Of more halves the rounding is left to the insertion, heaviest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The meetings to hold, the bound on all weight, and the best score that any timetable may reach."""

    chosen: NDArray[np.bool_]
    bound: float
    """No timetable weighs more."""
    tiered_bound: float
    """No timetable that serves as many people, and holds as many musts, weighs more."""
    most_served: int
    most_musts: int


def choose(event: Event) -> Choice:
    """The choice of meetings by musts first, then people served, then weight (§1)."""
    if not len(event.a):
        return Choice(np.zeros(0, dtype=bool), 0.0, 0.0, 0, 0)
    program = _Program(event)
    share, bound = program.heaviest()
    most = program.most_served(share)
    tiered = bound
    if not program.serves(share, most):
        share, tiered = program.heaviest_that_serves(most)
    if not np.any(event.weight % 1):
        tiered = float(np.floor(tiered + WHOLE))  # whole weights add up to whole weights
    served, musts = most
    return Choice(program.rounded(share), bound, tiered, served, musts)


class _Program:
    """The linear program of one event: a share between 0 and 1 for each possible meeting."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.people, self.count = len(event.people), len(event.a)
        meetings = np.arange(self.count)
        rows = np.concatenate([event.a, event.b])
        ones = np.ones(2 * self.count)
        self.of_person = csr_array((ones, (rows, np.tile(meetings, 2))), shape=(self.people, self.count))
        self.limits = csr_array(vstack([self.of_person, csr_array(np.ones((1, self.count)))]))
        self.places = np.append(event.capacity, event.slots * event.tables).astype(float)
        self.upper = event.can_be_held.astype(float)
        self.lower = np.zeros(self.count)
        for fixture in event.fixtures:
            self.lower[fixture.meeting] = 1.0
        self.wanted = np.minimum(event.minimum, np.minimum(event.capacity, self.of_person @ self.upper))

    def heaviest(self) -> tuple[Floats, float]:
        """The shares of most weight, and that weight: the bound."""
        limits = [(self.limits, np.zeros_like(self.places), self.places)]
        share = _found(heaviest_shares(self.event.weight, limits, between=(self.lower, self.upper)))
        return share, float(share @ self.event.weight)

    def _served_by(self, share: Floats) -> tuple[float, float]:
        """People served and musts held, by shares."""
        served = float(np.minimum(np.asarray(self.of_person @ share), self.wanted).sum())
        return served, float(share[self.event.must].sum())

    def serves(self, share: Floats, most: tuple[int, int]) -> bool:
        served, musts = self._served_by(share)
        return served >= most[0] - WHOLE * 10 and musts >= most[1] - WHOLE * 10

    def most_served(self, share: Floats) -> tuple[int, int]:
        """The most that can be served and the most musts that can be held, musts first."""
        best = (int(self.wanted.sum()), int((self.event.must & (self.upper > 0)).sum()))
        if self.serves(share, best):
            return best
        worth = np.concatenate([self.event.must * (self.wanted.sum() + 1.0), np.ones(self.people)])
        served, musts = self._served_by(self._shares_with_served(worth, (0, 0)))
        return int(served + WHOLE * 10), int(musts + WHOLE * 10)

    def heaviest_that_serves(self, most: tuple[int, int]) -> tuple[Floats, float]:
        """The shares of most weight among those that serve so many people and hold so many musts."""
        share = self._shares_with_served(np.concatenate([self.event.weight, np.zeros(self.people)]), most)
        return share, float(share @ self.event.weight)

    def _shares_with_served(self, worth: Floats, least: tuple[int, int]) -> Floats:
        """Shares by the worth of meetings and, after them, of each person's meetings up to the minimum."""
        one_each = csr_array((np.ones(self.people), (np.arange(self.people), np.arange(self.people))))
        none = csr_array((self.people + 1, self.people))
        totals = np.zeros((2, self.count + self.people))
        totals[0, self.count :] = 1.0
        totals[1, : self.count] = self.event.must
        endless = np.full(self.people, np.inf)
        limits = [
            (hstack([self.limits, none]), np.zeros_like(self.places), self.places),
            (hstack([self.of_person, -one_each]), np.zeros(self.people), endless),
            (csr_array(totals), np.array(least, dtype=np.float64) - WHOLE, endless[:1]),
        ]
        between = (
            np.concatenate([self.lower, np.zeros(self.people)]),
            np.concatenate([self.upper, self.wanted.astype(np.float64)]),
        )
        return _found(heaviest_shares(worth, limits, between=between))[: self.count]

    def rounded(self, share: Floats) -> NDArray[np.bool_]:
        """The whole shares as they are; the halves by an integer program over what room the whole ones leave."""
        chosen = np.asarray(share > 1 - WHOLE, dtype=bool)
        halves = np.flatnonzero((share > WHOLE) & ~chosen)
        if not len(halves) or len(halves) > MOST_HALVES:
            return chosen
        room = np.maximum(self.places - self.limits @ chosen.astype(np.float64), 0.0)
        found = heaviest_shares(
            self.event.weight[halves] + WHOLE,
            [(self.limits[:, halves], np.zeros_like(room), room)],
            between=(np.zeros(len(halves)), np.ones(len(halves))),
            nodes=1000,
        )
        if found is not None:
            chosen[halves[whole(found)]] = True
        return chosen


def _found(shares: Floats | None) -> Floats:
    """No shares cannot be: to hold nothing but the locks keeps every limit."""
    if shares is None:
        raise RuntimeError("The solver found no plan though an empty one exists.")
    return shares
