"""The network that the tests of the exchanges share."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.builders import make_cluster, make_user
from tests.tokkasite.symbiosis.world import a_need, an_offer, taking_part


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def network(db) -> SimpleNamespace:
    """A cluster with a giver and a taker, and a member of each; and a cluster next door that gives more dearly."""
    ours, theirs = make_cluster("ours"), make_cluster("theirs")
    giver, taker, stranger = taking_part(ours, "Giver Oy"), taking_part(ours, "Taker Oy"), taking_part(theirs, "Far Oy")
    an_offer(stranger, name="Next door", avoided_cost_eur_t=500)
    return SimpleNamespace(
        ours=ours,
        offer=an_offer(giver),
        need=a_need(taker),
        manager=make_user("manager", ours),
        gives=make_user("member", ours, email="gives@example.org", organisation=giver),
        takes=make_user("member", ours, email="takes@example.org", organisation=taker),
    )
