"""The size class of an enterprise with its partner and linked enterprises, and its life over several years.

Recommendation 2003/361/EC, Annex: Article 3 (autonomous, partner, linked), Article 4(2) (two years in a row), Article 6
(whose figures are added, and how much of them).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.rulebook.enterprise_size import ALONE, LABELS, VALUES, size_class
from tokka.rulebook.enterprise_size.ownership import MAJORITY, ROUNDING, Investor, Ownership, Party, Stake
from tokka.rulebook.model import DatedValue, NotInForce, Outcome
from tokka.words import Remark, _

ORDER: Final = ("micro", "small", "medium", "large")

FREE_TO_HOLD_HALF: Final = (
    Investor.PUBLIC_INVESTMENT_CORPORATION,
    Investor.VENTURE_CAPITAL,
    Investor.RESEARCH,
    Investor.INSTITUTIONAL,
)
"""Investors that may hold up to half without counting, whatever their own size."""
PUBLIC: Final = (Investor.MUNICIPALITY, Investor.PUBLIC_BODY)


@dataclass(frozen=True, slots=True)
class Counted:
    """One party whose figures were added: as what, and how much of them."""

    key: str
    relation: str
    share: float


@dataclass(frozen=True, slots=True)
class GroupSize:
    """The class of an enterprise with all that counts towards it. An empty key: not known, and `missing` says why."""

    enterprise: str
    key: str
    is_sme: Outcome
    relation: str
    """autonomous, partner or linked."""
    staff_awu: float | None
    turnover_eur: float | None
    balance_eur: float | None
    counted: tuple[Counted, ...]
    read: tuple[DatedValue, ...]
    remarks: tuple[Remark, ...]
    missing: tuple[Remark, ...] = ()

    @property
    def label(self) -> str:
        return LABELS[self.key]


def group_size(ownership: Ownership, enterprise: str, day: date) -> GroupSize:
    """The size class on a day from the whole ownership. Raises KeyError for a party that is not in the graph."""
    if enterprise not in ownership.parties:
        raise KeyError(f"{enterprise!r} is not among the parties. There are: {', '.join(sorted(ownership.parties))}.")
    group = ownership.linked_to(enterprise)
    partners, free, missing = _partners(ownership, group, day)
    public, unsure = _public_share(ownership, group, day)
    counted = _counted(ownership, enterprise, group, partners)
    figures = [_total(ownership, counted, what) for what in ("staff_awu", "turnover_eur", "balance_eur")]
    staff, turnover, balance = figures
    relation = "linked" if len(group) > 1 else "partner" if partners else "autonomous"
    remarks = (*ownership.remarks(), *free)
    missing = (*missing, *unsure, *_unknown_figures(ownership, counted), *_people(ownership, enterprise))
    size = size_class(day, staff, turnover, balance) if staff is not None else None
    if public >= _number("partner_from", day) - ROUNDING:
        says = _("Public bodies hold %(percent)s %%: the enterprise is no SME, whatever its size (Article 3(4)).")
        remarks = (*remarks, Remark(says, {"percent": round(100 * public, 1)}))
        key, is_sme = "large", Outcome.MISSED
    elif size is None or (missing and size.key != "large") or not size.key:
        key, is_sme = "", Outcome.UNKNOWN
    else:
        key, is_sme = size.key, Outcome.MISSED if size.key == "large" else Outcome.MET
    told = tuple(remark for remark in (size.remarks if size else ()) if remark is not ALONE)
    read = size.read if size else ()
    return GroupSize(
        enterprise, key, is_sme, relation, staff, turnover, balance, counted, read, (*remarks, *told), missing
    )


def _number(key: str, day: date) -> float:
    dated = VALUES[key].on(day)
    if dated is None or isinstance(dated.value, bool) or not isinstance(dated.value, int | float):
        raise NotInForce(
            f"{key} has no value on {day}. The Recommendation applies from 2005-01-01: ask for a later day."
        )
    return dated.value


def _partners(
    ownership: Ownership, group: Sequence[str], day: date
) -> tuple[list[tuple[str, float]], tuple[Remark, ...], tuple[Remark, ...]]:
    """The partners of a group with their shares; what was free to be held; and what is not known of an owner.

    The stakes that members of one group hold jointly are added up; below a quarter they do not count.
    """
    shares: dict[str, float] = {}
    for stake in ownership.stakes:
        for inside, outside in ((stake.held, stake.holder), (stake.holder, stake.held)):
            if inside in group and outside not in group and ownership.parties[outside].kind is not Investor.PERSON:
                shares[outside] = shares.get(outside, 0.0) + stake.share
    joint = {key: sum(shares.get(one, 0.0) for one in ownership.linked_to(key)) for key in shares}
    partners, free, missing = [], [], []
    for key in sorted(shares):
        party = ownership.parties[key]
        if joint[key] < _number("partner_from", day) - ROUNDING or party.kind in PUBLIC:
            continue
        is_owner = any(stake.held in group for stake in ownership.held_by(key))
        is_free = _is_free(ownership, party, group, joint[key], day) if is_owner else False
        named = {"key": key, "kind": party.kind.value, "percent": round(100 * shares[key], 1)}
        if is_free is None:
            missing.append(
                Remark(_("The money that %(key)s has put in is not known: an angel's limit depends on it."), named)
            )
        elif is_free:
            free.append(Remark(_("%(key)s holds %(percent)s %% as %(kind)s: it does not count (Article 3(2))."), named))
        else:
            partners.append((key, shares[key]))
    return partners, tuple(free), tuple(missing)


def _is_free(ownership: Ownership, party: Party, group: Sequence[str], joint: float, day: date) -> bool | None:
    """Whether an investor may hold its share without counting; None where that is not known.

    Investors that are linked to each other and together hold more than half count after all.
    """
    if joint > MAJORITY + ROUNDING:
        return False
    if party.kind is Investor.BUSINESS_ANGEL:
        invested = [stake.invested_eur for stake in ownership.held_by(party.key) if stake.held in group]
        known = [money for money in invested if money is not None]
        return sum(known) < _number("angel_below", day) if len(known) == len(invested) else None
    return party.kind in FREE_TO_HOLD_HALF


def _public_share(ownership: Ownership, group: Sequence[str], day: date) -> tuple[float, tuple[Remark, ...]]:
    """The share of public bodies that are not free to hold it, and what is not known of them."""
    total, missing = 0.0, []
    for stake in ownership.stakes:
        if stake.held not in group or stake.holder in group:
            continue
        is_public = _is_public(ownership, stake, day)
        if is_public is None:
            says = _("The inhabitants or the budget of %(key)s are not known: its share may be free (Article 3(2)(d)).")
            missing.append(Remark(says, {"key": stake.holder}))
        elif is_public:
            total += stake.share
    return total, tuple(missing)


def _is_public(ownership: Ownership, stake: Stake, day: date) -> bool | None:
    """Whether a stake is in public hands that are not free to hold it: directly, or by an enterprise they control."""
    party = ownership.parties[stake.holder]
    if party.kind in PUBLIC:
        is_small = _is_small_authority(party, day)
        return True if stake.share > MAJORITY + ROUNDING else None if is_small is None else not is_small
    return party.kind is Investor.ENTERPRISE and any(
        owner.voting > MAJORITY + ROUNDING and ownership.parties[owner.holder].kind in PUBLIC
        for one in ownership.linked_to(stake.holder)
        for owner in ownership.holders_of(one)
    )


def _is_small_authority(party: Party, day: date) -> bool | None:
    """An autonomous local authority with few people and a small budget; one figure above its limit settles it."""
    if party.kind is not Investor.MUNICIPALITY:
        return False
    people = None if party.inhabitants is None else party.inhabitants < _number("authority_inhabitants_below", day)
    budget = None if party.budget_eur is None else party.budget_eur < _number("authority_budget_below", day)
    if people is False or budget is False:
        return False
    return True if people and budget else None


def _counted(
    ownership: Ownership, enterprise: str, group: Sequence[str], partners: Sequence[tuple[str, float]]
) -> tuple[Counted, ...]:
    """Whose figures are added: the linked in full, partners by their share with all that is linked to them.

    Partners that are linked to each other and together hold more than half are linked to the enterprise as well.
    """
    counted = {one: Counted(one, "itself" if one == enterprise else "linked", 1.0) for one in group}
    shares = dict(partners)
    for key, share in partners:
        companions = ownership.linked_to(key)
        joint = sum(shares.get(one, 0.0) for one in companions)
        for one in companions:
            relation, weight = ("linked", 1.0) if joint > MAJORITY + ROUNDING else ("partner", max(share, joint))
            if one not in counted or counted[one].share < weight:
                counted[one] = Counted(one, relation, weight)
    return tuple(counted.values())


def _total(ownership: Ownership, counted: Sequence[Counted], what: str) -> float | None:
    """The sum of a figure by shares; None where one of the parties has not told it."""
    values = [(getattr(ownership.parties[one.key], what), one.share) for one in counted if _has_figures(ownership, one)]
    return sum(value * share for value, share in values) if all(value is not None for value, _share in values) else None


def _has_figures(ownership: Ownership, one: Counted) -> bool:
    return ownership.parties[one.key].kind is not Investor.PERSON


def _unknown_figures(ownership: Ownership, counted: Sequence[Counted]) -> tuple[Remark, ...]:
    untold = [one.key for one in counted if _has_figures(ownership, one) and _lacks(ownership.parties[one.key])]
    says = _("The staff, or both turnover and balance sheet, of %(keys)s are not known. Ask for the approved accounts.")
    return (Remark(says, {"keys": ", ".join(untold)}),) if untold else ()


def _lacks(party: Party) -> bool:
    return party.staff_awu is None or (party.turnover_eur is None and party.balance_eur is None)


def _people(ownership: Ownership, enterprise: str) -> tuple[Remark, ...]:
    """Enterprises that only a person links are linked where they work in the same or adjacent markets."""
    people = ownership.common_people(enterprise)
    says = _("%(people)s control other enterprises too. Say whether those work in the same or adjacent markets.")
    return (Remark(says, {"people": ", ".join(people)}),) if people else ()


@dataclass(frozen=True, slots=True)
class Status:
    """The status of an enterprise by its accounts, oldest first, and the year from which it holds."""

    key: str
    since: int
    remarks: tuple[Remark, ...]


def status_over_years(classes: Sequence[tuple[int, str]]) -> Status:
    """The status after several years of accounts, each with the class of that year alone.

    A ceiling has to be crossed in two years in a row before the status changes (Article 4(2)); of two years that lie
    further apart, the nearer one counts. Raises ValueError for no year, a gap, or a class that is not known.
    """
    if not classes:
        raise ValueError("There is no year of accounts. Give at least one year with its class.")
    years = [year for year, _key in classes]
    if years != list(range(years[0], years[0] + len(years))):
        raise ValueError(
            f"The years {years} do not follow each other. Give each year once, oldest first, without gaps."
        )
    for _year, key in classes:
        if key not in ORDER:
            raise ValueError(f"{key!r} is no size class. Use one of: {', '.join(ORDER)}.")
    levels = [ORDER.index(key) for _year, key in classes]
    status, since, remarks = levels[0], years[0], []
    for year, before, now in zip(years[1:], levels, levels[1:], strict=False):
        if before > status < now or before < status > now:
            status, since = (min(before, now) if now > status else max(before, now)), year
        elif now != status:
            named = {"year": year, "status": ORDER[status], "key": ORDER[now]}
            remarks.append(Remark(_("%(year)s alone would be %(key)s; the status stays %(status)s for now."), named))
    return Status(ORDER[status], since, tuple(remarks))


def declared_against_computed(declared: str, computed: GroupSize) -> Remark | None:
    """What is to be said where the declared class is not the computed one. Both are kept: neither proves the other."""
    if declared == computed.key or not declared:
        return None
    named = {"declared": LABELS.get(declared, declared), "computed": computed.label}
    if not computed.key:
        return Remark(_("Declared as %(declared)s; the ownership and accounts do not tell the class yet."), named)
    return Remark(
        _("Declared as %(declared)s, computed as %(computed)s. Ask which figures the declaration used."), named
    )


__all__ = ["Counted", "GroupSize", "Stake", "Status", "declared_against_computed", "group_size", "status_over_years"]
