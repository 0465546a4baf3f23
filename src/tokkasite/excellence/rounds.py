"""What is seen of a round: its answers side by side with the journal, what is wrong by name, and what has changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tokka.excellence.records import Record
from tokka.rulebook.model import RecordKey
from tokkasite.excellence.evidence import Condition, Looked, look_at_all
from tokkasite.excellence.findings import Json, Told, digest_of, evidence_digest, plain
from tokkasite.excellence.models import Evidence, Item, Round

CONTRADICTORY = "contradictory"


@dataclass(frozen=True)
class Seen:
    """One question with both answers, its files as they lie there now, and what is wrong with it."""

    item: Item
    files: tuple[Looked, ...] = ()
    has_other_records: bool = False
    """The records that were counted say something else than they did, or are gone."""

    @cached_property
    def told(self) -> Told:
        return Told(self.item.found)

    @property
    def contradicts(self) -> bool:
        """Answered by hand against what the journal says."""
        return self.told.outcome in ("met", "missed") and self.item.answer not in ("", self.told.outcome)

    @property
    def outcome(self) -> str:
        """What counts: the journal's word, the answer by hand where it has none, and neither where the two differ."""
        if self.contradicts:
            return CONTRADICTORY
        return self.item.answer if self.item.answer and self.told.outcome == "unknown" else self.told.outcome

    @property
    def broken(self) -> tuple[Looked, ...]:
        """The files that are missing or were changed."""
        return tuple(looked for looked in self.files if not looked.is_whole)

    @property
    def missing(self) -> tuple[Looked, ...]:
        return tuple(looked for looked in self.files if looked.condition is Condition.MISSING)

    @property
    def changed(self) -> tuple[Looked, ...]:
        return tuple(looked for looked in self.files if looked.condition is Condition.CHANGED)

    @property
    def is_sound(self) -> bool:
        return not (self.contradicts or self.broken or self.has_other_records)

    @property
    def is_open(self) -> bool:
        """Nobody has answered: the journal has no value, and nobody wrote an answer."""
        return not self.told.is_automatic and not self.item.answer


def items_of(found: Round) -> list[Item]:
    """The items with their files and comments, in three queries."""
    return list(found.items.select_related("answered_by").prefetch_related("files__kept_by", "comments__written_by"))


def files_of(item: Item) -> list[Evidence]:
    """The files of an item; a draft that is not kept has none."""
    return list(item.files.all()) if item.pk else []


def seen_of(items: Iterable[Item], records: Mapping[RecordKey, Record] | None = None) -> tuple[Seen, ...]:
    """The items as they are seen now; with the records of today, what they say is compared as well."""
    return tuple(
        Seen(
            item,
            look_at_all(files_of(item)),
            records is not None and evidence_digest(Told(item.found).records, records) != item.found["evidence"],
        )
        for item in items
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How the questions of a round stand, each counted once."""

    met: int
    missed: int
    unknown: int
    contradictory: int
    automatic: int
    """Questions that the journal answered with a value."""
    total: int

    @property
    def automatic_percent(self) -> int:
        return round(100 * self.automatic / self.total) if self.total else 0


def counts_of(seen: Sequence[Seen]) -> Counts:
    outcomes = Counter(one.outcome for one in seen)
    return Counts(
        met=outcomes["met"],
        missed=outcomes["missed"],
        unknown=outcomes["unknown"],
        contradictory=outcomes[CONTRADICTORY],
        automatic=sum(one.told.is_automatic for one in seen),
        total=len(seen),
    )


def grouped(seen: Iterable[Seen]) -> list[tuple[str, list[Seen]]]:
    """The questions under their headings, both in order."""
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        groups.setdefault(one.item.group, []).append(one)
    return list(groups.items())


@dataclass(frozen=True, slots=True)
class Change:
    """One question of which this round says something else than the previous one. None: it was not asked then."""

    before: Seen | None
    after: Seen


def changes_between(before: Iterable[Item], after: Iterable[Item]) -> tuple[Change, ...]:
    """The questions whose value, outcome or answer differ, and no others."""
    old = {item.rule: Seen(item) for item in before}
    pairs = ((old.get(item.rule), Seen(item)) for item in after)
    return tuple(Change(one, two) for one, two in pairs if one is None or _said(one) != _said(two))


def _said(one: Seen) -> tuple[Any, ...]:
    return one.told.value, one.told.outcome, one.told.level, one.item.answer, one.item.text


def content_of(found: Round, items: Iterable[Item]) -> Json:
    """Everything that is handed in, in plain words: what the digest is taken over."""
    return plain(
        {
            "cluster": found.cluster.key,
            "rules": found.family,
            "label": found.label,
            "day": found.day,
            "editions": found.editions,
            "items": [
                {
                    "rule": item.rule,
                    "found": item.found,
                    "answer": item.answer,
                    "text": item.text,
                    "answered_on": item.answered_on,
                    "files": [{"name": file.name, "size": file.size, "sha256": file.digest} for file in files_of(item)],
                }
                for item in items
            ],
        }
    )


def is_as_handed_in(found: Round, items: Iterable[Item]) -> bool:
    """Whether the content still has the digest with which it was handed in."""
    return digest_of(content_of(found, items)) == found.digest
