"""What the company register proposes and warns of, and what people decide. No test asks the register itself."""

from datetime import date

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.tokka.companies.test_ytj import ANSWER, answer
from tokka.companies.ytj import read_answer
from tokkasite.register import sources
from tokkasite.register.companies import check_company, decide, to_check
from tokkasite.register.models import (
    ActivityCode,
    Identifier,
    Municipality,
    Organisation,
    Participation,
    SizeFigure,
)
from tokkasite.terminal import companies as terminal

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
NUMBER = "0112038-9"


def company(**changed):
    return read_answer(answer(**changed), NUMBER)


@pytest.fixture
def poro(make_organisation):
    Municipality.objects.get_or_create(code="240", defaults={"name_fi": "Kemi"})
    body = make_organisation("Poro Oy")
    Identifier.objects.create(organisation=body, scheme="fi_business_id", value=NUMBER)
    Identifier.objects.create(organisation=body, scheme="eu_vat", value="FI01120389")
    ActivityCode.objects.create(organisation=body, scheme="tol_2008", code="16230", from_on=date(2020, 1, 1))
    return body


@pytest.fixture
def cluster(make_cluster, poro):
    cluster = make_cluster("forest")
    Participation.objects.create(cluster=cluster, organisation=poro, from_on=date(2020, 1, 1))
    return cluster


def proposed(body):
    return [(one.field, one.kept, one.proposed) for one in body.proposed_changes.filter(decision="")]


def actions_of(body):
    return [entry.action for entry in ModelLogEntry.objects.for_instance(body).order_by("pk")]


def test_the_register_proposes_and_overwrites_nothing_and_bankruptcy_raises_a_flag(poro):
    check_company(organisation=poro, company=company(), today=DAY)
    assert proposed(poro) == [
        ("address", "", "Satamakatu 3 B, 94100 KEMI"),
        ("euid", "", "FIFPRO.0112038-9"),
        ("form", "", "Osakeyhtiö"),
        ("municipality", "", "240"),
        ("name", "Poro Oy", "Poro ja Kuusi Oy"),
        ("tol_2025", "", "16230"),
        ("website", "", "https://www.porojakuusi.example"),
    ]
    poro.refresh_from_db()
    assert (poro.name, poro.municipality, poro.website) == ("Poro Oy", None, "")
    assert [(one.kind, one.from_on, one.found_on) for one in poro.register_alerts.all()] == [
        ("bankruptcy", date(2026, 3, 1), DAY)
    ]
    assert actions_of(poro) == ["register.check_company"]


def test_an_unchanged_answer_changes_nothing_and_a_flag_ends_with_its_cause(poro):
    check_company(organisation=poro, company=company(), today=DAY)
    assert check_company(organisation=poro, company=company(names=None), today=NEXT) == []
    assert (len(proposed(poro)), actions_of(poro)) == (7, ["register.check_company"])
    later = company(companySituations=[], lastModified="2026-03-03 09:00:00", names=None)
    check_company(organisation=poro, company=later, today=NEXT)
    assert [one.until_on for one in poro.register_alerts.all()] == [NEXT]
    assert [field for field, _kept, _new in proposed(poro) if field == "name"] == []


def test_what_is_accepted_is_kept_with_its_day_and_the_old_code_stands_beside_the_new(poro, person):
    check_company(organisation=poro, company=company(), today=DAY)
    user = person("k@example.org", "coordinator")
    for change in poro.proposed_changes.all():
        decide(change=change, accept=True, by=user, today=NEXT)
    poro = Organisation.objects.get(pk=poro.pk)
    assert (poro.name, poro.search_name, poro.municipality.code) == ("Poro ja Kuusi Oy", "poro ja kuusi oy", "240")
    assert [(one.scheme, one.code, one.until_on) for one in ActivityCode.objects.order_by("pk")] == [
        ("tol_2008", "16230", None),
        ("tol_2025", "16230", None),
    ]
    facts = [(one.kind, one.value, one.from_on) for one in poro.register_facts.all()]
    assert facts == [("address", "Satamakatu 3 B, 94100 KEMI", NEXT), ("form", "Osakeyhtiö", NEXT)]
    assert actions_of(poro)[1:] == ["register.accept_change"] * 7
    euid = poro.identifiers.get(scheme="euid")
    assert (euid.value, euid.from_on, euid.source) == ("FIFPRO.0112038-9", NEXT, "PRH/YTJ, CC BY 4.0")
    formerly = [(one.field, one.told, one.until_on) for one in poro.former_facts.all()]
    assert formerly == [("name", "Poro Oy", NEXT)]  # nothing was said of the place and the address before
    check_company(organisation=poro, company=company(lastModified="2026-03-04"), today=NEXT)
    assert proposed(poro) == []


def test_what_is_rejected_is_not_proposed_again_until_the_register_says_something_else(poro, person):
    check_company(organisation=poro, company=company(), today=DAY)
    name = poro.proposed_changes.get(field="name")
    decide(change=name, accept=False, by=person("k@example.org", "coordinator"), today=DAY)
    check_company(organisation=poro, company=company(lastModified="2026-03-04"), today=NEXT)
    assert [field for field, _kept, _new in proposed(poro) if field == "name"] == []
    other = company(lastModified="2026-03-05", names=[{"name": "Uusi Oy", "type": "1"}])
    check_company(organisation=poro, company=other, today=NEXT)
    assert [new for field, _kept, new in proposed(poro) if field == "name"] == ["Uusi Oy"]
    with pytest.raises(ValidationError, match="decided already"):
        decide(change=name, accept=True, by=None, today=NEXT)


def test_a_municipality_that_is_not_kept_is_refused_with_what_to_do_and_stays_open(poro, person):
    Municipality.objects.all().delete()
    check_company(organisation=poro, company=company(), today=DAY)
    change = poro.proposed_changes.get(field="municipality")
    with pytest.raises(ValidationError, match="No municipality has the code 240"):
        decide(change=change, accept=True, by=person("k@example.org", "coordinator"), today=DAY)
    change.refresh_from_db()
    assert change.decision == ""


def test_the_page_shows_the_flag_and_what_is_proposed_and_only_its_own_team_decides(poro, cluster, person, client):
    check_company(organisation=poro, company=company(), today=DAY)
    change = poro.proposed_changes.get(field="name")
    address = reverse("register:decide", args=[poro.pk, change.pk])
    for role in ("assessor", "team"):
        client.force_login(person(f"{role}@example.org", role, cluster))
        page = client.get(poro.get_absolute_url()).content.decode()
        assert ("Bankruptcy" in page, "Poro ja Kuusi Oy" in page, address in page) == (True, True, role == "team")
        if role == "assessor":
            assert client.post(address, {"accept": "1"}).status_code == 403
    client.post(address, {"accept": "1"})
    assert Organisation.objects.get(pk=poro.pk).name == "Poro ja Kuusi Oy"


def test_a_team_without_this_participant_does_not_decide(poro, cluster, make_cluster, person, client):
    check_company(organisation=poro, company=company(), today=DAY)
    client.force_login(person("x@example.org", "team", make_cluster("theirs")))
    change = poro.proposed_changes.get(field="name")
    assert client.post(reverse("register:decide", args=[poro.pk, change.pk]), {"accept": "1"}).status_code == 403


def test_declared_and_register_figures_of_one_year_stand_side_by_side(poro, cluster, person, client):
    for origin, staff in (("declared", 9), ("register", 60)):
        SizeFigure.objects.create(
            organisation=poro, year=2025, headcount_awu=staff, turnover_eur=1, balance_eur=1, source="s", origin=origin
        )
    client.force_login(person("t@example.org", "team", cluster))
    sizes = client.get(poro.get_absolute_url()).context["sizes"]
    assert [(figure.origin, size.key) for figure, size in sizes] == [("declared", "micro"), ("register", "medium")]


@pytest.fixture
def register(monkeypatch):
    """A register that answers from memory, and a clock that notes the waits."""
    asked, waits = [], []

    def ask(number):
        asked.append(number)
        if number == "2532004-8":
            raise sources.NoAnswer("the register answered 503")
        return ANSWER

    monkeypatch.setattr(sources, "ask_register", ask)
    monkeypatch.setattr(terminal.time, "sleep", waits.append)
    return asked, waits


def test_the_command_asks_slowly_and_goes_on_where_it_stopped(poro, make_organisation, register):
    asked, waits = register
    silent = make_organisation("Silent Oy")
    Identifier.objects.create(organisation=silent, scheme="fi_business_id", value="2532004-8")
    make_organisation("No number Oy")
    first = CliRunner().invoke(terminal.command, ["--most", "1"], catch_exceptions=False)
    second = CliRunner().invoke(terminal.command, [], catch_exceptions=False)
    assert asked == [NUMBER, "2532004-8"]
    assert "1 companies looked up, 7 changes proposed." in first.output
    assert "2532004-8 Silent Oy: the register answered 503" in second.output
    assert [wait > 0.5 for wait in waits] == [True, True]
    assert [body.name for body, _number in to_check(date(2026, 1, 1))] == ["Silent Oy"]


def test_invented_companies_are_never_looked_up(poro, register):
    Organisation.objects.update(is_invented=True)
    assert list(to_check(DAY)) == []
