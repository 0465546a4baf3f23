"""A municipality's purchase ledger as evidence of local shares, account by account (§10)."""

from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.shares import Evidence, Origin
from tokka.tables.model import Column, Holds, Row, Table, WrongTable, plain
from tokka.tables.text import read_text
from tokka.words import Remark, _

LEDGER: Final = Table(
    "ledger",
    _("Purchase ledger"),
    (
        Column("supplier", _("Supplier"), _("Name or business id."), headings=("toimittaja", "leverantör", "myyjä")),
        Column(
            "account", _("Account"), _("The account of the bookkeeping."), required=True, headings=("tili", "konto")
        ),
        Column(
            "euros",
            _("Sum"),
            _("Euros without value-added tax; credit notes are negative."),
            holds=Holds.NUMBER,
            unit="EUR",
            required=True,
            headings=("sum", "summa", "amount", "euro", "belopp", "netto", "verotonsumma", "summa alv 0 %"),
        ),
        Column("postcode", _("Postcode"), _("Of the supplier."), headings=("postinumero", "postnummer", "zip")),
    ),
)
WITH_TAX: Final = ("sisalv", "alvillinen", "brutto", "inclvat", "withvat", "gross", "inklmoms", "verollinen")
"""Parts of headings that say that value-added tax is in the sum."""


@dataclass(frozen=True)
class Ledger:
    """Evidence by account, the rows that were refused with their notes, and the euros of suppliers without a place."""

    evidence: dict[str, Evidence]
    refused: tuple[Row, ...]
    placeless: float


def read_ledger(content: bytes, file: str, *, home: AbstractSet[str]) -> Ledger:
    """Euros by account, local where the supplier's postcode is one of `home`; suppliers without one are not local.

    A wrong row is kept out and listed; the rest counts. Raises Refused where the file is no ledger, where its sums
    hold value-added tax, or where credit notes exceed the purchases of an account.
    """
    try:
        sheet = read_text(LEDGER, content, file)
    except WrongTable as fault:
        refuse_tax(content.decode("utf-8", "replace").partition("\n")[0], file)
        raise Refused([Fault(fault.says, fault.remedy)], file=file) from fault
    refuse_tax(" ".join((*sheet.columns.values(), *sheet.ignored)), file)
    euros: dict[str, float] = defaultdict(float)
    local: dict[str, float] = defaultdict(float)
    placeless = 0.0
    for row in sheet.rows:
        if row.is_refused:
            continue
        account, value, code = row.text("account"), float(row.cells["euros"] or 0), row.text("postcode")  # type: ignore[arg-type]
        euros[account] += value
        local[account] += value if code in home else 0.0
        placeless += 0.0 if code else value
    _refuse_credits(euros, local, file)
    evidence = {account: Evidence(sums, local[account], Origin.LEDGER) for account, sums in euros.items()}
    return Ledger(evidence, tuple(row for row in sheet.rows if row.is_refused), placeless)


def refuse_tax(headings: str, file: str) -> None:
    """Raises Refused where a heading says that value-added tax is in the sums."""
    if any(word in plain(headings) for word in WITH_TAX):
        says = Remark(_("A heading says that the sums hold value-added tax, which leaves with every purchase."))
        raise Refused([Fault(says, Remark(_("Export the sums without value-added tax.")))], file=file)


def _refuse_credits(euros: dict[str, float], local: dict[str, float], file: str) -> None:
    says = Remark(_("Credit notes exceed the purchases, in all or of local suppliers."))
    remedy = Remark(_("Export a whole year, so that every credit note meets its purchase."))
    wrong = [account for account, sums in euros.items() if not 0 <= local[account] <= sums]
    if wrong:
        raise Refused([Fault(says, remedy, account) for account in wrong], file=file)
