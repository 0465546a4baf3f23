"""What a source listed day by day: what is new, what changed, and what only seems to have vanished (§2).

A record that is missing from one listing is not closed: portals drop rows between pages. It is withdrawn only after
`MISSES` listings in a row without it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tokka.funding.calls import Call, Change, Key, Shift, changes_between, deadline_shift
from tokka.words import Remark, _

MISSES: Final = 14
"""Listings in a row. A shorter absence is a gap of the listing, not the end of the call."""


@dataclass(frozen=True, slots=True)
class Version:
    """A call as it stood from one listing on, and what that changed."""

    at: datetime
    call: Call
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class Followed:
    """A call with its history."""

    versions: list[Version]
    missed: int = 0
    is_withdrawn: bool = False

    @property
    def call(self) -> Call:
        return self.versions[-1].call


@dataclass(frozen=True, slots=True)
class Day:
    """What one listing brought. `returned` were missing before; `withdrawn` have now been missing too often."""

    at: datetime
    added: tuple[Key, ...] = ()
    changed: tuple[Key, ...] = ()
    returned: tuple[Key, ...] = ()
    missing: tuple[Key, ...] = ()
    withdrawn: tuple[Key, ...] = ()
    shifts: tuple[tuple[Key, Shift], ...] = ()
    refusal: Remark | None = None

    @property
    def alerts(self) -> tuple[tuple[Key, Shift], ...]:
        """The deadlines that people have to be told of: all but those that moved by seconds."""
        return tuple(one for one in self.shifts if one[1] is not Shift.SILENT)


@dataclass(slots=True)
class Listings:
    """Every call of one source that was ever listed, by key. `floor` is the smallest listing that is believed."""

    floor: int = 1
    misses: int = MISSES
    followed: dict[Key, Followed] = field(default_factory=dict)

    def take(self, at: datetime, calls: Iterable[Call]) -> Day:
        """Compare a whole listing with what is known. A listing below the floor changes nothing (§3)."""
        listed = {call.key: call for call in calls}
        if len(listed) < self.floor:
            counts = {"count": len(listed), "floor": self.floor}
            says = _("The listing has %(count)s calls, below its floor of %(floor)s: an outage, so nothing is changed.")
            return Day(at, refusal=Remark(says, counts))
        return self.differ(at, listed, [key for key in self.followed if key not in listed])

    def differ(self, at: datetime, present: Mapping[Key, Call], absent: Iterable[Key]) -> Day:
        """Take note of calls that are listed, and of known ones that are not. Calls not named stay as they are."""
        added, changed, returned = [], [], []
        shifts: list[tuple[Key, Shift]] = []
        for key, call in present.items():
            known = self.followed.get(key)
            if known is None:
                self.followed[key] = Followed([Version(at, call)])
                added.append(key)
                continue
            if known.missed or known.is_withdrawn:
                known.missed, known.is_withdrawn = 0, False
                returned.append(key)
            if changes := changes_between(known.call, call):
                changed.append(key)
                if shift := deadline_shift(known.call, call):
                    shifts.append((key, shift))
                known.versions.append(Version(at, call, changes))
        missing, withdrawn = self._miss(absent)
        return Day(at, tuple(added), tuple(changed), tuple(returned), missing, withdrawn, tuple(shifts))

    def _miss(self, absent: Iterable[Key]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
        missing: list[Key] = []
        withdrawn: list[Key] = []
        for key in absent:
            known = self.followed.get(key)
            if known is None or known.is_withdrawn:
                continue
            known.missed += 1
            known.is_withdrawn = known.missed >= self.misses
            (withdrawn if known.is_withdrawn else missing).append(key)
        return tuple(missing), tuple(withdrawn)
