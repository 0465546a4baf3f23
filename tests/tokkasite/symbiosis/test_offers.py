"""What members offer and need reaches the engine as its declared tables want it."""

from datetime import date

import pytest

from tests.builders import make_organisation
from tokka.symbiosis.tables import NEEDS, OFFERS
from tokkasite.symbiosis.models import Need, Offer
from tokkasite.symbiosis.readers import needs, offers

DAY = date(2026, 3, 2)
PLACE = {"lat": 65.7, "lon": 24.6, "from_on": DAY}
OWN = {
    "id", "organisation", "name", "visibility", "language", "from_on", "until_on",
    "levels", "centre", "source_title", "source_url", "is_invented", "product_code",
}  # fmt: skip
"""What the site keeps beyond the declared columns; the name is the column `offer` or `need`."""


@pytest.mark.parametrize(("model", "table", "named"), [(Offer, OFFERS, "offer"), (Need, NEEDS, "need")])
def test_the_columns_are_those_of_the_declared_table(model, table, named):
    fields = {field.name for field in model._meta.fields}
    assert fields - OWN == {column.key for column in table.columns} - {named}


@pytest.mark.django_db
def test_what_holds_on_the_day_and_may_be_used_reaches_the_engine():
    mill, yard = make_organisation("Mill Oy"), make_organisation("Yard Oy")
    told = {"organisation": mill, "tonnes": 120, "avoided_cost_eur_t": 35, "waste_code": "10 02 02"} | PLACE
    slag = Offer.objects.create(name="Slag", **told)
    Offer.objects.create(name="Ours alone", visibility="own", **told)
    Offer.objects.create(name="Over", **told | {"from_on": date(2025, 1, 1), "until_on": date(2026, 3, 1)})
    Offer.objects.create(name="To come", **told | {"from_on": date(2026, 3, 3)})
    fill = Need.objects.create(
        organisation=yard, name="Fill", waste_codes="1002 170101", tonnes=500, price_eur_t=-4,
        permit_until=date(2030, 12, 31), municipal=True, **PLACE,
    )  # fmt: skip
    offered, needed = offers(DAY), needs(DAY)
    assert (offered.faults, needed.faults) == ((), ())
    assert (list(offered.offers.names), list(offered.offers.codes)) == ([f"{slag.pk} Slag"], ["100202"])
    assert (offered.offers.word("site", 0), offered.offers.tonnes.tolist()) == ("Mill Oy", [120.0])
    assert (list(needed.needs.names), list(needed.needs.accepts)) == ([f"{fill.pk} Fill"], [("1002", "170101")])
    assert (needed.needs.word("permit_until", 0), needed.needs.price_eur_t.tolist()) == ("2030-12-31", [-4.0])
