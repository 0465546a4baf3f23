"""The board on which meetings are put into slots, taken out and moved; it keeps its own score.

Everybody's free slots are the bits of one integer, so that the common free slots of two people are one `&`. In Python
this is several times faster than arrays: a move touches two people, and an array pays its toll for each touch.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tokka.partners.timetable.event import Event

NOWHERE = -1
"""The slot of a meeting that is not held, and the meeting of somebody who has none."""
LONGEST_CHAIN = 60
"""Meetings. A longer chain of moves seldom ends well, and walking it costs more than trying another pair of slots."""


class Score(NamedTuple):
    """What a board is worth, the first first (§1)."""

    musts: int
    served: int
    """The sum over people of their meetings, each person's counted up to the minimum."""
    weight: float


def bits(mask: int) -> Iterator[int]:
    """The places of the ones in a mask, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Board:
    """Who meets whom in which slot. Every meeting of the event is held in one slot or in none."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.a: list[int] = event.a.tolist()
        self.b: list[int] = event.b.tolist()
        self.weight: list[float] = event.weight.tolist()
        self.must: list[bool] = event.must.tolist()
        self.present = list(event.present)
        self.free = list(event.present)
        self.slots, self.tables, self.minimum = event.slots, event.tables, event.minimum
        self.at = [[NOWHERE] * self.slots for _ in self.present]
        self.slot = [NOWHERE] * len(self.a)
        self.held_in = [0] * self.slots
        self.meetings_of = [0] * len(self.present)
        self.is_fixed = [False] * len(self.a)
        self.musts, self.served, self.total = 0, 0, 0.0
        self.log: list[tuple[int, int]] | None = None

    @property
    def score(self) -> Score:
        return Score(self.musts, self.served, self.total)

    def partner(self, meeting: int, person: int) -> int:
        return self.b[meeting] if self.a[meeting] == person else self.a[meeting]

    def common(self, meeting: int) -> int:
        """The slots in which both are present, as bits."""
        return self.present[self.a[meeting]] & self.present[self.b[meeting]]

    def put(self, meeting: int, slot: int) -> None:
        """Hold a meeting in a slot in which both are free."""
        if self.log is not None:
            self.log.append((meeting, NOWHERE))
        self.slot[meeting] = slot
        self.held_in[slot] += 1
        self.total += self.weight[meeting]
        self.musts += self.must[meeting]
        for person in (self.a[meeting], self.b[meeting]):
            self.at[person][slot] = meeting
            self.free[person] ^= 1 << slot
            if self.meetings_of[person] < self.minimum:
                self.served += 1
            self.meetings_of[person] += 1

    def take(self, meeting: int) -> int:
        """Take a meeting out, and say which slot it had."""
        slot = self.slot[meeting]
        if self.log is not None:
            self.log.append((meeting, slot))
        self.slot[meeting] = NOWHERE
        self.held_in[slot] -= 1
        self.total -= self.weight[meeting]
        self.musts -= self.must[meeting]
        for person in (self.a[meeting], self.b[meeting]):
            self.at[person][slot] = NOWHERE
            self.free[person] ^= 1 << slot
            self.meetings_of[person] -= 1
            if self.meetings_of[person] < self.minimum:
                self.served -= 1
        return slot

    def fix(self, meeting: int, slot: int) -> None:
        """Hold a meeting in a slot for good."""
        self.put(meeting, slot)
        self.is_fixed[meeting] = True

    def start_log(self) -> None:
        """Begin to note every change, so that `undo` can take them all back."""
        self.log = []

    def keep(self) -> None:
        """Keep what was done since `start_log`."""
        self.log = None

    def undo(self) -> None:
        """Take back everything since `start_log`."""
        changes, self.log = self.log or [], None
        before: dict[int, int] = {}
        for meeting, slot in changes:
            before.setdefault(meeting, slot)
        for meeting in before:
            if self.slot[meeting] != NOWHERE:
                self.take(meeting)
        for meeting, slot in before.items():
            if slot != NOWHERE:
                self.put(meeting, slot)

    def insert(self, meeting: int, *, may_move: bool = True) -> bool:
        """Hold a meeting without losing another: where both are free, or by moving others along a chain (§4)."""
        slot = self._free_slot(meeting)
        if slot != NOWHERE:
            self.put(meeting, slot)
            return True
        return may_move and self._make_room(meeting)

    def _free_slot(self, meeting: int) -> int:
        """The slot in which both are free and fewest tables are taken; the earliest of equals."""
        mask = self.free[self.a[meeting]] & self.free[self.b[meeting]]
        best, fewest, held_in = NOWHERE, self.tables, self.held_in
        while mask:
            lowest = mask & -mask
            slot = lowest.bit_length() - 1
            mask ^= lowest
            if held_in[slot] < fewest:
                best, fewest = slot, held_in[slot]
        return best

    def _make_room(self, meeting: int) -> bool:
        """Swap two slots along a chain of meetings, so that both people are free in one of them."""
        best: tuple[int, list[int], int, int] | None = None
        one, other = self.a[meeting], self.b[meeting]
        for busy, idle in ((other, one), (one, other)):
            wanted = self.free[idle] & self.present[busy] & ~self.free[busy]
            for slot in bits(wanted):
                for spare in bits(self.free[busy]):
                    chain = self.chain(busy, slot, spare, avoiding=idle)
                    if chain and self._fits(chain, slot, spare) and (best is None or len(chain) < best[0]):
                        best = (len(chain), chain, slot, spare)
                        if len(chain) <= 2:
                            return self._swap_and_put(meeting, *best[1:])
        return best is not None and self._swap_and_put(meeting, *best[1:])

    def _swap_and_put(self, meeting: int, chain: list[int], slot: int, spare: int) -> bool:
        self.swap(chain, slot, spare)
        self.put(meeting, slot)
        return True

    def _fits(self, chain: list[int], slot: int, spare: int) -> bool:
        """Whether there are tables after the swap: an odd chain takes one more in `spare`, an even one in `slot`."""
        return self.held_in[spare if len(chain) % 2 else slot] < self.tables

    def chain(self, person: int, slot: int, spare: int, *, avoiding: int = NOWHERE) -> list[int] | None:
        """The meetings that change between two slots if the person's meeting in `slot` moves to `spare`, in order.

        None where somebody on the way is absent, a meeting is fixed, or the chain comes to `avoiding`: a chain of
        Kempe, as edge colourings know it.
        """
        at, present, is_fixed, a, b = self.at, self.present, self.is_fixed, self.a, self.b
        chain: list[int] = []
        here, there = slot, spare
        while len(chain) < LONGEST_CHAIN:
            meeting = at[person][here]
            if is_fixed[meeting]:
                return None
            chain.append(meeting)
            person = b[meeting] if a[meeting] == person else a[meeting]
            if person == avoiding or not (present[person] >> there) & 1:
                return None
            if at[person][there] == NOWHERE:
                return chain
            here, there = there, here
        return None

    def swap(self, chain: list[int], slot: int, spare: int) -> None:
        """Move every meeting of a chain to the other one of its two slots."""
        before = [self.take(meeting) for meeting in chain]
        for meeting, was in zip(chain, before, strict=True):
            self.put(meeting, spare if was == slot else slot)
