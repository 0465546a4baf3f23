"""Builds line-ups that differ from one another, the best first."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from tokka.partners.consortium.model import PARTS, Model
from tokka.partners.consortium.nouns import Candidate, Consortia, LineUp, Ownership, Pair, Partner, Requirements
from tokka.words import Remark, _


def build_consortia(
    candidates: Sequence[Candidate],
    needs: Requirements,
    *,
    holdings: Iterable[Ownership] = (),
    pairs: Iterable[Pair] = (),
    alternatives: int = 4,
    different: int = 2,
    seconds: float = 20.0,
) -> Consortia:
    """Up to `alternatives` line-ups, each without at least `different` of the free partners of every earlier one (§5).

    Each is proven the most worth that is left, or comes with its gap. Where none exists, `conflict` names the smallest
    set of requirements that cannot be met together. A candidate that comes twice is left out with a remark.
    """
    began = time.perf_counter()
    once, remarks = _once_each(candidates)
    model = Model(once, needs, holdings=tuple(holdings), pairs=tuple(pairs))
    line_ups: list[LineUp] = []
    for place in range(alternatives):
        left = seconds - (time.perf_counter() - began)
        solver, is_found, is_proven = model.solve(left / (alternatives - place))
        if not is_found:
            break
        line_ups.append(_line_up(solver, model, is_proven))
        free = [one.key for one in line_ups[-1].partners if one.key not in needs.fixed]
        if not free:
            break
        model.differs(free, min(different, len(free)))
    conflict = () if line_ups else model.conflict()
    remarks += _said(line_ups, conflict, alternatives)
    return Consortia(tuple(line_ups), conflict, time.perf_counter() - began, tuple(remarks))


def _once_each(candidates: Iterable[Candidate]) -> tuple[list[Candidate], list[Remark]]:
    counts = Counter(one.key for one in candidates)
    twice = sorted(key for key, count in counts.items() if count > 1)
    remarks = [
        Remark(_("%(key)s is listed more than once: the first entry counts. Remove the others."), {"key": key})
        for key in twice
    ]
    return list({one.key: one for one in reversed(list(candidates))}.values())[::-1], remarks


def _line_up(solver: cp_model.CpSolver, model: Model, is_proven: bool) -> LineUp:
    needs = model.needs
    chosen = [one for one in model.candidates if solver.boolean_value(model.takes_part[one.key])]
    order = {key: place for place, key in enumerate(needs.fixed)}
    chosen.sort(key=lambda one: (order.get(one.key, len(order)), -one.fit, one.key))
    entities = [one for one in chosen if solver.boolean_value(model.is_entity[one.key])]
    entities.sort(key=lambda one: one.country not in needs.member_states)
    return LineUp(
        partners=tuple(
            Partner(
                one.key,
                one.country,
                tuple(what for what in needs.covered if what in one.covers),
                solver.value(model.share[one.key]) / PARTS,
            )
            for one in chosen
        ),
        entities=tuple(one.key for one in entities),
        worth=solver.objective_value / (PARTS * 10),
        bound=solver.best_objective_bound / (PARTS * 10),
        is_proven=is_proven,
    )


def _said(line_ups: Sequence[LineUp], conflict: Sequence[str], asked: int) -> list[Remark]:
    if conflict:
        return [
            Remark(
                _("No consortium meets all of these together: %(requirements)s. Relax one of them, or add candidates."),
                {"requirements": "; ".join(conflict)},
            )
        ]
    if not line_ups:
        return [Remark(_("No consortium was found in the time. Give more seconds or fewer candidates."))]
    if len(line_ups) < asked:
        found = {"count": len(line_ups), "asked": asked}
        return [Remark(_("%(count)s of %(asked)s alternatives were found that differ enough."), found)]
    return []
