"""The fields of a transfer document and the notice for the national marketplace."""

from datetime import date

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.tokkasite.symbiosis.world import TODAY, followed, page
from tokkasite.symbiosis.models import Delivery, Transfer
from tokkasite.symbiosis.papers import lines_of, notice_of


def lines(exchange, **told: object) -> dict[str, object]:
    transfer = Transfer(exchange=exchange, **told)
    return {line.key: line for line in lines_of(exchange, transfer, exchange.deliveries.last(), TODAY)}


def test_a_load_of_hazardous_waste_asks_for_its_hazards_and_a_plain_one_does_not(network):
    exchange = followed(network)
    assert not lines(exchange)["hazards"].is_missing
    exchange.offer.waste_code = "100207"
    hazardous = lines(exchange)
    assert {key for key in ("composition", "state", "hazards", "packing") if hazardous[key].is_missing} == {
        "composition", "state", "hazards", "packing",
    }  # fmt: skip
    assert hazardous["type"].value == "hazardous waste"
    assert hazardous["code"].value.startswith("10 02 07*")


def test_what_the_register_knows_is_filled_in_and_the_rest_is_missing(network):
    exchange = followed(network)
    Delivery.objects.create(exchange=exchange, on=date(2026, 11, 20), tonnes=12.5)
    found = lines(exchange, carrier="Rahti Oy", carrier_number="1234567-1")
    assert found["holder"].value == "Giver Oy"
    assert found["receiver"].value == "Taker Oy"
    assert found["carrier"].value == "Rahti Oy, 1234567-1"
    assert found["amount"].value == "12.5 t"
    assert {key for key, line in found.items() if line.is_missing} == {
        "from", "to", "description", "activity", "treatment",
    }  # fmt: skip


def test_the_document_is_filled_in_on_its_page_and_saved_as_a_file(network):
    exchange = followed(network)
    client = Client()
    client.force_login(network.manager)
    sent = dict.fromkeys(("from_address", "to_address", "activity"), "Röyttä 1") | {"treatment": "R5"}
    assert client.post(reverse("symbiosis:transfer", args=["ours", exchange.pk]), sent).status_code == 302
    assert "Röyttä 1" in page(network.manager, "symbiosis:transfer", "ours", exchange.pk)
    answer = client.get(reverse("symbiosis:transfer_file", args=["ours", exchange.pk]))
    content = b"".join(answer.streaming_content).decode()
    assert "Treatment at the place of arrival,R5" in content
    assert answer["Content-Type"].startswith("text/csv")


def test_a_load_of_another_exchange_is_not_shown(network):
    exchange = followed(network)
    client = Client()
    client.force_login(network.manager)
    address = reverse("symbiosis:transfer", args=["ours", exchange.pk])
    assert client.get(address, {"delivery": "999"}).status_code == 404
    assert client.get(address, {"delivery": "one"}).status_code == 404


def test_a_notice_tells_only_what_its_owner_made_public(network):
    offer = network.offer
    offer.material, offer.site, offer.composition = "Secret ash", "Secret yard", "zn=3"
    text = notice_of(offer, network.ours, TODAY).text
    for secret in ("Secret", "Giver", "zn=3", "100103", "10 01 03", str(offer.lat), str(offer.avoided_cost_eur_t)):
        assert secret not in text
    offer.levels = dict.fromkeys(("material", "site", "composition", "waste_code", "tonnes"), "public")
    notice = notice_of(offer, network.ours, TODAY)
    for told in ("Secret ash", "Secret yard", "zn=3", "10 01 03"):
        assert told in notice.text
    assert len(notice.missing) == 1, "only the physical state is not known"


def test_a_notice_names_what_is_missing_and_is_a_file(network):
    exchange = followed(network)
    seen = page(network.manager, "symbiosis:notice", "ours", exchange.pk)
    assert "Composition: not known" in seen
    client = Client()
    client.force_login(network.manager)
    answer = client.get(reverse("symbiosis:notice_file", args=["ours", exchange.pk]))
    assert answer.content.decode() == notice_of(exchange.offer, network.ours, localdate()).text
