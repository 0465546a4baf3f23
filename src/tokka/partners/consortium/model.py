"""The choice of partners as an integer program for CP-SAT (OR-Tools): every requirement can be switched off alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ortools.sat.python import cp_model

from tokka.partners.consortium.independence import controlled_groups
from tokka.partners.consortium.nouns import Candidate, Ownership, Pair, Requirements

PARTS: Final = 1000
"""Shares are counted in thousandths of the budget, and worth in thousandths (§4)."""
CONFLICT_SECONDS: Final = 2.0


class Model:
    """Who takes part, who counts as an independent entity, and each one's share of the budget."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        needs: Requirements,
        *,
        holdings: Iterable[Ownership] = (),
        pairs: Iterable[Pair] = (),
    ) -> None:
        self.program = cp_model.CpModel()
        self.candidates, self.needs = candidates, needs
        self.takes_part = {one.key: self.program.new_bool_var(one.key) for one in candidates}
        self.is_entity = {one.key: self.program.new_bool_var(f"entity {one.key}") for one in candidates}
        self.share = {one.key: self.program.new_int_var(0, PARTS, f"share {one.key}") for one in candidates}
        self.wanted: dict[str, cp_model.IntVar] = {}
        """A switch for each requirement, by what it says."""
        self._people()
        self._entities(controlled_groups(self.takes_part, holdings))
        self._cover()
        self._caps()
        self._budget()
        self._worth(pairs)

    def _when(self, requirement: str) -> cp_model.IntVar:
        return self.wanted.setdefault(requirement, self.program.new_bool_var(requirement))

    def _people(self) -> None:
        for key in self.needs.fixed:
            held = self.takes_part.get(key, 0)
            self.program.add(held == 1).only_enforce_if(self._when(f"{key} takes part"))
        for key in self.needs.excluded & self.takes_part.keys():
            self.program.add(self.takes_part[key] == 0)

    def _entities(self, group_of: Mapping[str, str]) -> None:
        """Entities take part, are no two of one group or country, and sit where the programme counts them."""
        needs, eligible = self.needs, self.needs.member_states | self.needs.associated
        alike: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
        for one in self.candidates:
            entity = self.is_entity[one.key]
            self.program.add_implication(entity, self.takes_part[one.key])
            alike["group", group_of[one.key]].append(entity)
            alike["country", one.country].append(entity)
            if one.country not in eligible:
                self.program.add(entity == 0)
        for same in alike.values():
            self.program.add_at_most_one(same)
        enough = sum(self.is_entity.values()) >= needs.entities
        self.program.add(enough).only_enforce_if(
            self._when(f"{needs.entities} independent entities in as many eligible countries")
        )
        at_home = sum(self.is_entity[one.key] for one in self.candidates if one.country in needs.member_states)
        self.program.add(at_home >= needs.of_member_states).only_enforce_if(
            self._when(f"{needs.of_member_states} of them in a Member State")
        )

    def _cover(self) -> None:
        for what, count in self.needs.covered.items():
            covering = sum(self.takes_part[one.key] for one in self.candidates if what in one.covers)
            self.program.add(covering >= count).only_enforce_if(self._when(f"{count} × {what}"))

    def _caps(self) -> None:
        needs = self.needs
        self.program.add(sum(self.takes_part.values()) <= needs.most_partners).only_enforce_if(
            self._when(f"at most {needs.most_partners} partners")
        )
        smes = sum(self.takes_part[one.key] for one in self.candidates if one.is_sme)
        if needs.least_smes:
            self.program.add(smes >= needs.least_smes).only_enforce_if(self._when(f"{needs.least_smes} SMEs"))
        if needs.most_per_country is not None:
            of_country = defaultdict(list)
            for one in self.candidates:
                of_country[one.country].append(self.takes_part[one.key])
            for same in of_country.values():
                self.program.add(sum(same) <= needs.most_per_country).only_enforce_if(
                    self._when(f"at most {needs.most_per_country} per country")
                )

    def _budget(self) -> None:
        needs = self.needs
        for one in self.candidates:
            takes_part, share = self.takes_part[one.key], self.share[one.key]
            self.program.add(share >= round(one.least_share * PARTS)).only_enforce_if(takes_part)
            self.program.add(share <= round(one.most_share * PARTS)).only_enforce_if(takes_part)
            self.program.add(share == 0).only_enforce_if(~takes_part)
            if needs.most_share < 1:
                self.program.add(share <= round(needs.most_share * PARTS)).only_enforce_if(
                    self._when(f"at most {needs.most_share:.0%} of the budget for one")
                )
        self.program.add(sum(self.share.values()) == PARTS).only_enforce_if(
            self._when("the shares add up to the budget")
        )
        if needs.least_sme_share:
            smes = sum(self.share[one.key] for one in self.candidates if one.is_sme)
            self.program.add(smes >= round(needs.least_sme_share * PARTS)).only_enforce_if(
                self._when(f"at least {needs.least_sme_share:.0%} of the budget for SMEs")
            )

    def _worth(self, pairs: Iterable[Pair]) -> None:
        """Fit of each partner and worth of each pair, less one thousandth per partner: of equals the smaller wins."""
        terms = [(round(one.fit * PARTS) * 10 - 1) * self.takes_part[one.key] for one in self.candidates]
        for pair in pairs:
            if not {pair.one, pair.other} <= self.takes_part.keys():
                continue
            both = (self.takes_part[pair.one], self.takes_part[pair.other])
            if pair.is_conflict:
                self.program.add_at_most_one(both)
            elif pair.worth > 0:
                together = self.program.new_bool_var(f"{pair.one} with {pair.other}")
                for one in both:
                    self.program.add_implication(together, one)
                terms.append(round(pair.worth * PARTS) * 10 * together)
        self.program.maximize(sum(terms))

    def solve(self, seconds: float) -> tuple[cp_model.CpSolver, bool, bool]:
        """The solver after its search with every requirement on; whether it found a line-up, and whether it proved it.

        One worker and a fixed seed, so that a search that ends in time repeats.
        """
        self.program.clear_assumptions()
        self.program.add_assumptions(list(self.wanted.values()))
        solver = _solver(seconds)
        status = solver.solve(self.program)
        return solver, status in (cp_model.OPTIMAL, cp_model.FEASIBLE), status == cp_model.OPTIMAL

    def differs(self, keys: Iterable[str], by: int) -> None:
        """From now on at least `by` of these partners must be left out."""
        held = [self.takes_part[key] for key in keys]
        self.program.add(sum(held) <= len(held) - by)

    def conflict(self) -> tuple[str, ...]:
        """Requirements that cannot be met together while every smaller part can; empty if none are found."""
        self.program.maximize(0)
        kept = list(self.wanted)
        if not self._is_impossible(kept):
            return ()
        for requirement in list(kept):
            fewer = [one for one in kept if one != requirement]
            if self._is_impossible(fewer):
                kept = fewer
        return tuple(kept)

    def _is_impossible(self, requirements: Iterable[str]) -> bool:
        self.program.clear_assumptions()
        self.program.add_assumptions([self.wanted[one] for one in requirements])
        return bool(_solver(CONFLICT_SECONDS).solve(self.program) == cp_model.INFEASIBLE)


def _solver(seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    return solver
