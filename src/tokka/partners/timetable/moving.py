"""The organiser moves one meeting: where it may go, or why not (§10)."""

from collections.abc import Iterable
from dataclasses import replace

from tokka.partners.timetable.wishes import Absence, Meeting
from tokka.words import Remark, _


class CannotMove(ValueError):
    """A place that a meeting cannot have. `says` is the reason and what to do."""

    def __init__(self, says: Remark) -> None:
        super().__init__(str(says))
        self.says = says


def moved(
    meeting: Meeting,
    others: Iterable[Meeting],
    absences: Iterable[Absence],
    *,
    slot: int,
    table: int | None,
    slots: int,
    tables: int,
    from_slot: int = 1,
) -> Meeting:
    """The meeting in its new place; without a table, at its own one where that is free, else at the first free one.

    Slots before `from_slot` are past. Raises CannotMove.
    """
    if not (1 <= slot <= slots and (table is None or 1 <= table <= tables)):
        told = {"slots": slots, "tables": tables}
        raise CannotMove(
            Remark(_("There is no such place. Slots are 1 to %(slots)s and tables 1 to %(tables)s."), told)
        )
    if slot < from_slot:
        raise CannotMove(Remark(_("Slot %(slot)s is past. Choose a later one."), {"slot": slot}))
    there = [one for one in others if one.slot == slot]
    away = {one.person for one in absences if one.slot == slot}
    for name in (meeting.a, meeting.b):
        if name in away:
            raise CannotMove(
                Remark(_("%(name)s is absent in slot %(slot)s. Choose another one."), {"name": name, "slot": slot})
            )
        busy = next((one for one in there if name in (one.a, one.b)), None)
        if busy is not None:
            with_whom = busy.b if busy.a == name else busy.a
            values: dict[str, object] = {"name": name, "other": with_whom, "slot": slot}
            raise CannotMove(
                Remark(
                    _("%(name)s meets %(other)s in slot %(slot)s. Move that meeting first, or choose another slot."),
                    values,
                )
            )
    return replace(meeting, slot=slot, table=_table_of(meeting, there, slot, table, tables))


def _table_of(meeting: Meeting, there: list[Meeting], slot: int, table: int | None, tables: int) -> int:
    taken = {one.table: one for one in there}
    if table is not None:
        if table in taken:
            one = taken[table]
            values: dict[str, object] = {"table": table, "slot": slot, "a": one.a, "b": one.b}
            raise CannotMove(
                Remark(_("Table %(table)s has %(a)s and %(b)s in slot %(slot)s. Choose another table."), values)
            )
        return table
    free = [number for number in range(1, tables + 1) if number not in taken]
    if not free:
        raise CannotMove(Remark(_("All tables are taken in slot %(slot)s. Choose another slot."), {"slot": slot}))
    return meeting.table if meeting.table in free else free[0]
