"""No arithmetic on what is shown comes down to fewer than five organisations: the attacks, which must fail."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.tokka.benchmark.pool_samples import part_of
from tokka.benchmark.disclosure import HANDS, LEAST, admit
from tokka.benchmark.groups import release
from tokka.benchmark.simulate import planted

NOTHING = np.zeros((0, 0))


def can_isolate(rows, fewer_than):
    """The attack: is there any combination of the rows, whatever its factors, that rests on so few organisations?

    There is one exactly where leaving out some set of so many columns lowers the rank. Every set is tried.
    """
    rank = np.linalg.matrix_rank(rows) if rows.size else 0
    if not rank:
        return False
    everyone = range(rows.shape[1])
    return any(
        np.linalg.matrix_rank(np.delete(rows, few, axis=1)) < rank for few in combinations(everyone, fewer_than - 1)
    )


def can_tell_one(rows):
    """The plain attack: the organisations whose own value follows from the sums of the shown groups."""
    solution, *_ = np.linalg.lstsq(rows.T, np.eye(rows.shape[1]), rcond=None)
    return np.flatnonzero(np.isclose(rows.T @ solution, np.eye(rows.shape[1])).all(axis=0)).tolist()


def group(*members, of):
    return np.isin(np.arange(of), members).astype(float)


def shown_rows(rows, fixed=None):
    fixed = np.zeros((0, rows.shape[1])) if fixed is None else fixed
    return np.vstack([rows[admit(rows, fixed)], fixed])


EVERYONE_AND_ALL_BUT_ONE = np.vstack([np.ones(20), group(*range(19), of=20)])
ALL_AND_EVERY_COUNTRY_BUT_THE_SMALL = np.vstack([np.ones(23), group(*range(10), of=23), group(*range(10, 20), of=23)])
# country A is five of ICT and one of food; nobody else is of ICT: A without ICT is one
TWO_WAYS_OF_GROUPING = np.vstack(
    [
        group(*range(7), of=20),
        group(*range(7, 20), of=20),
        group(*range(6), of=20),
        group(*range(6, 20), of=20),
    ]
)
THREE_GROUPS_IN_A_RING = np.vstack(
    [
        group(*range(6), *range(6, 12), of=19),
        group(*range(6, 12), *range(12, 18), of=19),
        group(*range(12, 18), *range(6), 18, of=19),
        group(*range(18), of=19),
    ]
)


@pytest.mark.parametrize(
    "rows",
    [EVERYONE_AND_ALL_BUT_ONE, ALL_AND_EVERY_COUNTRY_BUT_THE_SMALL, TWO_WAYS_OF_GROUPING, THREE_GROUPS_IN_A_RING],
)
def test_groups_of_six_alone_fall_to_the_attack_and_ours_withstand_it(rows):
    assert rows.sum(axis=1).min() >= HANDS
    assert can_isolate(rows, LEAST)
    assert not can_isolate(shown_rows(rows), LEAST)
    assert len(shown_rows(rows)) > 0


def test_the_naive_pool_names_the_victim_and_ours_nobody():
    assert can_tell_one(TWO_WAYS_OF_GROUPING) == [6]
    assert can_tell_one(shown_rows(TWO_WAYS_OF_GROUPING)) == []


def test_what_is_withheld_is_the_smallest_that_takes_part_until_nothing_can_be_told_apart():
    # without the third group the second and the fourth still differ by one, so the smaller of them goes too
    assert admit(TWO_WAYS_OF_GROUPING, np.zeros((0, 20))).tolist() == [True, False, False, True]


@settings(max_examples=60, deadline=None)
@given(arrays(np.int64, (6, 15), elements=st.integers(0, 1)))
def test_no_groups_whatsoever_let_fewer_than_five_be_told_apart_even_by_one_of_them(members):
    rows = shown_rows(members.astype(float))
    assert not can_isolate(rows, HANDS)


@settings(max_examples=40, deadline=None)
@given(
    arrays(np.int64, 16, elements=st.integers(0, 3)),
    arrays(np.int64, 16, elements=st.integers(0, 2)),
    arrays(np.bool_, 16),
)
def test_no_two_ways_of_grouping_and_no_unknown_values_let_them_be_told_apart(country, sector, is_known):
    ways = [np.ones((1, 16)), *(np.equal.outer(np.arange(4), one).astype(float) for one in (country, sector))]
    assert not can_isolate(shown_rows(np.vstack(ways) * (is_known | (country < 2))), HANDS)


def test_one_who_knows_its_own_value_does_not_isolate_the_others():
    rows = shown_rows(np.vstack([np.ones(30), group(*range(6), of=30), group(*range(6, 30), of=30)]))
    without_the_insider = np.delete(rows, 0, axis=1)
    assert not can_isolate(without_the_insider, LEAST)


def test_groups_that_can_be_shown_are_shown():
    countries = np.equal.outer(np.arange(5), np.arange(60) % 5).astype(float)
    sectors = np.equal.outer(np.arange(3), np.arange(60) % 3).astype(float)
    assert admit(np.vstack([np.ones(60), countries, sectors]), np.zeros((0, 60))).all()


def test_nothing_is_shown_of_five_and_something_of_six():
    assert admit(np.ones((1, 5)), np.zeros((0, 5))).tolist() == [False]
    assert admit(np.ones((1, 6)), np.zeros((0, 6))).tolist() == [True]


def test_a_newcomer_is_not_found_by_comparing_the_release_before_and_after():
    before, after = group(*range(10), of=11), np.ones((1, 11))
    assert not admit(after, before[None]).any()


def test_six_newcomers_together_may_come_in():
    before, after = group(*range(10), of=16), np.ones((1, 16))
    assert admit(after, before[None]).tolist() == [True]


@pytest.fixture(scope="module")
def pool():
    return planted(220, 1, seed=6).pool


@pytest.fixture(scope="module")
def shown(pool):
    return release(pool, 2026)


def test_a_whole_release_names_nobody(shown):
    for indicator in range(0, shown.values.shape[1], 6):
        rows = (shown.members * shown.known[:, indicator])[shown.shown[:, indicator]]
        assert len(rows) > 5
        assert can_tell_one(rows) == []


def test_the_naive_release_would_have_named_some(shown):
    rows = shown.members * shown.known[:, 0]
    assert len(can_tell_one(rows[rows.sum(axis=1) >= LEAST])) > 0


def test_every_pair_of_shown_groups_differs_by_nobody_or_by_six(shown):
    for indicator in range(shown.values.shape[1]):
        rows = (shown.members * shown.known[:, indicator])[shown.shown[:, indicator]] > 0
        nested = [(big & ~small).sum() for big in rows for small in rows if not (small & ~big).any()]
        assert [size for size in nested if 0 < size < HANDS] == []


def test_a_release_stands_beside_the_one_before_it_or_shows_nothing_new(pool, shown):
    first = release(without(pool, 1), 2026)
    second = release(pool, 2026, earlier=[first])
    is_newcomer_known = second.known[-1]
    assert shown.shown[0].all()
    assert (second.shown[0] == ~is_newcomer_known).all()
    assert 0 < is_newcomer_known.sum() < len(is_newcomer_known)


def test_the_same_pool_again_shows_the_same_again(pool, shown):
    again = release(pool, 2026, earlier=[shown])
    assert (again.shown >= shown.shown).all()


def test_an_indicator_alone_is_decided_as_among_all(pool, shown):
    alone = release(pool, 2026, indicators=["activities"]).shown
    column = alone.any(axis=0)
    assert column.sum() == 1
    assert (alone[:, column] == shown.shown[:, column]).all()


def test_releases_of_other_years_do_not_belong_here(pool, shown):
    with pytest.raises(ValueError, match="has to be of 2026"):
        release(pool, 2026, earlier=[replace(shown, year=2025)])


def test_a_pool_of_four_shows_nothing(pool):
    assert release(without(pool, 216), 2026).groups == ()


def without(pool, count):
    """The pool without its last organisations."""
    return part_of(pool, slice(0, len(pool.years) - count))
