"""`tokka symbiosis`: exchange plans from plain files, without a database."""

import csv
import json
import os
import time
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
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
    found, gate, remarks = planned(offers_file, needs_file, processors_file, **options)
    if out:
        write_plan(found, gate, out)
    if as_json:
        click.echo(json.dumps(report(found, remarks), ensure_ascii=False, indent=2))
    else:
        print_plan(found, remarks, out)


def planned(
    offers_file: Path, needs_file: Path, processors_file: Path | None, *, no_gate: bool, day: str | None, **terms: Any
) -> tuple[Any, Any, tuple[Any, ...]]:
    """The plan, the gate it went through, and all remarks. A wrong file ends the command with what to do."""
    from tokka.fleet import NoCluster
    from tokka.optimum import CannotSolve
    from tokka.symbiosis.best import plan_of_all
    from tokka.symbiosis.clock import Clock
    from tokka.symbiosis.codes import list_on
    from tokka.symbiosis.gate import Gate
    from tokka.symbiosis.processors import read_processors
    from tokka.symbiosis.reading import read_needs, read_offers
    from tokka.symbiosis.terms import Objective, Terms, WrongTerms
    from tokka.tables.model import WrongTable

    clock = Clock()
    on = day_of(day)
    codes = list_on(on)
    try:
        terms["objective"] = Objective(terms["objective"])
        under = Terms(**terms)
        offers = read_offers(offers_file.read_bytes(), offers_file.name, codes, is_gated=not no_gate)
        needs = read_needs(needs_file.read_bytes(), needs_file.name, codes, is_gated=not no_gate)
        recipes, recipe_says = None, ()
        if processors_file:
            listed = read_processors(processors_file.read_bytes(), processors_file.name, codes, is_gated=not no_gate)
            recipes = listed.recipes
            recipe_says = (*(one.remark() for one in listed.faults), *listed.remarks)
        refuse_empty(offers.offers, offers.faults)
        refuse_empty(needs.needs, needs.faults)
        clock.done("read")
        gate = None if no_gate else Gate(on, codes)
        with cluster_or_none() as executor:
            result = plan_of_all(
                offers.offers, needs.needs, recipes, terms=under, gate=gate, clock=clock, executor=executor
            )
    except (WrongTable, WrongTerms, CannotSolve, NoCluster) as fault:
        raise click.ClickException(str(fault)) from fault
    faults = [one.remark() for one in (*offers.faults, *needs.faults)]
    return result, gate, (*faults, *recipe_says, *offers.remarks, *needs.remarks, *result.remarks)


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
