"""A plant as its file tells it: bill, wages, owners, investment, raw material, and what it displaces (§12)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from tokka.leakage.refusals import Fault, Refused
from tokka.words import Remark, _

Triangle = tuple[float, float, float]
"""Lowest, likeliest and highest value; three times the same number where it is certain."""
RINGS: Final = ("municipality", "region", "nation")


@dataclass(frozen=True, slots=True)
class Line:
    """One purchase in euros of a product of the table; shares that the plan knows replace those of the model.

    `additional` is the part of it that is new production: raw material that is sold elsewhere today is not.
    """

    name: str
    product: str
    euros: float
    local: Mapping[str, Triangle]
    additional: Triangle = (1.0, 1.0, 1.0)

    @property
    def is_doubtful(self) -> bool:
        """Whether it is uncertain how much of the line is new production."""
        return self.additional[0] < self.additional[2]


@dataclass(frozen=True, slots=True)
class Homes:
    """Euros by the ring where those live who receive them: shares of the municipality, of the region, of the nation."""

    euros: float
    shares: Mapping[str, Triangle]


@dataclass(frozen=True, slots=True)
class Plant:
    """A plan in euros a year; the investment is one sum apart. `surplus` is what the turnover leaves for owners."""

    name: str
    municipality: str
    year: int | None
    prices: str
    turnover: float
    person_years: Triangle
    inputs: tuple[Line, ...]
    wages: Homes
    owners: Homes
    displaced: tuple[Line, ...]
    investment: tuple[Line, ...]

    @property
    def value_added(self) -> float:
        return self.turnover - sum(line.euros for line in self.inputs)


def read_plant(path: Path) -> Plant:
    """A plant from its TOML file. Raises Refused naming the file and the key of every fault."""
    try:
        return as_plant(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        says = Remark(_("The file cannot be read: %(why)s."), {"why": str(fault)})
        raise Refused([Fault(says, Remark(_("Write it as TOML in UTF-8.")))], file=path.name) from fault
    except Refused as refused:
        raise refused.within(path.name) from None


def as_plant(told: Mapping[str, Any]) -> Plant:
    """A plant from what its file tells, as a mapping of the same keys. Raises Refused naming the key of every fault."""
    reader = _Reader()
    reader.known(
        told,
        "",
        {
            "name",
            "municipality",
            "year",
            "prices",
            "turnover",
            "person_years",
            "wages",
            "owners",
            "input",
            "displaced",
            "investment",
        },
    )
    turnover = reader.euros(told, "turnover", "")
    inputs = reader.lines(told, "input")
    wages = reader.homes(told.get("wages", {}), "wages", None)
    surplus = turnover - sum(line.euros for line in inputs) - wages.euros
    if surplus < 0 and not reader.faults:
        told_sums: dict[str, object] = {"euros": round(-surplus, 2)}
        says = Remark(_("Inputs and wages exceed the turnover by %(euros)s euros."), told_sums)
        reader.faults.append(Fault(says, _cause_of_excess(turnover, inputs, wages.euros), "turnover"))
    year = told.get("year")
    plant = Plant(
        name=str(told.get("name", "")),
        municipality=str(told.get("municipality", "")),
        year=year if isinstance(year, int) else None,
        prices=str(told.get("prices", "")),
        turnover=turnover,
        person_years=reader.triangle(told.get("person_years"), "person_years", highest=None),
        inputs=inputs,
        wages=wages,
        owners=reader.homes(told.get("owners", {}), "owners", surplus),
        displaced=reader.lines(told, "displaced"),
        investment=reader.lines(told, "investment"),
    )
    if reader.faults:
        raise Refused(reader.faults)
    return plant


STANDARD_VAT: Final = 0.255
"""Finland's standard rate since 1 September 2024 (Value Added Tax Act 1501/1993, section 84)."""
THOUSAND: Final = 1_000


def _cause_of_excess(turnover: float, inputs: tuple[Line, ...], wages: float) -> Remark:
    """The likely cause of a bill above the turnover: thousands, a single line in another unit, or value-added tax."""
    bought = sum(line.euros for line in inputs)
    largest = max((line.euros for line in inputs), default=0.0)
    if bought + wages <= turnover * THOUSAND and bought + wages > turnover * 20:
        return Remark(_("Likely cause: the turnover is in thousands or millions. Write all sums in euros."))
    if bought / (1 + STANDARD_VAT) + wages <= turnover:
        return Remark(_("Likely cause: purchases with value-added tax. Write all sums without it."))
    if largest > turnover:
        name = next(line.name for line in inputs if line.euros == largest)
        return Remark(_("Likely cause: “%(line)s” is in another unit, or of several years."), {"line": name})
    return Remark(_("Correct the bill, or add the subsidy to the turnover."))


class _Reader:
    """Reads keys, and gathers every fault with the key's place in the file."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, key: str, says: str, remedy: str, **values: object) -> None:
        self.faults.append(Fault(Remark(says, values), Remark(remedy, values), key))

    def known(self, told: Mapping[str, Any], place: str, keys: set[str]) -> None:
        for key in told:
            if key not in keys:
                names = ", ".join(sorted(keys))
                self.fault(
                    f"{place}{key}", _("Nothing is known by this name."), _("Known are: %(names)s."), names=names
                )

    def euros(self, told: Mapping[str, Any], key: str, place: str) -> float:
        value = told.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
            self.fault(f"{place}{key}", _("This must be a sum of euros, not below zero."), _("Write it as 2_600_000."))
            return 0.0
        return float(value)

    def triangle(self, value: Any, key: str, *, highest: float | None = 1.0) -> Triangle:
        numbers = [value] * 3 if isinstance(value, (int, float)) else value
        is_three = (
            isinstance(numbers, list) and len(numbers) == 3 and all(isinstance(one, (int, float)) for one in numbers)
        )
        if not is_three or not 0 <= numbers[0] <= numbers[1] <= numbers[2] or (highest and numbers[2] > highest):
            remedy = _("Write one number, or [lowest, likeliest, highest].")
            self.fault(key, _("This must be one number, or three in rising order; a share from 0 to 1."), remedy)
            return (0.0, 0.0, 0.0)
        return (float(numbers[0]), float(numbers[1]), float(numbers[2]))

    def rings(self, told: Mapping[str, Any], place: str) -> dict[str, Triangle]:
        """Shares by ring; an outer ring that is left out holds at least what the inner one does."""
        self.known(told, place, set(RINGS))
        shares = {ring: self.triangle(told[ring], f"{place}{ring}") for ring in RINGS if ring in told}
        for inner, outer in pairwise(RINGS):
            if inner in shares and outer in shares and shares[inner][1] > shares[outer][1]:
                says = _("The share of the inner ring is larger than that of the ring around it.")
                self.fault(f"{place}{inner}", says, _("What stays in the municipality stays in the region as well."))
        return shares

    def homes(self, told: Mapping[str, Any], place: str, euros: float | None) -> Homes:
        if euros is None:
            euros = self.euros(told, "euros", f"{place}.")
        self.known(told, f"{place}.", {"euros", *RINGS})
        return Homes(euros, self.rings({key: told[key] for key in RINGS if key in told}, f"{place}."))

    def lines(self, told: Mapping[str, Any], kind: str) -> tuple[Line, ...]:
        return tuple(self.line(one, f"{kind}[{at}].") for at, one in enumerate(told.get(kind, ()), 1))

    def line(self, told: Mapping[str, Any], place: str) -> Line:
        self.known(told, place, {"name", "product", "euros", "local", "additional"})
        product = str(told.get("product", ""))
        if not product:
            self.fault(
                f"{place}product", _("The product is missing."), _("Write a product code of the region's table.")
            )
        additional = self.triangle(told.get("additional", 1.0), f"{place}additional")
        local = self.rings(told.get("local", {}), f"{place}local.")
        return Line(str(told.get("name") or product), product, self.euros(told, "euros", place), local, additional)
