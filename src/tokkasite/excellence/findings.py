"""A finding as a round keeps it: plain JSON that says the same years later, with a digest of the records counted."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

import rfc8785

from tokka.excellence.records import Record
from tokka.rulebook.families import Family
from tokka.rulebook.model import DatedValue, Finding, RecordKey, Rule, Source
from tokka.words import Remark

Json = dict[str, Any]


def digest_of(thing: object) -> str:
    """SHA-256 over the one canonical form of a JSON thing (RFC 8785)."""
    return sha256(rfc8785.dumps(plain(thing))).hexdigest()


def plain(thing: object) -> Any:
    """The thing in the words of JSON: days as text, tuples as lists."""
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(one) for one in thing]
    return thing


def found_of(finding: Finding, records: Mapping[RecordKey, Record]) -> Json:
    """What the journal answered: the value, by which wording, from which records, and what those records said."""
    return plain(
        {
            "outcome": finding.outcome.value,
            "level": finding.level,
            "value": finding.value,
            "blocks": finding.blocks,
            "version": finding.version,
            "remarks": [{"message": remark.message, "values": remark.values} for remark in finding.remarks],
            "facts": {key: fact.value for key, fact in finding.facts.items()},
            "records": finding.records,
            "evidence": evidence_digest(finding.records, records),
        }
    )


def evidence_digest(keys: Iterable[RecordKey], records: Mapping[RecordKey, Record]) -> str:
    """What the records say, as one digest. A record that is gone is told as gone."""
    return digest_of([asdict(records[key]) if key in records else [*key] for key in sorted(keys)])


def edition_of(rule: Rule, day: date) -> Json:
    """The wording and the numbers of a rule in force on the day, each with its source and the day it was checked."""
    read = {name: parameter.on(day) for name, parameter in rule.parameters.items()}
    return plain(
        {
            "rule": rule.key,
            "number": rule.number,
            "label": rule.label,
            "version": rule.version_on(day),
            "source": _source(rule.source),
            "numbers": {name: _number(dated) for name, dated in read.items()},
        }
    )


def editions_of(family: Family, day: date) -> list[Json]:
    """The editions of all rules of a family in force on the day."""
    return [edition_of(rule, day) for rule in family.rules if rule.version_on(day) is not None]


def _source(source: Source) -> Json:
    return {"title": source.title, "article": source.article, "url": source.url, "checked": source.checked}


def _number(dated: DatedValue | None) -> Json | None:
    return dated and {"value": dated.value, "since": dated.since, "source": _source(dated.source)}


@dataclass(frozen=True)
class Told:
    """What the journal answered, read back from a round."""

    found: Json

    @property
    def outcome(self) -> str:
        return str(self.found["outcome"])

    @property
    def level(self) -> str:
        return str(self.found["level"])

    @property
    def value(self) -> Any:
        return self.found["value"]

    @property
    def blocks(self) -> bool:
        return bool(self.found["blocks"])

    @property
    def version(self) -> date:
        """The first day of the wording by which it was judged."""
        return date.fromisoformat(self.found["version"])

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        return tuple(Remark(one["message"], one["values"]) for one in self.found["remarks"])

    @cached_property
    def records(self) -> tuple[RecordKey, ...]:
        return tuple((kind, number) for kind, number in self.found["records"])

    @property
    def is_automatic(self) -> bool:
        """Whether the journal gave a value, so that nobody has to be asked."""
        return self.value is not None
