"""What became of the member companies in one year, as means that no company can be read from (§20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tokka.benchmark.catalogue import CHANGE, OUTCOMES
from tokka.benchmark.disclosure import LEAST


@dataclass(frozen=True, slots=True)
class CompanyYear:
    """What one company told of one year. None is not told, never 0."""

    company: int
    year: int
    turnover: float | None = None
    staff: float | None = None
    exports: float | None = None
    new_projects: float | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """One outcome of a sheet: the mean over the companies that tell. None while fewer than five do."""

    key: str
    value: float | None
    companies: int


CHANGES: Final = (("turnover_change", "turnover"), ("staff_change", "staff"), ("export_change", "exports"))


def outcomes_in(told: Iterable[CompanyYear], year: int) -> tuple[Mean, ...]:
    """The outcomes of a sheet of that year, in their order.

    A change needs the year and the one before of the same company, and something to begin with: from 0 no percentage
    leads anywhere. One of more than 1,000 % counts as 1,000 %, so that no single company carries the mean.
    """
    rows = {(one.company, one.year): one for one in told}
    now = [one for one in rows.values() if one.year == year]
    pairs = [(rows[one.company, year - 1], one) for one in now if (one.company, year - 1) in rows]
    found = {key: _mean(key, [_change(before, one, name) for before, one in pairs]) for key, name in CHANGES}
    per_ten = [None if one.new_projects is None else 10 * one.new_projects for one in now]
    found["new_projects"] = _mean("new_projects", per_ten)
    return tuple(found[one.key] for one in OUTCOMES)


def _change(before: CompanyYear, after: CompanyYear, name: str) -> float | None:
    first, last = getattr(before, name), getattr(after, name)
    if first is None or last is None or first <= 0:
        return None
    return min(float(100 * (last - first) / first), CHANGE[1])


def _mean(key: str, values: Iterable[float | None]) -> Mean:
    known = [value for value in values if value is not None]
    return Mean(key, sum(known) / len(known) if len(known) >= LEAST else None, len(known))
