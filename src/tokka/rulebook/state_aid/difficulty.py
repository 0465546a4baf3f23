"""Whether an undertaking is in difficulty: Regulation (EU) No 651/2014, Article 2(18), on the figures of the group."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.rulebook.model import Outcome, Source
from tokka.rulebook.state_aid import DIFFICULTY, value_on
from tokka.words import Remark, _

LIMITED, UNLIMITED = "limited", "unlimited"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Figures of the last approved accounts in euros. None is not known; losses are positive."""

    liability: str = LIMITED
    subscribed_capital: float | None = None
    share_premium: float | None = None
    accumulated_losses: float | None = None
    reserves: float | None = None
    capital_in_accounts: float | None = None
    """Of an undertaking of unlimited liability, before its losses."""
    is_insolvent: bool | None = None
    has_unrepaid_rescue_aid: bool | None = None
    is_sme: bool | None = None
    age_years: float | None = None
    debt_to_equity: tuple[float, ...] = ()
    """Of the last two years, where known."""
    interest_cover: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Difficulty:
    """The verdict: met means that the undertaking is NOT in difficulty. `missing` names what would settle it."""

    outcome: Outcome
    reasons: tuple[Remark, ...]
    missing: tuple[Remark, ...]
    source: Source = DIFFICULTY


Test = tuple[bool | None, Remark]

CAPITAL: Final = Remark(
    _("(a) Accumulated losses, after reserves, exceed half of the subscribed capital with premium.")
)
UNLIMITED_CAPITAL: Final = Remark(_("(b) More than half of the capital in the accounts is lost."))
INSOLVENT: Final = Remark(_("(c) It is insolvent, or meets the criteria for insolvency at its creditors' request."))
RESCUED: Final = Remark(_("(d) It has rescue aid that is not repaid, or is under a restructuring plan."))
RATIOS: Final = Remark(_("(e) For two years its debt is too high and its earnings too low for its interest."))


def in_difficulty(accounts: Accounts, day: date) -> Difficulty:
    """Judge the accounts by each letter of the definition. One that holds is enough; one unknown keeps it open."""
    tests = (_capital(accounts, day), (accounts.is_insolvent, INSOLVENT), (accounts.has_unrepaid_rescue_aid, RESCUED),
             _ratios(accounts, day))  # fmt: skip
    reasons = tuple(remark for holds, remark in tests if holds)
    missing = tuple(remark for holds, remark in tests if holds is None)
    outcome = Outcome.MISSED if reasons else Outcome.UNKNOWN if missing else Outcome.MET
    return Difficulty(outcome, reasons, () if reasons else missing)


def _capital(accounts: Accounts, day: date) -> Test:
    share, _read = value_on("difficulty_capital_lost", day)
    if accounts.liability == UNLIMITED:
        lost, capital = accounts.accumulated_losses, accounts.capital_in_accounts
        return (None if None in (lost, capital, share) else _half_lost(lost, capital, share)), UNLIMITED_CAPITAL
    spared = _is_spared(accounts, day)
    if spared:
        return False, CAPITAL
    known = (accounts.accumulated_losses, accounts.reserves, accounts.subscribed_capital, accounts.share_premium)
    losses, reserves, subscribed, premium = known
    if losses is None or reserves is None or subscribed is None or premium is None or share is None:
        return None, CAPITAL
    holds = losses - reserves > share * (subscribed + premium)
    return (None if holds and spared is None else holds), CAPITAL


def _half_lost(lost: float | None, capital: float | None, share: float | None) -> bool:
    return (lost or 0.0) > (share or 0.0) * (capital or 0.0)


def _is_spared(accounts: Accounts, day: date) -> bool | None:
    """A young small or medium-sized enterprise is spared the test of capital."""
    years, _read = value_on("difficulty_spared_years", day)
    if accounts.is_sme is False or (
        accounts.age_years is not None and years is not None and accounts.age_years >= years
    ):
        return False
    return True if accounts.is_sme and accounts.age_years is not None and years is not None else None


def _ratios(accounts: Accounts, day: date) -> Test:
    """Only of undertakings that are no SME, and only where both ratios were bad in both years."""
    if accounts.is_sme:
        return False, RATIOS
    most, _read = value_on("difficulty_debt_to_equity", day)
    least, _read = value_on("difficulty_interest_cover", day)
    if most is None or least is None:
        return None, RATIOS
    debt, cover = accounts.debt_to_equity[-2:], accounts.interest_cover[-2:]
    if any(ratio <= most for ratio in debt) or any(ratio >= least for ratio in cover):
        return False, RATIOS
    return (True if len(debt) == len(cover) == 2 and accounts.is_sme is False else None), RATIOS
