"""The team's screens: every list searched, filtered and exported; and nothing of another cluster anywhere."""

import pytest

from tests.builders import LONG_AGO, PASSWORD, make_organisation, make_user
from tokkasite.accounts.models import User
from tokkasite.register import models
from tokkasite.register.staff import VIEWSETS

BY_NAME = {viewset.name: viewset for viewset in VIEWSETS}
OF_A_CLUSTER = ("register_participation", "register_standing", "register_website")
NO_ROWS = {"INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}


def rows(relation, *rows):
    """What the form of a screen sends for the rows inside."""
    told = {f"{relation}-TOTAL_FORMS": str(len(rows))} | {f"{relation}-{key}": value for key, value in NO_ROWS.items()}
    for number, row in enumerate(rows):
        told |= {f"{relation}-{number}-{key}": value for key, value in row.items()}
        told |= {f"{relation}-{number}-id": "", f"{relation}-{number}-ORDER": str(number + 1)}
    return told


def no_rows(*relations):
    return {key: value for relation in relations for key, value in rows(relation).items()}


@pytest.fixture
def operator(db, signed_in):
    return signed_in(User.objects.create_superuser("root@example.org", PASSWORD))


@pytest.fixture
def team(forest, signed_in):
    return signed_in(forest.member)


@pytest.fixture
def coordinator(db, signed_in):
    return signed_in(make_user("coordinator"))


def row_of(viewset, cluster):
    return {
        "register_participation": cluster.participation,
        "register_standing": cluster.standing,
        "register_website": cluster.website,
    }[viewset]


@pytest.mark.parametrize("asked", ["", "?q=forest", "?export=csv", "?export=xlsx"])
def test_every_list_opens_is_searched_and_exported(forest, operator, asked):
    pages = [f"/admin/{viewset.url_prefix}/{asked}" for viewset in VIEWSETS]
    assert {page: operator.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_every_form_opens(forest, operator):
    models.Municipality.objects.create(code="261", name_fi="Kittilä")
    pages = [f"/admin/{viewset.url_prefix}/new/" for viewset in VIEWSETS]
    pages += [
        f"/admin/{viewset.url_prefix}/{page}/{viewset.model.objects.first().pk}/"
        for viewset in VIEWSETS
        for page in ("edit", "history", "usage", "delete")
    ]
    assert {page: operator.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("name", OF_A_CLUSTER)
def test_a_list_and_its_export_show_the_rows_of_the_users_clusters_only(forest, reindeer, team, name):
    page = team.get(f"/admin/{name}/")
    assert list(page.context["object_list"]) == [row_of(name, forest)]
    exported = b"".join(team.get(f"/admin/{name}/?export=csv").streaming_content).decode()
    assert len(exported.splitlines()) == 2
    assert "reindeer" not in exported.casefold()


@pytest.mark.parametrize("name", OF_A_CLUSTER)
@pytest.mark.parametrize("page", ["edit", "delete", "history", "usage"])
def test_a_row_of_another_cluster_is_not_there(forest, reindeer, team, name, page):
    assert team.get(f"/admin/{name}/{page}/{row_of(name, forest).pk}/").status_code == 200
    assert team.get(f"/admin/{name}/{page}/{row_of(name, reindeer).pk}/", follow=True).status_code == 404


@pytest.mark.parametrize("name", OF_A_CLUSTER)
def test_a_row_of_another_cluster_is_neither_changed_nor_deleted(forest, reindeer, team, name):
    theirs = row_of(name, reindeer)
    for page in ("edit", "delete"):
        answer = team.post(f"/admin/{name}/{page}/{theirs.pk}/", {"cluster": forest.cluster.pk}, follow=True)
        assert answer.status_code == 404
    assert type(theirs).objects.get(pk=theirs.pk).cluster == reindeer.cluster


def test_another_cluster_cannot_be_chosen(forest, reindeer, team):
    told = {"cluster": reindeer.cluster.pk, "kind": "recognition", "level": "", "from_on": "2026-01-01"}
    page = team.post("/admin/register_standing/new/", told)
    assert list(page.context["form"].fields["cluster"].queryset) == [forest.cluster]
    assert list(page.context["form"].errors) == ["cluster"]
    assert models.Standing.objects.count() == 2


@pytest.mark.parametrize("name", ["register_mandate", "register_municipality"])
def test_the_team_adds_no_mandate_and_no_municipality(forest, team, name):
    assert team.get(f"/admin/{name}/new/").status_code == 302
    assert team.post(f"/admin/{name}/new/", {}).status_code == 302


def test_the_team_corrects_its_own_cluster_and_no_other(forest, reindeer, team):
    assert [cluster.key for cluster in team.get("/admin/register_cluster/").context["object_list"]] == ["forest"]
    assert team.get(f"/admin/register_cluster/edit/{forest.cluster.pk}/").status_code == 200
    assert team.get(f"/admin/register_cluster/edit/{reindeer.cluster.pk}/", follow=True).status_code == 404
    assert team.get("/admin/register_cluster/new/").status_code == 302


def test_an_assessor_has_no_admin(forest, signed_in):
    guest = signed_in(make_user("assessor", forest.cluster))
    assert guest.get("/admin/register_participation/").status_code == 302


def test_after_the_last_day_of_the_mandate_nothing_is_shown(forest, signed_in):
    models.Mandate.objects.filter(user=forest.member).update(until_on="2024-12-31")
    former = signed_in(forest.member)
    assert list(former.get("/admin/register_participation/").context["object_list"]) == []
    assert former.get("/admin/register_organisation/").status_code == 302


def test_a_participation_that_ends_before_it_starts_is_refused_at_its_last_day(forest, team):
    told = {"cluster": forest.cluster.pk, "organisation": make_organisation().pk}
    told |= {"from_on": "2026-02-01", "until_on": "2026-01-01"} | no_rows("commitments")
    page = team.post("/admin/register_participation/new/", told)
    assert page.context["form"].errors == {
        "until_on": ["The last day is before the first day. Correct one of the two."]
    }
    assert models.Participation.objects.count() == 1


def test_a_second_participation_at_once_is_refused_at_its_first_day(forest, team):
    told = {"cluster": forest.cluster.pk, "organisation": forest.company.pk, "from_on": "2026-02-01"}
    page = team.post("/admin/register_participation/new/", told | no_rows("commitments"))
    says = "This organisation takes part already, since 1 Jan 2020. End that participation first."
    assert page.context["form"].errors["from_on"] == [says]
    assert models.Participation.objects.count() == 1


def test_a_participation_is_saved_with_its_commitment_and_an_audit_line(forest, team):
    newcomer = make_organisation()
    told = {"cluster": forest.cluster.pk, "organisation": newcomer.pk, "from_on": "2026-02-01"}
    told |= rows("commitments", {"proof": "fee", "from_on": "2026-02-01", "reference": "Invoice 7"})
    assert team.post("/admin/register_participation/new/", told).status_code == 302
    saved = models.Participation.objects.get(organisation=newcomer)
    assert [(row.proof, row.reference) for row in saved.commitments.all()] == [("fee", "Invoice 7")]
    history = team.get(f"/admin/register_participation/history/{saved.pk}/").context["object_list"]
    assert [(line.action, line.user) for line in history] == [("wagtail.create", forest.member)]


def test_a_commitment_that_ends_before_it_starts_is_refused_in_its_row(forest, team):
    told = {"cluster": forest.cluster.pk, "organisation": make_organisation().pk, "from_on": "2026-02-01"}
    told |= rows("commitments", {"proof": "fee", "from_on": "2026-02-01", "until_on": "2026-01-01"})
    page = team.post("/admin/register_participation/new/", told)
    assert page.context["form"].formsets["commitments"].errors == [
        {"until_on": ["The last day is before the first day. Correct one of the two."]}
    ]
    assert models.Participation.objects.count() == 1


INSIDE = (
    "identifiers",
    "other_names",
    "preceded_by",
    "ownerships",
    "activity_codes",
    "size_figures",
    "contact_people",
)


def test_a_business_id_with_a_wrong_check_digit_is_refused_in_its_row(forest, team):
    told = {"name": "Tamppi Oy", "role": "company"} | no_rows(*INSIDE[1:])
    told |= rows("identifiers", {"scheme": "fi_business_id", "value": "0112038-8"})
    page = team.post("/admin/register_organisation/new/", told)
    says = "“0112038-8” is no Finnish business id: its check digit does not fit."
    assert page.context["form"].formsets["identifiers"].errors == [
        {"value": [f"{says} Look it up in the register that gave it, and correct it."]}
    ]
    assert not models.Organisation.objects.filter(name="Tamppi Oy").exists()


@pytest.mark.parametrize(
    ("relation", "row"),
    [
        ("identifiers", {"scheme": "fi_business_id", "value": "0112038-9"}),
        ("size_figures", {"year": "2025", "headcount_awu": "4", "source": "annual report", "origin": "declared"}),
    ],
)
def test_the_same_row_twice_is_refused(forest, team, relation, row):
    told = {"name": "Tamppi Oy", "role": "company"} | no_rows(*INSIDE) | rows(relation, row, row)
    assert team.post("/admin/register_organisation/new/", told).status_code == 200
    assert not models.Organisation.objects.filter(name="Tamppi Oy").exists()


def test_one_business_id_from_two_sources_is_refused(forest, team):
    one = {"scheme": "fi_business_id", "value": "0112038-9", "source": "register"}
    told = {"name": "Tamppi Oy", "role": "company"} | no_rows(*INSIDE)
    told |= rows("identifiers", one, one | {"source": "a list"})
    assert team.post("/admin/register_organisation/new/", told).status_code == 200
    assert not models.Organisation.objects.filter(name="Tamppi Oy").exists()


def test_an_organisation_is_saved_with_all_that_belongs_to_it(forest, team):
    told = {"name": "Tämppi Oy", "role": "company", "website": "https://example.org/"} | no_rows(*INSIDE)
    told |= rows("identifiers", {"scheme": "fi_business_id", "value": "01120389", "source": "register"})
    told |= rows("activity_codes", {"scheme": "nace_2_1", "code": "10.51"})
    told |= rows(
        "size_figures",
        {"year": "2025", "headcount_awu": "4.5", "turnover_eur": "1", "source": "report", "origin": "declared"},
    )
    told |= rows(
        "contact_people", {"name": "Oula", "language": "se", "lawful_basis": "interest", "from_on": "2026-01-01"}
    )
    assert team.post("/admin/register_organisation/new/", told).status_code == 302
    saved = models.Organisation.objects.get(name="Tämppi Oy")
    assert (saved.search_name, [str(one) for one in saved.identifiers.all()]) == ("tamppi oy", ["0112038-9"])
    assert [str(one) for one in saved.contact_people.all()] == ["Oula"]


def test_people_to_call_are_on_the_screen_of_who_shares_a_cluster_with_them(forest, reindeer, team):
    ours, theirs = (f"/admin/register_organisation/edit/{one.company.pk}/" for one in (forest, reindeer))
    assert "Aino of forest" in team.get(ours).content.decode()
    assert "Aino of reindeer" not in team.get(theirs).content.decode()


def test_who_does_not_see_the_people_leaves_them_as_they_are(forest, reindeer, team):
    told = {"name": "Reindeer Oyj", "role": "company"} | no_rows(*INSIDE[:-1])
    slipped_in = rows(
        "contact_people", {"name": "Nobody", "language": "fi", "lawful_basis": "interest", "from_on": "2026-01-01"}
    )
    address = f"/admin/register_organisation/edit/{reindeer.company.pk}/"
    assert team.post(address, told | slipped_in).status_code == 302
    reindeer.company.refresh_from_db()
    assert (reindeer.company.name, list(reindeer.company.contact_people.all())) == ("Reindeer Oyj", [reindeer.person])


def test_the_coordinator_gives_a_mandate_which_opens_the_admin(forest, reindeer, coordinator, signed_in):
    newcomer = make_user(email="new@example.org")
    told = {"user": newcomer.pk, "cluster": reindeer.cluster.pk, "role": "team", "from_on": "2024-01-01"}
    assert coordinator.post("/admin/register_mandate/new/", told).status_code == 302
    shown = signed_in(newcomer).get("/admin/register_participation/").context["object_list"]
    assert list(shown) == [reindeer.participation]


def test_the_last_mandate_taken_away_closes_the_admin(forest, coordinator, signed_in):
    mandate = models.Mandate.objects.get(user=forest.member)
    assert coordinator.post(f"/admin/register_mandate/delete/{mandate.pk}/").status_code == 302
    assert signed_in(forest.member).get("/admin/register_participation/").status_code == 302


def test_a_mandate_handed_to_someone_else_closes_the_admin_to_the_first(forest, coordinator, signed_in):
    mandate = models.Mandate.objects.get(user=forest.member)
    heir = make_user(email="heir@example.org")
    told = {"user": heir.pk, "cluster": forest.cluster.pk, "role": "manager", "from_on": "2024-01-01"}
    assert coordinator.post(f"/admin/register_mandate/edit/{mandate.pk}/", told).status_code == 302
    answers = [signed_in(one).get("/admin/register_participation/").status_code for one in (forest.member, heir)]
    assert answers == [302, 200]


def test_nobody_gives_rights_to_themselves(forest, coordinator):
    myself = User.objects.get(mandates__role="coordinator")
    told = {"user": myself.pk, "cluster": forest.cluster.pk, "role": "team", "from_on": "2024-01-01"}
    page = coordinator.post("/admin/register_mandate/new/", told)
    assert page.context["form"].errors == {
        "user": ["Nobody gives rights to themselves. Ask another coordinator, or who runs the site."]
    }
    assert models.Mandate.objects.filter(user=myself).count() == 1


def test_the_coordinator_keeps_no_participations(forest, coordinator):
    assert coordinator.get("/admin/register_participation/").status_code == 302


@pytest.mark.parametrize("name", ["register_participation", "register_organisation", "register_standing"])
def test_a_list_takes_the_same_queries_for_1_and_30_rows(forest, team, query_count, name):
    team.get("/admin/")
    few = query_count(lambda: team.get(f"/admin/{name}/"))
    for number in range(30):
        organisation = make_organisation(f"Lot {number}")
        models.Participation.objects.create(cluster=forest.cluster, organisation=organisation, from_on=LONG_AGO)
        models.Standing.objects.create(cluster=forest.cluster, kind="recognition", from_on=LONG_AGO)
    assert query_count(lambda: team.get(f"/admin/{name}/")) == few


def test_the_history_of_all_clusters_is_for_the_operator(forest, reindeer, team, operator):
    address = f"/admin/register_website/edit/{reindeer.website.pk}/"
    told = {"cluster": reindeer.cluster.pk, "url": "https://secret.example.org/", "language": "fi"}
    assert operator.post(address, told | {"from_on": "2024-01-01"}).status_code == 302
    for page in ("", "results/"):
        history = f"/admin/reports/site-history/{page}"
        assert "secret.example.org" in operator.get(history).content.decode()
        assert "secret.example.org" not in team.get(history, follow=True).content.decode()
