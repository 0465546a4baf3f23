"""RAS and GRAS against the literature, and what they must refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokka.leakage.balancing import gras, ras
from tokka.leakage.refusals import Refused

A0 = np.array([[0.12, 0.1, 0.049], [0.21, 0.247, 0.265], [0.026, 0.249, 0.145]])
U, V, X = np.array([245.0, 136, 159]), np.array([251.0, 107, 182]), np.array([421.0, 284, 283])


def test_ras_of_miller_and_blair_7_4_2_reaches_its_fixed_point():
    balanced = ras(A0 * X, U, V)
    assert (balanced.cells / X).round(4).tolist() == [
        [0.3924, 0.1219, 0.1596],
        [0.1509, 0.0661, 0.1897],
        [0.0529, 0.1887, 0.2938],
    ]
    assert balanced.worst < 1e-9


def test_gras_of_junius_and_oosterhaven_keeps_signs_and_meets_both_margins():
    table = np.array([[7.0, 3, 5, -3], [2, 9, 8, 0], [-2, 0, 2, 0]])
    u, v = np.array([15.0, 26, -1]), np.array([9.0, 16, 17, -2])
    balanced = gras(table, u, v)
    assert balanced.cells.round(4).tolist() == [
        [8.4243, 3.3752, 5.2004, -2.0],
        [3.0010, 12.6248, 10.3742, 0.0],
        [-2.4253, 0.0, 1.4253, 0.0],
    ]
    assert np.allclose(balanced.cells.sum(axis=1), u, rtol=0, atol=1e-10)
    assert np.allclose(balanced.cells.sum(axis=0), v, rtol=0, atol=1e-10)


def test_gras_of_a_table_without_negatives_is_ras():
    assert np.allclose(gras(A0 * X, U, V).cells, ras(A0 * X, U, V).cells, rtol=1e-10)


def test_cells_of_a_complete_ledger_stay_as_they_are():
    fixed = np.zeros((3, 3), dtype=bool)
    fixed[1, 2] = True
    balanced = ras(A0 * X, U, V, fixed=fixed)
    assert balanced.cells[1, 2] == 0.265 * 283
    assert np.allclose(balanced.cells.sum(axis=1), U, rtol=1e-11)
    assert np.allclose(balanced.cells.sum(axis=0), V, rtol=1e-11)


def test_margins_of_different_totals_are_refused():
    with pytest.raises(Refused, match=r"The row sums add up to 540, the column sums to 541"):
        ras(A0 * X, U, V + np.array([1, 0, 0]))


def test_a_row_without_cells_cannot_have_a_sum():
    table = A0 * X
    table[1] = 0
    with pytest.raises(Refused, match="row 2: The line shall add up to something"):
        ras(table, U, V)


def test_margins_that_the_zeros_forbid_are_refused_with_row_and_column():
    with pytest.raises(Refused, match="The margins cannot be reached with the zeros"):
        ras(np.eye(2), np.array([1.0, 2.0]), np.array([2.0, 1.0]))


def test_ras_refuses_negative_cells_by_place():
    with pytest.raises(Refused, match="row 1, column 2: A cell is negative"):
        ras(np.array([[1.0, -1.0], [1.0, 1.0]]), np.ones(2), np.ones(2))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 8), st.integers(2, 8))
def test_ras_meets_any_margins_of_a_positive_table_and_leaves_a_balanced_one_alone(seed, m, n):
    chance = np.random.default_rng(seed)
    Z, wanted = chance.random((m, n)) + 0.01, chance.random((m, n)) + 0.01
    balanced = ras(Z, wanted.sum(axis=1), wanted.sum(axis=0))
    assert np.allclose(balanced.cells.sum(axis=1), wanted.sum(axis=1), rtol=1e-9)
    assert np.allclose(balanced.cells.sum(axis=0), wanted.sum(axis=0), rtol=1e-9)
    assert np.allclose(ras(Z, Z.sum(axis=1), Z.sum(axis=0)).cells, Z, rtol=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000))
def test_gras_meets_margins_of_a_table_with_negative_cells(seed):
    chance = np.random.default_rng(seed)
    Z = chance.random((4, 5)) + 0.05
    Z[chance.random((4, 5)) < 0.2] *= -0.3
    wanted = Z * chance.uniform(0.7, 1.4, (4, 5))
    balanced = gras(Z, wanted.sum(axis=1), wanted.sum(axis=0))
    assert np.allclose(balanced.cells.sum(axis=0), wanted.sum(axis=0), rtol=1e-8, atol=1e-9)
    assert (np.sign(balanced.cells) == np.sign(Z)).all()
