"""What no plan can be: refused with the likely cause, before anything is drawn (§2).

The bounds are wide on purpose. They are ours, chosen to find sums in thousands, hours for years, and slips of a comma.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tokka.leakage.plant import Line, Plant
from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.setting import MILLION, Setting
from tokka.words import Remark, _

WAGE_OF_A_YEAR: Final = (12_000, 250_000)
"""Euros that a person-year costs its employer, at least and at most."""
LEAST_TURNOVER: Final = 5_000
"""Euros for a person-year."""
SMALLEST_PART: Final = 0.0005
"""Of the turnover: a smaller line of the bill is taken for one in thousands."""
INVESTED: Final = (0.005, 100)
"""The investment in years of turnover, at least and at most."""


def refuse_implausible(plant: Plant, setting: Setting) -> None:
    """Raises Refused with every fault, each naming the key of the plan."""
    faults = [*_of_work(plant), *_of_lines(plant), *_of_investment(plant), *_of_supply(plant, setting)]
    faults += _of_people(plant, setting)
    if faults:
        raise Refused(faults)


def _fault(key: str, says: str, remedy: str, **values: object) -> Fault:
    return Fault(Remark(says, values), Remark(remedy, values), key)


def _of_work(plant: Plant) -> Iterator[Fault]:
    years, wages = plant.person_years[1], plant.wages.euros
    low, high = WAGE_OF_A_YEAR
    if wages > 0 and years <= 0:
        yield _fault("person_years", _("There are wages, but nobody works."), _("Write the plant's own person-years."))
    elif wages > 0 and not low <= wages / years <= high:
        told = round(wages / years)
        if told < low:
            yield _fault(
                "wages.euros",
                _("That makes %(euros)s euros of wages for a person-year: too little."),
                _("Likely cause: wages in thousands, or hours for person-years. Write euros and whole years."),
                euros=told,
            )
        else:
            yield _fault(
                "wages.euros",
                _("That makes %(euros)s euros of wages for a person-year: too much."),
                _("Likely cause: too few person-years, or wages of several years. Write the wages of one year."),
                euros=told,
            )
    elif years > 0 and plant.turnover < LEAST_TURNOVER * years:
        yield _fault(
            "turnover",
            _("That makes %(euros)s euros of turnover for a person-year: too little."),
            _("Likely cause: the turnover is in thousands or millions. Write all sums in euros."),
            euros=round(plant.turnover / years),
        )


def _of_lines(plant: Plant) -> Iterator[Fault]:
    for kind, lines in (("input", plant.inputs), ("displaced", plant.displaced)):
        for at, line in enumerate(lines, 1):
            key = f"{kind}[{at}].euros"
            if 0 < line.euros < plant.turnover * SMALLEST_PART:
                says = _("“%(line)s” is next to nothing beside the turnover.")
                remedy = _("Likely cause: it is in thousands, the rest in euros. Write euros, or take the line out.")
                yield _fault(key, says, remedy, line=line.name)
            elif kind == "displaced" and line.euros > plant.turnover:
                says = _("More is displaced by “%(line)s” than the plant sells.")
                remedy = _("Likely cause: another unit, or several years. Write what local sellers lose in one year.")
                yield _fault(key, says, remedy, line=line.name)


def _of_investment(plant: Plant) -> Iterator[Fault]:
    whole = sum(line.euros for line in plant.investment)
    low, high = INVESTED
    if plant.investment and plant.turnover > 0 and not low <= whole / plant.turnover <= high:
        at = max(range(len(plant.investment)), key=lambda place: plant.investment[place].euros) + 1
        says = _("The investment of %(euros)s euros does not fit the turnover.")
        remedy = _("Likely cause: one of them is in thousands or millions. Write all sums in euros.")
        yield _fault(f"investment[{at}].euros", says, remedy, euros=round(whole))


def _of_supply(plant: Plant, setting: Setting) -> Iterator[Fault]:
    """More raw material from the region than the region makes of it in a year."""
    region = setting.region
    asked = np.zeros(region.n)
    for at, line in enumerate(plant.inputs, 1):
        if line.product not in region.industries or "region" not in line.local:
            continue
        product = region.industries.index(line.product)
        asked[product] += line.euros * line.local["region"][1]
        made = float(region.x[product]) * MILLION
        if asked[product] > made:
            yield _too_much(at, line, made, setting)


def _too_much(at: int, line: Line, made: float, setting: Setting) -> Fault:
    says = _("More of “%(line)s” would come from the region than it makes: %(euros)s euros of the product in %(year)s.")
    remedy = _("Likely cause: a wrong unit or product. Otherwise lower the share from the region.")
    told = {"line": line.name, "euros": round(made), "year": setting.region.scope.year or "–"}
    return _fault(f"input[{at}].euros", says, remedy, **told)


def _of_people(plant: Plant, setting: Setting) -> Iterator[Fault]:
    at = setting.place_at
    if at is None:
        return
    people = setting.places[at].people
    if plant.person_years[1] > people / 2:
        says = _("That is work for more than half of the %(people)s people of %(place)s.")
        remedy = _("Likely cause: hours for person-years. A person-year is about 1,700 hours.")
        yield _fault("person_years", says, remedy, people=round(people), place=setting.places[at].key)
