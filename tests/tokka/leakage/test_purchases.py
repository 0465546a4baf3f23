"""A municipality's purchases: nested rings that add up, answers as evidence, and what is refused."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tokka.leakage.finland import Finland
from tokka.leakage.packaged import packaged_setting, sources
from tokka.leakage.purchases import (
    BUYERS,
    FOOD,
    RINGS,
    Told,
    account_of,
    added_up,
    doubtful_products,
    ends_of_a_euro,
    modelled_purchases,
)
from tokka.leakage.refusals import Refused
from tokka.leakage.shares import Origin

DATA = Path(__file__).resolve().parents[3] / "../shared/data/leakage"


@cache
def models():
    return modelled_purchases(packaged_setting("FI1D7"))


@cache
def account(name="Ranua"):
    return account_of(models()[name])


def food_of(told=(), name="Ranua"):
    return account_of(models()[name], told, count=500).went(["public"], ["10_12"])


@pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")
def test_the_packaged_tables_are_those_that_were_published():
    here, finland = packaged_setting("Lapland"), Finland(DATA)
    there = finland.region("Lappi")
    nation = finland.nation(there.industries)
    for ours, theirs in ((here.region, there), (here.nation, nation)):
        for name in ("own", "elsewhere", "abroad", "taxes", "value_added", "income", "x"):
            assert np.abs(getattr(ours, name) - getattr(theirs, name)).max() < 1e-8
    assert [place.key for place in here.places] == [place.key for place in finland.places(there)]
    assert np.array_equal(here.jobs_per_million, finland.jobs_per_million(there.industries))


def test_every_packaged_table_says_where_it_comes_from():
    assert [source.key for source in sources()] == ["purchases", "jobs", "municipalities"]
    assert all(source.title and source.url and source.licence and source.holds for source in sources())


def test_the_municipalities_add_up_to_the_region():
    assert len(models()) == 21
    assert added_up(models().values(), packaged_setting("FI1D7")).value < 1e-12


def test_what_goes_to_the_rings_is_what_was_spent():
    for buyers, products in ((BUYERS, ()), (["households"], FOOD), (["public"], ["35_39"])):
        went = account().went(buyers, products)
        assert sum(went.rings[ring].mean for ring in RINGS) == pytest.approx(went.spent, rel=1e-9)
        assert went.leaves.mean == pytest.approx(went.rings["elsewhere"].mean + went.rings["abroad"].mean)
        assert all(went.rings[ring].low <= went.rings[ring].mean <= went.rings[ring].high for ring in RINGS)


def test_nine_tenths_of_households_food_industry_products_leave_lapland_from_everywhere():
    shares = [account(name).went(["households"], ["10_12"]).leak_share.mean for name in models()]
    assert max(abs(share - 0.915) for share in shares) < 0.02


def test_the_largest_leaks_fall_and_leave_out_what_is_not_ranked():
    found = account().largest_leaks(without=("45_47", "64_66", "24_25"))
    leaves = [went.leaves.mean for _buyer, _code, went in found]
    assert len(found) == 5
    assert leaves == sorted(leaves, reverse=True)
    assert found[0][:2] == ("households", "10_12")
    assert not {"45_47", "64_66", "24_25"} & {code for _buyer, code, _went in found}


def test_a_cell_that_the_countrys_households_cannot_explain_is_doubtful():
    assert doubtful_products(packaged_setting("FI1D7")) == ("05_09", "24_25")


def test_a_whole_ledger_moves_the_share_to_what_it_saw_and_narrows_it():
    before = food_of()
    told = Told("public", "10_12", before.spent, before.spent * 0.6, before.spent * 0.2, Origin.LEDGER)
    after = food_of([told])
    assert after.leak_share.mean == pytest.approx(0.4, abs=0.03)
    assert after.leak_share.high - after.leak_share.low < 0.5 * (before.leak_share.high - before.leak_share.low)
    assert after.origins == (Origin.LEDGER,)
    assert before.origins == (Origin.MODEL,)


def test_a_tenth_of_the_purchases_counts_a_tenth():
    before = food_of()
    whole = before.spent
    part = food_of([Told("public", "10_12", whole / 10, whole / 10, 0, Origin.SURVEY)])
    # A model worth 5 purchases, and 9.5 more of which all stayed.
    assert part.leak_share.mean == pytest.approx(5 * before.leak_share.mean / 14.5, abs=0.02)


def test_an_answer_about_one_purchase_moves_no_other():
    told = [Told("public", "10_12", 100_000, 90_000, 90_000, Origin.LEDGER)]
    before, after = account_of(models()["Ranua"]), account_of(models()["Ranua"], told)
    assert after.went(["households"], ["35_39"]).leaves == before.went(["households"], ["35_39"]).leaves


def test_no_more_is_local_than_is_made():
    told = [Told("households", "10_12", 4e6, 4e6, 4e6, Origin.SURVEY)]
    found = account_of(models()["Ranua"], told, count=500)
    made = models()["Ranua"].made[found.products.index("10_12")]
    assert found.own[:, :, found.products.index("10_12")].sum(axis=1).max() <= made + 0.01


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("public", "99", 10, 5, 1), "no purchase of 99"),
        (("the king", "10_12", 10, 5, 1), "by the king"),
        (("public", "10_12", 250_000_000, 0, 0), "in cents"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(told, says):
    with pytest.raises(Refused, match=says):
        account_of(models()["Ranua"], [Told(*told, Origin.LEDGER)])


def test_more_at_home_than_in_the_region_is_refused():
    with pytest.raises(Refused, match="bought in the region too"):
        Told("public", "10_12", 10, 5, 6, Origin.LEDGER)


def test_a_euro_for_food_ends_whole():
    ends = ends_of_a_euro(packaged_setting("FI1D7"), "food")
    assert sum(ends.values()) == pytest.approx(1, abs=5e-4)
    assert round(ends["kept"], 3) == 0.065


def test_some_products_alone_are_told_as_beside_all_others():
    alone = account_of(models()["Ranua"].of(FOOD)).went(["households"])
    assert alone.leaves.mean == pytest.approx(account().went(["households"], FOOD).leaves.mean)


def test_what_to_ask_next_is_of_those_whose_leaks_are_told():
    assert account().widest(FOOD) == [("households", "10_12"), ("households", "01"), ("public", "10_12")]
    assert all(buyer != "firms" for buyer, _code in account().widest(count=10))
