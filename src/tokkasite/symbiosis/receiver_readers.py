"""What receivers may take on a day: the permits of needs and processors laid over what they say of themselves."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from tokka.symbiosis.codes import list_on, prefixes_in
from tokka.symbiosis.processors import read_processors
from tokka.symbiosis.records import Fault
from tokka.symbiosis.tables import PROCESSORS
from tokka.words import Remark, _
from tokkasite.register.models import Cluster
from tokkasite.symbiosis.models import Level, Need, Offer, Permit, Processor, Recipe, Visibility
from tokkasite.symbiosis.readers import in_network, level_of, on_the_day, taking_part

MARK: Final = "p"
"""Stands before the number of a processor, so that no name of a processor is that of an offer or a need."""

_ENDED: Final = _("%(who)s: the last permit ended on %(until)s; nothing can go there.")
_NOT_YET: Final = _("%(who)s: the first permit begins on %(since)s; before that nothing can go there.")
_LESS: Final = _("%(who)s: the permits let in %(tonnes)s t in a year, less than the %(asked)s t that are told.")
_LESS_THAN_TOLD: Final = _("%(who)s: the permits let in %(tonnes)s t in a year, less than what is told.")
_NO_CODE: Final = _("%(who)s: no permit names what the recipe for %(output)s takes (%(codes)s); it is left out.")


@dataclass(frozen=True, slots=True)
class Right:
    """What the permits of one receiver come to on a day. Without any permit on record nothing is known."""

    codes: str = ""
    """Of the permits in force, or, where all have ended, of those that ended last."""
    until: date | None = None
    """The day after which nothing is permitted any more; None for until further notice."""
    tonnes: float | None = None
    """In a year, where every permit in force names an amount."""
    is_known: bool = False
    in_force: bool = False
    begins: date | None = None
    """The first day, where it lies ahead."""


def right_on(permits: Iterable[Permit], day: date) -> Right:
    """Of several permits in force each adds its codes and tonnes, and the last to end counts."""
    permits = list(permits)
    if not permits:
        return Right()
    begun = [one for one in permits if one.from_on <= day]
    holding = [one for one in begun if one.until_on is None or one.until_on >= day]
    if not begun:
        return Right(is_known=True, begins=min(one.from_on for one in permits))
    if not holding:
        last = max(one.until_on for one in begun if one.until_on)
        codes = _joined(one.codes for one in begun if one.until_on == last)
        return Right(codes=codes, until=last, is_known=True)
    ends = [one.until_on for one in holding]
    amounts = [one.tonnes for one in holding]
    return Right(
        codes=_joined(one.codes for one in holding),
        until=None if None in ends else max(end for end in ends if end),
        tonnes=None if None in amounts else sum(amount for amount in amounts if amount is not None),
        is_known=True,
        in_force=True,
    )


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(word for text in texts for word in text.split()))


@dataclass(frozen=True, slots=True)
class Permitted:
    """The receivers of a day as the engine is told of them, and what is to be said of their permits."""

    needs: Sequence[Need]
    processors: bytes
    recipe_numbers: Sequence[int]
    """Of each row of the file of processors."""
    remarks: tuple[Remark, ...]
    rights: dict[int, Right]
    """Of each processor, by its number."""


def permitted(cluster: Cluster, day: date) -> Permitted:
    """Needs and processors of the network with their permits. Five queries, however many there are."""
    remarks: list[Remark] = []
    needs = []
    for need in needs_with_permits(cluster, day):
        right = right_on(need.permits.all(), day)
        if right.is_known:
            # The end of a need's last permit is said by the gate.
            if right.in_force or right.begins:
                is_kept = level_of(need, "tonnes") == Level.OWN
                name = f"{need.called} ({need.organisation.name})"
                remarks += _said(name, right, need.tonnes, is_kept=is_kept)
            _narrow(need, right)
        # A permit that is still to begin lets nothing in, so its need is not planned with.
        if not right.begins:
            needs.append(need)
    rows, numbers, rights = [], [], {}
    for processor in processors_of(cluster, day):
        right = rights[processor.pk] = right_on(processor.permits.all(), day)
        name = f"{processor.name} ({processor.organisation.name})"
        if right.is_known:
            remarks += _said(name, right, processor.capacity_t)
        if right.is_known and not right.in_force:
            continue
        for recipe in processor.recipes.all():
            codes = _both(recipe.waste_codes, right.codes) if right.is_known else recipe.waste_codes
            if codes:
                rows.append(_row(processor, recipe, codes, right))
                numbers.append(recipe.pk)
            else:
                told = {"who": name, "output": recipe.output, "codes": recipe.waste_codes}
                remarks.append(Remark(_NO_CODE, told))
    return Permitted(needs, _file(rows), numbers, tuple(remarks), rights)


def _narrow(need: Need, right: Right) -> None:
    """What the permits say goes before what the need says of its permit. An ended one is judged by the gate."""
    need.permit_codes, need.permit_until = right.codes, right.until
    if right.tonnes is not None:
        need.tonnes = min(need.tonnes, right.tonnes)


def _said(name: str, right: Right, asked: float, *, is_kept: bool = False) -> list[Remark]:
    """What is said of permits. The tonnes that are asked for are not told where their owner keeps them."""
    if right.begins:
        return [Remark(_NOT_YET, {"who": name, "since": right.begins.isoformat()})]
    if not right.in_force:
        return [Remark(_ENDED, {"who": name, "until": right.until.isoformat() if right.until else ""})]
    if right.tonnes is not None and right.tonnes < asked and is_kept:
        return [Remark(_LESS_THAN_TOLD, {"who": name, "tonnes": f"{right.tonnes:,.0f}"})]
    if right.tonnes is not None and right.tonnes < asked:
        return [Remark(_LESS, {"who": name, "tonnes": f"{right.tonnes:,.0f}", "asked": f"{asked:,.0f}"})]
    return []


def _both(recipe: str, permit: str) -> str:
    """The prefixes that lie within both lists."""
    takes, _faults = prefixes_in(recipe)
    named, _more = prefixes_in(permit)
    found = [one if one.startswith(other) else other for one in takes for other in named if _meet(one, other)]
    return " ".join(dict.fromkeys(found))


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _row(processor: Processor, recipe: Recipe, codes: str, right: Right) -> dict[str, object]:
    bounds = [bound for bound in (recipe.permit_t, right.tonnes) if bound is not None]
    return {
        "processor": f"{MARK}{processor.pk} {processor.name}",
        "lat": processor.lat,
        "lon": processor.lon,
        "waste_codes": codes,
        "capacity_t": min([processor.capacity_t, *([] if right.tonnes is None else [right.tonnes])]),
        "output": recipe.output,
        "yield": recipe.yield_t_t,
        "cost_eur_t": recipe.cost_eur_t,
        "opening_eur": processor.opening_eur,
        "permit_t": min(bounds) if bounds else "",
        "site": processor.site or processor.organisation.name,
        "country": processor.country,
    }


def recipe_faults(recipe: Recipe, day: date) -> tuple[Fault, ...]:
    """What the engine's own reader finds wrong with a recipe, by the waste list of the day."""
    row = _row(recipe.processor, recipe, recipe.waste_codes, Right())
    return read_processors(_file([row]), "", list_on(day)).faults


def _file(rows: Iterable[dict[str, object]]) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, [column.key for column in PROCESSORS.columns], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def processors_of(cluster: Cluster, day: date, *, also_ended: bool = False) -> QuerySet[Processor]:
    """The processors of the participants and those that the centre entered, with their recipes and permits."""
    rows = Processor.objects.select_related("organisation") if also_ended else on_the_day(Processor, day)
    own = Q(organisation__in=taking_part(cluster, day)) | Q(centre=cluster)
    return rows.filter(own).prefetch_related(recipes_with_ends(), "permits").order_by("pk")


def recipes_with_ends() -> Prefetch:
    """The recipes of processors, with the needs and offers that stand for them."""
    return Prefetch("recipes", Recipe.objects.select_related("processor__organisation", *ENDS))


ENDS: Final = ("inlet__organisation", "outlet__organisation")


def needs_with_permits(cluster: Cluster, day: date) -> list[Need]:
    """The needs of the network, each with its permits."""
    return list(in_network(Need, cluster, day).prefetch_related("permits"))


def inlet_of(recipe: Recipe, day: date) -> Need:
    """The end of a recipe that takes, as a need: the one that is followed, else one that is nowhere kept yet."""
    own = recipe.processor
    return recipe.inlet or Need(
        name=f"{own.name}: {recipe.waste_codes}",
        waste_codes=recipe.waste_codes,
        tonnes=own.capacity_t,
        price_eur_t=-recipe.cost_eur_t,
        **_as_of(own, day),
    )


def outlet_of(recipe: Recipe, day: date) -> Offer:
    """The end of a recipe that gives, as an offer."""
    own = recipe.processor
    codes, faults = prefixes_in(recipe.output)
    is_code = bool(codes) and not faults and len(codes[0]) == 6
    return recipe.outlet or Offer(
        name=f"{own.name}: {recipe.output}",
        waste_code=codes[0] if is_code else "",
        material="" if is_code else recipe.output,
        tonnes=own.capacity_t * recipe.yield_t_t,
        avoided_cost_eur_t=0,
        **_as_of(own, day),
    )


def _as_of(own: Processor, day: date) -> dict[str, object]:
    """What either end has from its processor. It is in no search: the processor itself is."""
    return {
        "organisation": own.organisation,
        "lat": own.lat,
        "lon": own.lon,
        "site": own.site or own.organisation.name,
        "country": own.country,
        "centre": own.centre,
        "source_title": own.source_title,
        "source_url": own.source_url,
        "is_invented": own.is_invented,
        "visibility": Visibility.OWN,
        "from_on": max(own.from_on, day) if day else own.from_on,
    }
