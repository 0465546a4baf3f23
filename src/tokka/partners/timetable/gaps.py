"""Draws agendas together: fewer idle slots between a person's first and last meeting, the same meetings (§6)."""

from tokka.partners.timetable.board import NOWHERE, Board, bits
from tokka.partners.timetable.placing import Clock


def gaps_in(present: int, free: int) -> int:
    """Idle slots between the first and the last meeting. A slot of absence is no gap: nobody waits in it."""
    busy = present & ~free
    if not busy:
        return 0
    span = (1 << busy.bit_length()) - (busy & -busy)
    return (free & span).bit_count()


def gaps_of(board: Board) -> int:
    """The idle slots of all people together."""
    return sum(gaps_in(present, free) for present, free in zip(board.present, board.free, strict=True))


def draw_together(board: Board, clock: Clock) -> None:
    """Moves single meetings and swaps chains between two slots as long as that saves gaps, or until time is up."""
    saved = True
    while saved and not clock.is_over:
        saved = _move_each(board, clock)
        saved = _swap_each(board, clock) or saved


def _move_each(board: Board, clock: Clock) -> bool:
    saved = False
    for meeting, slot in enumerate(board.slot):
        if clock.is_over:
            break
        if slot != NOWHERE and not board.is_fixed[meeting]:
            saved = _move(board, meeting, slot) or saved
    return saved


def _move(board: Board, meeting: int, slot: int) -> bool:
    """Move one meeting to the free slot that saves most gaps, if one does. The earliest of equals."""
    a, b = board.a[meeting], board.b[meeting]
    free_a, free_b = board.free[a], board.free[b]
    spare = free_a & free_b
    if not spare:
        return False
    present_a, present_b, here = board.present[a], board.present[b], 1 << slot
    fewest, best = gaps_in(present_a, free_a) + gaps_in(present_b, free_b), NOWHERE
    for there in bits(spare):
        change = here | 1 << there
        gaps = gaps_in(present_a, free_a ^ change) + gaps_in(present_b, free_b ^ change)
        if gaps < fewest and board.held_in[there] < board.tables:
            fewest, best = gaps, there
    if best == NOWHERE:
        return False
    board.take(meeting)
    board.put(meeting, best)
    return True


def _swap_each(board: Board, clock: Clock) -> bool:
    """For everybody with gaps, try to fill each gap with an outer meeting of theirs, and move those in the way."""
    saved = False
    for person, present in enumerate(board.present):
        if clock.is_over:
            break
        if gaps_in(present, board.free[person]):
            saved = _fill_gap(board, person) or saved
    return saved


def _fill_gap(board: Board, person: int) -> bool:
    busy = board.present[person] & ~board.free[person]
    first, last = (busy & -busy).bit_length() - 1, busy.bit_length() - 1
    for slot in (first, last):
        for gap in bits(board.free[person]):
            if first < gap < last:
                chain = board.chain(person, slot, gap)
                if chain and _saves(board, chain, slot, gap):
                    board.swap(chain, slot, gap)
                    return True
    return False


def _saves(board: Board, chain: list[int], slot: int, gap: int) -> bool:
    """Whether swapping the chain leaves fewer gaps, and enough tables."""
    if len(chain) % 2 and board.held_in[gap] >= board.tables:
        return False
    ends = _ends(board, chain)
    change = 1 << slot | 1 << gap  # people in the middle of a chain have a meeting in both slots: nothing changes
    before = sum(gaps_in(board.present[one], board.free[one]) for one in ends)
    after = sum(gaps_in(board.present[one], board.free[one] ^ change) for one in ends)
    return after < before


def _ends(board: Board, chain: list[int]) -> set[int]:
    """The people who take part in only one meeting of the chain."""
    ends: set[int] = set()
    for meeting in chain:
        ends ^= {board.a[meeting], board.b[meeting]}
    return ends
