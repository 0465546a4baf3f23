"""The yearly report of resource efficiency: one tagged PDF, of the network or of one company, in Finnish or English.

A company's own copy holds no gain of both sides, because a price could be read out of it, and names the other side
only where both agreed to meet.
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, localize, number_format
from django.utils.text import slugify
from django.utils.translation import gettext

from tokkasite.register.models import Cluster, Organisation
from tokkasite.symbiosis import figures
from tokkasite.symbiosis.efficiency import Part, Year
from tokkasite.symbiosis.readers import ForCentre
from tokkasite.ui.charts import Figure
from tokkasite.ui.papers import typeset

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A report and the name under which it is saved."""

    name: str
    content: bytes


def of_network(cluster: Cluster, years: Sequence[Year], year: int, today: date, language: str) -> Made | None:
    """The report of a year of all exchanges of a cluster; None where nothing was planned or moved."""
    found = next((one for one in years if one.year == year), None)
    if found is None:
        return None
    with translation.override(language):
        title = gettext("Resource efficiency %(year)s: %(name)s") % {"year": year, "name": cluster}
        matter = _matter(title, cluster, years, found, today, language)
        matter["facts"] = [*_facts(found), [gettext("Gain of both sides"), f"{_number(found.eur)} €"]]
        matter["exchanges"] = _exchanges(found, [(*_sides(one), one) for one in found.parts], has_money=True)
        if found.realised_t:
            matter["pictures"] = [_picture(figures.year_flows(found, by)) for by in ("material", "site")]
    return Made(f"{slugify(cluster.key)}-{year}-{language}.pdf", _pdf(matter))


def of_company(
    cluster: Cluster,
    organisation: Organisation,
    years: Sequence[Year],
    year: int,
    today: date,
    language: str,
    *,
    is_own: bool,
) -> Made | None:
    """The report of a year of one company; `is_own` where the company itself reads it."""
    found = next((one for one in years if one.year == year), None)
    if found is None:
        return None
    with translation.override(language):
        title = gettext("Resource efficiency %(year)s: %(name)s") % {"year": year, "name": organisation}
        matter = _matter(title, cluster, years, found, today, language)
        matter["facts"] = [*_facts(found), *_of_the_giver(found, organisation, is_own)]
        rows = [(*_sides(one, organisation if is_own else None), one) for one in found.parts]
        matter["exchanges"] = _exchanges(found, rows, has_money=not is_own)
    return Made(f"{slugify(organisation.name)}-{year}-{language}.pdf", _pdf(matter))


def _pdf(matter: Json) -> bytes:
    return typeset(resources.files("tokkasite.symbiosis").joinpath("report.typ").read_bytes(), matter)


def _matter(title: str, cluster: Cluster, years: Sequence[Year], found: Year, today: date, language: str) -> Json:
    upto = [one for one in years if one.year <= found.year]
    chart = figures.planned_and_realised(upto)
    lead = [gettext("The circular economy centre of %(cluster)s.") % {"cluster": cluster}]
    made = gettext("Made on %(day)s.") % {"day": date_format(today, "SHORT_DATE_FORMAT")}
    if found.year == today.year:
        made += " " + gettext("The year still runs: the numbers hold up to this day.")
    invented = gettext(
        "Demonstration: some of the organisations or prices behind these numbers are invented. They are marked in the "
        "table of exchanges."
    )
    return {
        "lang": language,
        "title": title,
        "author": str(cluster),
        "made": [today.year, today.month, today.day],
        "page_of": gettext("page %(page)s of %(pages)s"),
        "lead": [*lead, made],
        "invented": invented if found.has_invented else "",
        "summary": gettext("The year in short"),
        "years": _picture(chart),
        "pictures": [],
        "method": {"title": gettext("How it is reckoned"), "lines": list(_method())},
    }


def _facts(found: Year) -> list[list[str]]:
    return [
        [gettext("Realised: material kept in use"), f"{_number(found.realised_t)} t"],
        [gettext("Planned"), f"{_number(found.planned_t)} t"],
        [gettext("Realised of planned"), "–" if found.percent is None else f"{_number(found.percent)} %"],
        [gettext("CO2 avoided"), f"{_number(found.co2_t)} t"],
        [gettext("Exchanges that moved something"), str(found.exchanges)],
    ]


def _of_the_giver(found: Year, organisation: Organisation, is_own: bool) -> Iterator[list[str]]:
    """What the company gave, per turnover where one is known, and what it saved by that."""
    given = found.given(organisation)
    yield [gettext("Of these given by the company"), f"{_number(given.realised_t)} t"]
    if is_own:
        yield [gettext("Cost of today's route avoided"), f"{_number(given.route_eur)} €"]
    else:
        yield [gettext("Gain of both sides"), f"{_number(found.eur)} €"]
    if given.t_for_a_million is None:
        yield [gettext("Given for a million euros of turnover"), gettext("turnover unknown")]
    else:
        told = {"tonnes": localize(round(given.t_for_a_million, 1)), "year": str(given.turnover_year)}
        says = gettext("%(tonnes)s t (turnover of %(year)s)") % told
        yield [gettext("Given for a million euros of turnover"), says]


def _sides(part: Part, own: Organisation | None = None) -> tuple[str, str, str]:
    """Giver, taker and material as the centre reads them, or its own company.

    A company learns the other side's name and words once both agreed to meet, and never what the owner keeps.
    """
    exchange = part.exchange
    names = [str(exchange.offer.organisation), str(exchange.need.organisation)]
    is_giver = own is not None and exchange.offer.organisation_id == own.pk
    offer = exchange.offer if is_giver else ForCentre(exchange.offer)
    material = offer.material or offer.name
    if own is not None and not exchange.are_known:
        unknown = gettext("not known to each other yet")
        sides = (exchange.offer.organisation_id, exchange.need.organisation_id)
        names = [name if side == own.pk else unknown for name, side in zip(names, sides, strict=True)]
        material = material if is_giver else "–"
    mark = gettext("invented")
    giver, taker = (
        f"{name} ({mark})" if side.organisation.is_invented else name
        for name, side in zip(names, (exchange.offer, exchange.need), strict=True)
    )
    return giver, taker, material


def _exchanges(found: Year, rows: Sequence[tuple[str, str, str, Part]], *, has_money: bool) -> Json:
    head = [gettext("Giver"), gettext("Taker"), gettext("Material"), gettext("Planned, t"), gettext("Realised, t")]
    head += [gettext("CO2 avoided, t"), *([gettext("Gain, EUR")] if has_money else [])]
    return {
        "title": gettext("Exchanges of %(year)s") % {"year": found.year},
        "columns": head,
        "rows": [
            [
                giver, taker, material, _number(part.planned_t), _number(part.realised_t), _number(part.co2_t),
                *([_money(part)] if has_money else []),
            ]
            for giver, taker, material, part in rows
        ],
        "nothing": gettext("No exchange was agreed and nothing was delivered."),
    }  # fmt: skip


def _money(part: Part) -> str:
    has_made_up_price = part.exchange.offer.is_invented or part.exchange.need.is_invented
    return f"{_number(part.eur)} ({gettext('invented')})" if has_made_up_price else _number(part.eur)


def _picture(figure: Figure) -> Json:
    says = gettext("Chart: %(title)s. The table below holds the same numbers.") % {"title": figure.title}
    return {
        "title": figure.title,
        "svg": base64.b64decode(figure.image.partition("base64,")[2]).decode(),
        "alt": says,
        "note": figure.note,
        "columns": list(figure.columns),
        "rows": [[str(cell) for cell in row] for row in figure.rows],
    }


def _method() -> Iterator[str]:
    yield gettext(
        "Planned tonnes are those agreed for a year, counted by days from the contract, or from the first running "
        "where no contract is told, to the last day of the exchange; in the running year up to the day of the report."
    )
    yield gettext("Realised tonnes are the deliveries that the centre noted, by their day.")
    yield gettext(
        "CO2 avoided and gain are reckoned for each delivered tonne as the plan told them: avoided emissions and costs "
        "of today's route and of the replaced raw material, less transport. They are estimates, not measurements."
    )
    yield gettext("Tonnes that go unnoted, and uses outside the centre's exchanges, are not in this report.")


def _number(value: float) -> str:
    return number_format(round(value), decimal_pos=0, force_grouping=True)
