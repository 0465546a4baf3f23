"""`tokka benchmark`: one cluster beside a pool, the models and practices of a pool, and what goes into one."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from tokkasite.terminal import sheets
from tokkasite.terminal.pools import (
    checked_country,
    checked_portfolio,
    country_of,
    installations_option,
    json_option,
    pool_option,
    pool_row,
    print_pool,
    read_pool,
    year_in,
    year_option,
)
from tokkasite.terminal.site import Day, print_json


@click.group()
def command() -> None:
    """Compare clusters across regions, without a central owner."""


def position_row(one: Any) -> dict[str, object]:
    return {
        "indicator": one.indicator.key,
        "label": one.indicator.label,
        "unit": one.indicator.unit,
        "group": one.group.key,
        "value": one.value,
        "peers": one.peers,
        "percentile": round(one.percentile, 1),
        "low": round(one.low, 1),
        "high": round(one.high, 1),
        "median": one.median,
        "quartiles": one.quartiles,
    }


def comparison_report(cluster: Any, day: date, found: Any, profile: Mapping[str, str]) -> dict[str, object]:
    return {
        "cluster": cluster.key,
        "day": day,
        "year": found.year,
        "profile": dict(profile),
        "positions": [position_row(one) for one in found.positions],
        "silences": [
            {"indicator": one.indicator.key, "group": one.group.key, "remark": str(one.remark)}
            for one in found.silences
        ],
        "withheld": [group.key for group in found.withheld],
        "remarks": [str(remark) for remark in found.remarks],
    }


def print_comparison(cluster: Any, found: Any) -> None:
    click.echo(f"{cluster} among its peers of {found.year}. Percentile: the share of peers below, in %.\n")
    for one in found.positions:
        place = f"{one.percentile:5.0f} ({one.low:.0f} to {one.high:.0f})"
        click.echo(f"  {one.indicator.label:<44.44} {one.group.key:<36.36} {place:<18} of {one.peers} peers")
    click.echo(f"\nNothing is shown for {len(found.silences)} further pairs; --json says why for each.")
    if found.withheld:
        click.echo(f"Groups with too few organisations: {', '.join(group.key for group in found.withheld)}.")
    for remark in found.remarks:
        click.echo(str(remark))


@command.command()
@click.option("--cluster", "key", required=True, help="The key of a cluster; see `tokka clusters`.")
@pool_option
@installations_option
@year_option
@click.option("--day", type=Day(), default=None, help="The day of the cluster's own evidence. Default: today.")
@click.option("--portfolio", default=None, help="The cluster's sector portfolio, such as food.")
@click.option("--country", default=None, help="Two letters. Default: the country of the cluster's seat.")
@click.option("--own", default="", help="The name of the cluster's own sheet in the pool, so that it is not its peer.")
@json_option
def compare(
    key: str,
    file: Path,
    installations: Path | None,
    year: int | None,
    day: date | None,
    portfolio: str | None,
    country: str | None,
    own: str,
    as_json: bool,
) -> None:
    """Place a cluster, as its own records tell, among the peers of a pool."""
    from tokkasite.terminal.site import find_cluster, open_site, today

    open_site()
    from django.utils import translation

    from tokka.benchmark.catalogue import INDICATORS, number
    from tokka.benchmark.compare import compare as compared
    from tokka.benchmark.groups import release
    from tokka.excellence.assess import evidence_on
    from tokkasite.excellence.readers import book_of

    translation.activate("en")
    day = day or today()
    cluster = find_cluster(key)
    evidence = evidence_on(book_of(cluster), day)
    profile = profile_of(evidence, checked_portfolio(portfolio), checked_country(country) or country_of(cluster))
    pool = read_pool(file, installations)
    values = {one.key: number(evidence, one.key) for one in INDICATORS}
    found = compared(release(pool, year_in(pool, year)), profile=profile, values=values, organisation=own)
    if as_json:
        print_json(comparison_report(cluster, day, found, profile) | {"pool": pool_row(pool, file)})
        return
    print_comparison(cluster, found)
    print_pool(pool)


def profile_of(evidence: Any, portfolio: str | None, country: str | None) -> dict[str, str]:
    """The classes by which peers are found. What nobody has told is left out, with its groups."""
    from tokka.benchmark.catalogue import age_class, composition_class, size_class

    told = {
        "portfolio": portfolio,
        "country": country,
        "age": age_class(evidence),
        "size": size_class(evidence),
        "composition": composition_class(evidence),
    }
    return {facet: one for facet, one in told.items() if one}


def model_row(model: Any) -> dict[str, object]:
    return {
        "number": model.number,
        "size": model.size,
        "returns": round(model.returns, 3),
        "stable": model.is_stable,
        "traits": [
            {
                "dimension": trait.dimension.key,
                "question": trait.dimension.question,
                "choice": trait.choice,
                "share": trait.share,
                "median": trait.value,
            }
            for trait in model.traits
        ],
    }


def models_report(pool: Any, file: Path, found: Any, doing: Any, pairs: Any) -> dict[str, object]:
    return {
        "year": found.year,
        "models": [model_row(model) for model in found.found],
        "placed": dict(found.placed),
        "agreement": round(found.agreement, 3),
        "silhouettes": {str(number): round(value, 3) for number, value in found.silhouettes.items()},
        "silhouette_by_chance": round(found.silhouette_by_chance, 3),
        "practices": [
            {
                "practice": one.practice.key,
                "label": one.practice.label,
                "how": one.practice.how,
                "told": one.told,
                "doing": one.doing,
            }
            for one in doing
        ],
        "associations": [association_row(one) for one in pairs],
        "remarks": [str(remark) for remark in found.remarks],
        "pool": pool_row(pool, file),
    }


def association_row(one: Any) -> dict[str, object]:
    return {
        "practice": one.practice.key,
        "outcome": one.outcome.key,
        "doing": one.doing,
        "not_doing": one.not_doing,
        "effect": one.effect,
        "low": one.low,
        "high": one.high,
        "p": one.p,
        "significant": one.is_significant,
        "remarks": [str(remark) for remark in one.remarks],
    }


def print_models(found: Any, pairs: Any) -> None:
    click.echo(
        f"Management models of {found.year}: {len(found.found)}. Agreement of resamples: {found.agreement:.2f}.\n"
    )
    for model in found.found:
        click.echo(f"Model {model.number}: {model.size} organisations, returns {model.returns:.2f}")
        for trait in model.traits:
            if trait.choice is not None:
                answer = f"{trait.dimension.choices[trait.choice]} ({100 * trait.share:.0f} %)"
                click.echo(f"  {trait.dimension.question:<80.80} {answer}")
            elif trait.value is not None:
                click.echo(f"  {trait.dimension.question:<80.80} median {trait.value:g}")
    for remark in found.remarks:
        click.echo(str(remark))
    tested = [one for one in pairs if one.p is not None]
    click.echo(f"\nPractices and outcomes: {len(tested)} pairs tested, {len(pairs) - len(tested)} not.")
    for one in sorted(tested, key=lambda one: one.p):
        stands_out = "*" if one.is_significant else " "
        pair = f"{one.practice.label} → {one.outcome.label}"
        click.echo(f" {stands_out} {pair:<92.92} {one.effect:+.2f} ({one.low:+.2f} to {one.high:+.2f})")
    for remark in tested[0].remarks if tested else pairs[0].remarks:
        click.echo(str(remark))


@command.command()
@pool_option
@installations_option
@year_option
@click.option(
    "--seed", type=int, default=1, show_default=True, help="For the resampling: the same seed, the same report."
)
@json_option
def models(file: Path, installations: Path | None, year: int | None, seed: int, as_json: bool) -> None:
    """Find the management models of a pool, and which practices go with what becomes of the companies."""
    from tokka.benchmark.associations import associations
    from tokka.benchmark.models import find_models
    from tokka.benchmark.practices import doing_in

    pool = read_pool(file, installations)
    year = year_in(pool, year)
    found, pairs = find_models(pool, year, seed=seed), associations(pool)
    if as_json:
        print_json(models_report(pool, file, found, doing_in(pool, year), pairs))
        return
    print_models(found, pairs)
    print_pool(pool)


for one in (sheets.sheet, sheets.key, sheets.simulate):
    command.add_command(one)
