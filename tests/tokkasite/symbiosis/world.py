"""A small network of exchanges in one line: who takes part, an offer, a need, a plan, an exchange that is followed."""

from datetime import UTC, date, datetime

from django.test import Client
from django.urls import reverse

from tests.builders import LONG_AGO, make_organisation
from tokkasite.register.models import Organisation, Participation
from tokkasite.symbiosis import actions
from tokkasite.symbiosis.models import Exchange, Need, Offer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
KEMI, TORNIO = {"lat": 65.7364, "lon": 24.5637}, {"lat": 65.8481, "lon": 24.1466}


def taking_part(cluster, name: str) -> Organisation:
    organisation = make_organisation(name)
    Participation.objects.create(cluster=cluster, organisation=organisation, from_on=LONG_AGO)
    return organisation


def an_offer(organisation, **told: object) -> Offer:
    usual = {"name": "Fly ash", "waste_code": "100103", "tonnes": 1000, "avoided_cost_eur_t": 90}
    return Offer.objects.create(organisation=organisation, from_on=LONG_AGO, **usual | KEMI | told)


def a_need(organisation, **told: object) -> Need:
    usual = {"name": "Fertiliser", "waste_codes": "1001", "permit_codes": "1001", "tonnes": 600, "price_eur_t": 10}
    return Need.objects.create(organisation=organisation, from_on=LONG_AGO, **usual | TORNIO | told)


def a_plan(network, **terms: object):
    return actions.find_exchanges(cluster=network.ours, terms=terms, day=TODAY, now=NOW, by=network.manager)


def followed(network) -> Exchange:
    run = a_plan(network)
    return actions.take_up(run=run, offer=network.offer.pk, need=network.need.pk, by=network.manager, today=TODAY)


def page(user, name: str, *args: object) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()
