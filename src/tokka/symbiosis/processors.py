"""Processors with their recipes: codes in, tonnes out, cost and capacity (§9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tokka.symbiosis.codes import CodeList, code_in, prefixes_in
from tokka.symbiosis.reading import MOST_TONNES, Draft, draft_of, judge_places, words_of
from tokka.symbiosis.records import Fault, Integers, Needs, Numbers, Offers, Truths
from tokka.symbiosis.tables import PROCESSORS, Carrier
from tokka.tables.model import plain
from tokka.words import Remark, _


@dataclass(frozen=True, slots=True)
class Recipes:
    """One row for each recipe. `inlets` are the recipes as needs, `outlets` as offers; `processor` groups them."""

    inlets: Needs
    outlets: Offers
    processor: Integers
    """The place in `processors` of the one that runs the recipe."""
    processors: Sequence[str]
    capacity_t: Numbers
    """Of each processor, all recipes together."""
    opening_eur: Numbers
    """Of each processor."""
    yields: Numbers
    permit_t: Numbers
    storage_t: Numbers
    storage_eur_t: Numbers

    def __len__(self) -> int:
        return len(self.inlets)

    def only(self, kept: Truths) -> "Recipes":
        """These recipes alone, with the processors that run them."""
        runs, back = np.unique(self.processor[kept], return_inverse=True)
        return Recipes(
            inlets=self.inlets.only(kept),
            outlets=self.outlets.only(kept),
            processor=back.astype(np.int64),
            processors=[self.processors[at] for at in runs.tolist()],
            capacity_t=self.capacity_t[runs],
            opening_eur=self.opening_eur[runs],
            yields=self.yields[kept],
            permit_t=self.permit_t[kept],
            storage_t=self.storage_t[kept],
            storage_eur_t=self.storage_eur_t[kept],
        )


@dataclass(frozen=True, slots=True)
class RecipeList:
    """The recipes of a file that can be planned, and what is to be said of the others."""

    recipes: Recipes
    faults: tuple[Fault, ...]
    remarks: tuple[Remark, ...]


def read_processors(content: bytes, file: str, codes: CodeList, *, is_gated: bool = True) -> RecipeList:
    """Recipes of a delimited text. Capacity and opening cost of a processor are those of its first row.

    Raises WrongTable where the file as a whole is wrong.
    """
    draft = draft_of(PROCESSORS, content, file)
    columns = draft.columns
    judge_places(draft)
    for key in ("capacity_t", "yield", "cost_eur_t", "opening_eur", "permit_t", "storage_t", "storage_eur_t"):
        values = columns.number(key, 0.0)
        draft.refuse_where(values > MOST_TONNES, key, _("%(value)s is more than there can be."), values)
        if key != "cost_eur_t":
            draft.refuse_where(values < 0, key, _("%(value)s is below nothing."), values)
    accepts = _accepts(draft, codes, is_gated)
    inlets, outlets = _as_needs(draft, accepts), _as_offers(draft)
    kept = np.flatnonzero(draft.kept)
    names = [columns.text("processor")[at] for at in kept.tolist()]
    processors = list(dict.fromkeys(names))
    first = np.array([names.index(name) for name in processors], np.int64)
    recipes = Recipes(
        inlets=inlets.only(kept),
        outlets=outlets.only(kept),
        processor=np.array([processors.index(name) for name in names], np.int64),
        processors=processors,
        capacity_t=columns.number("capacity_t")[kept][first],
        opening_eur=columns.number("opening_eur", 0.0)[kept][first],
        yields=columns.number("yield")[kept],
        permit_t=columns.number("permit_t", np.inf)[kept],
        storage_t=columns.number("storage_t", 0.0)[kept],
        storage_eur_t=columns.number("storage_eur_t", 0.0)[kept],
    )
    return RecipeList(recipes, tuple(draft.faults), tuple(draft.remarks))


def _accepts(draft: Draft, codes: CodeList, is_gated: bool) -> list[tuple[str, ...]]:
    accepts = []
    for at, text in enumerate(draft.columns.text("waste_codes")):
        prefixes, faults = prefixes_in(text)
        faults += tuple(fault for prefix in prefixes if is_gated and (fault := codes.fault(prefix)))
        if faults and draft.kept[at]:
            draft.refuse(at, "waste_codes", faults[0])
        accepts.append(prefixes)
    return accepts


def _as_needs(draft: Draft, accepts: Sequence[tuple[str, ...]]) -> Needs:
    columns, nothing = draft.columns, np.zeros(len(draft.columns.rows))
    words = words_of(columns, ("site", "country")) | {"permit_codes": columns.text("waste_codes")}
    return Needs(
        names=columns.text("processor"),
        rows=columns.rows,
        lat=columns.number("lat"),
        lon=columns.number("lon"),
        tonnes=columns.number("capacity_t"),
        words=words,
        file=columns.file,
        price_eur_t=-columns.number("cost_eur_t"),
        accepts=accepts,
        materials=[()] * len(accepts),
        minimum_t=nothing,
        minimum_lot_t=nothing,
        contract_eur=nothing,
        avoided_co2_kg_t=nothing,
    )


def _as_offers(draft: Draft) -> Offers:
    columns, nothing = draft.columns, np.zeros(len(draft.columns.rows))
    outputs = columns.text("output")
    codes = [code_in(text)[0] for text in outputs]
    return Offers(
        names=columns.text("processor"),
        rows=columns.rows,
        lat=columns.number("lat"),
        lon=columns.number("lon"),
        tonnes=columns.number("capacity_t") * columns.number("yield"),
        words=words_of(columns, ("site", "country", "temperature_c"))
        | {"carrier": [word if (word := plain(text)) in (Carrier.HEAT, Carrier.WATER) else "" for text in outputs]},
        file=columns.file,
        avoided_eur_t=nothing,
        codes=codes,
        materials=["" if code else text.casefold() for code, text in zip(codes, outputs, strict=True)],
        avoided_co2_kg_t=nothing,
    )


def no_recipes() -> Recipes:
    """No processors at all."""
    heading = ",".join(column.key for column in PROCESSORS.columns)
    return read_processors(f"{heading}\n".encode(), "", CodeList(date.min, {})).recipes
