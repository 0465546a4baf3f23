"""Who owns whom: stakes between enterprises, people and bodies, and the groups that control makes of them.

One graph serves three counts: the size class (linked and partner enterprises), the single undertaking of de minimis
aid (control inside one Member State) and the independence of partners in a consortium (control anywhere).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tokka.words import Remark, _

MAJORITY: Final = 0.5
"""More than this share of the votes controls. Recommendation 2003/361/EC, Annex, Article 3(3)."""
ROUNDING: Final = 1e-9


class Investor(StrEnum):
    """What an owner is. Some may hold more than a partner may without counting (Annex, Article 3(2))."""

    ENTERPRISE = "enterprise"
    PERSON = "person"
    PUBLIC_INVESTMENT_CORPORATION = "public investment corporation"
    VENTURE_CAPITAL = "venture capital company"
    BUSINESS_ANGEL = "business angel"
    RESEARCH = "university or non-profit research centre"
    INSTITUTIONAL = "institutional investor or regional development fund"
    MUNICIPALITY = "local authority"
    PUBLIC_BODY = "public body"


@dataclass(frozen=True, slots=True)
class Party:
    """An enterprise, a person or a body. Figures of a year in annual work units and euros; None is not known."""

    key: str
    kind: Investor = Investor.ENTERPRISE
    staff_awu: float | None = None
    turnover_eur: float | None = None
    balance_eur: float | None = None
    country: str = ""
    inhabitants: int | None = None
    """Of a local authority."""
    budget_eur: float | None = None
    """Of a local authority, for a year."""


@dataclass(frozen=True, slots=True)
class Stake:
    """What one party holds in another: shares of capital and votes from 0 to 1, and other ways to control it.

    `controls` is true for the right to appoint the majority of the board, dominant influence by contract, or a voting
    agreement. `invested_eur` is the money of a business angel in the enterprise.
    """

    holder: str
    held: str
    capital: float = 0.0
    votes: float | None = None
    controls: bool = False
    invested_eur: float | None = None

    @property
    def share(self) -> float:
        """The higher of capital and votes: what a partner's figures are multiplied by."""
        return max(self.capital, self.votes or 0.0)

    @property
    def voting(self) -> float:
        """The votes; where nobody has told them, the capital."""
        return self.capital if self.votes is None else self.votes


@dataclass(frozen=True, slots=True)
class WrongStake:
    """A stake that was kept apart: its number from 1, its parties, and what is the matter."""

    row: int
    stake: Stake
    says: Remark


class Ownership:
    """Parties and their stakes, checked. Stakes that cannot be are kept apart in `faults` and not counted."""

    def __init__(self, parties: Iterable[Party], stakes: Iterable[Stake]) -> None:
        self.parties: Mapping[str, Party] = {party.key: party for party in parties}
        self.faults: tuple[WrongStake, ...] = ()
        numbered = list(enumerate(stakes, start=1))
        wrong = {row: says for row, stake in numbered if (says := self._wrong(stake))}
        sound = [(row, stake) for row, stake in numbered if row not in wrong]
        wrong |= _overfull(sound)
        self.stakes = tuple(stake for row, stake in sound if row not in wrong)
        self.faults = tuple(WrongStake(row, stake, wrong[row]) for row, stake in numbered if row in wrong)
        self.circles = tuple(_circles(self.stakes))

    def _wrong(self, stake: Stake) -> Remark | None:
        for key in (stake.holder, stake.held):
            if key not in self.parties:
                return Remark(_("%(key)s is not among the parties. Add it, or correct the key."), {"key": key})
        if stake.holder == stake.held:
            return Remark(_("%(key)s holds shares in itself. Leave out own shares."), {"key": stake.held})
        for share in (stake.capital, stake.voting):
            if not 0 <= share <= 1:
                named = {"share": share}
                return Remark(_("A share of %(share)s does not lie between 0 and 1. Divide per cents by 100."), named)
        return None

    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the whole graph: stakes kept apart, and circles of owners."""
        kept = tuple(
            Remark(_("Stake %(row)s is not counted: %(why)s"), {"row": one.row, "why": str(one.says)})
            for one in self.faults
        )
        says = _("These own one another in a circle: %(keys)s. Each is counted once.")
        return kept + tuple(Remark(says, {"keys": ", ".join(circle)}) for circle in self.circles)

    def held_by(self, holder: str) -> Iterator[Stake]:
        return (stake for stake in self.stakes if stake.holder == holder)

    def holders_of(self, held: str) -> Iterator[Stake]:
        return (stake for stake in self.stakes if stake.held == held)

    def linked_to(self, key: str, *, country: str = "", through_people: bool = False) -> tuple[str, ...]:
        """The group of a party: all that control binds together, itself included, in the order of their keys.

        Control is more than half of the votes, alone or by members of one group jointly, or another right. Within a
        `country`, links over a border do not count. People are links only where the caller says so.
        """
        groups = self._groups(country, through_people)
        mine = groups.get(key, key)
        return tuple(sorted({key} | {one for one, group in groups.items() if group == mine}))

    def _groups(self, country: str, through_people: bool) -> dict[str, str]:
        """The group of every party by the smallest key in it; joined until nothing more is controlled."""
        inside = {key for key, party in self.parties.items() if self._is_link(party, country, through_people)}
        groups = {key: key for key in inside}
        stakes = [stake for stake in self.stakes if stake.holder in inside and stake.held in inside]
        while True:
            joined = _joined(groups, stakes)
            if joined == groups:
                return groups
            groups = joined

    @staticmethod
    def _is_link(party: Party, country: str, through_people: bool) -> bool:
        may = party.kind not in (Investor.PERSON, Investor.MUNICIPALITY, Investor.PUBLIC_BODY)
        return (may or (through_people and party.kind is Investor.PERSON)) and country in ("", party.country)

    def common_people(self, key: str) -> tuple[str, ...]:
        """People who control both the party's group and an enterprise outside of it."""
        wider = set(self.linked_to(key, through_people=True)) - set(self.linked_to(key))
        people = {one for one in wider if self.parties[one].kind is Investor.PERSON}
        return tuple(sorted(people)) if wider - people else ()


def _joined(groups: Mapping[str, str], stakes: Iterable[Stake]) -> dict[str, str]:
    """One step: whatever a group controls becomes part of it."""
    votes: dict[tuple[str, str], float] = {}
    controlled: set[tuple[str, str]] = set()
    for stake in stakes:
        pair = groups[stake.holder], stake.held
        votes[pair] = votes.get(pair, 0.0) + stake.voting
        if stake.controls or votes[pair] > MAJORITY + ROUNDING:
            controlled.add(pair)
    found = dict(groups)
    for group, held in sorted(controlled):
        here, there = _name(found, group), found[held]
        first, second = min(here, there), max(here, there)
        found = {key: first if name == second else name for key, name in found.items()}
    return found


def _name(groups: Mapping[str, str], group: str) -> str:
    """What a group is called now; its first member keeps its own key as long as the group lasts."""
    return groups.get(group, group)


def _overfull(stakes: Iterable[tuple[int, Stake]]) -> dict[int, Remark]:
    """The stakes in parties of which more than the whole is held: all of them, for nobody can say which is wrong."""
    rows: dict[str, list[tuple[int, Stake]]] = {}
    for row, stake in stakes:
        rows.setdefault(stake.held, []).append((row, stake))
    says = _("The stakes in %(key)s add up to %(percent)s %%: more than the whole. Correct them.")
    wrong: dict[int, Remark] = {}
    for key, listed in rows.items():
        most = max(sum(stake.capital for _row, stake in listed), sum(stake.votes or 0.0 for _row, stake in listed))
        if most > 1 + 1e-6:
            wrong |= {row: Remark(says, {"key": key, "percent": round(100 * most, 1)}) for row, _stake in listed}
    return wrong


def _circles(stakes: Iterable[Stake]) -> Iterator[tuple[str, ...]]:
    """The sets of parties that own one another, each once, by their keys."""
    reach: dict[str, set[str]] = {}
    owned: dict[str, set[str]] = {}
    for stake in stakes:
        owned.setdefault(stake.holder, set()).add(stake.held)
    for start in owned:
        seen: set[str] = set()
        waiting = list(owned[start])
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += owned.get(one, ())
        reach[start] = seen
    told: set[str] = set()
    for key in sorted(reach):
        if key in reach[key] and key not in told:
            circle = {one for one in reach[key] if key in reach.get(one, ())}
            told |= circle
            yield tuple(sorted(circle))
