"""The least effort to a target: which deeds, how often, so that wanted findings are met and none is lost (§16).

Deeds that move no common finding are independent, so each group of deeds that do is searched by itself, in the order of
rising effort: the first plan that suffices is the cheapest. Where that takes too many tries, a plan is still found
step by step, and is told as not proven.
"""

import heapq
import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import perf_counter
from typing import Final

from tokka.excellence.assess import assess
from tokka.excellence.book import Book, Evidence, Sight
from tokka.excellence.deeds import BY_KEY as DEED_BY_KEY
from tokka.excellence.deeds import DEEDS, Deed, Left, left_by, with_all
from tokka.excellence.measures import BY_KEY
from tokka.rulebook.families import Family
from tokka.rulebook.model import Finding, Outcome, Rule
from tokka.words import Remark, _

MOST_TIMES: Final = 60
"""No deed is planned more often than this."""
TRIES: Final = 1_000
"""So many plans of one group of deeds are tried before the search by steps takes over."""
TRIES_FOR_ONE: Final = 60
"""So many for a single finding, where a page waits for all of them."""
NOT_PROVEN = _("Cheaper plans may exist: the search was cut short after %(tries)s tries.")
OUT_OF_REACH = _(
    "%(label)s: no deed that Tokka knows would meet it. Its step in the improvement plan says what is missing."
)

Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlannedDeed:
    """A deed, how often, and the effort of all times together in hours."""

    deed: Deed
    times: int
    hours: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The deeds in the order of the list, what they reach, what stays open, and whether no cheaper plan exists."""

    deeds: tuple[PlannedDeed, ...]
    hours: float
    reached: tuple[Finding, ...]
    open: tuple[Finding, ...]
    proven: bool
    seconds: float
    remarks: tuple[Remark, ...]


def least_effort(
    book: Book,
    day: date,
    family: Family,
    *,
    wanted: Collection[str] | None = None,
    hours: Mapping[str, float] | None = None,
) -> Plan:
    """The cheapest deeds that meet the wanted rules (None: all that are not met) and lose none that is met.

    `hours` changes the effort of one time by deed; infinity leaves a deed out. Raises KeyError for a rule or deed that
    there is not, and ValueError for an effort that is not above zero.
    """
    began = perf_counter()
    effort = _checked(hours or {})
    before = assess(book, day, family)
    if wanted is not None:
        wanted = {before.finding(key).rule.key for key in wanted}
    kept = [one.rule for one in before.findings if one.outcome is Outcome.MET]
    aims = [one.rule for one in before.findings if one.rule not in kept and (wanted is None or one.rule.key in wanted)]
    trial = _Trial(book, day, effort)
    counts, is_proven = _searched(trial, [rule for rule in aims if trial.is_within_reach(rule)], kept)
    after = assess(trial.book_after(counts), day, family)
    reached = tuple(one for one in after.findings if one.outcome is Outcome.MET and one.rule not in kept)
    left = tuple(one for one in before.findings if one.rule in aims and one.rule not in [won.rule for won in reached])
    deeds = trial.planned(counts)
    remarks = [Remark(OUT_OF_REACH, {"label": one.rule.label}) for one in left]
    return Plan(
        deeds=deeds,
        hours=sum(one.hours for one in deeds),
        reached=reached,
        open=left,
        proven=is_proven,
        seconds=perf_counter() - began,
        remarks=tuple(remarks if is_proven else [*remarks, Remark(NOT_PROVEN, {"tries": TRIES})]),
    )


Cheapest = Mapping[str, tuple[PlannedDeed, ...]]
"""By the key of each rule that is not met, the deeds that would meet it; none where none would."""


def cheapest_each(
    book: Book, day: date, families: Iterable[Family], *, hours: Mapping[str, float] | None = None
) -> tuple[Cheapest, ...]:
    """For each rule that is not met, family by family, the cheapest deeds found that would meet it alone.

    Where many deeds raise one rule the search is cut short, so a cheaper way may exist: no proof is told here. What
    they would do to other rules is for the whole plan to weigh (`least_effort`). Raises as that does.
    """
    trial = _Trial(book, day, _checked(hours or {}))
    return tuple(
        {
            one.rule.key: trial.planned(_cheapest_for(trial, one.rule)) if trial.is_within_reach(one.rule) else ()
            for one in assess(book, day, family).findings
            if one.outcome is not Outcome.MET
        }
        for family in families
    )


def _cheapest_for(trial: "_Trial", rule: Rule) -> Counts:
    """Only deeds that raise something which the rule reads: with no other rule to keep, no other deed can help."""
    raising = trial.raises(rule)
    return _cheapest(trial, sorted(raising), [(rule, raising)], TRIES_FOR_ONE)[0]


def _checked(hours: Mapping[str, float]) -> dict[str, float]:
    for key, one in hours.items():
        if key not in DEED_BY_KEY:
            raise KeyError(f"There is no deed {key!r}. There are: {', '.join(DEED_BY_KEY)}.")
        if not one > 0:
            raise ValueError(f"The effort of {key!r} is {one}. Give hours above zero, or infinity to leave it out.")
    return {deed.key: hours.get(deed.key, deed.hours) for deed in DEEDS}


class _Trial:
    """A book to imagine deeds in. It remembers what each deed leaves, and what was read where rules were looked at."""

    def __init__(self, book: Book, day: date, effort: Mapping[str, float]) -> None:
        self.book, self.day = book, day
        self.sight = Sight(book, day)
        possible = {deed: min(MOST_TIMES, deed.most(self.sight)) for deed in DEEDS if math.isfinite(effort[deed.key])}
        self.deeds = tuple(deed for deed, most in possible.items() if most)
        self.most = tuple(most for most in possible.values() if most)
        self.effort = tuple(effort[deed.key] for deed in self.deeds)
        self.nothing: Counts = (0,) * len(self.deeds)
        self._left: dict[tuple[int, int], Left] = {}
        self._evidence: dict[Counts, Evidence] = {}

    def planned(self, counts: Counts) -> tuple[PlannedDeed, ...]:
        rows = zip(self.deeds, counts, self.effort, strict=True)
        return tuple(PlannedDeed(deed, times, times * hours) for deed, times, hours in rows if times)

    def book_after(self, counts: Counts) -> Book:
        """The book with every deed done so often."""
        return with_all(self.book, (self._left_by(place, times) for place, times in enumerate(counts) if times))

    def _left_by(self, place: int, times: int) -> Left:
        if (place, times) not in self._left:
            self._left[place, times] = left_by(self.sight, self.deeds[place], times)
        return self._left[place, times]

    def are_met(self, rules: Iterable[Rule], counts: Counts) -> bool:
        """Whether all of the rules would be met. Only the measures that they read are counted."""
        sight = Sight(self.book_after(counts), self.day)
        return all(
            rule.find(self.day, {key: BY_KEY[key].fact_on(sight) for key in rule.reads}).outcome is Outcome.MET
            for rule in rules
        )

    def is_met_by(self, rule: Rule, place: int, times: int) -> bool:
        """Whether so many times of one deed alone meet the rule."""
        return self.are_met([rule], changed(self.nothing, place, times))

    def is_within_reach(self, rule: Rule) -> bool:
        """Met with everything done as often as can be, or with one deed alone."""
        alone = (changed(self.nothing, place, most) for place, most in enumerate(self.most))
        return any(
            rule.find(self.day, self._evidence_after(counts)).outcome is Outcome.MET for counts in (self.most, *alone)
        )

    def moves(self, rule: Rule) -> frozenset[int]:
        """The deeds that change a measure which the rule reads: alone, or where all others are done."""
        nothing, everything = self._read(rule, self.nothing), self._read(rule, self.most)
        return frozenset(
            place
            for place, most in enumerate(self.most)
            if self._read(rule, changed(self.nothing, place, most)) != nothing
            or self._read(rule, changed(self.most, place, 0)) != everything
        )

    def raises(self, rule: Rule) -> frozenset[int]:
        """The deeds that make a measure which the rule reads higher or known: alone, or where all others are done."""
        nothing, everything = self._read(rule, self.nothing), self._read(rule, self.most)
        return frozenset(
            place
            for place, most in enumerate(self.most)
            if _is_raised(nothing, self._read(rule, changed(self.nothing, place, most)))
            or _is_raised(self._read(rule, changed(self.most, place, 0)), everything)
        )

    def _read(self, rule: Rule, counts: Counts) -> list[float | None]:
        evidence = self._evidence_after(counts)
        return [evidence[key].value for key in rule.reads]

    def _evidence_after(self, counts: Counts) -> Evidence:
        """Every measure after the deeds. Kept, so it is asked only for the few plans at which each rule is looked."""
        if counts not in self._evidence:
            sight = Sight(self.book_after(counts), self.day)
            self._evidence[counts] = {key: measure.fact_on(sight) for key, measure in BY_KEY.items()}
        return self._evidence[counts]


def _is_raised(before: Iterable[float | None], after: Iterable[float | None]) -> bool:
    """Whether any value became higher or known."""
    pairs = zip(before, after, strict=True)
    return any(new is not None and (old is None or new > old) for old, new in pairs)


def changed(counts: Counts, place: int, times: int) -> Counts:
    """The counts with another one in one place."""
    return (*counts[:place], times, *counts[place + 1 :])


def _searched(trial: _Trial, aims: list[Rule], kept: list[Rule]) -> tuple[Counts, bool]:
    """The times of each deed, and whether the whole is the cheapest."""
    total, is_proven = trial.nothing, True
    moved = [(rule, trial.moves(rule)) for rule in (*aims, *kept)]
    for deeds, rules in _groups(moved):
        if any(rule in aims for rule, _moves in rules):
            counts, is_cheapest = _cheapest(trial, sorted(deeds), rules, TRIES)
            total = tuple(map(sum, zip(total, counts, strict=True)))
            is_proven &= is_cheapest
    return total, is_proven


Moved = tuple[Rule, frozenset[int]]
"""A rule, and the places of the deeds that change what it reads."""


def _groups(left: list[Moved]) -> Iterator[tuple[set[int], list[Moved]]]:
    """Rules that share a deed, with all their deeds, in the order of the rules."""
    while left:
        group, left = left[:1], left[1:]
        deeds = set(group[0][1])
        while near := [one for one in left if one[1] & deeds]:
            left = [one for one in left if one not in near]
            group += near
            deeds.update(*(moves for _rule, moves in near))
        yield deeds, group


def _cheapest(trial: _Trial, deeds: list[int], moved: list[Moved], tries: int) -> tuple[Counts, bool]:
    """Plans of these deeds in the order of their effort, from what is needed anyway, until one meets all rules.

    Each plan is made once: only the last deed of a plan, or a later one, is added to it.
    """
    rules = [rule for rule, _moves in moved]
    start = _needed(trial, moved)
    queue: list[tuple[float, Counts, int]] = [(0.0, start, 0)]
    for _try in range(tries):
        if not queue:
            break
        hours, counts, first = heapq.heappop(queue)
        if trial.are_met(rules, counts):
            return counts, True
        for nth, place in enumerate(deeds[first:], start=first):
            if counts[place] < trial.most[place]:
                more = changed(counts, place, counts[place] + 1)
                heapq.heappush(queue, (hours + trial.effort[place], more, nth))
    return _by_steps(trial, deeds, rules), False


def _needed(trial: _Trial, moved: list[Moved]) -> Counts:
    """The least times of each deed without which a rule that no other deed moves stays unmet."""
    counts = trial.nothing
    for rule, moves in moved:
        if len(moves) == 1:
            [place] = moves
            possible = range(counts[place], trial.most[place] + 1)
            # Doing a deed once more never takes back what it raised, so the least times are found by halving.
            first = bisect_left(possible, True, key=partial(trial.is_met_by, rule, place))
            counts = changed(counts, place, possible[first] if first < len(possible) else counts[place])
    return counts


def _by_steps(trial: _Trial, deeds: list[int], rules: list[Rule]) -> Counts:
    """From everything done as often as can be, take away the dearest deeds first as far as all rules stay met.

    Where even everything does not meet all of them at once, nothing is planned: those rules stay open.
    """
    counts = trial.nothing
    for place in deeds:
        counts = changed(counts, place, trial.most[place])
    if not trial.are_met(rules, counts):
        return trial.nothing
    for place in sorted(deeds, key=lambda place: -trial.effort[place]):
        low, high = 0, counts[place]
        while low < high:
            middle = (low + high) // 2
            if trial.are_met(rules, changed(counts, place, middle)):
                high = middle
            else:
                low = middle + 1
        counts = changed(counts, place, high)
    return counts
