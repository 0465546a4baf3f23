"""Plans with switches, such as a plant that is opened or a contract that is made: mixed-integer, with a proven gap.

Method: branch and cut. The linear relaxation gets as cutting planes the links and flow covers that it breaks (Krarup
and Bilde 1977; Padberg, Van Roy and Wolsey 1985). The search branches on the switch whose two sides lower the bound
most, tried out among the dearest undecided ones (Applegate, Bixby, Chvátal and Cook 1995), and goes on where the bound
is highest. Plans come from diving, which settles the switches that are nearly decided and solves again. One simplex
goes on from answer to answer. Every bound is proven by weak duality, so that rounding does no harm.
"""

import heapq
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tokka.optimum import Answer, Integers, Linear, Numbers, Resumed, Status, best_linear, relative_gap

ROUNDS: Final = 8
"""Rounds of cutting planes at most."""
ROUNDS_IN_BRANCH: Final = 2
SMALL_STEP: Final = 0.04
"""Rounds end where one lowers the bound by less than this share of the gap that is asked for."""
BROKEN: Final = 1e-3
"""A cut comes in where it is broken by more than this share of its room."""
LEAST_SECONDS: Final = 10.0
"""For the first linear program, however little is left: without it there is no plan at all."""
UNDECIDED: Final = 1e-6
"""A switch nearer than this to on or off is decided."""
NEARLY: Final = 0.12
"""A dive settles the switches this near to on or off, and half of the undecided ones at least."""
TRIED: Final = 4
"""Switches tried out before a branching."""
MOST_BRANCHES: Final = 400
"""Branchings before the search is handed to HiGHS, which learns from each."""
ROUNDING: Final = 1e-9
"""A bound this share of the value above it is the value."""
MANY: Final = 30_000
"""Unknowns from which on a search begins with those that the relaxation speaks for; the others come in by price."""
BEGINNING: Final = 3
"""Times as many unknowns as conditions begin with the search, those whose worth comes nearest to the prices."""
BRINGINGS: Final = 8
"""Times that unknowns are brought in before a relaxation is taken as it is."""
POOR: Final = 3.0
"""A plan further below the bound than so many of the gaps that are asked for is made better by moves."""
WIDEST: Final = 64
NARROWEST: Final = 4
"""Switches that are turned in one move."""
SETTLING_SECONDS: Final = 20.0
"""For the last linear program, which turns a rough plan into a clean one with prices. It takes a second or so."""

REPAIRS: Final = 20
"""Times that switches are left out of an eased plan because they stay empty."""

Truths = npt.NDArray[np.bool_]
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


def proven_bound(question: Linear, prices: Numbers) -> float:
    """What no plan exceeds, by any prices of the conditions (weak duality); infinite where they prove nothing."""
    limit, held, rest = _left_by(question, prices)
    best = np.where(rest > 0, question.high, question.low)
    if not np.isfinite(best[np.abs(rest) > 0]).all():
        return np.inf
    return float(held @ np.where(np.isfinite(limit), limit, 0.0) + (rest * np.where(rest == 0, 0.0, best)).sum())


def _left_by(question: Linear, prices: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The limits that prices stand for, the prices that stand for one, and what each unknown is worth above them."""
    limit = np.where(prices > 0, question.most, question.least)
    held = np.where(np.isfinite(limit), prices, 0.0)
    return limit, held, question.worth - question.matrix.T @ held


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


def joined(cuts: tuple[Cuts, Cuts]) -> Cuts:
    """Both, the second after the first."""
    first, second = cuts
    return Cuts(
        np.concatenate((first.rows, second.rows + len(first.most))),
        np.concatenate((first.columns, second.columns)),
        np.concatenate((first.values, second.values)),
        np.concatenate((first.most, second.most)),
    )


class Nodes:
    """The conditions that share out a limit among several unknowns, where flow covers are looked for."""

    def __init__(self, question: Linear, links: Links) -> None:
        self._high = question.high
        self._switch_of = np.full(len(question.worth), -1)
        self._switch_of[links.followers] = links.switches
        rows = sparse.csr_matrix(question.matrix)
        count = np.diff(rows.indptr)
        positive = np.bincount(np.repeat(np.arange(len(count)), count), rows.data > 0, len(count))
        is_sharing = np.isfinite(question.most) & (question.most > 0) & (count > 1) & (positive == count)
        self._rows, self._limits = sparse.csr_matrix(rows[is_sharing]), question.most[is_sharing]
        self._touches = sparse.csr_matrix(self._rows > 0, dtype=np.float64)

    def broken_covers(self, x: Numbers) -> Cuts:
        """Flow covers: of unknowns that exceed the limit by λ together, each that is off makes room only above λ."""
        found = list(self._covers(x))
        rows = [np.full(len(columns), at) for at, (columns, _values, _most) in enumerate(found)]
        nothing = np.zeros(0)
        return Cuts(
            np.concatenate([nothing.astype(np.int64), *rows]),
            np.concatenate([nothing.astype(np.int64), *(columns for columns, _values, _most in found)]),
            np.concatenate([nothing, *(values for _columns, values, _most in found)]),
            np.array([most for _columns, _values, most in found]),
        )

    def _covers(self, x: Numbers) -> Iterator[tuple[Integers, Numbers, float]]:
        has_switch = self._switch_of >= 0
        is_half = np.zeros(len(x))
        is_half[has_switch] = _distance(x[self._switch_of[has_switch]]) > UNDECIDED
        half: Numbers = self._touches @ (is_half * (x > UNDECIDED))
        full: Numbers = self._rows @ x
        for row in np.flatnonzero((full >= self._limits / 2) & (half > 0)).tolist():
            inside = slice(self._rows.indptr[row], self._rows.indptr[row + 1])
            columns, weights = self._rows.indices[inside].astype(np.int64), self._rows.data[inside]
            yield from self._cover(float(self._limits[row]), columns, weights, x)

    def _cover(
        self, limit: float, columns: Integers, weights: Numbers, x: Numbers
    ) -> Iterator[tuple[Integers, Numbers, float]]:
        flows = weights * x[columns]
        used = np.flatnonzero(flows > 1e-6)
        own = self._switch_of[columns]
        on = np.where(own >= 0, x[own], 1.0)
        room = weights * self._high[columns]
        orders = (np.argsort(-on[used]), np.argsort((1 - on[used]) / room[used]), np.argsort(-flows[used]))
        tried = [_cover(limit, used[order], flows, room, on) for order in orders]
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


def best_with_switches(question: Linear, links: Links, *, gap: float, max_seconds: float) -> Answer:
    """The best plan to within `gap`, or the best one found in time with its proven bound.

    The prices are those of the plan while its switches stay as they are.
    """
    if not question.whole.any():
        return best_linear(question, max_seconds=max_seconds)
    began = time.perf_counter()

    def left() -> float:
        return max_seconds - (time.perf_counter() - began)

    search = Search(replace(question, high=np.minimum(question.high, links.caps)), links, gap, left)
    first = search.begin()
    if first.status not in (Status.OPTIMAL, Status.FAILED):
        return first
    search.go_on()
    best, bound = search.best, search.bound
    if best is None and bound == -np.inf:
        return _no_plan(Status.INFEASIBLE, began)
    if best is None and not search.is_begun:
        best = search.rounded()
    if (best is None or not search.is_done) and left() > 0:
        start = None if best is None else best.x
        found = best_linear(search.tight, gap=gap, max_seconds=left(), start=start)
        if best is None and found.status in (Status.INFEASIBLE, Status.UNBOUNDED):
            return found
        if found.status in (Status.OPTIMAL, Status.FEASIBLE):
            bound = min(bound, found.bound)
            best = found if best is None or found.value > best.value else best
    best = best or search.rounded() or _nothing(question)
    if best is None:
        return _no_plan(Status.FAILED, began)
    bound = min(bound, proven_bound(search.tight, np.zeros(len(search.tight.most))))
    return _settled(question, best, bound, gap, began)


def _nothing(question: Linear) -> Answer | None:
    """The plan in which nothing happens, where that is one."""
    nothing = np.zeros(len(question.worth))
    is_plan = bool((question.least <= 0).all() and (question.most >= 0).all() and (question.low <= 0).all())
    return Answer(Status.FEASIBLE, nothing, 0.0, np.inf, np.zeros(0), 0.0) if is_plan else None


def _no_plan(status: Status, began: float) -> Answer:
    return Answer(status, np.zeros(0), 0.0, 0.0, np.zeros(0), time.perf_counter() - began)


def _settled(question: Linear, best: Answer, bound: float, gap: float, began: float) -> Answer:
    """The plan with its switches as they are, solved once more: clean, and with prices.

    Without the caps, so that a price goes to the condition that people know and not to a cap that says the same.
    """
    settled = best_linear(_fixed(question, best.x), max_seconds=SETTLING_SECONDS)
    best = settled if settled.status is Status.OPTIMAL else best
    bound = best.value if bound - best.value <= ROUNDING * max(1.0, abs(best.value)) else bound
    status = Status.OPTIMAL if relative_gap(best.value, bound) <= gap else Status.FEASIBLE
    return Answer(status, best.x, best.value, bound, settled.prices, time.perf_counter() - began)


def _fixed(question: Linear, x: Numbers) -> Linear:
    """The question with its switches set to the nearer side: linear."""
    low, high = question.low.copy(), question.high.copy()
    switches = np.flatnonzero(question.whole)
    low[switches] = high[switches] = x[switches] > 0.5
    return replace(question, low=low, high=high, whole=np.zeros(0, np.bool_))


NOTHING_SETTLED: Final[Mapping[int, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Branch:
    """The plans in which some switches are settled: none exceeds the bound. `on` is how far each switch is on."""

    bound: float
    on: Numbers
    settled: Mapping[int, float]
    basis: Any


@dataclass(frozen=True, slots=True)
class Side:
    """A branch being tried: its relaxation without further cuts."""

    settled: Mapping[int, float]
    answer: Answer
    basis: Any


class Search:
    """Branch and cut. `best` is the best plan so far, `bound` what no plan exceeds; `tight` has all cuts."""

    def __init__(self, question: Linear, links: Links, gap: float, left: Left) -> None:
        self.tight, self.best, self.branches = question, None, 0
        self._links, self._gap, self._left = links, gap, left
        self._question, self._switches = question, np.flatnonzero(question.whole)
        self._own = question.matrix[:, self._switches].tocoo()
        asks = (self._own.data < 0) & np.isfinite(question.least[self._own.row])
        self._asking = np.unique(self._own.row[asks]).astype(np.int64)
        self._simplex: Resumed
        self._roof = np.inf
        self._nodes = Nodes(question, links)
        self._open: list[tuple[float, int, Branch]] = []
        self._closed = -np.inf
        self._seen = 0
        self._first: Numbers | None = None
        self.is_begun = False

    best: Answer | None

    @property
    def bound(self) -> float:
        """What no plan exceeds."""
        highest = -self._open[0][0] if self._open else -np.inf
        if not self.is_begun:
            highest = np.inf
        return min(self._roof, max(highest, self._closed, self.best.value if self.best else -np.inf))

    @property
    def is_done(self) -> bool:
        """Whether no branch is left that could hold a plan better by more than the gap."""
        return not self._open or self.bound <= self._enough

    @property
    def _enough(self) -> float:
        """Branches of a lower bound are closed."""
        value = self.best.value if self.best else -np.inf
        return value + self._gap * abs(value) if np.isfinite(value) else value

    def begin(self) -> Answer:
        """The relaxation with its cuts, and a first plan."""
        self._simplex = Resumed(self.tight, self._spoken_for())
        answer = self._widened(self._simplex.answer(max(self._left(), LEAST_SECONDS)), NOTHING_SETTLED)
        if answer.status is Status.OPTIMAL:
            self.is_begun = True
            self._first = answer.x
            first = self._cut(answer, NOTHING_SETTLED, np.inf, ROUNDS)
            self._file(first)
        return answer

    def _spoken_for(self) -> Integers:
        """The unknowns to begin with: all, or of many those that a rough relaxation uses or nearly uses."""
        every = np.arange(len(self.tight.worth))
        if len(every) < MANY:
            return every
        relaxed = replace(self.tight, whole=np.zeros(0, np.bool_))
        rough = best_linear(relaxed, max_seconds=max(self._left(), LEAST_SECONDS), is_rough=True)
        if rough.status is not Status.OPTIMAL:
            return every
        self._first = rough.x
        self._roof = proven_bound(self.tight, rough.prices)
        _limit, _held, rest = _left_by(self.tight, rough.prices)
        chosen = rough.x > UNDECIDED * self.tight.high
        chosen[np.argsort(-rest, kind="stable")[: BEGINNING * len(self.tight.most)]] = True
        chosen[self._switches] = True
        return np.flatnonzero(chosen)

    def _widened(self, answer: Answer, settled: Mapping[int, float]) -> Answer:
        """The answer after unknowns have come in that are worth more than its prices, as far as they matter."""
        for _time in range(BRINGINGS):
            if answer.status is not Status.OPTIMAL or self._simplex.is_in.all():
                break
            since = len(self.tight.most) - len(answer.prices)
            low, high = self._bounds(settled)
            question = replace(self.tight, low=low, high=high)
            _limit, _held, rest = _left_by(question, np.pad(answer.prices, (0, since)))
            over = np.where(self._simplex.is_in, 0.0, np.maximum(rest, 0.0) * high)
            if over.sum() <= SMALL_STEP * self._gap * abs(answer.value):
                break
            self._simplex.bring_in(question, np.flatnonzero(over > 0))
            answer = self._simplex.answer(max(self._left(), 0.1))
        return answer

    def rounded(self) -> Answer | None:
        """A plan in a hurry, where the time is up before any: the first relaxation with its switches rounded."""
        if self._first is None:
            return None
        first = self._first[self._switches]
        for limit in (0.5, 0.25, 0.0):
            on = self._full((first >= limit) & (first > 0), self._in_a_hurry)
            answer = None if on is None else self._in_a_hurry(on, is_eased=False)
            if answer is not None and answer.status is Status.OPTIMAL:
                return answer
        return None

    def _in_a_hurry(self, on: Truths, is_eased: bool = True) -> Answer:
        """The plan with these switches, by interior point; eased without what switches ask for."""
        x, least = np.zeros(len(self.tight.worth)), self.tight.least.copy()
        x[self._switches] = on
        least[self._asking] = -np.inf if is_eased else least[self._asking]
        return best_linear(_fixed(replace(self.tight, least=least), x), max_seconds=SETTLING_SECONDS, is_rough=True)

    def _full(self, on: Truths, plan: Callable[[Truths], Answer]) -> Truths | None:
        """Of these switches those that get what they ask for, a full lot say, in the eased plan with no others.

        Those that do not are switched off and the plan is made again, until all do. None where there is no such plan.
        """
        for _time in range(REPAIRS):
            answer = plan(on)
            if answer.status is not Status.OPTIMAL:
                return None
            kept = on & self._can_be_on(answer.x)
            if (kept == on).all():
                return on
            on = kept
        return None

    def go_on(self) -> None:
        """Branch until the gap is closed, the time is up, or the branches are many."""
        while not self.is_done and self._left() > 0 and self.branches < MOST_BRANCHES:
            branch = self._open[0][2]
            is_time_for_plan = self.branches & (self.branches - 1) == 0
            if (is_time_for_plan or self.best is None) and self._dive(branch):
                continue
            if is_time_for_plan and self._is_poor:
                self._improve()
            heapq.heappop(self._open)
            self.branches += 1
            for side in self._sharpest(branch):
                self._enter(side, branch)

    def _enter(self, side: Side, branch: Branch) -> None:
        """File one side of a branch; where its relaxation has no answer in time, only the bound of the whole holds."""
        if side.answer.status is Status.OPTIMAL:
            self._simplex.go_back(side.basis)
            self._set(side.settled)
            self._file(self._cut(side.answer, side.settled, branch.bound, ROUNDS_IN_BRANCH))
        elif side.answer.status is not Status.INFEASIBLE:
            self._closed = max(self._closed, branch.bound)

    def _file(self, branch: Branch) -> None:
        """Keep the branch for later, or close it: nothing better is in it, or all of it is decided."""
        if branch.bound <= self._enough:
            self._closed = max(self._closed, branch.bound)
        elif not len(_undecided(branch.on)):
            self._take(branch.on > 0.5)
            self._closed = max(self._closed, branch.bound)
        else:
            self._seen += 1
            heapq.heappush(self._open, (-branch.bound, self._seen, branch))

    def _bounds(self, settled: Mapping[int, float]) -> tuple[Numbers, Numbers]:
        low, high = self.tight.low.copy(), self.tight.high.copy()
        places, sides = np.array(list(settled), np.int64), np.array(list(settled.values()))
        low[places] = high[places] = sides
        return low, high

    def _set(self, settled: Mapping[int, float]) -> None:
        low, high = self._bounds(settled)
        self._simplex.set_bounds(self._switches, low[self._switches], high[self._switches])

    def _solved(self, settled: Mapping[int, float]) -> Answer:
        """The relaxation with these switches settled, from where the simplex stands."""
        self._set(settled)
        return self._simplex.answer(max(self._left(), 0.1))

    def _cut(self, answer: Answer, settled: Mapping[int, float], above: float, rounds: int) -> Branch:
        """The branch of this answer after rounds of cuts."""
        bound = min(above, self._proven(answer, settled))
        for _round in range(rounds):
            cuts = joined((_broken_links(self.tight, self._links, answer.x), self._nodes.broken_covers(answer.x)))
            if not len(cuts.most) or bound <= self._enough or self._left() < 0:
                break
            self._add(cuts)
            closer = self._widened(self._simplex.answer(max(self._left(), 0.1)), settled)
            if closer.status is not Status.OPTIMAL:
                break
            answer, before = closer, bound
            bound = min(bound, self._proven(answer, settled))
            if before - bound < SMALL_STEP * self._gap * abs(bound):
                break
        return Branch(bound, answer.x[self._switches], settled, self._simplex.keep())

    def _add(self, cuts: Cuts) -> None:
        shape = (len(cuts.most), len(self.tight.worth))
        more = sparse.coo_matrix((cuts.values, (cuts.rows, cuts.columns)), shape).tocsr()
        self._simplex.add(more, cuts.most)
        self.tight = replace(
            self.tight,
            matrix=sparse.csc_matrix(sparse.vstack((self.tight.matrix, more))),
            least=np.concatenate((self.tight.least, np.full(len(cuts.most), -np.inf))),
            most=np.concatenate((self.tight.most, cuts.most)),
        )

    def _proven(self, answer: Answer, settled: Mapping[int, float]) -> float:
        """The bound by the answer's prices; conditions that came in since it was found have none."""
        low, high = self._bounds(settled)
        since = len(self.tight.most) - len(answer.prices)
        return proven_bound(replace(self.tight, low=low, high=high), np.pad(answer.prices, (0, since)))

    def _sharpest(self, branch: Branch) -> tuple[Side, Side]:
        """Both sides of the switch that lowers the bound most, of the dearest undecided ones."""
        undecided = _undecided(branch.on)
        far, switches = _distance(branch.on[undecided]), self._switches[undecided]
        order = np.lexsort((-far, -far * np.abs(self.tight.worth[switches])))
        tried = [self._sides(branch, int(one)) for one in switches[order[:TRIED]]]
        return max(tried, key=lambda sides: self._fall(branch, sides[0]) * self._fall(branch, sides[1]))

    def _sides(self, branch: Branch, switch: int) -> tuple[Side, Side]:
        off, on = (self._side(branch, {**branch.settled, switch: one}) for one in (0.0, 1.0))
        return off, on

    def _side(self, branch: Branch, settled: Mapping[int, float]) -> Side:
        self._simplex.go_back(branch.basis)
        return Side(settled, self._solved(settled), self._simplex.keep())

    def _fall(self, branch: Branch, side: Side) -> float:
        """By how much the bound falls on this side, as far as it matters."""
        value = side.answer.value if side.answer.status is Status.OPTIMAL else -np.inf
        return max(branch.bound - max(value, self._enough), 1e-9)

    def _dive(self, branch: Branch) -> bool:
        """Look for a plan: settle the switches that are nearly decided, solve again, and so on.

        Says whether the plan closes the gap.
        """
        settled, is_eased = dict(branch.settled), False
        self._simplex.go_back(branch.basis)
        answer = self._solved(settled)
        while answer.status is Status.OPTIMAL and self._is_better(answer):
            on = answer.x[self._switches]
            undecided = _undecided(on)
            if not len(undecided):
                break
            far = _distance(on[undecided])
            count = max(int((far <= NEARLY).sum()), -(-len(undecided) // 2))
            chosen = undecided[np.argsort(far, kind="stable")[:count]]
            before, held = settled, self._can_be_on(answer.x)
            for rounded in (on > 0.5, (on > 0.5) & held):
                sides = rounded[chosen].astype(float).tolist()
                settled = before | dict(zip(self._switches[chosen].tolist(), sides, strict=True))
                answer = self._solved(settled)
                if answer.status is not Status.INFEASIBLE or is_eased:
                    break
            else:
                is_eased = True
                self._ease(is_eased=True)
                answer = self._solved(settled)
        self._land(answer, is_eased)
        return self.is_done

    @property
    def _is_poor(self) -> bool:
        """Whether the best plan lies far below the bound, though there is one."""
        return self.best is not None and relative_gap(self.best.value, self.bound) > POOR * self._gap

    def _improve(self) -> None:
        """A better plan by moves: switches go on or off where the prices of the best plan promise most.

        A move of many switches at once is kept where the plan gets better; else the next move is half as wide.
        """
        width = WIDEST
        while width >= NARROWEST and self.best is not None and self._is_poor and self._left() > 0:
            before, on = self.best.value, self.best.x[self._switches] > 0.5
            promise = self._promised(self.best, on)
            moves = np.argsort(-promise, kind="stable")[:width]
            other = on.copy()
            other[moves] ^= promise[moves] > 0
            self._take_full(other)
            width = width if self.best.value > before else width // 2

    def _promised(self, plan: Answer, on: Truths) -> Numbers:
        """What turning each switch seems to bring: flow worth more than the prices, less its cost; or the reverse."""
        has_switch = np.zeros(len(self.tight.most), np.bool_)
        has_switch[np.unique(self.tight.matrix[:, self._switches].tocoo().row)] = True
        prices = np.where(has_switch, 0.0, np.pad(plan.prices, (0, len(has_switch) - len(plan.prices))))
        _limit, _held, rest = _left_by(self.tight, prices)
        followers, place = self._links.followers, np.zeros(len(rest), np.int64)
        place[self._switches] = np.arange(len(on))
        could = np.where(self._simplex.is_in, np.maximum(rest, 0.0) * self.tight.high, 0.0)[followers]
        does = (rest * plan.x)[followers]
        own, cost = place[self._links.switches], -self.tight.worth[self._switches]
        brings, saves = np.bincount(own, could, len(on)) - cost, cost - np.bincount(own, does, len(on))
        promised: Numbers = np.where(on, saves, brings)
        return promised

    def _take_full(self, on: Truths) -> None:
        """Keep the plan with these switches, or with those of them that get what they ask for."""
        if not self._take(on):
            self._ease(is_eased=True)
            chosen = self._full(on, lambda on: self._solved(self._all(on)))
            self._ease(is_eased=False)
            if chosen is not None:
                self._take(chosen)

    def _land(self, answer: Answer, is_eased: bool) -> None:
        """Keep the plan that a dive ends with; of an eased one without the switches that do not get what they ask for.

        Where nothing can be kept, all switches are on: that meets what is asked for in all, if anything does.
        """
        is_plan = answer.status is Status.OPTIMAL
        on = answer.x[self._switches] > 0.5 if is_plan else np.ones(len(self._switches), np.bool_)
        chosen = self._full(on, lambda on: self._solved(self._all(on))) if is_eased and is_plan else on
        if is_eased:
            self._ease(is_eased=False)
        is_wanted = answer.status is Status.INFEASIBLE or (is_plan and self._is_better(answer))
        if chosen is not None and is_wanted:
            self._take(chosen)

    def _is_better(self, answer: Answer) -> bool:
        return self.best is None or answer.value > self.best.value

    def _ease(self, *, is_eased: bool) -> None:
        """Leave out what switches ask for when they are on, or ask for it again."""
        rows, least = self._asking, self._question.least[self._asking]
        self._simplex.set_limits(rows, np.full(len(rows), -np.inf) if is_eased else least, self._question.most[rows])

    def _all(self, on: Truths) -> Mapping[int, float]:
        return dict(zip(self._switches.tolist(), on.astype(float).tolist(), strict=True))

    def _can_be_on(self, x: Numbers) -> Truths:
        """The switches whose own conditions hold when they are on and all else stays: a lot that is full, say.

        Without the others a plan is left, since nothing flows where a switch is off.
        """
        own = self._own
        full = (self._question.matrix @ x)[own.row] + own.data * (1 - x[self._switches[own.col]])
        slack = UNDECIDED * np.abs(own.data)
        broken = (full > self._question.most[own.row] + slack) | (full < self._question.least[own.row] - slack)
        can: Truths = np.bincount(own.col, broken, len(self._switches)) == 0
        return can

    def _take(self, on: Truths) -> bool:
        """Keep the plan with these switches, if it is better than the best one. Says whether there is one at all."""
        answer = self._solved(self._all(on))
        if answer.status is Status.OPTIMAL and self._is_better(answer):
            self.best = answer
        return answer.status is Status.OPTIMAL


def _distance(x: Numbers) -> Numbers:
    """How far switches are from on or off, whichever is nearer."""
    far: Numbers = np.minimum(np.abs(x), np.abs(1 - x))
    return far


def _undecided(on: Numbers) -> Integers:
    """The places of the switches that are neither on nor off."""
    return np.flatnonzero(_distance(on) > UNDECIDED)
