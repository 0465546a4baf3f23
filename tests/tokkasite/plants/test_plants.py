"""What a new plant would keep: tried by everyone, kept by teams, compared and printed; slips named at their field."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.builders import make_cluster, make_region, make_user
from tokkasite.plants import actions, figures, paper, readers, views
from tokkasite.plants.forms import Bill, EurosField, RangeField
from tokkasite.plants.models import Scenario
from tokkasite.register.models import Municipality
from tokkasite.runs.models import Run

TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
KINDS = Scenario.Kind.values


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def tornio(db) -> Municipality:
    Municipality.objects.create(code="091", name_fi="Helsinki")
    return Municipality.objects.create(code="851", name_fi="Tornio", region=make_region())


@pytest.fixture
def world(tornio) -> SimpleNamespace:
    """Our cluster with its manager, another one, and a municipality."""
    ours, theirs = make_cluster("ours"), make_cluster("theirs")
    manager, coordinator = make_user("manager", ours), make_user("coordinator")
    return SimpleNamespace(ours=ours, theirs=theirs, manager=manager, coordinator=coordinator, tornio=tornio)


def a_plan(kind: str = "dairy", **changes) -> dict:
    bill = dict(readers.reference_bills()[kind])
    told = dict.fromkeys(("turnover", "person_years", "wages", "owners"), bill["source"])
    return bill | {"name": "Plan", "municipality": "Tornio", "year": 2014, "told": told} | changes


def kept(world, name: str = "Dairy", *, cluster=None, induced=False, **changes) -> Scenario:
    scenario = Scenario(cluster=cluster or world.ours, name=name, kind="dairy", municipality=world.tornio)
    plan = a_plan(**changes)
    return actions.keep_scenario(scenario=scenario, plan=plan, induced=induced, today=TODAY, now=NOW, by=world.manager)


def with_milk(additional: list[float]) -> list[dict]:
    first, *others = readers.reference_bills()["dairy"]["input"]
    return [first | {"additional": additional}, *others]


def fields_of(bill: Bill) -> dict[str, str]:
    """What a browser would send of a bill as it stands."""
    sent = {}
    for form in [*bill.all_forms, *(lines.management_form for lines in bill.lists.values())]:
        for field in form:
            value = field.value()
            sent[field.html_name] = "" if value is None or value is False else str(value)
    sent["municipality"] = "851"
    return sent


def sent_bill() -> dict[str, str]:
    """The dairy's reference bill, sent as it is."""
    place = Municipality.objects.get(code="851")
    plan = dict(readers.reference_bills()["dairy"]) | {"name": "Dairy", "municipality": place, "year": TODAY.year}
    return fields_of(Bill("dairy", today=TODAY, plan=plan))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_bill_that_the_engine_reckons_and_that_says_where_it_is_from(kind):
    plan = a_plan(kind)
    result, _seconds = readers.reckoned(plan, induced=False)
    low, middle, high = figures.ring_of(result, "region")["eur"]
    assert 0 < low < middle < high < plan["turnover"]
    assert result["investment"]
    assert result["draws"] == 10_000
    assert readers.assumed_of(plan)[0] == readers.assumed_of(plan)[1]
    assert all(line["says"] for line in figures.bill_of(plan))


def test_new_milk_keeps_more_than_milk_that_is_sold_today_and_is_asked_for_first(tornio):
    sold, new, unknown = (
        readers.reckoned(a_plan(input=with_milk(milk)), induced=False)[0]
        for milk in ([0.0, 0.1, 0.2], [0.8, 0.9, 1.0], [0.0, 0.3, 1.0])
    )
    assert figures.ring_of(sold, "region")["eur"][2] < figures.ring_of(new, "region")["eur"][0]
    assert unknown["questions"][0]["asks"]["values"] == {"line": "Raw milk"}
    assert unknown["questions"][0]["width_eur"] < unknown["spread_eur"]


def test_what_residents_re_spend_is_a_layer_apart_and_off_unless_asked_for():
    without, with_layer = (readers.reckoned(a_plan(), induced=asked)[0] for asked in (False, True))
    assert without["induced"] is None
    assert with_layer["induced"]["eur"][0] > 0
    assert with_layer["yearly"] == without["yearly"]


def test_everyone_may_try_and_nothing_is_kept(client, tornio):
    page = client.get("/en/plants/")
    assert [label for _code, label in page.context["form"].fields["municipality"].choices] == ["Tornio"]
    page = client.get("/en/plants/", {"kind": "dairy", "municipality": "851"})
    assert "assumption" in page.content.decode()
    answer = client.post("/en/plants/?kind=dairy", fields_of(page.context["bill"]))
    assert answer.status_code == 200
    assert "would stay in the region as value added" in answer.content.decode()
    assert (Scenario.objects.count(), Run.objects.count()) == (0, 0)


def test_an_unknown_kind_or_place_leads_back_to_the_first_step(client, tornio):
    assert client.get("/en/plants/", {"kind": "casino", "municipality": "851"}).status_code == 422
    assert client.get("/en/plants/", {"kind": "dairy", "municipality": "091"}).status_code == 422
    assert client.post("/en/plants/?kind=casino", {}).status_code == 302


def test_a_region_without_municipalities_says_what_to_do(client, db):
    assert "Load the region first" in client.get("/en/plants/").content.decode()


def test_somebody_who_tries_without_end_is_asked_to_wait(client, tornio, monkeypatch):
    monkeypatch.setattr(views, "TRIES_A_MINUTE", 1)
    assert client.post("/en/plants/?kind=solar", {}).status_code == 422
    answer = client.post("/en/plants/?kind=solar", {})
    assert (answer.status_code, "Wait a minute" in answer.content.decode()) == (429, True)


SLIPS = {
    "a negative sum": ({"input-0-euros": "-5"}, "input-0-euros", "never below zero"),
    "words for digits": ({"turnover": "5 million"}, "turnover", "Write euros in digits"),
    "a share as a fraction": ({"input-0-region": "0.95"}, "input-0-region", "Write 35"),
    "a share above all": ({"input-0-region": "95 – 98 – 120"}, "input-0-region", "No share is above 100"),
    "two numbers": ({"input-0-additional": "0 – 100"}, "input-0-additional", "one share in per cent, or three"),
    "falling numbers": ({"owners_region": "90 – 50 – 10"}, "owners_region", "lowest first"),
    "an inner ring above the outer": ({"input-0-municipality": "99"}, "input-0-municipality", "inner ring is larger"),
    "value-added tax told": ({"vat": "with"}, "vat", "Take the tax out"),
    "a sum without a product": ({"input-5-euros": "1000"}, "input-5-product", "Choose what is bought"),
    "sales in thousands": ({"turnover": "5 000"}, "turnover", "in thousands or millions"),
    "purchases with tax": ({"input-0-euros": "3 700 000"}, "turnover", "purchases with value-added tax"),
    "wages in thousands": ({"wages": "520"}, "wages", "wages in thousands"),
    "a line in thousands": ({"input-1-euros": "350"}, "input-1-euros", "it is in thousands"),
    "milk beyond the region": (
        {"turnover": "500 000 000", "input-0-euros": "300 000 000", "person_years": "13"},
        "input-0-euros", "More of “Raw milk” would come from the region than it makes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_refused_at_its_field_with_the_likely_cause(client, tornio, slip):
    changes, field, cause = SLIPS[slip]
    answer = client.post("/en/plants/?kind=dairy", sent_bill() | changes)
    found = {
        bound.html_name: " ".join(bound.errors)
        for form in answer.context["bill"].all_forms
        for bound in form
        if bound.errors
    }
    assert answer.status_code == 422
    assert cause in found.get(field, ""), found
    assert f'href="#id_{field}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "euros"),
    [("2 700 000", 2_700_000), ("2.700.000 €", 2_700_000), ("2,700,000", 2_700_000), ("99,50", 99.5), ("", None)],
)
def test_euros_are_read_with_whatever_stands_between_thousands(text, euros):
    assert EurosField(required=False).clean(text) == euros


@pytest.mark.parametrize("text", ["0 – 30 – 100", "0-30-100", "0; 30; 100 %", "0 30 100"])
def test_three_shares_are_read_with_any_sign_between_them(text):
    field = RangeField()
    assert field.clean(text) == [0, 0.3, 1]
    assert field.prepare_value(field.clean(text)) == "0 – 30 – 100"
    assert field.prepare_value(field.clean("35,5")) == "35.5"


def test_a_team_keeps_a_scenario_as_a_run_with_its_digest_and_one_audit_line(world):
    client = signed_in(world.manager)
    address = "/en/clusters/ours/plants/new/"
    sent = sent_bill() | {"keep": "", "input-1-euros": "400000", "input-2-note": "Offer 3/26"}
    answer = client.post(f"{address}?kind=dairy", sent)
    scenario = Scenario.objects.get()
    assert answer.url == scenario.get_absolute_url()
    assert (scenario.run.engine, scenario.run.made_by, len(scenario.run.digest)) == ("plant", world.manager, 64)
    sources = {line["key"]: line["source"] for line in scenario.plan["input"]}
    assert sources == {
        "milk": "illustration", "packaging": "own", "energy": "own", "transport": "illustration",
        "services": "illustration",
    }  # fmt: skip
    page = client.get(answer.url).content.decode()
    assert "9 of the 11 figures of the bill are assumptions" in page
    assert "Offer 3/26" in page


def test_the_same_plan_has_the_same_digest_and_answer_and_another_one_has_not(world):
    one, same, other = kept(world, "One"), kept(world, "Same"), kept(world, "Other", turnover=5_100_000)
    assert one.run.digest == same.run.digest != other.run.digest
    assert one.run.result == same.run.result != other.run.result


def test_only_reckoning_keeps_nothing_in_a_cluster_either(world):
    client, address = signed_in(world.manager), "/en/clusters/ours/plants/new/"
    answer = client.post(f"{address}?kind=dairy", sent_bill() | {"try": ""})
    assert "It is not kept yet" in answer.content.decode()
    assert Scenario.objects.count() == 0


def test_a_name_is_given_once_in_a_cluster(world):
    kept(world)
    kept(world, cluster=world.theirs)
    with pytest.raises(ValidationError, match="There is a scenario of this name already"):
        kept(world)


def test_a_scenario_is_changed_in_its_place_or_kept_beside_and_its_run_stays(world):
    first = kept(world, induced=True)
    client, address = signed_in(world.manager), f"/en/clusters/ours/plants/{first.pk}/change/"
    sent = fields_of(client.get(address).context["bill"]) | {"turnover": "5 200 000"}
    assert sent["induced"] == "True"
    client.post(address, sent | {"keep": ""})
    changed = Scenario.objects.get()
    assert (changed.plan["turnover"], changed.plan["told"]["turnover"]) == (5_200_000, "own")
    assert (Run.objects.count(), changed.run_id != first.run_id) == (2, True)
    refused = client.post(address, sent | {"as_new": ""})
    assert "There is a scenario of this name already" in refused.content.decode()
    client.post(address, sent | {"as_new": "", "name": "Another"})
    assert list(Scenario.objects.values_list("name", flat=True)) == ["Another", "Dairy"]


def test_a_line_whose_sum_is_emptied_is_left_out(world):
    first = kept(world)
    client, address = signed_in(world.manager), f"/en/clusters/ours/plants/{first.pk}/change/"
    client.post(address, fields_of(client.get(address).context["bill"]) | {"keep": "", "input-4-euros": ""})
    assert [line["key"] for line in Scenario.objects.get().plan["input"]] == [
        "milk",
        "packaging",
        "energy",
        "transport",
    ]


def test_a_coordinator_reads_and_does_not_write(world):
    scenario = kept(world)
    client = signed_in(world.coordinator)
    page = client.get(scenario.get_absolute_url())
    assert (page.status_code, "Change the bill" in page.content.decode()) == (200, False)
    assert client.post(f"/en/clusters/ours/plants/{scenario.pk}/remove/").status_code == 403
    assert client.get("/en/clusters/ours/plants/new/").status_code == 403


def test_removing_leaves_the_run(world):
    scenario = kept(world)
    signed_in(world.manager).post(f"/en/clusters/ours/plants/{scenario.pk}/remove/")
    assert (Scenario.objects.count(), Run.objects.count()) == (0, 1)


def test_up_to_four_of_the_own_cluster_are_compared(world):
    names = ("A", "B", "C", "D", "E")
    keys = [kept(world, name).pk for name in names]
    foreign = kept(world, "Foreign", cluster=world.theirs).pk
    client = signed_in(world.manager)

    def compared(*asked):
        return client.get("/en/clusters/ours/plants/compare/", {"scenario": asked})

    shown = compared(keys[2], foreign, keys[0], "x", keys[2]).context["columns"]
    assert [one["scenario"].name for one in shown] == ["C", "A"]
    assert len(compared(*keys[:4]).context["columns"]) == 4
    for asked in (keys, keys[:1], [foreign, keys[0]]):
        assert "Tick at least two scenarios" in compared(*asked).content.decode()


def test_it_is_said_which_keeps_more_only_where_the_intervals_are_apart(world):
    sold, new = kept(world, "Sold", input=with_milk([0, 0.1, 0.2])), kept(world, "New", input=with_milk([0.8, 0.9, 1]))
    unknown = kept(world, "Unknown", input=with_milk([0, 0.5, 1]))
    assert figures.judged([sold, new]) == ["“New” would keep more in the region than “Sold”."]
    assert all("cannot be told yet" in says for says in figures.judged([sold, unknown, new]))


def test_the_list_asks_the_database_alike_for_one_and_for_many(world):
    client = signed_in(world.manager)
    counts = []
    for names in (["A"], ["B", "C", "D"]):
        for name in names:
            kept(world, name)
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/clusters/ours/plants/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [("en", "2 plants compared", "What this paper does not say"), ("fi", "Mitä jäisi", "Mitä tämä paperi ei sano")],
)
def test_the_paper_is_tagged_and_says_what_it_does_not_say(world, language, title, said):
    pair = [kept(world, "Meijeri & *co*", induced=True), kept(world, "Other")]
    made = paper.printed(pair, cluster=world.ours, made_on=TODAY, language=language)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))
    with pikepdf.open(io.BytesIO(made)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == language
    assert title in text
    assert said in re.sub(r"\s+", " ", text)
    assert "Meijeri & *co*" in text


def test_a_paper_is_printed_of_one_scenario_and_not_of_none(world):
    scenario = kept(world)
    client = signed_in(world.manager)
    printed = client.get("/en/clusters/ours/plants/compare.pdf", {"scenario": scenario.pk})
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get("/en/clusters/ours/plants/compare.pdf").url == "/en/clusters/ours/plants/compare/"
