"""A purchase ledger row by row: the verdict of each, what looks wrong with the whole, and the sums by account (§10)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tokka.leakage.ledger import open_ledger
from tokka.leakage.postcodes import Postcodes, tidy
from tokka.leakage.refusals import Fault, Refused
from tokka.tables.lists import Listing
from tokka.tables.model import Row
from tokka.tables.rows import Repair
from tokka.tables.shape import Aside
from tokka.words import Remark, _

RATES: Final = (0.255, 0.24, 0.14, 0.135, 0.10)
"""Finland's value-added tax, of now and of the years before."""
FEWEST_ROWS: Final = 10
SUSPECT_PART: Final = 0.2
"""So many of ten or more rows that are round only without tax are no chance."""
PEOPLE_SPEND: Final = (20.0, 30_000.0)
"""Euros for each inhabitant between which a municipality's purchases of a year lie by any measure."""
GUESSES: Final = {
    "10_12": ("elintarvik", "ruoka", "ruuan", "maito", "leip", "food", "livsmedel", "kitchen", "keitti"),
    "19_22": ("polttoaine", "poltto", "öljy", "olja", "oil", "fuel", "bensiin", "diesel", "kemikaal", "lääk"),
    "35_39": ("sähkö", "lämpö", "lämmit", "kaukolämpö", "vesi", "jäte", "electric", "heat", "water", "waste", "energ"),
    "02_03": ("hake", "puu ", "woodchip", "chips", "polttopuu"),
    "41_43": ("rakennus", "rakentam", "construction", "kunnossapito"),
    "49_53": ("kuljetus", "matkustus", "transport", "posti", "taksi"),
    "55_56": ("majoitus", "ravitsemus", "hotel", "catering"),
    "58_63": ("ict", "ohjelmisto", "puhelin", "tietoliikenne", "software", "telecom", "kirjallisuus", "lehdet"),
    "69_75": ("asiantuntija", "konsultti", "suunnittelu", "expert", "consult"),
    "77_82": ("siivous", "puhtaana", "vuokratyö", "cleaning", "vartiointi"),
    "86_88": ("lääkär", "terveys", "hoito", "sosiaali", "health", "care"),
}
"""Parts of an account's name, by the product that they mean. A guess is shown and waits for a yes."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line below or above the headings: where it counts (`home`, `region`, `outside`, `placeless`), or what is
    said of it because it does not: `refused` with the column of the fault, or `aside` because it is no entry.
    """

    number: int
    account: str
    euros: float
    postcode: str
    verdict: str
    column: str = ""
    says: Remark | None = None

    @property
    def counts(self) -> bool:
        return self.says is None


@dataclass(frozen=True, slots=True)
class AccountSums:
    """An account: how many rows, its euros, those in the region, those at home, and the product that its name means."""

    account: str
    rows: int
    euros: float
    regional: float
    local: float
    product: str


@dataclass(frozen=True)
class LedgerRead:
    """A ledger understood: how the file was written, every row, the accounts, what was put right in cells, what is told
    of the file, and what somebody has to look at before it counts.
    """

    form: str
    sheet: str
    encoding: str
    """Empty for a workbook, which has none."""
    rows: tuple[LedgerRow, ...]
    accounts: tuple[AccountSums, ...]
    repairs: tuple[Repair, ...]
    told: tuple[Remark, ...]
    suspicions: tuple[Remark, ...]


def read_ledger_rows(content: bytes, file: str, *, home: Postcodes, region: Postcodes, people: float) -> LedgerRead:
    """Every row with its verdict. Raises Refused where the file is no ledger, or says that tax is in its sums."""
    sheet = open_ledger(content, file)
    rows = [_row(row, home, region) for row in sheet.rows] + [_aside(line) for line in sheet.aside]
    taken = [row for row in rows if row.counts]
    if not taken:
        says = Remark(_("No row of the file can be taken in."))
        faults = [Fault(says, Remark(_("Look at the first rows: each needs an account and a sum.")))]
        raise Refused([*faults, *_first_faults(rows)], file=file)
    return LedgerRead(
        form=sheet.form,
        sheet=sheet.sheet,
        encoding=sheet.encoding,
        rows=tuple(sorted(rows, key=lambda row: row.number)),
        accounts=_accounts(taken, file),
        repairs=sheet.repairs,
        told=tuple(remark for remark in sheet.remarks if remark.values.get("sheet", sheet.sheet) == sheet.sheet),
        suspicions=(*_unread(sheet), *suspicions_of(taken, people)),
    )


def _row(row: Row, home: Postcodes, region: Postcodes) -> LedgerRow:
    told, code = row.cells.get("euros"), tidy(row.text("postcode"))
    euros = float(told) if isinstance(told, (int, float)) and not isinstance(told, bool) else 0.0
    if row.is_refused:
        note = row.notes[0]
        return LedgerRow(row.number, row.text("account"), euros, code, "refused", note.column, note.says)
    places = (("placeless", not code), ("home", code in home), ("region", code in region), ("outside", True))
    return LedgerRow(row.number, row.text("account"), euros, code, next(name for name, holds in places if holds))


def _aside(line: Aside) -> LedgerRow:
    return LedgerRow(line.number, line.holds, 0.0, "", "aside", says=line.says)


def _first_faults(rows: Iterable[LedgerRow]) -> list[Fault]:
    """What is wrong with the first rows of a file of which none can be taken in."""
    remedy = Remark(_("Correct it in the file."))
    wrong = [row for row in rows if row.verdict == "refused" and row.says]
    return [Fault(row.says, remedy, str(row.number), row.column) for row in wrong[:3] if row.says]


def _unread(sheet: Listing) -> Iterable[Remark]:
    """Other sheets of a workbook: a year may be spread over them."""
    if sheet.unread:
        says = _("Only the sheet “%(sheet)s” was read, not %(others)s: put the whole year into one sheet.")
        yield Remark(says, {"sheet": sheet.sheet, "others": ", ".join(f"“{name}”" for name in sheet.unread)})


def _accounts(rows: Iterable[LedgerRow], file: str) -> tuple[AccountSums, ...]:
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0.0, 0.0])
    for row in rows:
        one = sums[row.account]
        one[0] += 1
        one[1] += row.euros
        one[2] += row.euros if row.verdict in ("home", "region") else 0.0
        one[3] += row.euros if row.verdict == "home" else 0.0
    wrong = [account for account, (_n, euros, regional, local) in sums.items() if not 0 <= local <= regional <= euros]
    if wrong:
        says = Remark(_("Credit notes exceed the purchases, in all or of local suppliers."))
        remedy = Remark(_("Export a whole year, so that every credit note meets its purchase."))
        raise Refused([Fault(says, remedy, account) for account in wrong], file=file)
    found = [
        AccountSums(name, int(count), round(euros, 2), round(regional, 2), round(local, 2), guess(name))
        for name, (count, euros, regional, local) in sums.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.euros, one.account)))


def guess(account: str) -> str:
    """The product that an account's name means; empty where no word of it is known."""
    name = account.casefold()
    found = (code for code, words in GUESSES.items() if any(word in name for word in words))
    return next(found, "")


def suspicions_of(rows: Iterable[LedgerRow], people: float) -> tuple[Remark, ...]:
    """What looks wrong with the sums: tax in them, thousands for euros, or cents for euros."""
    euros = [row.euros for row in rows]
    found = []
    if (rate := _tax_in(euros)) is not None:
        says = _("Many sums become round without a value-added tax of %(percent)s per cent: the tax may be in them.")
        found.append(Remark(says, {"percent": f"{100 * rate:g}"}))
    low, high = PEOPLE_SPEND
    each = sum(euros) / people if people > 0 else low
    named: Mapping[str, object] = {"euros": f"{each:.2f}" if each < 1 else f"{each:.0f}"}
    if each < low:
        says = _(
            "All sums together are %(euros)s euros for each inhabitant: a part of the year, or thousands of euros?"
        )
        found.append(Remark(says, named))
    if each > high:
        says = _("All sums together are %(euros)s euros for each inhabitant: are they cents, or is a comma lost?")
        found.append(Remark(says, named))
    return tuple(found)


def _tax_in(euros: list[float]) -> float | None:
    """The rate without which many sums are multiples of five euros, where few are so as they stand."""
    odd = [value for value in euros if value > 0 and not _is_round(value)]
    if len(odd) < FEWEST_ROWS or len(odd) < (1 - SUSPECT_PART) * len(euros):
        return None
    parts = {rate: sum(_is_round(value / (1 + rate)) for value in odd) / len(odd) for rate in RATES}
    likeliest = max(RATES, key=lambda rate: parts[rate])
    return likeliest if parts[likeliest] >= SUSPECT_PART else None


def _is_round(value: float) -> bool:
    return abs(value - 5 * round(value / 5)) < 0.006
