"""Planned beside realised tonnes by year, and the yearly report of a network, of a company, and of one's own."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import make_user
from tests.tokkasite.symbiosis.world import TODAY, followed, page, taking_part
from tokkasite.symbiosis import report
from tokkasite.symbiosis.efficiency import companies_in, years_of
from tokkasite.symbiosis.models import Delivery, Step


def agreed(network, on: date = date(2025, 7, 2)):
    """600 t in a year, agreed on a day, with 100 t delivered in 2025 and 200 t in 2026, at 50 EUR and 20 kg of CO2."""
    exchange = followed(network)
    exchange.eur_t, exchange.co2_kg_t, exchange.tonnes, exchange.stage = 50, 20, 600, "running"
    exchange.save()
    Step.objects.create(exchange=exchange, stage="contract", on=on)
    for day, tonnes in ((date(2025, 9, 1), 100), (date(2026, 2, 1), 150), (date(2026, 3, 1), 50)):
        Delivery.objects.create(exchange=exchange, on=day, tonnes=tonnes)
    return exchange


def told(network, today: date = TODAY) -> list[tuple[int, float, float]]:
    return [(one.year, round(one.planned_t, 2), one.realised_t) for one in years_of(network.ours, today)]


def test_planned_counts_by_days_from_the_contract_up_to_today(network):
    agreed(network)
    # 183 days of 2025 from 2 July on; 328 days of 2026 up to 24 November.
    assert told(network) == [(2026, round(600 * 328 / 365, 2), 200), (2025, round(600 * 183 / 365, 2), 100)]


def test_planned_ends_with_the_exchange(network):
    exchange = agreed(network)
    exchange.stage, exchange.since_on = "ended", date(2026, 1, 31)
    exchange.save()
    assert told(network)[0] == (2026, round(600 * 31 / 365, 2), 200)


def test_what_was_never_agreed_plans_nothing(network):
    followed(network)
    assert told(network) == []


def test_gain_and_co2_are_reckoned_for_each_delivered_tonne(network):
    agreed(network)
    year = years_of(network.ours, TODAY)[0]
    assert (year.eur, year.co2_t, year.exchanges, year.route_eur) == (10_000, 4, 1, 18_000)
    assert [(one.name, gave, took) for one, gave, took in companies_in([year])] == [
        ("Giver Oy", 200, 0), ("Taker Oy", 0, 200),
    ]  # fmt: skip


def text_of(content: bytes) -> str:
    return " ".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(content))


@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_report_of_a_year_is_a_tagged_pdf_in_its_language(network, language):
    agreed(network)
    made = report.of_network(network.ours, years_of(network.ours, TODAY), 2026, TODAY, language)
    assert pypdfium2.PdfDocument(made.content).is_tagged()
    assert str(pikepdf.open(BytesIO(made.content)).Root.Lang) == language
    assert made.name == f"ours-2026-{language}.pdf"
    assert "Giver Oy" in text_of(made.content)


def test_a_year_without_tonnes_has_no_report(network):
    agreed(network)
    assert report.of_network(network.ours, years_of(network.ours, TODAY), 2019, TODAY, "en") is None
    client = Client()
    client.force_login(network.manager)
    assert client.get(reverse("symbiosis:report", args=["ours", 2019])).status_code == 404


def test_a_members_own_report_holds_no_gain_and_no_name_before_both_agreed(network):
    exchange = agreed(network)
    client = Client()
    client.force_login(network.gives)
    address = reverse("symbiosis:own_report", args=["ours", network.offer.organisation_id, 2026])
    answer = client.get(address)
    told = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "Taker Oy" not in told
    assert "10,000" not in told, "the gain of both sides tells the price of the other"
    assert "18,000" in told, "what the own route would have cost"
    exchange.giver_yes_on = exchange.taker_yes_on = TODAY
    exchange.save()
    assert "Taker Oy" in text_of(client.get(address).content)


def test_the_report_of_somebody_else_is_not_there(network):
    agreed(network)
    outsider = make_user("member", network.ours, email="x@example.org", organisation=taking_part(network.ours, "X Oy"))
    client = Client()
    client.force_login(outsider)
    own = reverse("symbiosis:own_report", args=["ours", network.offer.organisation_id, 2026])
    assert client.get(own).status_code == 404
    assert client.get(reverse("symbiosis:report", args=["ours", 2026])).status_code == 404


def test_the_report_marks_what_is_invented(network):
    agreed(network)
    network.offer.is_invented = True
    network.offer.save()
    made = report.of_network(network.ours, years_of(network.ours, TODAY), 2026, TODAY, "en")
    letters = re.sub(r"[^a-z()]", "", text_of(made.content))  # a narrow column may part the word
    assert "(invented)" in letters


def test_the_pages_of_the_results_show_the_chosen_year(network):
    agreed(network)
    client = Client()
    client.force_login(network.manager)
    address = reverse("symbiosis:results", args=["ours"])
    assert client.get(address, {"year": "2025"}).context["chosen"].year == 2025
    assert client.get(address, {"year": "no"}).context["chosen"].year == 2026
    assert "Giver Oy" in page(network.manager, "symbiosis:company_results", "ours", network.offer.organisation_id)
    assert "Giver Oy" in page(network.gives, "symbiosis:own_results")
