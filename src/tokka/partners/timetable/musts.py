"""Names the smallest sets of must-meetings that cannot be held together (§5)."""

from collections.abc import Iterable

from tokka.partners.timetable.board import NOWHERE, Board, bits
from tokka.words import Remark, _


def conflicting_musts(board: Board) -> list[Remark]:
    """For each person with a must-meeting that is not held, the fewest of their musts that want more slots than exist.

    A must that is missing for another reason (tables, or a conflict that runs through several people) is named alone.
    """
    remarks: list[Remark] = []
    named: set[int] = set()
    missing = [one for one, is_must in enumerate(board.must) if is_must and board.slot[one] == NOWHERE]
    for meeting in missing:
        for person in (board.a[meeting], board.b[meeting]):
            conflict = smallest_conflict(board, person)
            if conflict and person not in named:
                named.add(person)
                remarks.append(_said(board, person, *conflict))
        if not named & {board.a[meeting], board.b[meeting]}:
            remarks.append(_alone(board, meeting))
    return remarks


def smallest_conflict(board: Board, person: int) -> tuple[list[int], int] | None:
    """The fewest must-meetings of a person that together have fewer slots than meetings, and the slots they have.

    By Hall's theorem musts fit one person's slots unless such a set exists; from an unmatched must, the musts on
    alternating paths are one. The smallest over all unmatched musts is returned; None where all fit.
    """
    slots_of = {one: _slots_open_to(board, one) for one in _musts_of(board, person)}
    holder = _matching(slots_of)
    matched = set(holder.values())
    sets = [_reached(slots_of, holder, one) for one in slots_of if one not in matched]
    if not sets:
        return None
    smallest = min(sets, key=len)
    slots = 0
    for meeting in smallest:
        slots |= slots_of[meeting]
    return smallest, slots


def _musts_of(board: Board, person: int) -> list[int]:
    return [
        one
        for one, is_must in enumerate(board.must)
        if is_must and not board.is_fixed[one] and person in (board.a[one], board.b[one])
    ]


def _slots_open_to(board: Board, meeting: int) -> int:
    """The slots in which both are present and neither has a fixed meeting, as bits."""
    mask = board.common(meeting)
    for person in (board.a[meeting], board.b[meeting]):
        for slot, held in enumerate(board.at[person]):
            if held != NOWHERE and board.is_fixed[held]:
                mask &= ~(1 << slot)
    return mask


def _matching(slots_of: dict[int, int]) -> dict[int, int]:
    """The meeting that each slot holds in a largest matching, by augmenting paths."""
    holder: dict[int, int] = {}

    def finds_slot(meeting: int, seen: set[int]) -> bool:
        for slot in bits(slots_of[meeting]):
            if slot not in seen:
                seen.add(slot)
                if slot not in holder or finds_slot(holder[slot], seen):
                    holder[slot] = meeting
                    return True
        return False

    for meeting in slots_of:
        finds_slot(meeting, set())
    return holder


def _reached(slots_of: dict[int, int], holder: dict[int, int], start: int) -> list[int]:
    """The musts on alternating paths from an unmatched one: all slots of theirs are taken by one another."""
    reached, queue = {start}, [start]
    while queue:
        for slot in bits(slots_of[queue.pop()]):
            if holder[slot] not in reached:
                reached.add(holder[slot])
                queue.append(holder[slot])
    return sorted(reached)


def _said(board: Board, person: int, conflict: Iterable[int], slots: int) -> Remark:
    musts = list(conflict)
    return Remark(
        _(
            "%(name)s has %(count)s must-meetings but %(slots)s slots for them (%(which)s): %(musts)s. As many "
            "as fit are held. Release one of them, or open a slot."
        ),
        {
            "name": board.event.people[person],
            "count": len(musts),
            "slots": slots.bit_count(),
            "which": ", ".join(str(slot + 1) for slot in bits(slots)) or "–",
            "musts": "; ".join(board.event.named(one) for one in musts),
        },
    )


def _alone(board: Board, meeting: int) -> Remark:
    return Remark(
        _("The must-meeting %(meeting)s found no slot beside the other must-meetings, locks and tables."),
        {"meeting": board.event.named(meeting)},
    )
