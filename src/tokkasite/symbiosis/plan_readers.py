"""A plan that was kept → its rows with what the register says of both sides, and what changed since another plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from tokka.rulebook.side_streams import VALUES
from tokka.symbiosis.codes import whole_list
from tokka.words import _
from tokkasite.register.models import Cluster
from tokkasite.runs.models import Run
from tokkasite.symbiosis.models import UNITS, Exchange, Need, Offer, Processor, Recipe
from tokkasite.symbiosis.readers import ForCentre, open_exchanges
from tokkasite.symbiosis.receiver_readers import ENDS, inlet_of, outlet_of

Ends = tuple[int | None, int | None, int | None, int | None]
"""Offer, need, recipe that takes, recipe that gives: of each side the one that is a row of the register."""


END_NAMES: Final = ("offer", "need", "recipe_in", "recipe_out")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One exchange of a plan, with what the team may read of both sides and whether it is followed already."""

    offer: ForCentre
    need: ForCentre
    told: Mapping[str, Any]
    followed: Exchange | None

    @property
    def missing(self) -> list[str]:
        """The documents that are missing, each once."""
        return list(dict.fromkeys(point["missing"] for point in self.told["points"] if point["missing"]))

    @property
    def is_piped(self) -> bool:
        """Whether it is heat or water, which are no tonnes."""
        return bool(self.told.get("carrier"))

    @property
    def unit(self) -> str:
        """In what its amount counts."""
        return UNITS.get(self.told.get("carrier", ""), "t")

    @property
    def lost_percent(self) -> float:
        """What is lost on the way, of what is sent."""
        sent = self.told["tonnes"]
        return 100 * (1 - self.told.get("arriving", sent) / sent) if sent else 0.0

    @property
    def has_invented_money(self) -> bool:
        """Whether a price of either side is made up."""
        return self.offer.is_invented or self.need.is_invented

    @property
    def has_invented_side(self) -> bool:
        """Whether one of the sides exists in the demonstration alone."""
        return self.offer.organisation.is_invented or self.need.organisation.is_invented

    @property
    def ends(self) -> list[tuple[str, int]]:
        """By which names and numbers a form tells the row."""
        return [(name, number) for name, number in zip(END_NAMES, ends_of(self.told), strict=True) if number]


def ends_of(told: Mapping[str, Any]) -> Ends:
    """By which numbers a row of a plan names its two sides."""
    return told["offer"], told["need"], told.get("recipe_in"), told.get("recipe_out")


def rows_of(run: Run) -> list[PlanRow]:
    """The exchanges of a plan, the worthiest first. Four queries, however many there are."""
    told = run.result["rows"]
    offers = Offer.objects.select_related("organisation").in_bulk(_numbers(row["offer"] for row in told))
    needs = Need.objects.select_related("organisation").in_bulk(_numbers(row["need"] for row in told))
    wanted = _numbers(row.get(key) for row in told for key in ("recipe_in", "recipe_out"))
    recipes = Recipe.objects.select_related("processor__organisation", *ENDS).in_bulk(wanted) if wanted else {}
    followed = {(one.offer_id, one.need_id): one for one in open_exchanges(run.cluster)}
    found = []
    for row in told:
        giver, taker = offers.get(row["offer"]), needs.get(row["need"])
        if making := recipes.get(row.get("recipe_out")):
            giver = outlet_of(making, run.day)
        if taking := recipes.get(row.get("recipe_in")):
            taker = inlet_of(taking, run.day)
        if giver and taker:
            ends = ForCentre(giver), ForCentre(taker)
            found.append(PlanRow(*ends, row, followed.get((giver.pk, taker.pk))))
    return found


def _numbers(found: Iterable[int | None]) -> set[int]:
    return {one for one in found if one is not None}


def names_in(run: Run) -> dict[tuple[str, int], str]:
    """What the rows of a fair split are called: by side and number."""
    found: dict[tuple[str, int], str] = {}
    for side, model in (("offer", Offer), ("need", Need)):
        numbers = [row["number"] for row in run.result["split"] if row["side"] == side]
        for thing in model.objects.select_related("organisation").filter(pk__in=numbers):
            found[side, thing.pk] = f"{thing.organisation.name}: {thing.called}"
    return found


def processors_in(run: Run) -> list[tuple[Processor, Mapping[str, Any]]]:
    """What the plan says of each processor: whether it runs, and how full."""
    told = run.result.get("processors", [])
    found = Processor.objects.select_related("organisation").in_bulk([row["processor"] for row in told])
    return [(found[row["processor"]], row) for row in told if row["processor"] in found]


def plans_of(cluster: Cluster) -> QuerySet[Run]:
    """The plans of a cluster, the latest first."""
    return Run.objects.filter(cluster=cluster, engine=Run.Engine.SYMBIOSIS)


def compared_with(run: Run) -> Run | None:
    """The latest plan of another day of the law that was made before, under the same terms."""
    same = plans_of(run.cluster).filter(pk__lt=run.pk).exclude(day=run.day)
    return next((one for one in same[:LOOKED_BACK] if one.terms == run.terms), None)


LOOKED_BACK: Final = 20


@dataclass(frozen=True, slots=True)
class Change:
    """What one exchange moves in two plans; nothing where it is in one of them alone."""

    giver: str
    taker: str
    before_t: float
    after_t: float
    before_eur: float
    after_eur: float


def changes(before: Run, after: Run) -> list[Change]:
    """The exchanges that differ, those whose money changes most first. A row without a change is left out."""
    found: dict[tuple[str, str], list[float]] = {}
    for place, run in enumerate((before, after)):
        for row in rows_of(run):
            # A stream that is told anew from a day on is another row of the register, with the same material and site.
            key = (f"{row.offer.material or row.offer.name} ({row.offer.organisation.name})", row.need.name)
            numbers = found.setdefault(key, [0.0, 0.0, 0.0, 0.0])
            numbers[place] += row.told["tonnes"]
            numbers[2 + place] += row.told["value_eur"]
    rows = [Change(*key, *numbers) for key, numbers in found.items()]
    differ = [row for row in rows if (row.before_t, row.before_eur) != (row.after_t, row.after_eur)]
    return sorted(differ, key=lambda row: -abs(row.after_eur - row.before_eur))


def new_editions(before: Run, after: Run) -> list[Mapping[str, Any]]:
    """The duties and amounts that hold on the day of the second plan and not, or not so, on that of the first."""
    known = {(one["key"], one["since"]) for one in before.editions}
    return [one for one in after.editions if (one["key"], one["since"]) not in known]


WASTE_LIST: Final = _("The European List of Waste")


def law_days(today: date) -> list[tuple[date, list[str]]]:
    """The days ahead on which a duty, an amount or the waste list changes, as far as the rulebook knows."""
    found: dict[date, list[str]] = {}
    for parameter in VALUES.values():
        for dated in parameter.values:
            if dated.since > today:
                found.setdefault(dated.since, []).append(parameter.label)
    for entry in whole_list():
        if entry.since > today:
            found.setdefault(entry.since, [])
            found[entry.since][:0] = [] if WASTE_LIST in found[entry.since] else [WASTE_LIST]
    return sorted(found.items())
