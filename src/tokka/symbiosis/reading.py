"""From the columns of a file to offers and needs: every row is taken, or refused by number with a remedy (§1, §2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tokka.symbiosis.codes import CodeList, code_in, is_split_code, prefixes_in
from tokka.symbiosis.quality import unread_content, unread_limit
from tokka.symbiosis.records import Fault, Needs, Numbers, Offers, Rows, Truths
from tokka.symbiosis.tables import NEEDS, OFFERS, Carrier
from tokka.tables.cells import number_in
from tokka.tables.columns import Columns, read_columns
from tokka.tables.model import Table, WrongTable
from tokka.words import Remark, _

MOST_TONNES: Final = 1e10
"""Tonnes. More than any one stream on Earth: a slip of the pen."""
MOST_EUROS: Final = 1e6
"""EUR/t, in either direction."""
EUROPE: Final = (34.0, 72.0, -32.0, 45.0)
"""South, north, west and east of the box in which coordinates are taken to be right as written."""
FAR_DEGREES: Final = 8.0
"""A place farther than this from the middle of the list whose swapped place lies nearer is written the wrong way."""
UNITS_RATIO: Final = 300.0
UNITS_SPREADS: Final = 5.0
"""So many times the median, and so many spreads of the logarithms above it: the row may have been in kilograms."""

_LEFT_OUT: Final = Remark(_("The row is left out of the plan. Correct it and run again."))


@dataclass(slots=True)
class Draft:
    """A file under reading: its columns, which rows are kept, and what was found wrong."""

    columns: Columns
    kept: Truths
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, at: int, column: str, says: Remark) -> None:
        """Leave a row out and say why."""
        self.kept[at] = False
        self.faults.append(Fault(self.columns.file, int(self.columns.rows[at]), column, says, _LEFT_OUT))

    def refuse_where(self, wrong: Truths, column: str, message: str, values: Numbers) -> None:
        """Refuse every row that is still kept and is `wrong`, with its value in the message."""
        for at in np.flatnonzero(wrong & self.kept).tolist():
            self.refuse(at, column, Remark(message, {"value": f"{values[at]:g}"}))

    def say(self, at: int, column: str, says: Remark) -> None:
        """Say something of a row that stays in."""
        named = {"file": self.columns.file, "row": int(self.columns.rows[at]), "column": column, "says": says}
        self.remarks.append(Remark(_("%(file)s, row %(row)s, %(column)s: %(says)s"), named))


@dataclass(frozen=True, slots=True)
class OfferList:
    """The offers of a file that can be planned, and what is to be said of the others."""

    offers: Offers
    faults: tuple[Fault, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class NeedList:
    """The needs of a file that can be planned, and what is to be said of the others."""

    needs: Needs
    faults: tuple[Fault, ...]
    remarks: tuple[Remark, ...]


def read_offers(content: bytes, file: str, codes: CodeList, *, is_gated: bool = True) -> OfferList:
    """Offers of a delimited text. Without the gate, codes have to be six digits but not on the list of the day.

    Raises WrongTable where the file as a whole is wrong.
    """
    draft = draft_of(OFFERS, content, file)
    columns = draft.columns
    _require_one_of(columns, ("waste_code", "material", "carrier"))
    _judge_common(draft, "offer")
    _judge_carriers(draft, "waste_code")
    avoided = _money(draft, "avoided_cost_eur_t")
    materials = [
        carried(carrier, text.casefold().strip())
        for carrier, text in zip(columns.text("carrier"), columns.text("material"), strict=True)
    ]
    kept_codes = _offer_codes(draft, materials, codes, is_gated)
    offers = Offers(
        names=columns.text("offer"),
        rows=columns.rows,
        lat=columns.number("lat"),
        lon=columns.number("lon"),
        tonnes=columns.number("tonnes"),
        words=words_of(
            columns,
            (
                "site",
                "country",
                "state",
                "status",
                "evidence",
                "origin",
                "composition",
                "tonnes_by_period",
                "carrier",
                "temperature_c",
            ),
        ),
        file=file,
        avoided_eur_t=avoided,
        codes=kept_codes,
        materials=materials,
        avoided_co2_kg_t=columns.number("avoided_co2_kg_t", 0.0),
    )
    _suspect_units(draft, offers)
    _say_contents(draft)
    return OfferList(offers.only(draft.kept), tuple(draft.faults), tuple(draft.remarks))


def read_needs(content: bytes, file: str, codes: CodeList, *, is_gated: bool = True) -> NeedList:
    """Needs of a delimited text. A code that is unknown or expired is left out of the need, the rest of it stays.

    Raises WrongTable where the file as a whole is wrong.
    """
    draft = draft_of(NEEDS, content, file)
    columns = draft.columns
    _require_one_of(columns, ("waste_codes", "materials", "carrier"))
    _judge_common(draft, "need")
    _judge_carriers(draft, "waste_codes")
    price = _money(draft, "price_eur_t")
    materials = [
        tuple(carried(carrier, one) for one in _materials(text) or ("",) * bool(carrier))
        for carrier, text in zip(columns.text("carrier"), columns.text("materials"), strict=True)
    ]
    needs = Needs(
        names=columns.text("need"),
        rows=columns.rows,
        lat=columns.number("lat"),
        lon=columns.number("lon"),
        tonnes=columns.number("tonnes"),
        words=words_of(columns, NEED_WORDS),
        file=file,
        price_eur_t=price,
        accepts=_need_codes(draft, materials, codes, is_gated),
        materials=materials,
        minimum_t=_not_negative(draft, "minimum_t"),
        minimum_lot_t=_not_negative(draft, "minimum_lot_t"),
        contract_eur=_not_negative(draft, "contract_eur"),
        avoided_co2_kg_t=columns.number("avoided_co2_kg_t", 0.0),
    )
    _suspect_units(draft, needs)
    _say_minima(draft, needs)
    _judge_limits(draft)
    return NeedList(needs.only(draft.kept), tuple(draft.faults), tuple(draft.remarks))


NEED_WORDS: Final = (
    "site",
    "country",
    "states",
    "permit_codes",
    "permit_until",
    "permit",
    "route",
    "municipal",
    "notice",
    "limits",
    "tonnes_by_period",
    "carrier",
    "temperature_c",
)


def carried(carrier: str, material: str) -> str:
    """The material as offers and needs are matched by it: heat and water are materials of their own, by class."""
    return material if carrier in ("", Carrier.GOODS) else f"{carrier} {material}".strip()


def _judge_carriers(draft: Draft, codes: str) -> None:
    """Heat and water are no waste by code: a row that names both is refused, because its unit is not clear."""
    for at, carrier in enumerate(draft.columns.text("carrier")):
        if carrier not in ("", Carrier.GOODS) and draft.columns.text(codes)[at] and draft.kept[at]:
            draft.refuse(at, codes, Remark(_("Heat and water have no waste code. Leave one of the two cells empty.")))


def _say_contents(draft: Draft) -> None:
    """Which compositions cannot be read: the stream is planned, but not into a need with limits (§1)."""
    for at, text in enumerate(draft.columns.text("composition")):
        if draft.kept[at] and (unread := unread_content(text)):
            says = _("“%(value)s” cannot be read, so that nothing is known of the contents. Write zn=3.5 pb=0.2-0.8.")
            draft.say(at, "composition", Remark(says, {"value": unread[:80]}))


def _judge_limits(draft: Draft) -> None:
    """A need whose limits cannot be read is refused: a limit that is overlooked is worse than a need left out (§2)."""
    for at, text in enumerate(draft.columns.text("limits")):
        if draft.kept[at] and (unread := unread_limit(text)):
            says = _("“%(value)s” is no limit. Write zn<=5 cao>=30, in the unit of the compositions.")
            draft.refuse(at, "limits", Remark(says, {"value": unread[:80]}))


def _say_minima(draft: Draft, needs: Needs) -> None:
    for at in np.flatnonzero(draft.kept & (needs.minimum_t > needs.tonnes)).tolist():
        named = {"minimum": f"{needs.minimum_t[at]:g}", "tonnes": f"{needs.tonnes[at]:g}"}
        text = _("The minimum of %(minimum)s t exceeds the room of %(tonnes)s t; it is planned as %(tonnes)s t.")
        draft.say(at, "minimum_t", Remark(text, named))
    for at in np.flatnonzero(draft.kept & (needs.minimum_lot_t > needs.tonnes)).tolist():
        named = {"lot": f"{needs.minimum_lot_t[at]:g}", "tonnes": f"{needs.tonnes[at]:g}"}
        text = _("The smallest lot of %(lot)s t exceeds the room of %(tonnes)s t: nothing can be delivered.")
        draft.say(at, "minimum_lot_t", Remark(text, named))


def draft_of(table: Table, content: bytes, file: str) -> Draft:
    """The columns of a file with the faults of its cells refused. Raises WrongTable."""
    columns = read_columns(table, content, file)
    draft = Draft(columns, np.ones(len(columns.rows), np.bool_))
    for at, notes in columns.notes.items():
        for note in notes:
            draft.refuse(at, note.column or "row", note.says)
    if columns.ignored:
        named = {"file": file, "columns": ", ".join(columns.ignored[:12])}
        draft.remarks.append(Remark(_("%(file)s: these columns are not used: %(columns)s."), named))
    return draft


def _require_one_of(columns: Columns, keys: Sequence[str]) -> None:
    if not any(columns.has(key) for key in keys):
        says = Remark(_("The column “%(column)s” is missing."), {"column": keys[0]})
        remedy = Remark(_("Add it to the first row; “%(other)s” will do instead."), {"other": keys[1]})
        raise WrongTable(columns.file, says, remedy)


def words_of(columns: Columns, keys: Sequence[str]) -> dict[str, list[str]]:
    """The text columns of these keys that the file has."""
    return {key: columns.text(key) for key in keys if columns.has(key)}


def _judge_common(draft: Draft, key: str) -> None:
    """Names that come once, tonnes that can be, and places on the globe that are not swapped."""
    _refuse_repeated(draft, key)
    tonnes = draft.columns.number("tonnes")
    draft.refuse_where(tonnes < 0, "tonnes", _("There cannot be %(value)s tonnes."), tonnes)
    draft.refuse_where(tonnes > MOST_TONNES, "tonnes", _("%(value)s tonnes are more than there can be."), tonnes)
    judge_places(draft)
    _judge_periods(draft, tonnes)


def _judge_periods(draft: Draft, tonnes: Numbers) -> None:
    """Tonnes by period are numbers, not negative, and add up to the tonnes of the row."""
    if not draft.columns.has("tonnes_by_period"):
        return
    for at, text in enumerate(draft.columns.text("tonnes_by_period")):
        said = [number_in(word) for word in text.split()]
        known = [one for one in said if one is not None and one >= 0]
        if len(known) < len(said):
            text = _("The tonnes of a period are numbers, and not below nothing.")
            draft.refuse(at, "tonnes_by_period", Remark(text))
        elif said and abs(sum(known) - tonnes[at]) > max(0.01 * tonnes[at], 0.5):
            named = {"sum": f"{sum(known):g}", "tonnes": f"{tonnes[at]:g}"}
            text = _("The periods add up to %(sum)s t, the row says %(tonnes)s t.")
            draft.refuse(at, "tonnes_by_period", Remark(text, named))


def _refuse_repeated(draft: Draft, key: str) -> None:
    first: dict[str, int] = {}
    for at, name in enumerate(draft.columns.text(key)):
        if name in first and draft.kept[at]:
            named = {"name": name[:80], "row": int(draft.columns.rows[first[name]])}
            draft.refuse(at, key, Remark(_("“%(name)s” is named in row %(row)s already."), named))
        first.setdefault(name, at)


def judge_places(draft: Draft) -> None:
    """Refuse places that are not on the globe, or that have latitude and longitude swapped."""
    lat, lon = draft.columns.number("lat"), draft.columns.number("lon")
    swappable = (np.abs(lat) > 90) & (np.abs(lat) <= 180) & (np.abs(lon) <= 90)
    draft.refuse_where(swappable, "lat", _("%(value)s is no latitude: latitude and longitude are swapped."), lat)
    draft.refuse_where(np.abs(lat) > 90, "lat", _("%(value)s is no latitude: it lies between -90 and 90."), lat)
    draft.refuse_where(np.abs(lon) > 180, "lon", _("%(value)s is no longitude: it lies between -180 and 180."), lon)
    kept = draft.kept
    if kept.any():
        swapped = _are_swapped(lat, lon, float(np.median(lat[kept])), float(np.median(lon[kept])))
        message = _("Latitude %(value)s lies far from the other rows; with longitude in its place it lies among them.")
        draft.refuse_where(swapped, "lat", message, lat)
        zero = (lat == 0) & (lon == 0)
        draft.refuse_where(zero, "lat", _("Latitude and longitude %(value)s is a place in the ocean."), lat)


def _are_swapped(lat: Numbers, lon: Numbers, middle_lat: float, middle_lon: float) -> Truths:
    """Rows far from the middle of the list as written and near it when swapped; or outside Europe and inside it.

    The second is said only of lists with a row in Europe, or too short to have a middle.
    """
    written = np.maximum(np.abs(lat - middle_lat), np.abs(lon - middle_lon))
    turned = np.maximum(np.abs(lon - middle_lat), np.abs(lat - middle_lon))
    far: Truths = (written > FAR_DEGREES) & (turned < FAR_DEGREES)
    here = _in_europe(lat, lon)
    return far | (_in_europe(lon, lat) & ~here) if here.any() or len(lat) <= 2 else far


def _in_europe(lat: Numbers, lon: Numbers) -> Truths:
    south, north, west, east = EUROPE
    inside: Truths = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    return inside


def _money(draft: Draft, key: str) -> Numbers:
    values = draft.columns.number(key)
    message = _("%(value)s EUR a tonne cannot be: money is counted in EUR/t.")
    draft.refuse_where(np.abs(values) > MOST_EUROS, key, message, values)
    return values


def _not_negative(draft: Draft, key: str) -> Numbers:
    values = draft.columns.number(key, 0.0)
    draft.refuse_where(values < 0, key, _("%(value)s is below nothing."), values)
    return values


def _suspect_units(draft: Draft, rows: Rows) -> None:
    """Say which rows may be written in kilograms: so far above the others that the unit is the likelier fault."""
    kept = draft.kept & (rows.tonnes > 0)
    if kept.sum() < 5:
        return
    middle = float(np.median(rows.tonnes[kept]))
    orders = np.log(np.where(kept, rows.tonnes, middle) / middle)
    spread = 1.4826 * float(np.median(np.abs(orders[kept])))
    for at in np.flatnonzero(orders > max(np.log(UNITS_RATIO), UNITS_SPREADS * spread)).tolist()[:20]:
        named = {"value": f"{rows.tonnes[at]:g}", "median": f"{middle:g}"}
        says = Remark(_("%(value)s t against a median of %(median)s t: is the row written in kilograms?"), named)
        draft.say(at, "tonnes", says)


def _offer_codes(draft: Draft, materials: Sequence[str], codes: CodeList, is_gated: bool) -> list[str]:
    """The six digits of each offer; a row without code and material is refused, so is a code not in force (§3)."""
    known: dict[str, tuple[str, Remark | None]] = {}
    kept = []
    for at, text in enumerate(draft.columns.text("waste_code")):
        if text not in known:
            code, wrong = code_in(text) if text else ("", None)
            known[text] = code, wrong or (codes.fault(code) if code and is_gated else None)
        code, wrong = known[text]
        if not text and not materials[at]:
            wrong = Remark(_("The cell is empty, and no material is named."))
        if wrong and draft.kept[at]:
            draft.refuse(at, "waste_code", wrong)
        kept.append(code)
    return kept


def _materials(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.casefold().strip() for one in text.split(";"))))


def _need_codes(
    draft: Draft, materials: Sequence[tuple[str, ...]], codes: CodeList, is_gated: bool
) -> list[tuple[str, ...]]:
    """The codes and prefixes that each need accepts. Faulty ones are named; a need with none left is refused (§3)."""
    known: dict[str, tuple[tuple[str, ...], tuple[Remark, ...]]] = {}
    kept = []
    for at, text in enumerate(draft.columns.text("waste_codes")):
        if text not in known:
            known[text] = _judged_prefixes(text, codes, is_gated)
        good, faults = known[text]
        kept.append(good)
        if draft.kept[at]:
            _say_prefixes(draft, at, good, faults, bool(materials[at]))
    return kept


def _judged_prefixes(text: str, codes: CodeList, is_gated: bool) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    prefixes, faults = prefixes_in(text)
    if is_gated:
        judged = {prefix: codes.fault(prefix) for prefix in prefixes}
        faults += tuple(fault for fault in judged.values() if fault)
        prefixes = tuple(prefix for prefix, fault in judged.items() if not fault)
    if is_split_code(text):
        named = {"value": text, "code": text.replace(" ", "").removesuffix("*")}
        faults += (Remark(_("“%(value)s” was read as three chapters. For one code write %(code)s."), named),)
    return prefixes, faults


def _say_prefixes(draft: Draft, at: int, good: Sequence[str], faults: Sequence[Remark], has_material: bool) -> None:
    if good or has_material:
        for fault in faults:
            draft.say(at, "waste_codes", fault)
        return
    draft.refuse(at, "waste_codes", faults[0] if faults else Remark(_("The cell is empty, and no material is named.")))
