"""The door of the timetable to HiGHS: shares of meetings between 0 and 1, whole or not, of most worth within limits."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tokka.partners.timetable.event import Floats


def heaviest_shares(
    worth: Floats,
    limits: list[tuple[Any, Floats, Floats]],
    *,
    between: tuple[Floats, Floats],
    nodes: int | None = None,
    closeness: float = 1e-6,
    seconds: float | None = None,
) -> Floats | None:
    """The shares x with most `worth @ x`, `low <= matrix @ x <= high` for each limit, and None if there are none.

    With `nodes` the shares are whole, and the search ends after so many nodes, or when it is within `closeness` of the
    optimum: a count repeats on every machine. `seconds` is a second end, for those who promised one.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    options: Any = {}
    if nodes is not None:
        options |= {"node_limit": nodes, "mip_rel_gap": closeness}
    if seconds is not None:
        options["time_limit"] = max(seconds, 0.1)
    found = milp(
        -worth,
        constraints=[LinearConstraint(matrix, low, high) for matrix, low, high in limits],
        integrality=np.full(len(worth), 0 if nodes is None else 1, dtype=np.int64),
        bounds=Bounds(*between),
        options=options,
    )
    return None if found.x is None else np.asarray(found.x, dtype=np.float64)


def whole(shares: Floats) -> NDArray[np.bool_]:
    """Which shares are 1, where all are 0 or 1 but for the rounding of floats."""
    return np.asarray(shares > 0.5, dtype=bool)
