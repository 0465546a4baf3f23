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


@command.command()
@click.option(
    "--table", "table_file", required=True, type=FILE, help="Long (row,column,value) or square (code, …) CSV."
)
@click.option("--value-added", "value_added", multiple=True, metavar="CODE…", help="Primary rows that are value added.")
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
            value_added=asked_codes(value_added, more_value_added, table.primary),
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
