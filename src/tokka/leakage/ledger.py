"""A municipality's purchase ledger as a file of any form: its columns, and the headings that refuse it (§10)."""

import re
from typing import Final

from tokka.leakage.refusals import Fault, Refused
from tokka.tables.lists import Listing, read_list
from tokka.tables.model import Column, Holds, Table, WrongTable, called, plain
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
            headings=called(
                fi="summa, euro, veroton summa, summa alv 0 %",
                sv="belopp, netto",
                en="sum, amount",
            ),
        ),
        Column("postcode", _("Postcode"), _("Of the supplier."), headings=("postinumero", "postnummer", "zip")),
    ),
)
WITH_TAX: Final = ("sisalv", "alvillinen", "brutto", "inclvat", "withvat", "gross", "inklmoms", "verollinen")
"""Parts of headings that say that value-added tax is in the sum."""
_RATE: Final = re.compile(r"(alv|moms|vat)0*[1-9]")
"""A rate in the heading of the sums, other than none."""


def open_ledger(content: bytes, file: str) -> Listing:
    """The rows of a ledger: text of any encoding and delimiter, or a workbook.

    Raises Refused where the file is no list, where a heading says that value-added tax is in the sums, where a column
    is missing, or where two headings mean the same one.
    """
    try:
        sheet = read_list(LEDGER, content, file, may_miss=True)
    except WrongTable as fault:
        raise Refused([Fault(fault.says, fault.remedy)], file=file) from fault
    headings = [match.heading for match in sheet.matches if match.heading]
    _refuse_tax(sheet, headings, file)
    _refuse_missing(sheet, headings, file)
    _refuse_two(headings, file)
    return sheet


def _refuse_tax(sheet: Listing, headings: list[str], file: str) -> None:
    says = Remark(_("A heading says that the sums hold value-added tax, which leaves with every purchase."))
    remedy = Remark(_("Export the sums without value-added tax."))
    sums = [sheet.columns["euros"]] if "euros" in sheet.columns else headings
    wrong = [heading for heading in headings if any(word in plain(heading) for word in WITH_TAX)]
    wrong += [heading for heading in sums if heading not in wrong and _RATE.search(plain(heading))]
    if wrong:
        raise Refused([Fault(says, remedy, column=heading) for heading in wrong], file=file)


def _refuse_missing(sheet: Listing, headings: list[str], file: str) -> None:
    faults = []
    for column in sheet.missing:
        named = {"column": column.key, "found": ", ".join(heading[:40] for heading in headings)[:400] or "–"}
        says = Remark(_("The column “%(column)s” is missing. The headings found are: %(found)s."), named)
        names = {"names": ", ".join((column.key, *column.headings))}
        remedy = Remark(_("Name the column in the first row; these names are understood: %(names)s."), names)
        faults.append(Fault(says, remedy))
    if faults:
        raise Refused(faults, file=file)


def _refuse_two(headings: list[str], file: str) -> None:
    """Of two sums one may hold the tax: whoever knows the list says which one counts."""
    for column in LEDGER.columns:
        same = [heading for heading in headings if plain(heading) in column.known_as]
        if len(same) > 1:
            says = Remark(_("Two columns mean the same: %(columns)s."), {"columns": ", ".join(same)})
            raise Refused([Fault(says, Remark(_("Rename or remove one of them.")), column=same[0])], file=file)
