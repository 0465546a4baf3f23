"""The page that a councillor takes to a meeting: what would stay, how sure that is, what it does not say.

The words are put together here, in the language of the paper; `paper.typ` says only how they look.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tokkasite.leakage.products import name_of
from tokkasite.plants import figures
from tokkasite.plants.models import Scenario
from tokkasite.plants.names import NOT_SAID, TABLE_SOURCE
from tokkasite.plants.readers import assumed_of
from tokkasite.register.models import Cluster
from tokkasite.runs.readers import said
from tokkasite.ui.papers import day_text, svg_of, typeset


def printed(scenarios: Sequence[Scenario], *, cluster: Cluster, made_on: date, language: str) -> bytes:
    """One to four scenarios as a tagged PDF."""
    template = resources.files("tokkasite.plants").joinpath("paper.typ").read_bytes()
    with translation.override(language):
        return typeset(template, _matter(scenarios, cluster, made_on, language))


def file_name(cluster: Cluster, made_on: date, language: str) -> str:
    """The name under which it is saved."""
    return f"{slugify(cluster.key)}-plants-{made_on}-{language}.pdf"


def title_of(scenarios: Sequence[Scenario]) -> str:
    """What the paper is called."""
    if len(scenarios) == 1:
        return _("What would stay: %(scenario)s") % {"scenario": scenarios[0].name}
    return _("What would stay: %(count)s plants compared") % {"count": len(scenarios)}


def _matter(scenarios: Sequence[Scenario], cluster: Cluster, made_on: date, language: str) -> dict[str, Any]:
    invented = [one.name for one in scenarios if one.is_invented]
    lead = [_("Reckoned by %(cluster)s on %(day)s.") % {"cluster": cluster, "day": day_text(made_on)}]
    if invented:
        lead.append(_("Invented for the demonstration: %(names)s.") % {"names": ", ".join(invented)})
    return {
        "lang": language,
        "title": title_of(scenarios),
        "author": str(cluster),
        "made": [made_on.year, made_on.month, made_on.day],
        "page_of": _("page %(page)s of %(pages)s"),
        "lead": lead,
        "words": _words(),
        "summary": _summary(scenarios),
        "judged": figures.judged(scenarios),
        "pictures": [_picture(one) for one in figures.comparison(scenarios)[:2]] if len(scenarios) > 1 else [],
        "scenarios": [_scenario(one) for one in scenarios],
        "not_said": [str(one) for one in NOT_SAID],
        "sources": _sources(scenarios),
    }


def _words() -> dict[str, str]:
    return {
        "summary": _("In short"),
        "yearly": _("What stays each year"),
        "investment": _("Once, by building it"),
        "induced": _("Residents' re-spending, apart from the rest"),
        "questions": _("What to ask before deciding"),
        "bill": _("The bill, and where its figures are from"),
        "not_said": _("What this paper does not say"),
        "sources": _("Sources"),
        "assumed": _("assumption"),
    }


def _summary(scenarios: Sequence[Scenario]) -> dict[str, Any]:
    """The scenarios side by side, one column each."""
    parts = [
        (_("Municipality"), [str(one.municipality) for one in scenarios]),
        (_("Sales in a year, euros"), [figures.plain(one.plan["turnover"]) for one in scenarios]),
        (_("Stays in the region each year, euros"), [_three(one, "region", "eur") for one in scenarios]),
        (_("Stays in the municipality each year, euros"), [_three(one, "municipality", "eur") for one in scenarios]),
        (_("Stays in Finland each year, euros"), [_three(one, "nation", "eur") for one in scenarios]),
        (_("Person-years in the region"), [_three(one, "region", "years") for one in scenarios]),
        (_("Person-years in the municipality"), [_three(one, "municipality", "years") for one in scenarios]),
        (_("Stays in the region once, by building it, euros"), [_once(one) for one in scenarios]),
        (_("Figures of the bill still assumed"), [" / ".join(map(str, assumed_of(one.plan))) for one in scenarios]),
    ]
    return {
        "columns": [_("Scenario"), *(one.name for one in scenarios)],
        "rows": [[name, *cells] for name, cells in parts],
        "note": _("First the most likely figure, then in brackets what nine of ten draws lie within."),
    }


def _three(scenario: Scenario, ring: str, measure: str) -> str:
    return _with_bounds(figures.ring_of(scenario.run.result, ring)[measure], measure)


def _once(scenario: Scenario) -> str:
    """The region's part of the investment; a dash where the plan tells none."""
    told = [one["eur"] for one in scenario.run.result["investment"] if one["ring"] == "region"]
    return _with_bounds(told[0] if told else None, "eur")


def _with_bounds(values: Sequence[float] | None, measure: str) -> str:
    if values is None:
        return "–"
    say = figures.years if measure == "years" else lambda value: figures.plain(figures.rounded(value))
    return f"{say(values[1])}\n({figures.bounds(values, say)})"


def _picture(figure: Any) -> dict[str, str]:
    alt = _("Chart: %(title)s. The table holds the same numbers.") % {"title": figure.title}
    return {"svg": svg_of(figure.image), "alt": alt, "caption": figure.title}


def _scenario(one: Scenario) -> dict[str, Any]:
    result, plan = one.run.result, one.plan
    rings = [_("Ring"), _("Euros, most likely"), _("Lowest – highest"), _("Person-years"), _("Lowest – highest")]
    kind = _("%(kind)s in %(place)s") % {"kind": one.get_kind_display(), "place": one.municipality}
    return {
        "title": one.name,
        "kind": kind,
        "sentences": figures.sentences_of(plan, result),
        "rings": rings,
        "yearly": _cells(result["yearly"]),
        "induced": _cells([result["induced"]]) if result["induced"] else [],
        "investment": _cells(result["investment"]),
        "question_columns": [_("Question"), _("Settles, %"), _("Width afterwards, euros")],
        "questions": [list(row) for row in figures.questions_of(result)],
        "remarks": [said(remark) for remark in result["says"]],
        "bill_columns": [_("Line"), _("Product"), _("Euros"), _("Where from")],
        "bill": [_bill_cells(line) for line in figures.bill_of(plan)],
        "digest": _("Digest of what was read (SHA-256): %(digest)s") % {"digest": one.run.digest},
    }


def _cells(rings: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [[row.ring, row.euros, row.between, row.years, row.years_between] for row in figures.rows_of(rings)]


def _bill_cells(line: Mapping[str, Any]) -> list[str]:
    where = _("told: %(note)s") % {"note": line["note"]} if line["note"] else str(line["says"])
    return [line["what"], name_of(line["product"]), line["sum"], f"{where} {line['fact']}".strip()]


def _sources(scenarios: Sequence[Scenario]) -> list[str]:
    """The table, and every public source that a bill rests on, each once."""
    found = dict.fromkeys(
        f"{line['fact'] or line['says']} {line['url']}"
        for one in scenarios
        for line in figures.bill_of(one.plan)
        if line["url"]
    )
    return [str(TABLE_SOURCE), *found]
