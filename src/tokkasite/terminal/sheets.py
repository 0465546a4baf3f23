"""`tokka benchmark sheet`, `key` and `simulate`: what goes into a pool."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from tokkasite.terminal.pools import TO_READ, checked_country, checked_portfolio, country_of
from tokkasite.terminal.site import Day

TO_WRITE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
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


@click.command()
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


@click.command()
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
