"""`tokka leakage`: multipliers of any input-output table, and what a new plant would keep in its region."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from tokkasite.terminal.site import print_json


@click.group()
def command() -> None:
    """Say where money leaks, by the arithmetic of input-output tables."""


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def plain_number(value: Any) -> float | None:
    """A number as JSON knows it: what is unknown is null."""
    return None if value is None or value != value else float(value)


def check_row(check: Any) -> dict[str, object]:
    return {
        "name": check.name,
        "passed": bool(check.passed),
        "value": plain_number(check.value),
        "limit": plain_number(check.limit),
        "says": str(check.says),
    }


def fault_row(fault: Any) -> dict[str, object]:
    return {"row": fault.row, "column": fault.column, "says": str(fault.says), "remedy": str(fault.remedy)}


def refuse(refused: Any, *, as_json: bool, empty: dict[str, object]) -> None:
    """Say every fault, on the error stream for people and as JSON for programs, and leave with 1."""
    if as_json:
        faults = {"faults": [fault_row(fault) for fault in refused.faults]}
        print_json(empty | {"checks": [check_row(check) for check in refused.checks]} | faults)
    raise click.ClickException(str(refused))


COLUMNS = (
    ("output", lambda found: found.x),
    ("output_multiplier", lambda found: found.output),
    ("value_added_multiplier", lambda found: found.value_added),
    ("jobs_multiplier", lambda found: found.jobs),
)
TYPE2_COLUMNS = (
    ("income_multiplier", lambda type2: type2.income_type1),
    ("income_type1_ratio", lambda type2: ratio(type2.income_type1, type2.income_direct)),
    ("type2_output_multiplier", lambda type2: type2.output),
    ("type2_output_multiplier_with_households", lambda type2: type2.output_with_households),
    ("type2_value_added_multiplier", lambda type2: type2.value_added),
    ("type2_jobs_multiplier", lambda type2: type2.jobs),
    ("type2_income_multiplier", lambda type2: type2.income),
    ("type2_income_ratio", lambda type2: ratio(type2.income, type2.income_direct)),
)


def ratio(total: Any, direct: Any) -> list[float | None]:
    """Total by direct; nothing where there is no direct effect."""
    return [float(a / b) if b > 0 else None for a, b in zip(total, direct, strict=True)]


def industry_rows(found: Any) -> list[dict[str, object]]:
    """One object per industry: the columns that were asked for, null where an industry has no output."""
    columns = [(name, take(found)) for name, take in COLUMNS]
    if found.type2:
        columns += [(name, take(found.type2)) for name, take in TYPE2_COLUMNS]
    return [
        {"code": code} | {name: None if values is None else plain_number(values[at]) for name, values in columns}
        for at, code in enumerate(found.industries)
    ]


def print_industries(found: Any) -> None:
    rows = industry_rows(found)
    names = [name for name in rows[0] if name != "code" and any(row[name] is not None for row in rows)]
    widths = {name: max(len(name), 14) for name in names}
    wide = max(len("code"), *(len(str(row["code"])) for row in rows))
    click.echo("  ".join([f"{'code':<{wide}}", *(f"{name:>{widths[name]}}" for name in names)]))
    for row in rows:
        cells = ["–" if row[name] is None else f"{row[name]:,.6g}" for name in names]
        line = [f"{cell:>{widths[name]}}" for cell, name in zip(cells, names, strict=True)]
        click.echo("  ".join([f"{row['code']:<{wide}}", *line]))
    click.echo("")
    for check in found.checks:
        click.echo(f"{'passed' if check.passed else 'FAILED'}  {check.name}: {check.says}")


def asked_codes(first: Iterable[str], more: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """`--value-added A B`, `--value-added A --value-added B` and `--value-added A,B` all ask for A and B."""
    codes, known = [], set(known)
    for code in (*first, *more):
        codes += [code] if code in known else [part.strip() for part in code.split(",") if part.strip()]
    return tuple(codes)


VALUE_ADDED = frozenset({"valueadded", "grossvalueadded", "gva", "va", "b1g", "arvonlisäys"})


def told_or_called(codes: tuple[str, ...], known: Sequence[str]) -> tuple[str, ...]:
    """The codes that were told; without any, the one row that is called value added."""
    called = tuple(code for code in known if "".join(filter(str.isalnum, code.casefold())) in VALUE_ADDED)
    return codes or (called if len(called) == 1 else ())


@command.command()
@click.option(
    "--table", "table_file", required=True, type=FILE, help="Long (row,column,value) or square (code, …) CSV."
)
@click.option(
    "--value-added",
    "value_added",
    multiple=True,
    metavar="CODE…",
    help="Primary rows of value added. Default: the row called so.",
)
@click.option("--jobs", "jobs_file", type=FILE, help="CSV with the code of every industry and its jobs.")
@click.option("--households-row", metavar="CODE", help="The row of what industries pay to households.")
@click.option("--households-column", metavar="CODE", help="The column of what households buy.")
@click.option("--households-income", type=float, help="Household income, if it is not the sum of the household row.")
@click.option("--json", "as_json", is_flag=True, help="Print `industries` and `checks` as JSON.")
@click.argument("more_value_added", nargs=-1, metavar="")
def multipliers(
    table_file: Path,
    value_added: tuple[str, ...],
    jobs_file: Path | None,
    households_row: str | None,
    households_column: str | None,
    households_income: float | None,
    as_json: bool,
    more_value_added: tuple[str, ...],
) -> None:
    """Compute output, value-added and jobs multipliers; with households also type II."""
    from tokka.leakage.closure import Households
    from tokka.leakage.multipliers import multipliers as compute
    from tokka.leakage.reading import read_jobs, read_table
    from tokka.leakage.refusals import Refused

    if more_value_added and not value_added:
        raise click.UsageError(f"Unexpected: {' '.join(more_value_added)}. Codes follow --value-added.")
    if bool(households_row) != bool(households_column):
        raise click.UsageError("Give both --households-row and --households-column, or neither.")
    households = (
        Households(households_row, households_column, households_income)
        if households_row and households_column
        else None
    )
    pair = (households_row or "", households_column or "")
    try:
        table = read_table(table_file, households=pair)
        found = compute(
            table,
            value_added=told_or_called(asked_codes(value_added, more_value_added, table.primary), table.primary),
            jobs=read_jobs(jobs_file) if jobs_file else None,
            households=households,
        )
    except Refused as refused:
        refuse(refused.within(table_file.name), as_json=as_json, empty={"industries": []})
        return
    if as_json:
        print_json({"industries": industry_rows(found), "checks": [check_row(check) for check in found.checks]})
    else:
        print_industries(found)


def setting_of(key: str, tables: Path | None, municipality: str) -> Any:
    """The region of a named folder, else the one that comes with the program."""
    from tokka.leakage.finland import Finland
    from tokka.leakage.packaged import packaged_setting
    from tokka.leakage.setting import Setting

    if tables is None:
        return packaged_setting(key, municipality=municipality)
    finland = Finland(tables)
    region = finland.region(key)
    nation, jobs = finland.nation(region.industries), finland.jobs_per_million(region.industries)
    return Setting(region, nation, jobs, finland.places(region), municipality)


def estimate_row(estimate: Any) -> dict[str, float] | None:
    return None if estimate is None else {"low": estimate.low, "middle": estimate.middle, "high": estimate.high}


def kept_row(kept: Any) -> dict[str, object]:
    value, work = estimate_row(kept.value_added), estimate_row(kept.person_years)
    return {"ring": kept.ring, "value_added_eur": value, "person_years": work}


def whatif_report(found: Any, scope: Any) -> dict[str, object]:
    return {
        "plant": found.plant,
        "region": found.region,
        "municipality": found.municipality or None,
        "scope": {"year": scope.year, "prices": scope.prices, "source": scope.source},
        "interval": 0.9,
        "draws": found.draws,
        "yearly": [kept_row(kept) for kept in found.yearly],
        "induced": None if found.induced is None else kept_row(found.induced),
        "investment_once": [kept_row(kept) for kept in found.investment],
        "questions": [
            {"asks": str(one.asks), "explains": one.explains, "width_after_eur": one.width_after}
            for one in found.questions
        ],
        "checks": [check_row(check) for check in found.checks],
        "remarks": [str(remark) for remark in found.remarks],
    }


def print_kept(kept: Any) -> None:
    if kept.value_added is None:
        return
    euros = " – ".join(f"{value:>12,.0f}" for value in estimate_row(kept.value_added).values())  # type: ignore[union-attr]
    work = estimate_row(kept.person_years)
    years = "" if work is None else " – ".join(f"{value:,.1f}" for value in work.values()) + " person-years"
    click.echo(f"  {kept.ring:<14}{euros} EUR   {years}")


def print_whatif(found: Any) -> None:
    click.echo(f"{found.plant} · {found.region}\nValue added and work that stay, low – middle – high (90 %)\n")
    click.echo("Each year:")
    for kept in found.yearly:
        print_kept(kept)
    if found.induced is not None:
        click.echo("Residents' re-spending, a layer apart:")
        print_kept(found.induced)
    if found.investment:
        click.echo("Once, by the investment:")
        for kept in found.investment:
            print_kept(kept)
    click.echo("\nAsk first:")
    for one in found.questions[:5]:
        click.echo(f"  {100 * one.explains:>3.0f} % of the spread: {one.asks}")
    click.echo("")
    for remark in found.remarks:
        click.echo(str(remark))


@command.command()
@click.option("--plant", "plant_file", required=True, type=FILE, help="The plan as TOML; see examples/leakage.")
@click.option("--region", "key", required=True, metavar="KEY", help="A region of the tables, such as Lappi.")
@click.option(
    "--tables",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="TOKKA_TABLES",
    help="A folder of regional tables. Default: those of Lapland that come with the program.",
)
@click.option("--induced", is_flag=True, help="Add what residents re-spend, as a layer apart.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
def whatif(plant_file: Path, key: str, tables: Path | None, induced: bool, as_json: bool) -> None:
    """Say what a new plant would keep in municipality, region and nation, with an interval."""
    from tokka.leakage.plant import read_plant
    from tokka.leakage.refusals import Refused
    from tokka.leakage.whatif import what_if

    try:
        plant = read_plant(plant_file)
        setting = setting_of(key, tables, plant.municipality)
        found = what_if(plant, setting, induced=induced)
    except Refused as refused:
        refuse(refused, as_json=as_json, empty={"yearly": []})
        return
    if as_json:
        print_json(whatif_report(found, setting.region.scope))
    else:
        print_whatif(found)
