"""Which organisations are under the same control: only one of each such group counts as an entity (§2)."""

from collections.abc import Callable, Iterable
from typing import Final

from tokka.partners.consortium.nouns import Ownership

CONTROL_PERCENT: Final = 50.0
"""More than this of capital or votes is control (Regulation (EU) 2021/695, Article 22, on independent entities)."""


def controlled_groups(keys: Iterable[str], holdings: Iterable[Ownership]) -> dict[str, str]:
    """For each key, the name of its group: the smallest key of all that control joins, owners outside the list too.

    Shares of one group in the same organisation are added up: 30 % and 30 % under one roof are control. Two owners that
    are not under one roof do not join what they own.
    """
    group: dict[str, str] = {}

    def head(key: str) -> str:
        while group.setdefault(key, key) != key:
            key = group[key]
        return key

    for key in keys:
        head(key)
    held = tuple(holdings)
    while joins := _controls(held, head):
        for owner, owned in joins:
            one, other = sorted((head(owner), head(owned)))
            group[other] = one
    return {key: head(key) for key in group}


def _controls(holdings: Iterable[Ownership], head: Callable[[str], str]) -> list[tuple[str, str]]:
    """Pairs of a group and an organisation outside it that the group controls together."""
    together: dict[tuple[str, str], float] = {}
    for one in holdings:
        owner = head(one.owner)
        if owner != head(one.owned):
            together[owner, one.owned] = together.get((owner, one.owned), 0.0) + one.percent
    return [pair for pair, percent in together.items() if percent > CONTROL_PERCENT]
