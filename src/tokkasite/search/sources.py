"""What can be searched, and the statements that make the database keep its lines.

Triggers are used because they see every writer: a form, an import in bulk, and a script.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FROM: Final = "ÅÄÖÁÀÂĀÉÈÍÓÚÜČĐŊŠŦŽåäöáàâāéèíóúüčđŋšŧž"
TO: Final = "aaoaaaaeeiouucdnstzaaoaaaaeeiouucdnstz"
"""Letters of Finnish, Swedish and the Sámi languages, and how they are compared."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A table whose rows can be found: its kind, the column of the title, and whether a cluster owns the rows."""

    kind: str
    table: str
    title: str
    is_of_cluster: bool = True


SEARCHED: Final = (
    Searched("organisation", "register_organisation", "name", is_of_cluster=False),
    Searched("person", "register_contactperson", "name", is_of_cluster=False),
    Searched("contact", "journal_contact", "subject"),
    Searched("event", "journal_event", "title"),
    Searched("working_group", "journal_workinggroup", "name"),
    Searched("working_group_meeting", "journal_workinggroupmeeting", "title"),
    Searched("decision", "journal_decision", "subject"),
    Searched("project", "journal_project", "name"),
    Searched("document", "journal_document", "title"),
    Searched("communication", "journal_communication", "title"),
    Searched("media_mention", "journal_mediamention", "title"),
    Searched("success_story", "journal_successstory", "title"),
)
"""Titles only: a note may be confidential."""


def plain_in_sqlite(column: str) -> str:
    """The column without case and accents; SQLite lowers no letter beyond the English ones.

    The letters go in groups, each in a query of its own: one long nest of calls is too deep for SQLite's parser.
    """
    expression = column
    for first in range(0, len(FROM), LETTERS_AT_ONCE):
        inner = "letters"
        for told, compared in zip(FROM[first:][:LETTERS_AT_ONCE], TO[first:][:LETTERS_AT_ONCE], strict=True):
            inner = f"replace({inner}, '{told}', '{compared}')"
        expression = f"(SELECT {inner} FROM (SELECT {expression} AS letters))"
    return f"lower({expression})"


LETTERS_AT_ONCE: Final = 10


def plain_in_postgresql(column: str) -> str:
    return f"lower(translate({column}, '{FROM}', '{TO}'))"


def statements(vendor: str) -> Iterator[str]:
    """Everything that the database needs to keep the lines, for rows that are there and rows to come."""
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    yield from (_SQLITE_TABLE if vendor == "sqlite" else _POSTGRESQL_INDEX)
    for one in SEARCHED:
        yield from make(one)


_SQLITE_TABLE: Final = (
    "CREATE VIRTUAL TABLE search_text "
    "USING fts5(plain, content='search_entry', content_rowid='id', tokenize='trigram')",
    "CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_text(rowid, plain) VALUES (NEW.id, NEW.plain); END",
    "CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_text(search_text, rowid, plain) VALUES ('delete', OLD.id, OLD.plain); END",
    "CREATE TRIGGER search_entry_new AFTER UPDATE OF plain ON search_entry BEGIN "
    "INSERT INTO search_text(search_text, rowid, plain) VALUES ('delete', OLD.id, OLD.plain); "
    "INSERT INTO search_text(rowid, plain) VALUES (NEW.id, NEW.plain); END",
)
_POSTGRESQL_INDEX: Final = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_entry_trigrams ON search_entry USING gin (plain gin_trgm_ops)",
)


def _columns(one: Searched, row: str, plain: str) -> str:
    return f"'{one.kind}', {row}id, {f'{row}cluster_id' if one.is_of_cluster else 'NULL'}, {row}{one.title}, {plain}"


def _sqlite(one: Searched) -> Iterator[str]:
    plain = plain_in_sqlite(f"NEW.{one.title}")
    cluster = "NEW.cluster_id" if one.is_of_cluster else "NULL"
    watched = f"{one.title}, cluster_id" if one.is_of_cluster else one.title
    insert = "INSERT INTO search_entry(kind, number, cluster, title, plain)"
    yield (
        f"CREATE TRIGGER search_{one.kind}_in AFTER INSERT ON {one.table} BEGIN "
        f"{insert} VALUES ({_columns(one, 'NEW.', plain)}); END"
    )
    yield (
        f"CREATE TRIGGER search_{one.kind}_new AFTER UPDATE OF {watched} ON {one.table} BEGIN "
        f"UPDATE search_entry SET title = NEW.{one.title}, plain = {plain}, cluster = {cluster} "
        f"WHERE kind = '{one.kind}' AND number = NEW.id; END"
    )
    yield (
        f"CREATE TRIGGER search_{one.kind}_out AFTER DELETE ON {one.table} BEGIN "
        f"DELETE FROM search_entry WHERE kind = '{one.kind}' AND number = OLD.id; END"
    )
    yield f"{insert} SELECT {_columns(one, '', plain_in_sqlite(one.title))} FROM {one.table}"


def _postgresql(one: Searched) -> Iterator[str]:
    plain = plain_in_postgresql(f"NEW.{one.title}")
    cluster = "NEW.cluster_id" if one.is_of_cluster else "NULL"
    insert = "INSERT INTO search_entry(kind, number, cluster, title, plain)"
    yield f"""
        CREATE FUNCTION search_keep_{one.kind}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF TG_OP = 'DELETE' THEN
            DELETE FROM search_entry WHERE kind = '{one.kind}' AND number = OLD.id;
          ELSIF TG_OP = 'INSERT' THEN
            {insert} VALUES ({_columns(one, "NEW.", plain)});
          ELSE
            UPDATE search_entry SET title = NEW.{one.title}, plain = {plain}, cluster = {cluster}
            WHERE kind = '{one.kind}' AND number = NEW.id;
          END IF;
          RETURN NULL;
        END $$"""
    yield (
        f"CREATE TRIGGER search_{one.kind} AFTER INSERT OR UPDATE OR DELETE ON {one.table} "
        f"FOR EACH ROW EXECUTE FUNCTION search_keep_{one.kind}()"
    )
    yield f"{insert} SELECT {_columns(one, '', plain_in_postgresql(one.title))} FROM {one.table}"


def undoing(vendor: str) -> Iterator[str]:
    """Everything that `statements` made, taken away."""
    for one in SEARCHED:
        if vendor == "postgresql":
            yield f"DROP TRIGGER search_{one.kind} ON {one.table}"
            yield f"DROP FUNCTION search_keep_{one.kind}()"
        else:
            yield from (f"DROP TRIGGER search_{one.kind}_{what}" for what in ("in", "new", "out"))
    yield "DROP INDEX search_entry_trigrams" if vendor == "postgresql" else "DROP TABLE search_text"
