"""Processors and permits: what they let into a plan, what the plan says of them, and how the centre enters them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.builders import LONG_AGO, make_cluster, make_user
from tests.tokkasite.symbiosis.world import NOW, TODAY, a_need, a_plan, an_offer, page, taking_part
from tokkasite.runs.readers import said
from tokkasite.symbiosis import actions, plan_readers
from tokkasite.symbiosis.models import Exchange, Need, Permit, Processor, Recipe
from tokkasite.symbiosis.receiver_readers import right_on

YESTERDAY, NEXT_YEAR = date(2026, 11, 23), date(2027, 6, 1)


def a_permit(holder, **told: object) -> Permit:
    side = {"need": holder} if isinstance(holder, Need) else {"processor": holder}
    return Permit.objects.create(**{"name": "Permit 1", "codes": "1001", "from_on": LONG_AGO} | side | told)


def a_kiln(network, **told: object) -> Processor:
    """A processor that makes granules of ash, and somebody who pays 200 EUR for a tonne of them."""
    runner, buyer = taking_part(network.ours, "Kiln Oy"), taking_part(network.ours, "Buyer Oy")
    usual = {"lat": 65.8, "lon": 24.3, "capacity_t": 500, "from_on": LONG_AGO, "centre": network.ours}
    kiln = Processor.objects.create(organisation=runner, name="Kiln", **usual | told)
    Recipe.objects.create(processor=kiln, waste_codes="1001", output="granules", yield_t_t=0.5, cost_eur_t=10)
    told_of = {"waste_codes": "", "permit_codes": "", "materials": "granules"}
    a_need(buyer, name="Spreading", tonnes=10_000, price_eur_t=200, **told_of)
    return kiln


def remarks(run) -> str:
    return "\n".join(said(one) for one in run.result["says"])


def test_of_several_permits_in_force_codes_and_tonnes_add_up(network):
    a_permit(network.need, tonnes=100, codes="100101", until_on=TODAY)
    a_permit(network.need, tonnes=50, codes="100103 100101", until_on=NEXT_YEAR)
    a_permit(network.need, tonnes=999, codes="02", until_on=YESTERDAY)
    right = right_on(network.need.permits.all(), TODAY)
    assert (right.codes, right.tonnes, right.until, right.in_force) == ("100101 100103", 150, NEXT_YEAR, True)


def test_a_permit_that_names_no_amount_bounds_nothing(network):
    a_permit(network.need, tonnes=100)
    a_permit(network.need)
    assert right_on(network.need.permits.all(), TODAY).tonnes is None


def test_a_plan_moves_no_more_than_the_permit_lets_in_and_says_so(network):
    a_permit(network.need, tonnes=250, name="Permit 250")
    run = a_plan(network)
    assert run.result["tonnes"] == 250
    assert "the permits let in 250 t in a year, less than the 600 t" in remarks(run)


def test_an_ended_permit_is_named_by_row_and_the_rest_is_planned(network):
    a_permit(network.need, until_on=YESTERDAY)
    other = a_need(taking_part(network.ours, "Other Oy"), name="Filler")
    run = a_plan(network)
    assert [row["need"] for row in run.result["rows"]] == [other.pk]
    assert "row 2 (Fertiliser)" in remarks(run)
    assert YESTERDAY.isoformat() in remarks(run)


def test_on_its_last_day_a_permit_still_holds(network):
    a_permit(network.need, until_on=TODAY)
    assert a_plan(network).result["tonnes"] == 600


def test_a_permit_that_is_still_to_begin_lets_nothing_in(network):
    a_permit(network.need, from_on=NEXT_YEAR)
    a_need(taking_part(network.ours, "Other Oy"), name="Filler", tonnes=5)
    run = a_plan(network)
    assert run.result["tonnes"] == 5
    assert "the first permit begins on 2027-06-01" in remarks(run)


def test_a_processor_runs_when_it_pays_for_its_opening(network):
    kiln = a_kiln(network, opening_eur=1_000)
    run = a_plan(network, transport_eur_tkm=0, handling_eur_t=0)
    # Straight: 600 t at 100. Through the kiln: the other 400 t bring 90 saved - 10 cost + 0.5 × 200, less the opening.
    assert run.result["value_eur"] == 600 * 100 + 400 * 180 - 1_000 + 100 * 80
    assert run.result["tier"] == 3
    assert [told["tonnes"] for _processor, told in plan_readers.processors_in(run)] == [500]
    assert plan_readers.processors_in(run)[0][0] == kiln


def test_a_processor_that_does_not_pay_for_its_opening_stays_shut(network):
    a_kiln(network, opening_eur=1_000_000)
    run = a_plan(network)
    assert [told["tonnes"] for _processor, told in plan_readers.processors_in(run)] == [0]
    assert "is not worth running" in page(network.manager, "symbiosis:plan", "ours", run.pk)


def test_the_page_says_which_model_was_chosen_and_why(network):
    assert "Tier 1 of 3." in page(network.manager, "symbiosis:plan", "ours", a_plan(network).pk)
    a_kiln(network)
    assert "Tier 2 of 3." in page(network.manager, "symbiosis:plan", "ours", a_plan(network).pk)


def test_without_a_permit_on_record_the_gate_does_not_claim_one(network):
    kiln = a_kiln(network)

    def outcome(run) -> set[str]:
        return {row["gate"] for row in run.result["rows"] if row["recipe_in"]}

    assert outcome(a_plan(network)) == {"needs decision"}
    a_permit(kiln)
    assert outcome(a_plan(network)) == {"pass"}


def test_a_processor_whose_permit_ended_is_left_out_and_named(network):
    a_permit(a_kiln(network), until_on=YESTERDAY)
    run = a_plan(network)
    assert run.result["processors"] == []
    assert "Kiln (Kiln Oy): the last permit ended on 2026-11-23" in remarks(run)


def test_a_recipe_that_no_permit_names_is_left_out(network):
    a_permit(a_kiln(network), codes="17")
    run = a_plan(network)
    assert run.result["processors"] == []
    assert "no permit names what the recipe for granules takes (1001)" in remarks(run)


def test_both_ends_of_a_processor_can_be_followed(network):
    a_kiln(network)
    run = a_plan(network)
    client = Client()
    client.force_login(network.manager)
    for row in plan_readers.rows_of(run):
        client.post(reverse("symbiosis:take_up", args=["ours", run.pk]), dict(row.ends))
    assert Exchange.objects.count() == len(run.result["rows"])
    assert all(row.followed for row in plan_readers.rows_of(run))
    recipe = Recipe.objects.get()
    assert (recipe.inlet.organisation.name, recipe.outlet.material) == ("Kiln Oy", "granules")
    # What stands for the ends is in no search of its own.
    assert a_plan(network).result["needs"] == run.result["needs"]
    with pytest.raises(ValidationError, match="follows this recipe"):
        actions.drop_recipe(recipe=recipe, by=network.manager)


def test_a_plan_of_another_day_says_what_the_law_and_the_streams_change(network):
    network.offer.until_on = date(2026, 12, 31)
    network.offer.save()
    later = an_offer(network.offer.organisation, name="Fly ash", avoided_cost_eur_t=170)
    later.from_on = date(2027, 1, 1)
    later.save()
    first = a_plan(network)
    second = actions.find_exchanges(cluster=network.ours, terms={}, day=date(2027, 1, 1), now=NOW, by=network.manager)
    assert plan_readers.compared_with(second) == first
    (change,) = plan_readers.changes(first, second)
    assert (change.before_t, change.after_t, round(change.after_eur - change.before_eur)) == (600, 600, 48_000)
    assert "green_liquor_tax" in [one["key"] for one in plan_readers.new_editions(first, second)]
    assert "What differs between" in page(network.manager, "symbiosis:plan", "ours", second.pk)


def test_coming_days_of_the_law_are_offered_and_past_ones_are_not():
    days = dict(plan_readers.law_days(date(2026, 11, 29)))
    assert list(days) == [date(2026, 12, 9), date(2027, 1, 1)]
    assert date(2026, 12, 9) not in dict(plan_readers.law_days(date(2026, 12, 9)))


def test_the_centre_enters_a_processor_with_its_recipe_and_permit(network):
    client = Client()
    client.force_login(network.manager)
    sent = {
        "processor-name": "Kiln", "processor-organisation": network.need.organisation_id, "processor-lat": "65.8",
        "processor-lon": "24.3", "processor-country": "FI", "processor-capacity_t": "500",
        "processor-opening_eur": "0", "processor-from_on": "2026-01-01",
        "recipe-waste_codes": "100103", "recipe-output": "granules",
        "recipe-yield_t_t": "0.8", "recipe-cost_eur_t": "9",
    }  # fmt: skip
    wrong = client.post(reverse("symbiosis:new_processor", args=["ours"]), sent | {"recipe-waste_codes": "999999"})
    assert wrong.status_code == 422
    assert not Processor.objects.exists()
    assert client.post(reverse("symbiosis:new_processor", args=["ours"]), sent).status_code == 302
    kiln = Processor.objects.get()
    at = reverse("symbiosis:processor", args=["ours", kiln.pk])
    permit = {"deed": "permit", "permit-name": "P 7", "permit-codes": "1001", "permit-from_on": "2026-05-01"}
    backwards = client.post(at, permit | {"permit-until_on": "2026-04-01"})
    assert (backwards.status_code, Permit.objects.count()) == (422, 0)
    assert client.post(at, permit).status_code == 302
    assert [one.name for one in kiln.permits.all()] == ["P 7"]
    assert "in force" in page(network.manager, "symbiosis:receivers", "ours")


def test_a_code_that_is_not_on_the_list_makes_no_permit(network):
    with pytest.raises(ValidationError, match="99 99 99"):
        actions.keep_permit(
            permit=Permit(need=network.need, name="P", codes="999999", from_on=LONG_AGO),
            by=network.manager, today=TODAY,
        )  # fmt: skip
    assert not Permit.objects.exists()


def test_the_receivers_of_another_cluster_are_not_there(network):
    permit, kiln = a_permit(network.need), a_kiln(network)
    client = Client()
    client.force_login(make_user("manager", make_cluster("third")))
    for name, pk in (("processor", kiln.pk), ("need_permits", network.need.pk), ("permit", permit.pk)):
        assert client.get(reverse(f"symbiosis:{name}", args=["third", pk])).status_code == 404
