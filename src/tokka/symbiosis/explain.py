"""What a plan says in sentences: which tonne is missed most, and why a row went empty (§6)."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tokka.symbiosis.plan import Plan
from tokka.symbiosis.records import Numbers, Rows
from tokka.symbiosis.staged import StagedPlan
from tokka.words import Remark, _

SENTENCES: Final = 3
"""Sentences for each kind of price."""


def sentences(plan: Plan) -> tuple[Remark, ...]:
    """The dearest bottlenecks of the plan: room at needs, and tonnes at offers, in euros for one more tonne."""
    room = _("%(name)s (row %(row)s of %(file)s): one more tonne of capacity here is worth %(eur)s EUR.")
    more = _("%(name)s (row %(row)s of %(file)s): one more tonne on offer here is worth %(eur)s EUR.")
    return (*_dearest(plan.needs, plan.need_prices, room), *_dearest(plan.offers, plan.offer_prices, more))


def _dearest(rows: Rows, prices: Numbers, text: str) -> Iterator[Remark]:
    known = np.where(np.isnan(prices), 0.0, prices)
    for at in np.argsort(-known, kind="stable")[:SENTENCES].tolist():
        if known[at] > 0:
            named = {"name": rows.names[at], "row": int(rows.rows[at]), "file": rows.file, "eur": f"{known[at]:.2f}"}
            yield Remark(text, named)


def headline(plan: Plan | StagedPlan) -> Remark:
    """The plan in one sentence."""
    named = {
        "tonnes": f"{plan.moved_tonnes:,.0f}",
        "exchanges": plan.exchanges,
        "value": f"{plan.value_eur:,.2f}",
        "candidates": f"{plan.candidates:,}",
    }
    text = _("%(exchanges)s exchanges out of %(candidates)s candidates move %(tonnes)s t, worth %(value)s EUR.")
    return Remark(text, named)
