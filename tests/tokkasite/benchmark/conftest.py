"""An invented pool, the keys that sign it, and a cluster of ours that shares."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import translation
from django.utils.timezone import localdate

from tests.builders import make_cluster
from tokka.benchmark.sheet import Sheet, signed, spelled
from tokka.benchmark.simulate import as_sheets, planted
from tokkasite.benchmark import actions, readers
from tokkasite.benchmark.models import Delivery, Installation
from tokkasite.excellence.readers import book_of
from tokkasite.register.models import Cluster, Identifier, Municipality, Region

THEIRS = Ed25519PrivateKey.from_private_bytes(b"T" * 32)
OURS = Ed25519PrivateKey.from_private_bytes(b"O" * 32)
THEIR_KEY = spelled(THEIRS.public_key())


def sheets(count: int, years: int = 1, *, seed: int = 3, **truth: object) -> list[Sheet]:
    """Invented sheets, the last ones of this year, none of a day to come."""
    today = localdate()
    made = as_sheets(planted(count, years, seed=seed, **truth).pool)
    shift = today.year - 2026
    return [replace(one, day=min(one.day.replace(year=one.day.year + shift), today)) for one in made]


def as_file(told: list[Sheet], key: Ed25519PrivateKey = THEIRS) -> bytes:
    return "".join(f"{signed(one, key)}\n" for one in told).encode()


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def keys(settings, tmp_path) -> None:
    """The installation's key and the pool's secret, as the operator keeps them."""
    settings.POOL_KEY, settings.POOL_SECRET = tmp_path / "pool_key", tmp_path / "pool_secret"
    settings.POOL_KEY.write_text(OURS.private_bytes_raw().hex() + "\n")
    settings.POOL_SECRET.write_text("a secret of the whole pool\n")


@pytest.fixture
def known(db) -> Installation:
    return actions.know(name="Neighbours", key=THEIR_KEY, contact="ask@example.org", by=None, today=localdate())


@pytest.fixture
def bring(db) -> Callable[..., Delivery]:
    """Brings invented sheets in."""

    def deliver(told: list[Sheet], key: Ed25519PrivateKey = THEIRS, name: str = "pool.jsonl") -> Delivery:
        return actions.bring_in(content=as_file(told, key), file_name=name, by=None, today=localdate())

    return deliver


def numbered_cluster(key: str, business_id: str) -> Cluster:
    """A cluster whose host has a business id and whose seat is in Finland."""
    region, _made = Region.objects.get_or_create(code="FI1D7", defaults={"name_fi": "Lappi", "name_en": "Lapland"})
    seat, _made = Municipality.objects.get_or_create(code="240", defaults={"name_fi": "Kemi", "region": region})
    cluster = make_cluster(key, seat=seat)
    Identifier.objects.create(organisation=cluster.host, scheme="fi_business_id", value=business_id, source="test")
    return cluster


@pytest.fixture
def forest(keys, db) -> Cluster:
    return numbered_cluster("forest", "0112038-9")


@pytest.fixture
def share(keys, db) -> Callable[..., Delivery]:
    """Shares the sheet of a cluster as its page does, after a look at it."""

    def share_it(cluster: Cluster, by: object, consent: str = "contact", portfolio: str = "food") -> Delivery:
        today, book = localdate(), book_of(cluster)
        draft = readers.draft_of(cluster, book, day=today, consent=consent, portfolio=portfolio)
        told = {"consent": consent, "portfolio": portfolio, "digest": draft.digest}
        return actions.share(cluster=cluster, book=book, by=by, today=today, **told)

    return share_it
