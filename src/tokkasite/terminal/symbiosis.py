"""`tokka symbiosis`: exchange plans from plain files, without a database."""

import csv
import json
import os
import time
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

STEPS = ("read", "gate", "candidates", "solve", "explain")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Match side streams with needs and plan their exchange."""


@command.command()
@click.option("--offers", "offers_file", type=FILE, required=True, help="CSV of side streams on offer.")
@click.option("--needs", "needs_file", type=FILE, required=True, help="CSV of what receivers would take.")
@click.option("--processors", "processors_file", type=FILE, default=None, help="CSV of processors and their recipes.")
@click.option("--max-km", type=float, default=150.0, show_default=True, help="Longest distance as the crow flies.")
@click.option("--handling-eur-t", type=float, default=6.0, show_default=True, help="Handling, EUR for a tonne.")
@click.option("--transport-eur-tkm", type=float, default=0.12, show_default=True, help="Transport, EUR for a tonne-km.")
@click.option("--detour", type=float, default=1.3, show_default=True, help="Road km for a km as the crow flies.")
@click.option("--objective", type=click.Choice(["benefit", "tonnes", "co2"]), default="benefit", show_default=True)
@click.option("--distances", "distances_file", type=FILE, default=None, help="CSV of road kilometres: from,to,km.")
@click.option("--heat-loss-km", type=float, default=0.01, show_default=True, help="Share of heat lost on a km of pipe.")
@click.option("--water-loss-km", type=float, default=0.001, show_default=True, help="Share of water lost on a km.")
@click.option("--pipe-eur-km", type=float, default=0.0, show_default=True, help="Cost of a km of pipe, for each pair.")
@click.option("--without", "stopped", multiple=True, help="Plan as if this site had stopped. Can be given again.")
@click.option("--front", "along", type=click.Choice(["co2", "tonnes"]), default=None, help="Benefit against this aim.")
@click.option("--stops", "with_stops", is_flag=True, help="What the stop of each site would cost.")
@click.option("--no-gate", is_flag=True, help="Match by code alone, without the legal gate and the list of the day.")
@click.option("--day", default=None, help="The day of the law, such as 2026-12-09. Default: today.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Write the plan as CSV.")
def plan(
    offers_file: Path, needs_file: Path, processors_file: Path | None, as_json: bool, out: Path | None, **options: Any
) -> None:
    """Plan the exchange of greatest benefit between offers and needs, proven to the cent.

    Offers: offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t. Needs: need,lat,lon,waste_codes,tonnes,price_eur_t,
    with blanks between codes; a code of two or four digits takes the whole chapter or sub-chapter.
    """
    found, gate, remarks, more = planned(offers_file, needs_file, processors_file, **options)
    if out:
        write_plan(found, gate, out)
    if as_json:
        click.echo(json.dumps(report(found, remarks) | more, ensure_ascii=False, indent=2))
    else:
        print_plan(found, remarks, out)
        print_more(more)


def planned(
    offers_file: Path,
    needs_file: Path,
    processors_file: Path | None,
    *,
    distances_file: Path | None,
    stopped: tuple[str, ...],
    along: str | None,
    with_stops: bool,
    no_gate: bool,
    day: str | None,
    **terms: Any,
) -> tuple[Any, Any, tuple[Any, ...], dict[str, object]]:
    """The plan, its gate, all remarks, and what was asked for beside. A wrong file ends the command with what to do."""
    from tokka.fleet import NoCluster
    from tokka.optimum import CannotSolve
    from tokka.symbiosis.best import plan_of_all
    from tokka.symbiosis.clock import Clock
    from tokka.symbiosis.codes import list_on
    from tokka.symbiosis.front import Question, without
    from tokka.symbiosis.gate import Gate
    from tokka.symbiosis.processors import no_recipes, read_processors
    from tokka.symbiosis.reading import read_needs, read_offers
    from tokka.symbiosis.terms import WrongTerms
    from tokka.tables.model import WrongTable

    clock = Clock()
    on = day_of(day)
    codes = list_on(on)
    try:
        under = terms_of(terms)
        offers = read_offers(offers_file.read_bytes(), offers_file.name, codes, is_gated=not no_gate)
        needs = read_needs(needs_file.read_bytes(), needs_file.name, codes, is_gated=not no_gate)
        recipes, recipe_says = None, ()
        if processors_file:
            listed = read_processors(processors_file.read_bytes(), processors_file.name, codes, is_gated=not no_gate)
            recipes = listed.recipes
            recipe_says = (*(one.remark() for one in listed.faults), *listed.remarks)
        refuse_empty(offers.offers, offers.faults)
        refuse_empty(needs.needs, needs.faults)
        under, road_says = with_roads(under, distances_file, (offers.offers, needs.needs, recipes))
        clock.done("read")
        gate = None if no_gate else Gate(on, codes)
        with cluster_or_none() as executor:
            question = Question(offers.offers, needs.needs, recipes or no_recipes(), under, gate, 1e-3)
            asked = without(question, stopped)
            refuse_unknown(stopped, question)
            result = plan_of_all(
                asked.offers, asked.needs, asked.recipes, terms=under, gate=gate, clock=clock, executor=executor
            )
            more = beside(question, held_to(asked, result), result.value_eur, stopped, along, with_stops, executor)
    except (WrongTable, WrongTerms, CannotSolve, NoCluster) as fault:
        raise click.ClickException(str(fault)) from fault
    faults = [one.remark() for one in (*offers.faults, *needs.faults)]
    remarks = (*faults, *recipe_says, *road_says, *offers.remarks, *needs.remarks, *result.remarks)
    return result, gate, remarks, more


def terms_of(options: dict[str, Any]) -> Any:
    """The terms of the command line. Raises WrongTerms."""
    from tokka.symbiosis.pipes import HEAT_PIPE, WATER_PIPE
    from tokka.symbiosis.tables import Carrier
    from tokka.symbiosis.terms import Objective, Terms

    losses = options.pop("heat_loss_km"), options.pop("water_loss_km")
    pipe_eur_km = options.pop("pipe_eur_km")
    heat, water = (
        replace(pipe, loss_per_km=loss, pipe_eur_km=pipe_eur_km)
        for pipe, loss in zip((HEAT_PIPE, WATER_PIPE), losses, strict=True)
    )
    options["objective"] = Objective(options["objective"])
    return Terms(**options, pipes={Carrier.HEAT: heat, Carrier.WATER: water})


def with_roads(terms: Any, file: Path | None, tables: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The terms with the list of distances, and what is to be said of the list."""
    from tokka.symbiosis.roads import read_distances, road_remarks

    if file is None:
        return terms, ()
    found = read_distances(file.read_bytes(), file.name)
    rows = [tables[0], tables[1], *([tables[2].inlets] if tables[2] else [])]
    says = (*(one.remark() for one in found.faults), *found.remarks, *road_remarks(found.roads, rows, file.name))
    return replace(terms, roads=found.roads), says


def held_to(question: Any, plan: Any) -> Any:
    """The question with the minima that the plan of a network holds to, so that a front and stops hold to them too."""
    import numpy as np

    minima = getattr(plan, "minimum_t", ())
    return replace(question, needs=replace(question.needs, minimum_t=np.array(minima))) if minima else question


def refuse_unknown(stopped: tuple[str, ...], question: Any) -> None:
    """End the command where a site that should stop is in none of the tables."""
    from tokka.symbiosis.front import sites_of

    unknown = [site for site in stopped if site not in sites_of(question.offers, question.needs, question.recipes)]
    if unknown:
        raise click.BadParameter(f"no row belongs to the site {unknown[0]!r}. Write it as in the column “site”.")


def beside(
    question: Any,
    asked: Any,
    value: float,
    stopped: tuple[str, ...],
    along: str | None,
    with_stops: bool,
    executor: Executor | None,
) -> dict[str, object]:
    """What was asked for beside the plan: the loss by a stop, the front, the table of all stops."""
    from tokka.symbiosis.front import front_of_all, front_remarks, stops, value_of_plan
    from tokka.symbiosis.terms import Objective

    found: dict[str, object] = {}
    parts, named = (asked.offers, asked.needs, asked.recipes), {"terms": asked.terms, "gate": asked.gate}
    if stopped:
        found["without"] = {"sites": list(stopped), "lost_eur": round(value_of_plan(question) - value, 2)}
    if along:
        front = front_of_all(*parts, along=Objective(along), executor=executor, **named)
        points = [asdict(point) for point in front.points]
        found["front"] = {
            "along": along,
            "points": points,
            "knee": front.knee,
            "says": [str(remark) for remark in front_remarks(front)],
        }
    if with_stops:
        found["stops"] = [asdict(loss) for loss in stops(*parts, executor=executor, **named)]
    return found


def print_more(more: dict[str, Any]) -> None:
    """The loss, the front and the table of stops as lines of text."""
    if "without" in more:
        click.echo(f"Without {', '.join(more['without']['sites'])}, {more['without']['lost_eur']:,.2f} EUR are lost.")
    if "front" in more:
        what = "t of CO2" if more["front"]["along"] == "co2" else "t"
        click.echo(f"{'benefit EUR':>16} {'tonnes':>12} {'t of CO2':>12} {f'EUR for one more {what}':>28}")
        for at, point in enumerate(more["front"]["points"]):
            mark = "  knee" if at == more["front"]["knee"] else ""
            figures = f"{point['benefit_eur']:16,.2f} {point['tonnes']:12,.0f} {point['co2_t']:12,.1f}"
            click.echo(f"{figures} {point['price_eur']:28,.2f}{mark}")
        for sentence in more["front"]["says"]:
            click.echo(f"- {sentence}")
    if "stops" in more:
        click.echo(f"{'lost EUR':>16}  if this site stops")
        for loss in more["stops"]:
            click.echo(f"{loss['lost_eur']:16,.2f}  {loss['site']}")


def cluster_or_none() -> AbstractContextManager[Executor | None]:
    """The Dask cluster at the address in TOKKA_CLUSTER; without one, the plan is made in this process."""
    from tokka.fleet import fleet

    address = os.environ.get("TOKKA_CLUSTER", "")
    return fleet(address) if address else nullcontext()


def day_of(text: str | None) -> date:
    """The day that was asked for, or today: the clock of the command, read here and nowhere below."""
    if text is None:
        now = time.localtime()
        return date(now.tm_year, now.tm_mon, now.tm_mday)
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise click.BadParameter(f"{text!r} is not a day. Write year, month and day, such as 2026-11-24.") from fault


def refuse_empty(rows: Any, faults: tuple[Any, ...]) -> None:
    """End the command where a file has no row that can be planned."""
    if not len(rows):
        why = "".join(f"\n{fault.remark()}" for fault in faults[:20])
        raise click.ClickException(
            f"{rows.file}: no row can be planned.{why or ' The file has a heading and no rows.'}"
        )


def report(plan: Any, remarks: tuple[Any, ...]) -> dict[str, object]:
    """The result as JSON tells it; `candidates` and `exchanges` are counts."""
    return {
        "status": str(plan.status),
        "value_eur": plan.value_eur,
        "tonnes": plan.moved_tonnes,
        "bound_eur": plan.bound_eur,
        "gap": plan.gap,
        "candidates": plan.candidates,
        "exchanges": plan.exchanges,
        "seconds": {step: round(plan.seconds.get(step, 0.0), 4) for step in STEPS},
        "remarks": [str(remark) for remark in remarks],
    }


def print_plan(plan: Any, remarks: tuple[Any, ...], out: Path | None) -> None:
    from tokka.symbiosis.explain import headline

    click.echo(headline(plan))
    click.echo(f"{plan.status}: no plan is worth more than {plan.bound_eur:,.2f} EUR (gap {plan.gap:.2%}).")
    click.echo(", ".join(f"{step} {plan.seconds.get(step, 0.0):.2f} s" for step in STEPS))
    for remark in remarks:
        click.echo(f"- {remark}")
    if out:
        click.echo(f"The plan is in {out}.")


def write_plan(plan: Any, gate: Any, out: Path) -> None:
    """One row for each exchange, the most valuable first, with what the gate says of it."""
    from tokka.symbiosis.itinerary import COLUMNS, rows_of

    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(rows_of(plan, gate))
    except OSError as fault:
        raise click.ClickException(f"{out} cannot be written: {fault.strerror}. Name another file.") from fault
