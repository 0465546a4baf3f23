"""Plans with switches, such as a plant that is opened or a contract that is made: mixed-integer, with a proven gap.

Method: the linear relaxation by interior point; the links and flow covers that it breaks as cutting planes (Krarup and
Bilde 1977; Padberg, Van Roy and Wolsey 1985); a plan by diving, which settles the switches that are nearly decided and
solves again; and HiGHS' branch and bound from that plan where the gap is still open. The bound of every relaxation is
proven by weak duality, so rough answers do no harm.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import sparse

from tokka.optimum import Answer, Integers, Linear, Numbers, Status, best_linear, relative_gap

ROUNDS: Final = 8
"""Rounds of cutting planes at most."""
SMALL_STEP: Final = 0.15
"""Rounds end where one lowers the bound by less than this share of the gap that is asked for."""
BROKEN: Final = 1e-3
"""A cut comes in where it is broken by more than this share of its room."""
LEAST_SECONDS: Final = 10.0
"""For a linear program, however little is left: without it there is no plan at all."""
SHARE_FOR_BOUND: Final = 0.5
"""Of the seconds at most, so that there is time for a plan."""
NEARLY: Final = 0.12
"""A switch this near to on or off is settled."""
DIVES: Final = 3
SETTLING_SECONDS: Final = 20.0
"""For the last linear program, which turns a rough plan into a clean one with prices. It takes a second or so."""

Left = Callable[[], float]
"""The seconds that are left."""


@dataclass(frozen=True, slots=True)
class Links:
    """Unknowns that are nothing while their switch is off: each is at most its own cap times the switch.

    The conditions of the question say so already, for sums of unknowns. Said one by one, the same is a sharper truth
    about fractions of a switch, and the bound comes closer.
    """

    followers: Integers
    switches: Integers
    caps: Numbers
    """What each unknown of the question can be at most by the conditions; it changes no plan, and proves bounds."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Conditions of the form row · x ≤ most that hold in every plan with whole switches."""

    rows: Integers
    columns: Integers
    values: Numbers
    most: Numbers


def best_with_switches(question: Linear, links: Links, *, gap: float, max_seconds: float) -> Answer:
    """The best plan to within `gap`, or the best one found in time with its proven bound.

    The prices are those of the plan while its switches stay as they are.
    """
    if not question.whole.any():
        return best_linear(question, max_seconds=max_seconds)
    began = time.perf_counter()

    def left() -> float:
        return max(LEAST_SECONDS / 2, max_seconds - (time.perf_counter() - began))

    capped = replace(question, high=np.minimum(question.high, links.caps))
    tight, relaxed = tightened(capped, links, gap, lambda: left() - max_seconds * (1 - SHARE_FOR_BOUND))
    if relaxed.status is not Status.OPTIMAL:
        return relaxed
    best, bound = _dived(capped, tight, relaxed.x, left), relaxed.bound
    if best is None or relative_gap(best.value, bound) > gap:
        found = best_linear(tight, gap=gap, max_seconds=left(), start=best.x if best else None)
        has_plan = found.status in (Status.OPTIMAL, Status.FEASIBLE)
        if best is None and not has_plan:
            return found
        bound = min(bound, found.bound) if has_plan else bound
        best = found if best is None or (has_plan and found.value > best.value) else best
    # Without the caps, so that a price goes to the condition that people know and not to a cap that says the same.
    settled = best_linear(_fixed(question, best.x), max_seconds=max(left(), SETTLING_SECONDS))
    best = settled if settled.status is Status.OPTIMAL else best
    bound = max(bound, best.value)
    status = Status.OPTIMAL if relative_gap(best.value, bound) <= gap else Status.FEASIBLE
    return Answer(status, best.x, best.value, bound, settled.prices, time.perf_counter() - began)


def tightened(question: Linear, links: Links, gap: float, left: Left) -> tuple[Linear, Answer]:
    """The question with the cuts that its relaxation breaks, and the last relaxation."""
    switch_of = np.full(len(question.worth), -1)
    switch_of[links.followers] = links.switches
    nodes = _nodes(question)
    tight, answer = question, relaxation(question, left)
    for _round in range(ROUNDS):
        if answer.status is not Status.OPTIMAL or left() < 0:
            break
        cuts = [_broken_links(question, links, answer.x), _broken_covers(question, nodes, switch_of, answer.x)]
        if not any(len(one.most) for one in cuts):
            break
        closer = relaxation(tighter := _with(_with(tight, cuts[0]), cuts[1]), left)
        if closer.status is not Status.OPTIMAL:
            break
        tight = tighter
        step = answer.bound - closer.bound
        answer = replace(closer, bound=min(answer.bound, closer.bound))
        if step < SMALL_STEP * gap * abs(answer.bound):
            break
    return tight, answer


def relaxation(question: Linear, left: Left) -> Answer:
    """The question with fractions of switches allowed, roughly solved, with a bound that is proven all the same."""
    relaxed = replace(question, whole=np.zeros(0, np.bool_))
    answer = best_linear(relaxed, max_seconds=max(left(), LEAST_SECONDS), is_rough=True)
    proven = proven_bound(relaxed, answer.prices) if answer.status is Status.OPTIMAL else answer.bound
    return replace(answer, bound=proven)


def proven_bound(question: Linear, prices: Numbers) -> float:
    """What no plan exceeds, by any prices of the conditions (weak duality); infinite where they prove nothing."""
    limit = np.where(prices > 0, question.most, question.least)
    held = np.where(np.isfinite(limit), prices, 0.0)
    rest = question.worth - question.matrix.T @ held
    best = np.where(rest > 0, question.high, question.low)
    if not np.isfinite(best[np.abs(rest) > 0]).all():
        return np.inf
    return float(held @ np.where(np.isfinite(limit), limit, 0.0) + (rest * np.where(rest == 0, 0.0, best)).sum())


def _broken_links(question: Linear, links: Links, x: Numbers) -> Cuts:
    room = question.high[links.followers]
    broken = np.flatnonzero(x[links.followers] - room * x[links.switches] > BROKEN * room)
    count = len(broken)
    return Cuts(
        np.tile(np.arange(count), 2),
        np.concatenate((links.followers[broken], links.switches[broken])),
        np.concatenate((np.ones(count), -room[broken])),
        np.zeros(count),
    )


def _nodes(question: Linear) -> list[tuple[float, Integers, Numbers]]:
    """Conditions that share out a limit among several unknowns: the limit, the unknowns and their weights."""
    matrix = question.matrix.tocsr()
    nodes = []
    for row in np.flatnonzero(np.isfinite(question.most) & (question.most > 0)).tolist():
        inside = slice(matrix.indptr[row], matrix.indptr[row + 1])
        if inside.stop - inside.start > 1 and (matrix.data[inside] > 0).all():
            nodes.append((float(question.most[row]), matrix.indices[inside].astype(np.int64), matrix.data[inside]))
    return nodes


def _broken_covers(
    question: Linear, nodes: list[tuple[float, Integers, Numbers]], switch_of: Integers, x: Numbers
) -> Cuts:
    """Flow covers: of unknowns that together exceed the limit by λ, each that is off makes room only above λ less."""
    found = list(_covers(question, nodes, switch_of, x))
    rows = [np.full(len(columns), at) for at, (columns, _values, _most) in enumerate(found)]
    nothing = np.zeros(0)
    return Cuts(
        np.concatenate([nothing.astype(np.int64), *rows]),
        np.concatenate([nothing.astype(np.int64), *(columns for columns, _values, _most in found)]),
        np.concatenate([nothing, *(values for _columns, values, _most in found)]),
        np.array([most for _columns, _values, most in found]),
    )


def _covers(
    question: Linear, nodes: list[tuple[float, Integers, Numbers]], switch_of: Integers, x: Numbers
) -> Iterator[tuple[Integers, Numbers, float]]:
    for limit, columns, weights in nodes:
        flows = weights * x[columns]
        used = np.flatnonzero(flows > 1e-6)
        if flows.sum() < limit / 2 or len(used) < 2:
            continue
        own = switch_of[columns]
        on = np.where(own >= 0, x[own], 1.0)
        room = weights * question.high[columns]
        tried = [
            _cover(limit, used[order], flows, room, on)
            for order in (np.argsort(-on[used]), np.argsort((1 - on[used]) / room[used]), np.argsort(-flows[used]))
        ]
        broken, cover, lifted = max(tried, key=lambda one: one[0])
        if broken > BROKEN * limit:
            lifted = np.where(own[cover] >= 0, lifted, 0.0)
            held = lifted > 0
            places = np.concatenate((columns[cover], own[cover][held]))
            yield places, np.concatenate((weights[cover], -lifted[held])), limit - float(lifted.sum())


def _cover(
    limit: float, order: Integers, flows: Numbers, room: Numbers, on: Numbers
) -> tuple[float, Integers, Numbers]:
    """The first unknowns in this order that exceed the limit together: by how much x breaks their flow cover."""
    sums = np.cumsum(room[order])
    last = int(np.searchsorted(sums, limit, side="right"))
    if last >= len(order):
        return -np.inf, order, room[order]
    cover = order[: last + 1]
    lifted = np.maximum(room[cover] - (sums[last] - limit), 0.0)
    return float(flows[cover].sum() + lifted @ (1 - on[cover]) - limit), cover, lifted


def _with(question: Linear, cuts: Cuts) -> Linear:
    count = len(cuts.most)
    if not count:
        return question
    more = sparse.coo_matrix((cuts.values, (cuts.rows, cuts.columns)), (count, len(question.worth)))
    return replace(
        question,
        matrix=sparse.csc_matrix(sparse.vstack((question.matrix, more))),
        least=np.concatenate((question.least, np.full(count, -np.inf))),
        most=np.concatenate((question.most, cuts.most)),
    )


def _dived(question: Linear, tight: Linear, x: Numbers, left: Left) -> Answer | None:
    """A plan by settling the switches that are nearly decided, solving again, and rounding the others.

    None where that has no plan.
    """
    switches = np.flatnonzero(question.whole)
    low, high = tight.low.copy(), tight.high.copy()
    for _dive in range(DIVES):
        undecided = switches[low[switches] < high[switches]]
        settled = undecided[np.minimum(x[undecided], 1 - x[undecided]) <= NEARLY]
        if not len(settled):
            break
        low[settled] = high[settled] = x[settled] > 0.5
        closer = best_linear(
            replace(tight, low=low, high=high, whole=np.zeros(0, np.bool_)), max_seconds=left(), is_rough=True
        )
        if closer.status is not Status.OPTIMAL:
            break
        x = closer.x
    plans = [best_linear(_fixed(question, x, limit), max_seconds=left(), is_rough=True) for limit in (0.5, 0.25)]
    found = [plan for plan in plans if plan.status is Status.OPTIMAL]
    return max(found, key=lambda plan: plan.value, default=None)


def _fixed(question: Linear, x: Numbers, limit: float = 0.5) -> Linear:
    """The question with its switches set, on where x is above the limit: linear."""
    low, high = question.low.copy(), question.high.copy()
    switches = np.flatnonzero(question.whole)
    low[switches] = high[switches] = x[switches] > limit
    return replace(question, low=low, high=high, whole=np.zeros(0, np.bool_))
