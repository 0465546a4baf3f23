"""`tokka benchmark`: one cluster beside a pool, the models and practices of a pool, and pools for trying out."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from tokkasite.terminal.site import Day, print_json

TO_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
TO_WRITE = click.Path(dir_okay=False, writable=True, path_type=Path)
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


@click.group()
def command() -> None:
    """Compare clusters across regions, without a central owner."""


def lines_of(file: Path) -> Iterator[str]:
    """The lines; letters of another encoding come through as they are, so that their line is refused by name."""
    with file.open(encoding="utf-8-sig", errors="surrogateescape") as opened:
        yield from opened


def read_pool(file: Path, installations: Path | None) -> Any:
    """The pool. Says why, and ends, where no sheet of it is in order."""
    from tokka.benchmark.pool import gather

    known = None if installations is None else known_in(installations)
    pool = gather(lines_of(file), known_installations=known, day=utc_today(), file=file.name)
    if not len(pool.years):
        reasons = "\n".join(refusal_line(one) for one in pool.refusals) or f"{file}: the file holds no line."
        raise click.ClickException(f"No sheet of the pool is in order.\n{reasons}")
    return pool


def utc_today() -> date:
    """The day by which a sheet counts as coming from the future. Read here and nowhere below."""
    return datetime.now(tz=UTC).date()  # noqa: TID251 -- the command reads the clock once, without a site


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


@command.command()
@click.option(
    "--out", type=TO_WRITE, required=True, help="The file to write: the private key. Nobody else may read it."
)
def key(out: Path) -> None:
    """Draw the key with which this installation signs its sheets, and print its public half."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from tokka.benchmark.sheet import spelled

    if out.exists():
        raise click.ClickException(f"{out} exists already. A new key would make every earlier sheet a stranger's.")
    drawn = Ed25519PrivateKey.generate()
    out.touch(mode=0o600)
    out.write_text(drawn.private_bytes_raw().hex() + "\n", encoding="ascii")
    click.echo(spelled(drawn.public_key()))


def key_in(file: Path) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text(encoding="ascii").strip()))
    except ValueError as fault:
        raise click.ClickException(f"{file} is not a key of `tokka benchmark key`: {fault}.") from fault


@command.command()
@click.option("--cluster", "cluster_key", required=True, help="The key of a cluster; see `tokka clusters`.")
@click.option("--portfolio", required=True, help="The cluster's sector portfolio, such as food.")
@click.option("--country", default=None, help="Two letters. Default: the country of the cluster's seat.")
@click.option("--register-number", required=True, help="Of the cluster organisation, such as its business id.")
@click.option(
    "--secret", type=TO_READ, required=True, help="The file with the secret that the pool's installations share."
)
@click.option("--key", "key_file", type=TO_READ, required=True, help="The key to sign with; see `tokka benchmark key`.")
@click.option("--consent", type=click.Choice(["compare", "study", "contact"]), required=True)
@click.option("--answers", type=TO_READ, default=None, help="Confirmed answers: a JSON object of question and choice.")
@click.option("--outcomes", type=TO_READ, default=None, help="What became of the companies: a JSON object of numbers.")
@click.option("--day", type=Day(), default=None, help="The day of the evidence. Default: today.")
@click.option("--out", type=TO_WRITE, required=True, help="The file to write: one line.")
def sheet(
    cluster_key: str,
    portfolio: str,
    country: str | None,
    register_number: str,
    secret: Path,
    key_file: Path,
    consent: str,
    answers: Path | None,
    outcomes: Path | None,
    day: date | None,
    out: Path,
) -> None:
    """Write the anonymised sheet of a cluster, as its records tell, signed and ready for a pool."""
    from tokkasite.terminal.site import find_cluster, open_site, today

    open_site()
    from tokka.benchmark.pool import gather
    from tokka.benchmark.sheet import Consent, compose, pseudonym, signed, spelled
    from tokka.excellence.assess import evidence_on
    from tokkasite.excellence.readers import book_of

    cluster, day, signer = find_cluster(cluster_key), day or today(), key_in(key_file)
    land = checked_country(country) or country_of(cluster)
    if land is None:
        raise click.ClickException("The cluster has no seat that tells its country. Give --country, such as FI.")
    try:
        name = pseudonym(land, register_number, pool_secret=secret.read_bytes().strip())
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault
    composed = compose(
        organisation=name,
        day=day,
        consent=Consent(consent),
        portfolio=checked_portfolio(portfolio) or "other",
        country=land,
        evidence=evidence_on(book_of(cluster), day),
        answers=object_in(answers),
        outcomes=object_in(outcomes),
    )
    line = signed(composed, signer)
    tried = gather([line], known_installations={spelled(signer.public_key()): "this one"}, day=day, file=out.name)
    if tried.refusals:
        raise click.ClickException(f"A pool would refuse this sheet: {tried.refusals[0].remark}")
    out.write_text(line + "\n", encoding="utf-8")
    click.echo(
        f"The sheet of {name} is written to {out}. That is the cluster's name in this pool; nobody else needs it."
    )


def object_in(file: Path | None) -> Any:
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise click.ClickException(f"{file}: this is not JSON ({fault}).") from fault
    if not isinstance(found, dict):
        raise click.ClickException(f"{file}: write one JSON object of keys and values.")
    return found


def trial_key() -> Any:
    """A key that everybody knows, so it proves nothing."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(b"For trying out; proves nothing. ")


@command.command()
@click.option("--organisations", type=click.IntRange(1, 100_000), default=120, show_default=True)
@click.option("--years", type=click.IntRange(1, 30), default=3, show_default=True)
@click.option("--models", "model_count", type=click.IntRange(1, 8), default=3, show_default=True)
@click.option("--noise", type=click.FloatRange(0, 1), default=0.35, show_default=True, help="Answers by pure chance.")
@click.option("--effect", type=float, default=0.0, show_default=True, help="Of the first practice on turnover, in SD.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--key", "key_file", type=TO_READ, default=None, help="The key to sign with. Default: one for trying out."
)
@click.option("--out", type=TO_WRITE, required=True, help="The pool to write.")
@click.option("--truth", type=TO_WRITE, default=None, help="Also write which model each organisation really has.")
def simulate(
    organisations: int,
    years: int,
    model_count: int,
    noise: float,
    effect: float,
    seed: int,
    key_file: Path | None,
    out: Path,
    truth: Path | None,
) -> None:
    """Write an invented pool whose truth is known, to try the methods on."""
    from tokka.benchmark.sheet import signed
    from tokka.benchmark.simulate import as_sheets, planted

    invented = planted(organisations, years, seed=seed, models=model_count, noise=noise, effect=effect)
    signer = key_in(key_file) if key_file else trial_key()
    with out.open("w", encoding="utf-8", newline="\n") as opened:
        opened.writelines(signed(sheet, signer) + "\n" for sheet in as_sheets(invented.pool))
    if truth:
        names = dict.fromkeys(map(str, invented.pool.organisations))
        real = dict(zip(names, map(int, invented.models), strict=True))
        truth.write_text(json.dumps(real, indent=1) + "\n", encoding="utf-8")
    click.echo(f"{organisations * years} sheets are written to {out}.")
