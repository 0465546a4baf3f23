"""The declared tables of the engine: offers, needs and processors, as files and screens give them."""

from enum import StrEnum
from typing import Final

from tokka.tables.model import Column, Holds, Table, called, plain
from tokka.words import Remark, _


class Carrier(StrEnum):
    """What moves: goods by road in tonnes, heat by pipe in MWh, water by pipe in cubic metres (§14)."""

    GOODS = "goods"
    HEAT = "heat"
    WATER = "water"


def carrier_in(text: str) -> str | Remark:
    """The carrier that a cell means, in English, Finnish or Swedish."""
    words = {"tavara": "goods", "gods": "goods", "lampo": "heat", "varme": "heat", "vesi": "water", "vatten": "water"}
    word = words.get(plain(text), plain(text))
    if word in set(Carrier):
        return word
    return Remark(_("“%(value)s” is no carrier. Write goods, heat or water."), {"value": text[:80]})


NUMBER: Final = Holds.NUMBER
PERIODS: Final = _("The tonnes of each period, separated by blanks, such as 0 50 100 50. Every row names as many.")


def _place() -> tuple[Column, Column]:
    lat = Column("lat", _("Latitude"), _("Degrees north, WGS 84."), NUMBER, "degrees", True, ("latitude", "leveysaste"))
    lon = Column(
        "lon", _("Longitude"), _("Degrees east, WGS 84."), NUMBER, "degrees", True, ("longitude", "pituusaste")
    )
    return lat, lon


SITE: Final = Column(
    "site", _("Site"), _("The site or organisation that the row belongs to."), headings=("toimipaikka",)
)
COUNTRY: Final = Column("country", _("Country"), _("The country as two letters, such as FI."), headings=("maa", "land"))

CARRIER: Final = Column(
    "carrier",
    _("Carrier"),
    _("goods, heat or water; empty for goods. Tonnes and EUR/t of the row are then MWh and EUR/MWh, or m³ and EUR/m³."),
    headings=called(fi="kantaja", sv="bärare"),
    check=carrier_in,
)

OFFERS: Final = Table(
    "offers",
    _("Offers"),
    (
        Column("offer", _("Offer"), _("The name or number of the offer, once in the list."), required=True),
        *_place(),
        Column("waste_code", _("Waste code"), _("Six digits of the European List of Waste."), headings=("ewc", "low")),
        Column("tonnes", _("Tonnes"), _("What is there in the time of the plan."), NUMBER, "t", True),
        Column(
            "avoided_cost_eur_t",
            _("Avoided cost"),
            _("What today's route costs: gate fee, tax and transport."),
            NUMBER,
            "EUR/t",
            True,
        ),
        Column("material", _("Material"), _("The material by name, for a match beside the code.")),
        SITE,
        COUNTRY,
        Column("state", _("State"), _("The physical state: solid, paste, liquid, dust.")),
        Column("status", _("Status"), _("waste, by-product, product or end-of-waste.")),
        Column("evidence", _("Evidence"), _("The document that proves the status or the hazard assessment.")),
        Column("origin", _("Origin"), _("The activity that it comes from, such as construction.")),
        Column("composition", _("Composition"), _("Contents with ranges, such as zn=3.5 pb=0.2-0.8.")),
        Column("avoided_co2_kg_t", _("Avoided CO2"), _("What today's route emits."), NUMBER, "kg/t"),
        Column("tonnes_by_period", _("Tonnes by period"), PERIODS, unit="t"),
        CARRIER,
        Column("temperature_c", _("Temperature"), _("Of the heat or water that is given."), NUMBER, "°C"),
    ),
)

NEEDS: Final = Table(
    "needs",
    _("Needs"),
    (
        Column("need", _("Need"), _("The name or number of the need, once in the list."), required=True),
        *_place(),
        Column(
            "waste_codes",
            _("Waste codes"),
            _("Accepted codes with blanks between them: six digits, or a prefix of two or four."),
            headings=("codes", "waste_code", "ewc"),
        ),
        Column("tonnes", _("Tonnes"), _("What can be taken in the time of the plan."), NUMBER, "t", True),
        Column("price_eur_t", _("Price"), _("What is paid; negative for a gate fee."), NUMBER, "EUR/t", True),
        Column("materials", _("Materials"), _("Accepted materials by name, with semicolons between them.")),
        SITE,
        COUNTRY,
        Column("states", _("States"), _("Accepted physical states with blanks between them.")),
        Column("permit_codes", _("Codes of the permit"), _("Codes and prefixes that the environmental permit names.")),
        Column("permit_until", _("Permit until"), _("The last day of the permit."), Holds.DAY),
        Column("permit", _("Permit"), _("The permit or the registration for earth construction, as a document.")),
        Column("route", _("Route"), _("permit, earth-construction or registration.")),
        Column("municipal", _("Municipal service"), _("Whether the receiver is a municipal company."), Holds.TRUTH),
        Column("notice", _("Notice"), _("The notice on the national marketplace, as a number or link.")),
        Column("limits", _("Limits"), _("Bounds of contents, such as zn<=5 cao>=30.")),
        Column("minimum_t", _("Minimum"), _("What has to be delivered in all."), NUMBER, "t"),
        Column("minimum_lot_t", _("Minimum lot"), _("The smallest delivery from one offer."), NUMBER, "t"),
        Column("contract_eur", _("Cost of a contract"), _("Samples and papers for each offer."), NUMBER, "EUR"),
        Column("avoided_co2_kg_t", _("Avoided CO2"), _("What the replaced raw material emits."), NUMBER, "kg/t"),
        Column("tonnes_by_period", _("Tonnes by period"), PERIODS, unit="t"),
        CARRIER,
        Column("temperature_c", _("Least temperature"), _("That the heat or water has to have."), NUMBER, "°C"),
    ),
)

PROCESSORS: Final = Table(
    "processors",
    _("Processors"),
    (
        Column(
            "processor",
            _("Processor"),
            _("The name of the processor; a row for each recipe."),
            required=True,
        ),
        *_place(),
        Column("waste_codes", _("Waste codes"), _("Codes and prefixes that the recipe takes."), required=True),
        Column("capacity_t", _("Capacity"), _("What goes in at most, of all recipes together."), NUMBER, "t", True),
        Column("output", _("Output"), _("The waste code or material that comes out; or heat."), required=True),
        Column("yield", _("Yield"), _("Tonnes out for a tonne in; MWh where heat comes out."), NUMBER, "t/t", True),
        Column("cost_eur_t", _("Cost"), _("The cost of processing a tonne that goes in."), NUMBER, "EUR/t", True),
        Column("opening_eur", _("Opening cost"), _("The cost of running the processor at all."), NUMBER, "EUR"),
        Column("permit_t", _("Permitted tonnes"), _("What the permit lets in of this recipe."), NUMBER, "t"),
        Column(
            "storage_t", _("Storage"), _("What can be kept of the output from one period to the next."), NUMBER, "t"
        ),
        Column("storage_eur_t", _("Cost of storage"), _("For a tonne from one period to the next."), NUMBER, "EUR/t"),
        SITE,
        COUNTRY,
        Column("temperature_c", _("Temperature"), _("Of the heat that comes out."), NUMBER, "°C"),
    ),
)

DISTANCES: Final = Table(
    "distances",
    _("Distances"),
    (
        Column(
            "from",
            _("From"),
            _("A site, an offer, a need or a processor by its name."),
            required=True,
            headings=called(fi="mistä,lähtö", sv="från", en="origin"),
        ),
        Column(
            "to",
            _("To"),
            _("Another one. The way back is as long, unless it has a row of its own."),
            required=True,
            headings=called(fi="mihin,kohde", sv="till", en="destination"),
        ),
        Column("km", _("Kilometres"), _("By road, as it is driven."), NUMBER, "km", True),
    ),
)

TRANSFERS: Final = Table(
    "transfers",
    _("Transfers"),
    (
        Column(
            "site",
            _("Site"),
            _("The site by a number or name that stays the same over the years."),
            required=True,
            headings=called(fi="laitos", sv="anläggning", en="facilityId,facility"),
        ),
        Column("year", _("Year"), _("The calendar year."), NUMBER, "", True, ("reportingYear", "vuosi", "år")),
        Column(
            "tonnes",
            _("Tonnes"),
            _("What left the site in this transfer."),
            NUMBER,
            "t",
            True,
            called(fi="tonnia,määrä", sv="ton", en="totalWasteQuantityTNE,quantity"),
        ),
        Column("name", _("Name"), _("How the site is called."), headings=("nameOfFeature", "nimi", "namn")),
        Column(
            "waste_class",
            _("Class of waste"),
            _("HW (also HWIC and HWOC) for hazardous waste, NONHW for other waste."),
            headings=called(fi="jäteluokka", sv="avfallsklass", en="wasteClassificationCode"),
        ),
        Column(
            "treatment",
            _("Treatment"),
            _("R for recovery, D for disposal."),
            headings=called(fi="käsittely", sv="behandling", en="wasteTreatmentCode"),
        ),
        Column(
            "activity",
            _("Activity"),
            _("The activity of the register, such as 2(b)."),
            headings=called(fi="toiminta", sv="verksamhet", en="mainActivityCode"),
        ),
        Column("lat", _("Latitude"), _("Degrees north, WGS 84."), NUMBER, "degrees", headings=("pointGeometryLat",)),
        Column("lon", _("Longitude"), _("Degrees east, WGS 84."), NUMBER, "degrees", headings=("pointGeometryLon",)),
    ),
)
