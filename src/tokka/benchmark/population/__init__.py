"""How many organisations were benchmarked and labelled, by the published word of the day (§14, §15)."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Final

from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import DatedValue, Parameter, Source
from tokka.words import Remark, _

DECLARED: Final = MappingProxyType(
    {
        "benchmarked": Declared(_("Organisations ever benchmarked")),
        "silver": Declared(_("Organisations with Silver")),
        "gold": Declared(_("Organisations with Gold")),
        "countries": Declared(_("Countries with benchmarked organisations")),
    }
)
FIGURES: Final[Mapping[str, Parameter]] = MappingProxyType(read_package("tokka.benchmark.population", DECLARED))
"""Every published figure with its date and source. A lower bound says so in its source's article."""


@dataclass(frozen=True, slots=True)
class Share:
    """One published number over another, in %, and the two that it was computed from."""

    label: str
    percent: float
    over: tuple[DatedValue, ...]
    base: DatedValue


@dataclass(frozen=True, slots=True)
class BestFifth:
    """What the published figures say of the sentence "Silver is the best 20 %", with the sentences that explain it."""

    shares: tuple[Share, ...]
    remarks: tuple[Remark, ...]
    sources: tuple[Source, ...]


EARNED: Final = _("Silver is earned by criteria, not by rank: no rule in force gives it to a best fifth.")
MIXED: Final = _(
    "The figures mix bases: Bronze and Silver seem to count everyone ever awarded, Gold those who hold it now."
)
NOT_PUBLISHED: Final = _("No source gives all three numbers for %(day)s, so the shares cannot be computed.")
DIFFERENT_SOURCES: Final = _("The numbers come from different days or sources, so no share is computed from them.")


def best_fifth(day: date) -> BestFifth:
    """Silver, Gold, and both as shares of all ever benchmarked, where one source of one day gives all three.

    Nothing in Tokka reads these shares: they explain a sentence that people say (§15).
    """
    read = [FIGURES[key].on(day) for key in ("silver", "gold", "benchmarked")]
    found = [one for one in read if one is not None]
    if len(found) < len(read):
        return BestFifth((), (Remark(EARNED), Remark(NOT_PUBLISHED, {"day": day})), ())
    if len({(one.since, one.source.url) for one in found}) > 1:
        return BestFifth((), (Remark(EARNED), Remark(DIFFERENT_SOURCES)), tuple(one.source for one in found))
    silver, gold, base = found
    shares = (
        _share(_("Silver"), (silver,), base),
        _share(_("Gold"), (gold,), base),
        _share(_("Silver or Gold"), (silver, gold), base),
    )
    return BestFifth(shares, (Remark(EARNED), Remark(MIXED)), (base.source,))


def _share(label: str, over: tuple[DatedValue, ...], base: DatedValue) -> Share:
    return Share(label, 100 * sum(map(_number, over)) / _number(base), over, base)


def _number(dated: DatedValue) -> float:
    if not isinstance(dated.value, int | float):
        raise TypeError(f"A count of the population since {dated.since} is not a number: {dated.value!r}.")
    return float(dated.value)


@dataclass(frozen=True, slots=True)
class RegisterSample:
    """What a sample of the public register holds. It is the readable part of alphabetical lists, not a random draw."""

    rows: int
    by_label: Mapping[str, int]
    by_country: Mapping[str, int]
    by_portfolio: Mapping[str, int]
    dated: int
    expired: int
    sources: tuple[str, ...]
    remarks: tuple[Remark, ...]


NOT_RANDOM: Final = _("These are the rows that could be read, often the first of an alphabet: not a random sample.")


def register_sample(rows: Iterable[Mapping[str, str]], day: date) -> RegisterSample:
    """Counts over the rows of a register file: columns label, country, comparative_portfolio, valid_until, source_url.

    An empty cell is not known and is counted nowhere. `expired` counts the dated rows that had ended before `day`.
    """
    held = list(rows)
    ends = [date.fromisoformat(row["valid_until"]) for row in held if len(row["valid_until"]) == len("2026-01-01")]
    return RegisterSample(
        rows=len(held),
        by_label=_counts(held, "label"),
        by_country=_counts(held, "country"),
        by_portfolio=_counts(held, "comparative_portfolio"),
        dated=len(ends),
        expired=sum(end < day for end in ends),
        sources=tuple(sorted({row["source_url"] for row in held})),
        remarks=(Remark(NOT_RANDOM),),
    )


def _counts(rows: list[Mapping[str, str]], column: str) -> Mapping[str, int]:
    counted = Counter(row[column] for row in rows if row[column])
    return MappingProxyType(dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))))


@dataclass(frozen=True, slots=True)
class Published:
    """The counts of the register sample that ships with Tokka: by level, country, portfolio and year of ending."""

    rows: int
    checked: date
    by_level: Mapping[str, int]
    by_country: Mapping[str, int]
    by_portfolio: Mapping[str, int]
    valid_until: Mapping[int, int]
    sources: tuple[tuple[str, str, int], ...]
    """Title, address (empty where there are many), and rows of each source."""
    remark: Remark


LEVELS: Final = MappingProxyType(
    {
        "benchmarked": _("Benchmarked, in the register of Bronze"),
        "bronze": _("Bronze"),
        "silver": _("Silver"),
        "gold": _("Gold"),
    }
)


def published_sample() -> Published:
    """The register sample as counted on the day that it names."""
    told = tomllib.loads(resources.files(__name__).joinpath("register_sample.toml").read_text(encoding="utf-8"))
    return Published(
        rows=told["rows"],
        checked=told["checked"],
        by_level=told["by_level"],
        by_country=told["by_country"],
        by_portfolio=told["by_portfolio"],
        valid_until={int(year): count for year, count in told["valid_until"].items()},
        sources=tuple((one["title"], one["url"], one["rows"]) for one in told["source"]),
        remark=Remark(NOT_RANDOM),
    )
