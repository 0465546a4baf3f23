"""Gives every meeting of a slot a table: locked tables first, then the table where one of the two sits already (§7)."""

from tokka.partners.timetable.board import NOWHERE, Board


def seat(board: Board) -> list[int]:
    """The table of each meeting from 0, NOWHERE for meetings that are not held."""
    table_of = [NOWHERE] * len(board.slot)
    for fixture in board.event.fixtures:
        if fixture.table is not None:
            table_of[fixture.meeting] = fixture.table
    by_slot: list[list[int]] = [[] for _slot in range(board.slots)]
    for meeting, slot in enumerate(board.slot):
        if slot != NOWHERE:
            by_slot[slot].append(meeting)
    sits_at: dict[int, int] = {}
    for meetings in by_slot:
        _seat_slot(board, meetings, table_of, sits_at)
    return table_of


def _seat_slot(board: Board, meetings: list[int], table_of: list[int], sits_at: dict[int, int]) -> None:
    """Those with most meetings choose first whether to stay: they would change most often. Ties by number."""
    taken = {table_of[meeting] for meeting in meetings} - {NOWHERE}
    order = sorted(meetings, key=lambda one: -max(board.meetings_of[board.a[one]], board.meetings_of[board.b[one]]))
    for meeting in order:
        if table_of[meeting] == NOWHERE:
            table_of[meeting] = _kept_table(board, meeting, taken, sits_at)
    spare = (table for table in range(board.tables) if table not in taken)
    for meeting in order:
        if table_of[meeting] == NOWHERE:
            table_of[meeting] = next(spare)
        sits_at[board.a[meeting]] = sits_at[board.b[meeting]] = table_of[meeting]


def _kept_table(board: Board, meeting: int, taken: set[int], sits_at: dict[int, int]) -> int:
    people = sorted((board.a[meeting], board.b[meeting]), key=lambda person: -board.meetings_of[person])
    for person in people:
        table = sits_at.get(person, NOWHERE)
        if table != NOWHERE and table not in taken:
            taken.add(table)
            return table
    return NOWHERE
