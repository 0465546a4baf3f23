"""The prices of a network in sentences: what one more tonne would be worth, and what a limit costs (§6)."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tokka.symbiosis.network import Network
from tokka.symbiosis.processors import Recipes
from tokka.symbiosis.quality import limits_in
from tokka.symbiosis.records import Needs, Numbers, Offers, Rows
from tokka.words import Remark, _

SENTENCES: Final = 3
"""Sentences for each sort of condition."""
CENT: Final = 0.01


def bottlenecks(network: Network, offers: Offers, needs: Needs, recipes: Recipes) -> Iterator[Remark]:
    """The dearest conditions of each sort, by their dearest period; nothing where the answer has no prices."""
    if not len(network.answer.prices):
        return
    room = _("%(name)s (row %(row)s of %(file)s): one more tonne of capacity here is worth %(eur)s EUR.")
    more = _("%(name)s (row %(row)s of %(file)s): one more tonne on offer here is worth %(eur)s EUR.")
    permit = _("%(name)s (row %(row)s of %(file)s): one more tonne in the permit is worth %(eur)s EUR.")
    minimum = _("%(name)s (row %(row)s of %(file)s): the last tonne of its minimum costs %(eur)s EUR.")
    first = np.array([int(np.flatnonzero(recipes.processor == at)[0]) for at in range(len(recipes.processors))], int)
    bound = np.flatnonzero(needs.minimum_t > 0)
    yield from _dearest(needs, network.prices("needs").max(axis=1), room)
    yield from _dearest(offers, network.prices("offers").max(axis=1), more)
    yield from _dearest(recipes.inlets.only(first), network.prices("capacity").max(axis=1, initial=0.0), room)
    yield from _dearest(recipes.inlets, network.prices("permits"), permit)
    yield from _dearest(needs.only(bound), -network.prices("minima"), minimum)
    yield from _limits(network, needs)
    if network.has_switches:
        yield Remark(_("These prices hold while what is opened and contracted stays as it is."))


def _dearest(rows: Rows, worth: Numbers, text: str) -> Iterator[Remark]:
    for at in np.argsort(-worth, kind="stable")[:SENTENCES].tolist():
        if worth[at] >= CENT:
            named = {"name": rows.names[at], "row": int(rows.rows[at]), "file": rows.file, "eur": f"{worth[at]:.2f}"}
            yield Remark(text, named)


def _limits(network: Network, needs: Needs) -> Iterator[Remark]:
    """What each limit of content costs: its price times what arrives, for a limit that is one unit wider."""
    arriving = np.zeros((len(needs), network.periods))
    np.add.at(arriving, network.direct.pairs.needs, network.tonnes[0])
    named = [(need, limit) for need in range(len(needs)) for limit in limits_in(needs.word("limits", need))]
    takers = np.array([need for need, _limit in named], np.int64)
    worth = (network.prices("limits") * arriving[takers]).sum(axis=1)
    text = _("%(name)s (row %(row)s of %(file)s): the limit %(limit)s, wider by one, would be worth about %(eur)s EUR.")
    for at in np.argsort(-worth, kind="stable")[:SENTENCES].tolist():
        if worth[at] >= CENT:
            need, (content, sign, value) = named[at]
            yield Remark(
                text,
                {
                    "name": needs.names[need],
                    "row": int(needs.rows[need]),
                    "file": needs.file,
                    "limit": f"{content}{'<=' if sign > 0 else '>='}{value:g}",
                    "eur": f"{worth[at]:.2f}",
                },
            )
