"""The public pages: what is built, what a visitor reads, and what a visitor must not read."""

from datetime import date

import pytest
from django.utils import translation
from wagtail.models import Page, PageLogEntry, Site

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_region, make_user
from tokkasite.journal.models import Contact
from tokkasite.portal.actions import build_site
from tokkasite.portal.models import ClusterPage, Feedback, HomePage
from tokkasite.portal.readers import label_today, participants_by_role
from tokkasite.register.models import ContactPerson, Participation, Standing

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def cluster():
    make_region()
    return make_cluster("forest", summary_en="Wood and what it becomes.", summary_fi="Puu ja mitä siitä tulee.")


def take_part(cluster, role: str, *, until_on: date | None = None, from_on: date = LONG_AGO) -> Participation:
    organisation = make_organisation(f"{role} {Participation.objects.count()}", role)
    return Participation.objects.create(cluster=cluster, organisation=organisation, from_on=from_on, until_on=until_on)


def test_the_site_is_built_once_however_often_one_asks(cluster):
    for _ in range(2):
        build_site()
    pages = Page.objects.exclude(depth=1).order_by("path").values_list("slug", "locale__language_code")
    pages = [("home" if slug.startswith("home") else slug, code) for slug, code in pages]
    assert sorted(pages) == [
        (slug, code) for slug in ("forest", "home", "news", "stories") for code in ("en", "fi", "se", "sv")
    ]
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="fi")


def test_a_cluster_that_comes_later_gets_its_pages(cluster):
    build_site()
    make_cluster("berry")
    build_site()
    assert ClusterPage.objects.filter(slug="berry", alias_of=None).count() == 2


def test_what_an_editor_wrote_stays(cluster):
    build_site()
    HomePage.objects.filter(slug="home-en").update(title="Welcome")
    build_site()
    assert HomePage.objects.get(slug="home-en").title == "Welcome"


def test_building_leaves_its_line_in_the_log(cluster):
    by = make_user(email="operator@example.org")
    build_site(by=by)
    own = ClusterPage.objects.filter(alias_of=None)
    lines = PageLogEntry.objects.filter(page__in=own).values_list("action", "user")
    assert list(lines) == [("wagtail.create", by.pk)] * 2


@pytest.mark.parametrize(("language", "said"), [("fi", "Puu ja mitä siitä tulee"), ("en", "Wood and what it becomes")])
def test_a_visitor_goes_from_the_front_page_to_a_cluster_in_either_language(client, cluster, language, said):
    build_site()
    front = client.get(f"/{language}/").content.decode()
    assert f'href="/{language}/forest/"' in front
    page = client.get(f"/{language}/forest/").content.decode()
    assert said in page
    assert 'href="/fi/forest/" hreflang="fi"' in page
    assert 'href="/en/forest/" hreflang="en"' in page


def test_the_language_leads_to_the_page_even_where_an_editor_renamed_it(client, cluster):
    build_site()
    page = ClusterPage.objects.get(slug="forest", locale__language_code="fi")
    page.slug = "metsa"
    page.save()
    assert 'href="/fi/metsa/" hreflang="fi"' in client.get("/en/forest/").content.decode()


def test_participants_are_counted_by_role_for_the_day(cluster):
    take_part(cluster, "company")
    take_part(cluster, "company", until_on=DAY)
    take_part(cluster, "company", until_on=date(2026, 3, 1))
    take_part(cluster, "research", from_on=DAY)
    take_part(cluster, "research", from_on=date(2026, 3, 3))
    with translation.override("en"):
        assert participants_by_role(cluster, DAY) == [("Company", 2), ("Research institute or university", 1)]


def test_the_label_is_the_last_one_given_by_the_day(cluster):
    bronze = Standing.objects.create(cluster=cluster, kind="label", level="bronze", from_on=date(2020, 1, 1))
    silver = Standing.objects.create(cluster=cluster, kind="label", level="silver", from_on=date(2024, 5, 1))
    days = (date(2019, 1, 1), date(2024, 4, 30), date(2024, 5, 1))
    assert [label_today(cluster, day) for day in days] == [None, bronze, silver]


def test_a_visitor_reads_no_name_of_a_person_and_no_note(client, cluster):
    company = take_part(cluster, "company").organisation
    ContactPerson.objects.create(
        organisation=company, name="Aino Keloharju", email="aino@example.org", from_on=LONG_AGO
    )
    Contact.objects.create(
        cluster=cluster, on=DAY, organisation=company, channel="visit", subject="Mill", note="Sells the mill"
    )
    build_site()
    read = "".join(client.get(address).content.decode() for address in ("/en/", "/en/forest/", "/fi/forest/"))
    assert [word for word in ("Aino", "aino@example.org", "Sells", "Mill", company.name) if word in read] == []


def test_the_pages_take_the_same_queries_for_1_and_30_participants(client, cluster, django_assert_max_num_queries):
    build_site()
    for _ in range(30):
        take_part(cluster, "company")
    with django_assert_max_num_queries(20):
        client.get("/en/forest/")


def test_the_accessibility_statement_names_whom_to_write_to(client, cluster):
    site = build_site()
    assert "has not yet entered whom to write to" in client.get("/en/accessibility/").content.decode()
    Feedback.objects.create(site=site, organisation="Lapin liitto", email="feedback@example.org")
    assert "mailto:feedback@example.org" in client.get("/en/accessibility/").content.decode()
