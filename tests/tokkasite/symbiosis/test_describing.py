"""What a member describes from one sentence on, what comes of it, and that nobody reads of it what is not theirs."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_user
from tokkasite.register.models import Cluster, Organisation, Participation
from tokkasite.symbiosis import describe_readers as readers
from tokkasite.symbiosis.describe_actions import bring_transfers
from tokkasite.symbiosis.models import Exchange, Need, Offer, ReportedTransfer

PLACE = {"lat": 65.7312, "lon": 24.5634}
SOURCE = {"source_title": "Register of transfers, 2023", "source_url": "https://register.example/2023"}
FILE = """site,name,activity,lat,lon,year,waste_class,treatment,tonnes
1,"Mine Oy, Works",2(b),65.7,24.2,2023,HW,R,40
1,"Mine Oy, Works",2(b),65.7,24.2,2022,HW,R,35
2,"Other Oy Kemi, Mill",2(b),65.8,24.3,2023,HW,R,900
3,"Third Oy, Hill",3(a),65.9,24.4,2023,NONHW,D,2500
"""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def taking_part(cluster: Cluster, name: str) -> Organisation:
    organisation = make_organisation(name)
    Participation.objects.create(cluster=cluster, organisation=organisation, from_on=LONG_AGO)
    return organisation


@pytest.fixture
def world(db) -> SimpleNamespace:
    """Two members of a cluster; what the other one needs and offers is open to members, with a price to hide."""
    ours = make_cluster("ours")
    mine, other = taking_part(ours, "Mine Oy"), taking_part(ours, "Other Oy")
    told = {"organisation": other, "visibility": "members", "from_on": LONG_AGO, "site": "Hidden yard"}
    where = {"lat": 65.912345, "lon": 24.054321}
    need = Need.objects.create(
        name="Secret fill", waste_codes="1701", permit_codes="1701", tonnes=1234.5, price_eur_t=-77.25, **told, **where
    )
    offer = Offer.objects.create(
        name="Secret ash", waste_code="100103", tonnes=4321.5, avoided_cost_eur_t=88.75, **told, **where
    )
    user = make_user("member", ours, organisation=mine)
    client = Client()
    client.force_login(user)
    return SimpleNamespace(
        ours=ours, mine=mine, other=other, need=need, offer=offer, client=client, pk=user.mandates.get().pk,
        manager=make_user("manager", ours), today=localdate(),
    )  # fmt: skip


def address(world, page: str, *args: object) -> str:
    return reverse(f"members:{page}", args=[world.pk, *args])


def told(kind: str = "offer", **changes: object) -> dict[str, object]:
    """What the form of the second step sends."""
    price = {"avoided_cost_eur_t": 20} if kind == "offer" else {"price_eur_t": 5}
    model = Offer if kind == "offer" else Need
    levels = {f"level_{field}": "centre" for field in readers.TOLD_OF[model]}
    usual = {
        "says": "Crushed concrete from demolition", "code": "170101", "name": "Concrete", "amount": "600", "unit": "t",
        "visibility": "team", "from_on": localdate(), **PLACE, **price,
    }  # fmt: skip
    return usual | levels | changes


def errors_of(world, kind: str = "offer", **changes: object) -> dict[str, list[str]]:
    response = world.client.post(address(world, "describe", kind), told(kind, **changes))
    assert response.status_code == 422
    assert not (Offer if kind == "offer" else Need).objects.filter(organisation=world.mine).exists()
    return dict(response.context["form"].errors)


def text_of(response) -> str:
    return response.content.decode()


def test_a_sentence_leads_to_codes_with_reasons_questions_and_its_amount(world):
    response = world.client.get(
        address(world, "describe", "offer"), {"says": "Purkubetonia, murskattu, noin 600 tonnia vuodessa"}
    )
    found = response.context["help"]
    assert (found.codes[0].code, found.codes[0].is_mirror) == ("170101", True)
    assert "concrete" in found.codes[0].reason
    assert (len(found.codes), len(found.questions)) == (5, 3)
    assert (response.context["form"]["amount"].value(), response.context["form"]["unit"].value()) == ("600", "t")


def test_choosing_where_it_comes_from_leaves_its_codes_alone(world):
    found = readers.help_for("concrete", date(2026, 12, 8), chapter="10")
    assert {one.code[:2] for one in found.codes} == {"10"}
    assert "17" in dict(found.chapters), "the other chapter can be chosen again"


def test_codes_are_those_of_the_day_and_an_ending_one_says_what_comes_next():
    before = readers.code_told("200134", date(2026, 12, 8))
    assert (before.ends, before.successors) == (date(2026, 12, 9), "20 01 44")
    assert readers.code_told("200134", date(2026, 12, 9)) is None


def test_a_stream_is_published_and_its_page_names_a_taker_without_telling_who(world):
    response = world.client.post(address(world, "describe", "offer"), told(), follow=True)
    offer = Offer.objects.get(organisation=world.mine)
    assert (offer.waste_code, offer.tonnes, offer.levels) == ("170101", 600, {})
    assert response.redirect_chain[0][0] == address(world, "seen", "offer", offer.pk)
    (partner,) = response.context["partners"]
    assert (partner.glimpse.chapter, partner.glimpse.band) == ("from building and demolition", (1_000, 10_000))
    assert "Secret" not in text_of(response)
    assert "77" not in "".join(map(str, (partner.glimpse.band, partner.missing)))


def test_a_need_is_described_with_several_codes_and_finds_who_could_give(world):
    sent = told("need", says="Fly ash from peat", code=["100103"], code_typed="1001 170101")
    world.client.post(address(world, "describe", "need"), sent)
    need = Need.objects.get(organisation=world.mine)
    assert need.waste_codes == "100103 1001 170101"
    assert len(readers.partners_of(need, world.ours, world.today)) == 1


def test_what_is_kept_to_oneself_is_looked_for_with_nobody(world):
    world.client.post(address(world, "describe", "offer"), told(visibility="own"))
    offer = Offer.objects.get(organisation=world.mine)
    assert readers.partners_of(offer, world.ours, world.today) == []
    assert "nobody is looked for" in text_of(world.client.get(address(world, "seen", "offer", offer.pk)))


def test_looking_first_shows_score_and_preview_and_keeps_nothing(world):
    response = world.client.post(address(world, "describe", "offer"), told(look="1", level_name="public"))
    assert (response.status_code, Offer.objects.filter(organisation=world.mine).count()) == (200, 0)
    rows = {row.label: row for row in response.context["preview"]}
    assert rows["Offer"].others == "Concrete"
    assert (rows["Tonnes"].own, rows["Tonnes"].others) == ("600 t", "only a band of size")
    assert rows["Avoided cost"].own == "20.00 EUR/t"
    assert rows["Avoided cost"].centre == rows["Avoided cost"].others
    assert any(sentence.startswith("Document on hazard") for sentence in response.context["score"].missing)


def test_none_of_these_asks_for_the_material_and_keeps_the_product_code(world):
    assert "Name the material" in errors_of(world, code="none")["material"][0]
    world.client.post(address(world, "describe", "offer"), told(code="none", material="glass", product_code="38.11.51"))
    offer = Offer.objects.get(organisation=world.mine)
    assert (offer.waste_code, offer.material, offer.product_code) == ("", "glass", "38.11.51")


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"amount": "-5"}, "amount", "There cannot be -5 tonnes."),
        ({"amount": ""}, "amount", "This field is required."),
        ({"amount": "some"}, "amount", "is no amount"),
        ({"amount": "600 kg"}, "amount", "Which of the two is it?"),
        ({"amount": "40", "unit": "m3"}, "density", "how many tonnes one cubic metre weighs"),
        ({"says": "5000 kg of concrete a year", "amount": "5000"}, "amount", "a thousand times"),
        ({"code": ""}, "code", "Choose one of the codes"),
        ({"code_typed": "123456"}, "code_typed", "is not on the European List of Waste"),
        ({"code_typed": "10202"}, "code_typed", "dropped the leading zero"),
        ({"lat": 24.5634, "lon": 65.7312}, "lat", "Latitude 24.5634"),
        ({"avoided_cost_eur_t": ""}, "avoided_cost_eur_t", "This field is required."),
    ],
    ids=["negative", "missing", "words", "two-units", "no-density", "thousandfold", "no-code", "unknown", "five-digits",
         "swapped", "no-cost"],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_says_what_to_do(world, changes, field, says):
    assert says in errors_of(world, **changes)[field][0]


def test_an_expired_code_names_its_nearest(world):
    code, wrong = readers.one_code("20 01 34", date(2026, 12, 9))
    assert (code, wrong[-9:]) == ("200134", "20 01 44.")


def test_a_permit_that_ended_is_refused_and_says_so(world):
    found = errors_of(world, "need", code=["170101"], permit_until=world.today - timedelta(days=1))
    assert "This permit has ended" in found["permit_until"][0]


def test_a_density_turns_cubic_metres_into_tonnes(world):
    world.client.post(address(world, "describe", "offer"), told(amount="40", unit="m3", density="1,5"))
    assert Offer.objects.get(organisation=world.mine).tonnes == 60


def bring(world, content: str = FILE):
    return bring_transfers(
        content=content.encode(), file="2023.csv", cluster=world.ours, today=date(2026, 3, 2), by=None, **SOURCE
    )


def test_transfers_are_tied_to_organisations_by_the_names_that_a_site_bears(world):
    brought = bring(world)
    assert (brought.rows, brought.known_sites) == (4, 2)
    assert [(one.year, one.tonnes) for one in readers.reported_by(world.mine)] == [(2023, 40.0), (2022, 35.0)]
    assert ReportedTransfer.objects.get(site_key="3").organisations.count() == 0


def test_a_year_brought_in_again_gives_way_to_the_new_one(world):
    bring(world)
    bring(world, "site,name,year,waste_class,treatment,tonnes\n1,Mine Oy,2023,HW,R,41\n1,Mine Oy,2023,HW,R,-2\n")
    assert [(one.year, one.tonnes) for one in readers.reported_by(world.mine)] == [(2023, 41.0), (2022, 35.0)]


def test_a_reported_transfer_is_taken_over_with_its_tonnes_place_hazard_and_source(world):
    bring(world)
    row = readers.reported_by(world.mine)[0]
    start = address(world, "describe", "offer")
    assert f"?transfer={row.pk}" in text_of(world.client.get(start))
    response = world.client.get(start, {"transfer": row.pk, "says": "dust from steel works"})
    assert all(one.is_hazardous for one in response.context["help"].codes)
    first = response.context["form"]
    assert [first[name].value() for name in ("amount", "lat", "site")] == ["40", 65.7, "Mine Oy, Works"]
    told_now = told(transfer=row.pk, says="dust from steel works", code=response.context["help"].codes[0].code)
    world.client.post(start, told_now)
    offer = Offer.objects.get(organisation=world.mine)
    assert (offer.source_title, offer.source_url) == tuple(SOURCE.values())


def test_the_transfer_of_another_is_not_there(world):
    bring(world)
    row = readers.reported_by(world.other)[0]
    assert world.client.get(address(world, "describe", "offer"), {"transfer": row.pk}).status_code == 404


def test_what_a_branch_reported_is_told_without_any_name(world):
    bring(world)
    response = world.client.get(address(world, "describe", "offer"), {"branch": "2"})
    (usual,) = response.context["usual"]
    assert (response.context["year"], usual.sites, usual.tonnes, usual.middle) == (2023, 2, 940.0, 40.0)
    assert "Other Oy" not in text_of(response)


def test_the_team_brings_in_a_file_and_a_wrong_one_is_refused_whole(world):
    team = Client()
    team.force_login(world.manager)
    page = reverse("symbiosis:transfers", args=["ours"])
    wrong = team.post(page, {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n"), **SOURCE})
    assert (wrong.status_code, ReportedTransfer.objects.count()) == (422, 0)
    assert "file" in wrong.context["form"].errors
    right = team.post(page, {"file": SimpleUploadedFile("2023.csv", FILE.encode()), **SOURCE}, follow=True)
    assert "4 rows were kept." in text_of(right)
    assert ReportedTransfer.objects.filter(source_url=SOURCE["source_url"]).count() == 4


SECRETS = ("77.25", "77,25", "88.75", "88,75", "Secret", "Other Oy", "65.912345", "24.054321", "1234.5", "Hidden yard")


def pages_of_a_member(world, mine: Offer) -> list[str]:
    things = [address(world, "describe", kind) for kind in ("offer", "need")]
    own = [address(world, page, "offer", mine.pk) for page in ("seen", "thing")]
    whole = [address(world, page) for page in ("home", "profile", "records", "things")]
    return [*things, *own, *whole, reverse("symbiosis:matches"), reverse("symbiosis:readers", args=["offer", mine.pk])]


@pytest.mark.parametrize("language", ["en", "fi"])
def test_no_page_and_no_file_of_a_member_holds_price_name_or_place_of_another(world, language):
    mine = Offer.objects.create(
        organisation=world.mine, name="Concrete", waste_code="170101", tonnes=5, avoided_cost_eur_t=9,
        from_on=LONG_AGO, **PLACE,
    )  # fmt: skip
    exchange = Exchange.objects.create(
        cluster=world.ours, offer=mine, need=world.need, tonnes=5, km=30, eur_t=11.5, co2_kg_t=1, since_on=LONG_AGO
    )
    with translation.override(language):
        shown = {page: text_of(world.client.get(page)) for page in pages_of_a_member(world, mine)}
        shown["file"] = text_of(world.client.post(address(world, "export")))
        for number in ("offer", "need"):
            thing = getattr(world, number)
            assert world.client.get(address(world, "seen", number, thing.pk)).status_code == 404
    assert all("<h1>" in text for page, text in shown.items() if page != "file")
    found = {page: [one for one in SECRETS if one in text] for page, text in shown.items()}
    assert found == {page: [] for page in shown}
    exchange.giver_yes_on = exchange.taker_yes_on = LONG_AGO
    exchange.save()
    known = text_of(world.client.get(reverse("symbiosis:matches")))
    assert "Other Oy" in known
    assert not [one for one in ("77.25", "65.912345", "24.054321", "11.5") if one in known], "prices stay even then"
