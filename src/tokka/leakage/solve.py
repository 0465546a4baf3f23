"""Solves (I - A')y = b. Never an inverse: a factorisation for small tables, iterations for large ones (§5)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from tokka.leakage.table import Matrix

LARGEST_FACTORED: Final = 1_000
"""Industries. Above, iterations cost less than the factorisation, and need no second table in memory."""
TOLERANCE: Final = 1e-11
"""Of a residual, by the largest absolute value of its right-hand side."""
MOST_ROUNDS: Final = 100
MOST_RESTARTS: Final = 4


@dataclass(frozen=True)
class Economy:
    """Z (n x n) and x (n); A = Z xhat^-1 is never formed. An industry without output has an empty column in A."""

    Z: Matrix
    x: Matrix

    @cached_property
    def per_output(self) -> Matrix:
        """1/x, and 0 where there is no output."""
        return np.divide(1.0, self.x, out=np.zeros_like(self.x), where=self.x > 0)

    def upstream(self, Y: Matrix) -> Matrix:
        """The rows of Y (k x n) times (I - A): one pass over the table for all of them."""
        return Y - (Y @ self.Z) * self.per_output

    @cached_property
    def factors(self) -> Any:
        """LU of I - A', kept for further right-hand sides."""
        return lu_factor(np.eye(len(self.x)) - (self.Z * self.per_output).T)

    def multipliers_of(self, B: Matrix) -> tuple[Matrix, float]:
        """Y with Y(I - A) = B, rows at a time (k x n), and the largest residual as a share of the row's largest b."""
        if len(self.x) > LARGEST_FACTORED:
            Y, residual = _iterated(self, B)
            if residual < TOLERANCE * 10:
                return Y, residual
        # Long one-way chains, which no economy has, can defeat the iterations: then the factorisation answers.
        Y = lu_solve(self.factors, B.T).T
        return Y, _residual(B - self.upstream(Y), B)

    def output_for(self, f: Matrix) -> Matrix:
        """x with (I - A)x = f (n, or n x k): what is produced for a demand. For tables that are factored."""
        solved: Matrix = lu_solve(self.factors, f, trans=1)
        return solved


def _residual(R: Matrix, B: Matrix) -> float:
    return float(np.max(np.abs(R).max(axis=1) / _scale(B)))


def _scale(B: Matrix) -> Matrix:
    largest: Matrix = np.abs(B).max(axis=1)
    return np.where(largest > 0, largest, 1.0)


def _iterated(economy: Economy, B: Matrix) -> tuple[Matrix, float]:
    """BiCGSTAB on every row of B at once, begun anew from the true residual until it is small or time is up.

    The residual that is told is the true one of the last Y, so that nobody passes over the table for it again.
    """
    Y = B.copy()
    R = (B @ economy.Z) * economy.per_output
    left = _residual(R, B)
    for _ in range(MOST_RESTARTS):
        Y += _correction(economy, R, TOLERANCE / 4 * _scale(B))
        R = B - economy.upstream(Y)
        before, left = left, _residual(R, B)
        if left < TOLERANCE or not left < before / 10:
            break
    return Y, left


def _correction(economy: Economy, R: Matrix, limits: Matrix) -> Matrix:
    """The Y that takes the residual R away, by van der Vorst's BiCGSTAB (1992), each row with its own scalars."""
    Y, shadow, P, rho = np.zeros_like(R), R.copy(), R.copy(), _dot(R, R)
    for _ in range(MOST_ROUNDS):
        V = economy.upstream(P)
        alpha = _ratio(rho, _dot(shadow, V))
        S = R - alpha * V
        Y += alpha * P
        if np.all(np.abs(S).max(axis=1) < limits):
            break
        T = economy.upstream(S)
        omega = _ratio(_dot(T, S), _dot(T, T))
        Y += omega * S
        R = S - omega * T
        if np.all(np.abs(R).max(axis=1) < limits):
            break
        rho_next = _dot(shadow, R)
        P = R + _ratio(rho_next, rho) * _ratio(alpha, omega) * (P - omega * V)
        rho = rho_next
    return Y


def _dot(A: Matrix, B: Matrix) -> Matrix:
    products: Matrix = np.einsum("ij,ij->i", A, B)[:, None]
    return products


def _ratio(above: Matrix, below: Matrix) -> Matrix:
    """0 where the method has nothing left to divide: such a row is done, or begins anew after a restart."""
    return np.divide(above, below, out=np.zeros_like(above), where=np.abs(below) > np.finfo(float).tiny)
