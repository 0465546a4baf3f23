"""What companies tell of their years: who enters it, who reads it, and that only means ever leave."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry

from tests.builders import LONG_AGO, make_organisation, make_user
from tokkasite.benchmark.readers import outcomes_of
from tokkasite.journal.actions import tell_company_year
from tokkasite.journal.models import CompanyYear
from tokkasite.journal.permissions import can_tell_company_year, company_years_of
from tokkasite.journal.privacy import audit_of
from tokkasite.register import merging
from tokkasite.register.models import Participation

DAY = date(2026, 3, 2)
PAGE = "/en/clusters/ours/companies/"


def told(ours, company=None, **how):
    how = {"year": 2025, "source": "annual report", "by": make_user(email=f"{CompanyYear.objects.count()}@x.org")} | how
    return tell_company_year(cluster=ours.cluster, organisation=company or ours.company, today=DAY, **how)


def test_told_again_the_new_figures_stand_and_the_line_tells_no_figure(ours):
    told(ours, turnover_eur=123_456, staff_fte=4)
    row = told(ours, turnover_eur=200_000)
    assert (CompanyYear.objects.count(), row.turnover_eur, row.staff_fte) == (1, 200_000, None)
    lines = ModelLogEntry.objects.filter(object_id=str(row.pk), data__year=2025).order_by("pk")
    assert [line.action for line in lines] == ["wagtail.create", "wagtail.edit"]
    assert [line for line in lines if "123456" in str(line.data) or "200000" in str(line.data)] == []
    assert set(lines) <= set(audit_of(ours.cluster))


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({}, "Fill in at least one"),
        ({"turnover_eur": 10, "exports_eur": 20}, "Exports are more than the whole turnover"),
        ({"turnover_eur": -1}, "greater than or equal to 0"),
        ({"turnover_eur": 1, "year": 2027}, "This year has not begun"),
    ],
)
def test_what_cannot_be_true_is_refused(ours, how, says):
    with pytest.raises(ValidationError, match=says):
        told(ours, **how)


def test_an_organisation_that_never_took_part_tells_nothing(ours, theirs):
    with pytest.raises(ValidationError, match="never taken part"):
        told(ours, theirs.company, turnover_eur=1)


def test_only_the_team_reads_what_is_for_means_only(ours, theirs):
    told(ours, turnover_eur=1, visibility="means")
    told(ours, year=2024, turnover_eur=1, visibility="readers")
    seen = {
        role: [row.year for row in company_years_of(make_user(role, ours.cluster), ours.cluster, DAY)]
        for role in ("manager", "team", "assessor", "auditor", "group_lead")
    }
    assert seen == {
        "manager": [2025, 2024],
        "team": [2025, 2024],
        "assessor": [2024],
        "auditor": [2024],
        "group_lead": [],
    }
    stranger = make_user("manager", theirs.cluster)
    assert list(company_years_of(stranger, ours.cluster, DAY)) == []


def test_a_member_tells_of_the_own_organisation_and_of_no_other(ours, theirs):
    member = make_user("member", ours.cluster, organisation=ours.company)
    other = make_organisation("Other Oy")
    Participation.objects.create(cluster=ours.cluster, organisation=other, from_on=LONG_AGO)
    assert can_tell_company_year(member, ours.cluster, ours.company, DAY) is True
    assert can_tell_company_year(member, ours.cluster, other, DAY) is False
    assert can_tell_company_year(member, theirs.cluster, ours.company, DAY) is False
    row = told(ours, turnover_eur=5, teller="member", by=member)
    assert row.get_teller_display() == "the company itself"


def test_the_page_takes_a_year_and_removes_it(ours):
    client = Client()
    client.force_login(make_user("team", ours.cluster))
    sent = {"organisation": ours.company.pk, "year": 2025, "staff_fte": "4.5", "source": "told", "visibility": "means"}
    assert client.post(PAGE, sent).url == PAGE
    assert client.post(PAGE, sent | {"staff_fte": "5"}).url == PAGE
    row = CompanyYear.objects.get()
    assert (row.staff_fte, row.told_on) == (5, localdate())
    assert client.post(PAGE, {"forget": row.pk}).url == PAGE
    assert CompanyYear.objects.count() == 0


def test_the_page_says_at_the_field_what_is_wrong(ours, theirs):
    client = Client()
    client.force_login(make_user("team", ours.cluster))
    sent = {"organisation": theirs.company.pk, "year": localdate().year + 1, "source": "told", "visibility": "means"}
    errors = client.post(PAGE, sent).context["form"].errors
    assert set(errors) >= {"organisation", "year"}
    assert CompanyYear.objects.count() == 0


def test_an_assessor_and_the_operator_read_no_figure_that_is_for_means_only(ours):
    told(ours, turnover_eur=987_654)
    operator = make_user(email="operator@example.org")
    operator.is_superuser = operator.is_staff = True
    operator.save()
    for user in (make_user("assessor", ours.cluster), operator):
        client = Client()
        client.force_login(user)
        page = client.get(PAGE)
        assert (page.status_code, "987" in page.content.decode()) == (200, False)
        client.post(PAGE, {"forget": CompanyYear.objects.get().pk})
    assert CompanyYear.objects.count() == 1


def test_queries_do_not_grow_with_the_years_told(ours, query_count):
    client = Client()
    client.force_login(make_user("team", ours.cluster))
    told(ours, turnover_eur=1)
    few = query_count(lambda: client.get(PAGE))
    for number in range(30):
        company = make_organisation(f"Poro {number} Oy")
        Participation.objects.create(cluster=ours.cluster, organisation=company, from_on=LONG_AGO)
        told(ours, company, turnover_eur=1)
    assert query_count(lambda: client.get(PAGE)) <= few


def test_four_companies_make_no_mean_and_five_do(ours):
    for number in range(5):
        company = make_organisation(f"Poro {number} Oy")
        Participation.objects.create(cluster=ours.cluster, organisation=company, from_on=LONG_AGO)
        for year, turnover in ((2024, 100), (2025, 110)):
            told(ours, company, year=year, turnover_eur=turnover)
        (first, *_rest) = outcomes_of(ours.cluster, 2025)
        assert (first.value, first.companies) == ((10.0, 5) if number == 4 else (None, number + 1))


def test_of_two_merged_organisations_the_years_of_the_kept_one_stand_and_come_back(ours):
    twin = make_organisation("Ours Oyj")
    Participation.objects.create(cluster=ours.cluster, organisation=twin, from_on=LONG_AGO)
    told(ours, turnover_eur=1)
    told(ours, twin, turnover_eur=2)
    told(ours, twin, year=2024, turnover_eur=3)
    merged = merging.merge(kept=ours.company.pk, lost=twin.pk, name_kind="auxiliary")
    rows = CompanyYear.objects.order_by("year").values_list("organisation", "year", "turnover_eur")
    assert list(rows) == [(ours.company.pk, 2024, 3), (ours.company.pk, 2025, 1)]
    merging.undo_merge(merged=merged)
    assert list(CompanyYear.objects.filter(organisation=twin.pk).values_list("turnover_eur", flat=True)) == [2, 3]
