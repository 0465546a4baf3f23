"""What the commands of the benchmark share: reading a pool, and the classes of a cluster in it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

TO_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
pool_option = click.option(
    "--pool",
    "file",
    type=TO_READ,
    required=True,
    help="Indicator sheets, one a line; see docs/reference/pool-sheet.md.",
)
installations_option = click.option(
    "--installations",
    type=TO_READ,
    default=None,
    help='The installations whose sheets count: a JSON object such as {"<public key>": "Lapland"}. '
    "Default: every key counts, and the report says so.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
year_option = click.option("--year", type=int, default=None, help="The year to look at. Default: the pool's latest.")


def lines_of(file: Path) -> Iterator[str]:
    """The lines; letters of another encoding come through as they are, so that their line is refused by name."""
    with file.open(encoding="utf-8-sig", errors="surrogateescape") as opened:
        yield from opened


def read_pool(file: Path, installations: Path | None) -> Any:
    """The pool. Says why, and ends, where no sheet of it is in order."""
    from tokka.benchmark.pool import gather

    known = None if installations is None else known_in(installations)
    pool = gather(lines_of(file), known_installations=known, day=latest_day(), file=file.name)
    if not len(pool.years):
        reasons = "\n".join(refusal_line(one) for one in pool.refusals) or f"{file}: the file holds no line."
        raise click.ClickException(f"No sheet of the pool is in order.\n{reasons}")
    return pool


def latest_day() -> date:
    """The day where it is latest on earth, after which a sheet comes from the future. Read here and nowhere below."""
    return datetime.now(tz=timezone(timedelta(hours=14))).date()  # noqa: TID251 -- the clock, read once, without a site


def known_in(file: Path) -> Mapping[str, str]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise click.ClickException(f"{file}: this is not JSON ({fault}).") from fault
    if not isinstance(known, dict) or not all(isinstance(name, str) for name in known.values()):
        raise click.ClickException(
            f'{file}: write one object of keys and names, such as {{"<public key>": "Lapland"}}.'
        )
    return known


def year_in(pool: Any, year: int | None) -> int:
    """The year asked for, or the latest; the message names those that there are."""
    there = sorted(set(map(int, pool.years)))
    if year is not None and year not in there:
        raise click.ClickException(f"The pool has no sheet of {year}. It has: {', '.join(map(str, there))}.")
    return year if year is not None else there[-1]


def refusal_line(refusal: Any) -> str:
    return f"{refusal.place}, {refusal.organisation or 'organisation not readable'}: {refusal.remark}"


def pool_row(pool: Any, file: Path) -> dict[str, object]:
    return {
        "file": file.name,
        "edition": pool.edition,
        "sheets": len(pool.years),
        "organisations": len(set(pool.organisations)),
        "years": sorted(set(map(int, pool.years))),
        "refused": [
            {
                "place": one.place,
                "organisation": one.organisation,
                "installation": one.installation,
                "reason": one.reason.value,
                "remark": str(one.remark),
            }
            for one in pool.refusals
        ],
        "remarks": [str(remark) for remark in pool.remarks],
    }


def print_pool(pool: Any) -> None:
    for one in pool.refusals:
        click.echo(f"Refused ({one.reason.value}): {refusal_line(one)}")
    for remark in pool.remarks:
        click.echo(str(remark))


def checked_portfolio(portfolio: str | None) -> str | None:
    from tokka.benchmark.catalogue import FACETS

    known = next(facet.classes for facet in FACETS if facet.key == "portfolio")
    if portfolio is not None and portfolio not in known:
        raise click.ClickException(f"There is no portfolio {portfolio!r}. There are: {', '.join(known)}.")
    return portfolio


def checked_country(country: str | None) -> str | None:
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise click.ClickException(f"{country!r} is not a country. Write its two letters, such as FI.")
    return country.upper() if country else None


def country_of(cluster: Any) -> str | None:
    """The country of the seat: the first two letters of its region's NUTS code."""
    region = cluster.seat.region if cluster.seat else None
    return region.code[:2] if region else None
