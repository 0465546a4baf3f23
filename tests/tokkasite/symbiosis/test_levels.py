"""What an owner keeps stays with it: through every page, paper and picture of the centre, and of the other side."""

import base64
import json
import re

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.builders import LONG_AGO, make_user
from tests.tokkasite.symbiosis.world import TODAY, a_need, a_plan, an_offer, followed, page, taking_part
from tokkasite.symbiosis import actions, readers
from tokkasite.symbiosis.models import Delivery, Level, Need, Offer, Permit, Step
from tokkasite.symbiosis.readers import TOLD_OF, ForCentre
from tokkasite.symbiosis.urls import urlpatterns

GIVEN = {
    "name": "Salainen tuhka", "waste_code": "100103", "material": "Kätketty aines", "tonnes": 777.25,
    "site": "Kätköranta", "state": "pölyinen", "composition": "zn=3.77", "avoided_cost_eur_t": 91.37,
}  # fmt: skip
TAKEN = {
    "name": "Salainen tarve", "waste_codes": "100103 100124", "materials": "Piilotettu aines", "tonnes": 613.75,
    "site": "Piilopaikka", "states": "pölyinen", "limits": "zn<=44.44", "price_eur_t": 12.83,
}  # fmt: skip
WORDS = (
    "Salainen", "Kätketty", "Piilotettu", "Kätköranta", "Piilopaikka", "pölyinen", "100103", "10 01 03", "100124",
    "10 01 24", "zn=3.77", "44.44", "91.37", "91,37", "12.83", "12,83",
)  # fmt: skip
AMOUNTS = re.compile(r"(?<![\w.,])(777([.,]\d+)?|613([.,]\d+)?|614)(?![\w.,]\d)")
BY_POST = {"take_up", "answer"}
OF_MEMBERS = {"matches", "own_results", "own_report", "readers"}


@pytest.fixture
def secret(network):
    """The giver and the taker keep every field, are in one exchange, and something was delivered."""
    for thing, told in ((network.offer, GIVEN), (network.need, TAKEN)):
        for field, value in told.items():
            setattr(thing, field, value)
        thing.levels = dict.fromkeys(TOLD_OF[type(thing)], Level.OWN)
        thing.save()
    network.permit = Permit.objects.create(
        need=network.need, name="Permit 1", codes="1001", tonnes=500, from_on=LONG_AGO
    )
    network.exchange = followed(network)
    network.plan = network.exchange.run
    Step.objects.create(exchange=network.exchange, stage="contract", on=TODAY.replace(month=1, day=1))
    Delivery.objects.create(exchange=network.exchange, on=TODAY.replace(month=2, day=1), tonnes=120)
    return network


def address(secret, name):
    year, exchange = {"year": TODAY.year}, {"key": "ours", "pk": secret.exchange.pk}
    told = {
        "plan": {"key": "ours", "pk": secret.plan.pk},
        "need_permits": {"key": "ours", "pk": secret.need.pk},
        "permit": {"key": "ours", "pk": secret.permit.pk},
        "report": {"key": "ours"} | year,
        "company_results": {"key": "ours", "pk": secret.offer.organisation_id},
        "company_report": {"key": "ours", "pk": secret.offer.organisation_id} | year,
        **dict.fromkeys(("exchange", "transfer", "transfer_file", "notice", "notice_file"), exchange),
    }
    return reverse(f"symbiosis:{name}", kwargs=told.get(name, {"key": "ours"}))


def words_in(response):
    """Everything that a reader finds in an answer, pictures and papers included."""
    assert response.status_code == 200
    if response["Content-Type"] == "application/pdf":
        return " ".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(response.content))
    body = b"".join(response) if response.streaming else response.content
    text = body.decode()
    pictures = [base64.b64decode(found).decode() for found in re.findall(r"base64,([\w+/=]+)", text)]
    return " ".join([re.sub(r"base64,[\w+/=]+", "", text), *pictures]).replace("\N{NO-BREAK SPACE}", " ")


def found_in(text):
    return [word for word in WORDS if word in text] + [match[0] for match in AMOUNTS.finditer(text)]


CENTRE = [one.name for one in urlpatterns if one.name not in BY_POST | OF_MEMBERS | {"processor"}]


def test_the_centre_reads_no_field_that_is_kept(secret):
    client = Client()
    client.force_login(secret.manager)
    told = {name: found_in(words_in(client.get(address(secret, name)))) for name in CENTRE}
    assert {name: found for name, found in told.items() if found} == {}


def test_the_team_reads_no_kept_field_among_what_members_did(secret):
    assert found_in(page(secret.manager, "members:from_members", "ours")) == []


def test_the_audit_trail_tells_no_kept_name(secret):
    actions.keep_permit(permit=secret.permit, by=secret.manager, today=TODAY)
    trail = page(make_user("auditor", secret.ours), "journal:audit", "ours")
    assert f"Offer {secret.offer.pk} → Need {secret.need.pk}" in trail
    assert found_in(trail) == []


def test_no_line_of_the_log_is_called_by_a_kept_name(secret):
    actions.keep(thing=secret.offer, by=secret.gives, today=TODAY)
    actions.set_levels(thing=secret.need, levels=secret.need.levels, by=secret.takes)
    actions.end(thing=secret.offer, by=secret.gives, today=TODAY)
    assert found_in(" ".join(ModelLogEntry.objects.values_list("label", flat=True))) == []


def test_a_plan_keeps_no_name_site_or_material_of_what_is_kept(secret):
    kept = json.dumps(secret.plan.result, ensure_ascii=False)
    assert [word for word in WORDS[:5] if word in kept] == []
    assert secret.plan.result["losses"][0]["site"] in ("Giver Oy", "Taker Oy")


@pytest.mark.parametrize("name", ["matches", "own_results"])
def test_the_other_side_reads_nothing_before_both_want_to_meet(secret, name):
    seen = page(secret.takes, f"symbiosis:{name}")
    assert [word for word in (*GIVEN.values(), "Giver Oy", secret.offer.lat) if str(word) in seen] == []


def test_the_other_side_reads_no_kept_field_afterwards_either(secret):
    for side, user in (("giver", secret.gives), ("taker", secret.takes)):
        actions.answer(exchange=secret.exchange, side=side, wants=True, by=user, today=TODAY)
        secret.exchange.refresh_from_db()
    seen = page(secret.takes, "symbiosis:matches")
    assert "Giver Oy" in seen
    assert [word for word in GIVEN.values() if str(word) in seen] == []
    client = Client()
    client.force_login(secret.takes)
    own = [secret.need.organisation_id, TODAY.year]
    paper = words_in(client.get(reverse("symbiosis:own_report", args=["ours", *own])))
    assert [word for word in GIVEN.values() if str(word) in paper] == []


def test_members_read_of_each_others_streams_only_class_size_and_square(secret):
    for thing in (secret.offer, secret.need):
        thing.visibility = "members"
        thing.save()
    mandate = secret.takes.mandates.get().pk
    seen = page(secret.takes, "members:things", mandate)
    assert [word for word in GIVEN.values() if str(word) in seen] == []
    assert "100 to 1000 t in a year" in seen


def test_the_team_learns_which_fields_are_kept_and_of_whom(secret):
    seen = page(secret.manager, "symbiosis:exchange", "ours", secret.exchange.pk)
    assert "Giver Oy keeps these fields to itself: Offer, Waste code, Material, Tonnes" in seen
    secret.offer.state = ""
    secret.offer.save()
    lines = page(secret.manager, "symbiosis:transfer", "ours", secret.exchange.pk)
    assert lines.count("kept by the owner: ask for it") == 3  # code, material and composition; the state is not known


@pytest.mark.parametrize("field", TOLD_OF[Offer])
def test_one_field_is_kept_and_the_others_are_told(field):
    seen = ForCentre(Offer(pk=7, levels={field: Level.OWN}, **GIVEN))
    told = {name: getattr(seen, name) for name in TOLD_OF[Offer]}
    kept = {"name": "Offer 7", "tonnes": None}.get(field, "")
    assert told == {name: GIVEN[name] for name in TOLD_OF[Offer]} | {field: kept}


def test_nothing_is_saved_through_what_the_centre_reads(secret):
    for deed in ("save", "delete"):
        with pytest.raises(AttributeError, match="only to be read"):
            getattr(ForCentre(secret.offer), deed)
    assert Offer.objects.get(pk=secret.offer.pk).name == "Salainen tuhka"


def test_a_fault_of_a_kept_cell_is_told_without_what_stands_there(network):
    broken = an_offer(taking_part(network.ours, "Third Oy"), waste_code="999999", levels={"waste_code": Level.OWN})
    says = json.dumps(a_plan(network).result["says"])
    assert "999999" not in says
    assert readers.KEPT_CELL.message in says
    assert broken.called == "Fly ash"


def test_a_need_of_which_only_the_tonnes_are_kept_is_planned_with_all_the_same(network):
    kept = a_need(taking_part(network.ours, "Fourth Oy"), tonnes=300.5, levels={"tonnes": Level.OWN})
    assert a_plan(network, transport_eur_tkm=0).result["tonnes"] == 900.5
    assert "300.5" not in page(network.manager, "symbiosis:need_permits", "ours", kept.pk)
    assert Need.objects.get(pk=kept.pk).tonnes == 300.5
