"""The least effort to a target: the cheapest deeds, proven by trying all, and nothing lost on the way (§16)."""

from datetime import date
from itertools import product

import pytest

from tests.tokka.excellence.builders import DAY, committed, companies, row, takes_part
from tokka.excellence.assess import assess
from tokka.excellence.book import Book, Sight
from tokka.excellence.deeds import BY_KEY, left_by, with_all
from tokka.excellence.least_effort import least_effort
from tokka.rulebook.families import family_named
from tokka.rulebook.model import Outcome

LAPLAND, ECCP, REFERENCE = (family_named(key) for key in ("lapland", "eccp", "ecei_reference"))
LONG_BEFORE = date(2022, 1, 1)


def twelve(*more):
    """Twelve committed companies and two that have not signed, with a team of half a position."""
    return Book(
        [
            *committed(*range(1, 13)),
            *takes_part(13, 14),
            row("team_period", LONG_BEFORE, group=1, amount=0.5, tag="director"),
            *more,
        ],
        companies(*range(1, 15)),
    )


def met_after(plan, book, family):
    """The rules that are met once the plan has been carried out."""
    left = [left_by(Sight(book, DAY), one.deed, one.times) for one in plan.deeds]
    findings = assess(with_all(book, left), DAY, family).findings
    return {one.rule.key for one in findings if one.outcome is Outcome.MET}


def deeds_of(plan):
    return {one.deed.key: one.times for one in plan.deeds}


def test_three_more_committed_members_are_two_signatures_and_one_new_company():
    plan = least_effort(twelve(), DAY, ECCP, wanted=["eccp.committed_members"])
    assert deeds_of(plan) == {"commitment": 2, "company": 1}
    assert plan.hours == 2 * 4 + 20
    assert plan.proven
    assert [one.rule.key for one in plan.reached] == ["eccp.committed_members"]


def test_other_weights_give_another_plan():
    plan = least_effort(twelve(), DAY, ECCP, wanted=["eccp.committed_members"], hours={"company": 1})
    assert deeds_of(plan) == {"company": 3}


def test_an_endless_effort_leaves_a_deed_out():
    plan = least_effort(twelve(), DAY, ECCP, wanted=["eccp.committed_members"], hours={"commitment": float("inf")})
    assert deeds_of(plan) == {"company": 3}


def test_the_plan_for_all_criteria_of_lapland_meets_them_and_is_no_dearer_than_any_small_plan():
    book = twelve()
    plan = least_effort(book, DAY, LAPLAND)
    assert met_after(plan, book, LAPLAND) == {rule.key for rule in LAPLAND.rules}
    assert deeds_of(plan) == {
        "contact": 1, "event": 2, "strategy": 1, "implementation_plan": 1, "review": 1, "website": 1,
    }  # fmt: skip
    assert plan.hours == cheapest_by_trying(book, deeds_of(plan))


def cheapest_by_trying(book, deeds):
    """Every plan with up to two times of each of the deeds."""
    sight = Sight(book, DAY)
    found = []
    for counts in product(range(3), repeat=len(deeds)):
        times = dict(zip(deeds, counts, strict=True))
        left = [left_by(sight, BY_KEY[key], count) for key, count in times.items() if count]
        findings = assess(with_all(book, left), DAY, LAPLAND).findings
        if all(one.outcome is Outcome.MET for one in findings):
            found.append(sum(BY_KEY[key].hours * count for key, count in times.items()))
    return min(found)


def test_what_is_met_is_not_lost():
    contacts = [row("contact", DAY, organisation=who, tag="call") for who in range(1, 13)]
    book = twelve(*contacts)
    plan = least_effort(book, DAY, REFERENCE, wanted=["ecei_reference.1.1.2"])
    met = {one.rule.key for one in assess(book, DAY, REFERENCE).findings if one.outcome is Outcome.MET}
    after = met_after(plan, book, REFERENCE)
    assert met <= after
    assert "ecei_reference.1.1.2" in after


def test_a_threshold_that_is_not_public_stays_open_by_name_and_costs_nothing():
    plan = least_effort(twelve(), DAY, family_named("flanders"))
    assert (plan.deeds, plan.hours, plan.proven) == ((), 0, True)
    assert [one.rule.key for one in plan.open] == ["flanders.active_actors"]
    assert str(plan.remarks[0]).startswith("Active actors: no deed that Tokka knows would meet it.")


def test_a_target_that_is_met_already_needs_nothing():
    plan = least_effort(twelve(), DAY, LAPLAND, wanted=["lapland.director"])
    assert (plan.deeds, plan.open, plan.reached) == ((), (), ())


def test_wrong_efforts_deeds_and_rules_are_refused():
    with pytest.raises(KeyError, match="There is no deed 'dance'"):
        least_effort(twelve(), DAY, LAPLAND, hours={"dance": 1})
    with pytest.raises(ValueError, match="hours above zero"):
        least_effort(twelve(), DAY, LAPLAND, hours={"contact": 0})
    with pytest.raises(KeyError, match="says nothing of"):
        least_effort(twelve(), DAY, LAPLAND, wanted=["lapland.sauna"])


def test_a_search_cut_short_still_meets_the_target_and_says_that_it_is_not_proven(monkeypatch):
    monkeypatch.setattr("tokka.excellence.least_effort.TRIES", 2)
    plan = least_effort(twelve(), DAY, ECCP, wanted=["eccp.committed_members"])
    assert [one.rule.key for one in plan.reached] == ["eccp.committed_members"]
    assert not plan.proven
    assert str(plan.remarks[-1]) == "Cheaper plans may exist: the search was cut short after 2 tries."


def test_ninety_participants_and_a_whole_label_are_planned():
    many = Book([*committed(*range(1, 31)), *takes_part(*range(31, 91))], companies(*range(1, 91)))
    plan = least_effort(many, DAY, REFERENCE)
    assert {one.rule.key for one in plan.reached} <= met_after(plan, many, REFERENCE)
    assert len(plan.reached) > 10


def test_a_run_repeats():
    first, second = (least_effort(twelve(), DAY, LAPLAND) for _time in range(2))
    assert (deeds_of(first), first.hours) == (deeds_of(second), second.hours)
