"""Minima that a network cannot meet: smallest sets of rows are named, the least is given up, the rest is planned."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tokka.symbiosis.test_network import moved, plan, tables
from tokka.optimum import Status
from tokka.symbiosis.best import plan_of_all
from tokka.symbiosis.network import blueprint
from tokka.symbiosis.standoffs import standoff_remark, standoffs
from tokka.symbiosis.terms import Terms


def drawn(parts):
    return blueprint(*parts, Terms(), None)


def found(*texts):
    parts = tables(*texts)
    return standoffs(drawn(parts), *parts[1:])[0]


def said(*texts):
    parts = tables(*texts)
    return [str(standoff_remark(one, *parts)) for one in standoffs(drawn(parts), *parts[1:])[0]]


def test_two_conflicts_apart_are_two_sets_and_what_has_no_part_in_them_keeps_its_minimum():
    offers = "a,65,24,100202,50,50,,\nb,65,24,191207,30,50,,\nc,65,24,200101,80,50,,"
    needs = (
        "n,65,24,1002,40,0,,,1,,40\nm,65,24,1002,20,0,,,1,,20\n"
        "k,65,24,1912,25,0,,,1,,25\nl,65,24,191207,15,0,,,1,,15\nfine,65,24,2001,60,0,,,1,,60"
    )
    assert [(one.unmet, one.rows) for one in found(offers, needs)] == [
        ((1,), (("minima", 0), ("minima", 1), ("offers", 0))),
        ((3,), (("minima", 2), ("minima", 3), ("offers", 1))),
    ]
    planned = plan(offers, needs)
    assert planned.status is Status.OPTIMAL
    assert moved(planned)["c", "fine"] == 60
    assert planned.minimum_t == (40.0, 0.0, 25.0, 0.0, 60.0)
    assert sum(tonnes for (_giver, taker), tonnes in moved(planned).items() if taker in "nmkl") == 80


def test_needs_that_share_the_capacity_of_a_processor_are_named_with_it():
    offers = "a,65,24,100202,500,50,,"
    needs = "f,65,24,,60,60,,,,filler,60\ng,65,24,,50,60,,,,filler,50\nh,65,24,1002,40,0,,,,,40"
    recipe = "P,65,24,1002,100,filler,1,10,1000,0"
    assert said(offers, needs, recipe) == [
        "needs.csv, row 3, minimum_t: the minimum cannot be met and is given up. These rows stand against each other, "
        "and without any one of them the others could be kept: Minimum (needs.csv, rows 2, 3); Capacity "
        "(processors.csv, rows 2)."
    ]
    planned = plan(offers, needs, recipe)
    assert moved(planned) == {("a", "P"): 100.0, ("P", "f"): 60.0, ("P", "g"): 40.0, ("a", "h"): 40.0}
    assert any("row 3, minimum_t" in str(remark) for remark in planned.remarks)


def test_a_season_without_supply_stands_against_a_capacity_spread_over_the_year():
    offers, needs = "a,65,24,100202,100,0,,100 0", "f,65,24,,100,50,,,,filler,60"
    recipe = "P,65,24,1002,60,filler,1,0,0,0"
    assert [one.rows for one in found(offers, needs, recipe)] == [(("minima", 0), ("offers", 0), ("capacity", 0))]


def test_a_lot_that_stands_against_a_minimum_is_named():
    lots = found("a,65,24,100202,9,50,,", "n,65,24,1002,100,0,,10,,,5")
    assert [one.rows for one in lots] == [(("minima", 0), ("lots", 0))]


def test_a_limit_of_content_that_stands_against_a_minimum_is_named():
    offers = "dirty,65,24,100202,50,50,zn=8,\nclean,65,24,100202,10,50,zn=2,"
    assert [one.rows for one in found(offers, "n,65,24,1002,90,0,zn<=4,,,,40")] == [
        (("minima", 0), ("offers", 1), ("limits", 0))
    ]


def test_a_minimum_above_its_own_room_is_planned_as_the_room():
    planned = plan("a,65,24,100202,100,0,,", "n,65,24,1002,50,-90,,,1,,60")
    assert moved(planned) == {("a", "n"): 50.0}


def test_minima_that_can_be_met_are_kept_at_a_loss():
    planned = plan("a,65,24,100202,100,0,,", "n,65,24,1002,50,-90,,,1,,20")
    assert (moved(planned), planned.minimum_t) == ({("a", "n"): 20.0}, (20.0,))


def test_without_time_what_falls_short_is_given_up_and_that_is_said(monkeypatch):
    monkeypatch.setattr("tokka.symbiosis.standoffs.MOST_SECONDS", 0.0)
    offers, needs = "a,65,24,100202,50,50,,", "n,65,24,1002,40,0,,,1,,40\nm,65,24,1002,20,0,,,1,,20"
    assert [one.is_smallest for one in found(offers, needs)] == [False]
    assert "ended at its time limit" in said(offers, needs)[0]
    assert plan(offers, needs).moved_tonnes == 50


amounts = st.integers(1, 60)
streams = st.lists(st.tuples(amounts, st.sampled_from(["100202", "191207"])), min_size=1, max_size=4)
uses = st.lists(
    st.tuples(amounts, st.sampled_from(["1002", "19", ""]), st.integers(0, 60), st.sampled_from(["", "zn<=4"])),
    min_size=1,
    max_size=5,
)
plants = st.lists(st.tuples(amounts, st.floats(0.2, 1.0)), max_size=2)


@settings(max_examples=15, deadline=None)
@given(streams, uses, plants, st.randoms(use_true_random=False))
def test_without_any_row_of_a_set_the_others_can_be_kept(streams, uses, plants, chance):
    offers = "\n".join(f"o{at},65,24,{code},{t},50,zn={chance.randint(0, 8)}," for at, (t, code) in enumerate(streams))
    needs = "\n".join(
        f"n{at},65,24,{code},{t},0,{limit},,1,{'coarse' if limit else 'filler'},{least}"
        for at, (t, code, least, limit) in enumerate(uses)
    )
    recipes = "\n".join(f"p{at},65,24,10,{t},filler,{out},5,10,0" for at, (t, out) in enumerate(plants))
    parts = tables(offers, needs, recipes)
    for one in standoffs(drawn(parts), *parts[1:])[0]:
        assert one.is_smallest
        assert not can_hold(parts, one.rows)
        assert all(can_hold(parts, [row for row in one.rows if row != left]) for left in one.rows)
    assert plan_of_all(*parts).proven


def can_hold(parts, rows):
    """Whether a plan keeps these rows and no others: all other offers, capacities and rooms are without end."""
    offers, needs, recipes = parts
    own = {sort: [place for name, place in rows if name == sort] for sort in ("minima", "needs", "offers", "capacity")}
    limits = [place for name, place in rows if name == "limits"]

    def unless(kept, numbers, other):
        return np.where(np.isin(np.arange(len(numbers)), kept), numbers, other)

    minimum = unless(own["minima"], np.minimum(needs.minimum_t, needs.tonnes), 0.0)
    bounds = [text if at in limits else "" for at, text in enumerate(needs.words["limits"])]
    needs = replace(
        needs,
        minimum_t=minimum,
        tonnes=unless(own["needs"], needs.tonnes, 1e6),
        contract_eur=np.zeros(len(needs)),
        words={**needs.words, "limits": bounds},
    )
    offers = replace(offers, tonnes=unless(own["offers"], offers.tonnes, 1e6))
    recipes = replace(
        recipes,
        capacity_t=unless(own["capacity"], recipes.capacity_t, 1e6),
        opening_eur=np.zeros(len(recipes.processors)),
    )
    return blueprint(offers, needs, recipes, Terms(), None).answered(gap=1e-3, max_seconds=9).has_plan


def test_a_minimum_that_nothing_reaches_is_named_alone():
    assert said("a,65,24,191207,50,50,,", "n,65,24,1002,40,0,,,1,,30")[0] == (
        "needs.csv, row 2, minimum_t: the minimum cannot be met and is given up. Nothing can reach it, whatever is "
        "left out: look at the accepted codes, the distances, the gate and the limits of contents."
    )


def test_minima_that_just_fit_stand_against_nothing():
    assert found("a,65,24,100202,50,50,,", "n,65,24,1002,40,0,,,1,,30\nm,65,24,1002,40,0,,,1,,20") == ()
