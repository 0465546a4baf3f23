"""What was handed in never changes: triggers in the database refuse it, whoever asks and by whatever door.

Columns that name a person may still become empty, when the account goes. A table that Django makes anew loses its
triggers: a migration that changes one of these three tables makes them again.
"""

from collections.abc import Iterator

REFUSAL = "handed in: begin a new round from it"

ROUND, ITEM, FILE = "excellence_round", "excellence_item", "excellence_evidence"
COLUMNS = {
    ROUND: "id, cluster_id, family, label, day, previous_id, opened_on, editions, frozen_on, digest",
    ITEM: 'id, round_id, place, rule, number, label, "group", unit, found, answer, text, answered_on',
    FILE: "id, item_id, name, size, digest, kept_on",
}
PEOPLE = {ROUND: ("opened_by_id", "frozen_by_id"), ITEM: ("answered_by_id",), FILE: ("kept_by_id",)}


def _is_frozen(table: str, row: str) -> str:
    """Whether the row's round was handed in, as SQL."""
    if table == ROUND:
        return f"{row}.frozen_on IS NOT NULL"
    if table == ITEM:
        return f"EXISTS (SELECT 1 FROM {ROUND} r WHERE r.id = {row}.round_id AND r.frozen_on IS NOT NULL)"
    return (
        f"EXISTS (SELECT 1 FROM {ITEM} i JOIN {ROUND} r ON r.id = i.round_id "
        f"WHERE i.id = {row}.item_id AND r.frozen_on IS NOT NULL)"
    )


def _guards() -> Iterator[tuple[str, str, str, str]]:
    """The name, the event, the table and the condition of each trigger."""
    for table, columns in COLUMNS.items():
        yield f"{table}_stays", f"UPDATE OF {columns}", table, _is_frozen(table, "OLD")
        yield f"{table}_is_kept", "DELETE", table, _is_frozen(table, "OLD")
        for person in PEOPLE[table]:
            yield (
                f"{table}_{person}_stays",
                f"UPDATE OF {person}",
                table,
                f"NEW.{person} IS NOT NULL AND {_is_frozen(table, 'OLD')}",
            )
        if table != ROUND:
            yield f"{table}_gets_no_more", "INSERT", table, _is_frozen(table, "NEW")
            yield (
                f"{table}_takes_no_other",
                "UPDATE",
                table,
                _is_frozen(table, "NEW") + " AND NOT " + _is_frozen(table, "OLD"),
            )


def statements(vendor: str) -> Iterator[str]:
    """What makes the triggers in a database of the kind."""
    if vendor == "sqlite":
        for name, event, table, condition in _guards():
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    # PostgreSQL lets no trigger's WHEN ask another table, so each asks within its function.
    for name, event, table, condition in _guards():
        left = "OLD" if event == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {left}; END $$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def undoing(vendor: str) -> Iterator[str]:
    for name, _event, table, _condition in _guards():
        if vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {name}"
        else:
            yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
            yield f"DROP FUNCTION IF EXISTS {name}"
