"""The screens of a list: for whom they are, headings mapped by hand, and rows decided before anything is written."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from wagtail.users.models import UserProfile

from tests.builders import make_organisation, make_user
from tokkasite.accounts.models import User
from tokkasite.journal.models import Attendance, Contact, Event
from tokkasite.lists.actions import forget_lists, import_list, keep_list
from tokkasite.lists.models import Import, ImportedRow
from tokkasite.register.models import ContactPerson, Participation

PAGE = "/admin/lists/"
DAY = date(2026, 3, 2)


def upload(content, name="list.csv"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def brought(team, table, content, cluster=None, name="list.csv"):
    """Upload a list, and come to its own screen."""
    told = {"table": table, "file": upload(content, name)} | ({"cluster": cluster.pk} if cluster else {})
    return team.post(PAGE, told)


def test_a_list_of_contacts_is_looked_at_imported_and_taken_back(forest, signed_in):
    team = signed_in(forest.member)
    address = brought(team, "contacts", "pvm;yritys;aihe\n2.3.2026;Forest Oy;Hake\n", forest.cluster).url
    page = team.get(address)
    assert page.context["preview"] == (("Day", "Organisation", "Subject"), ("2026-03-02", "Forest Oy", "Hake"))
    assert page.context["report"].counts["created"] == 1
    assert not Contact.objects.exists()
    said = {"heading": ["pvm", "yritys", "aihe"], "column": ["on", "organisation", "subject"]}
    done = team.post(address, {"import": "1", **said}, follow=True)
    assert done.context["report"].counts["created"] == 1
    assert Contact.objects.get().cluster == forest.cluster
    team.post(address, {"undo": "1"})
    assert not Contact.objects.exists()


def test_a_list_whose_headings_are_not_understood_is_kept_and_mapped_on_screen(forest, signed_in):
    team = signed_in(forest.member)
    address = brought(team, "organisations", "Farm;Whatever\nPoro Oy;Kemi\nSusi Oy;Tornio\n").url
    page = team.get(address)
    assert page.context["missing"] == (
        "No heading of the file says where this is: Name. Choose it in the table below, and look again."
    )
    assert "report" not in page.context
    assert 'name="import"' not in page.content.decode()
    refused = team.post(address, {"import": "1", "heading": ["Farm"], "column": [""]}, follow=True)
    assert "The column “name” is missing." in refused.content.decode()
    said = {"heading": ["Farm", "Whatever"], "column": ["name", "municipality"]}
    looked = team.post(address, said, follow=True)
    assert looked.context["report"].counts["created"] == 2
    team.post(address, {"import": "1", **said})
    assert Import.objects.get().state == "done"


def test_two_columns_that_are_missing_are_both_told(forest, signed_in):
    team = signed_in(forest.member)
    address = brought(team, "contacts", "Farm;Whatever\nPoro Oy;Kemi\n", forest.cluster).url
    assert team.get(address).context["missing"].startswith("No headings of the file say where these are: Day, Org")


def test_an_organisation_that_nobody_knows_is_chosen_among_those_alike(forest, signed_in):
    team = signed_in(forest.member)
    known = make_organisation("Outokumpu Stainless Oy")
    content = "pvm;yritys\n2.3.2026;Outokumpu Stainles\n2.3.2026;Outokumpu Stainles\n"
    address = brought(team, "contacts", content, forest.cluster).url
    page = team.get(address)
    assert [one.likely[0].organisation for one in page.context["report"].verdicts] == [known, known]
    assert "Is one of these organisations meant?" in page.content.decode()
    said = {"heading": ["pvm", "yritys"], "column": ["on", "organisation"], "row-2": known.pk, "row-3": "leave out"}
    report = team.post(address, {"import": "1", **said}, follow=True).context["report"]
    assert [one.verdict for one in report.verdicts] == ["created", "left out"]
    assert Contact.objects.get().organisation == known


def test_a_mapping_is_remembered_for_its_cluster_and_its_kind_of_list(forest, reindeer, signed_in):
    team = signed_in(forest.member)
    rows = "X1;X2\n2.3.2026;Forest Oy\n"
    address = brought(team, "contacts", rows, forest.cluster).url
    team.post(address, {"import": "1", "heading": ["X1", "X2"], "column": ["on", "organisation"]})
    again = team.get(brought(team, "contacts", rows, forest.cluster).url)
    assert again.context["missing"] == ""
    theirs = signed_in(reindeer.member)
    assert theirs.get(brought(theirs, "contacts", rows, reindeer.cluster).url).context["missing"] != ""


def test_a_list_is_for_the_team_of_its_cluster(forest, reindeer, signed_in):
    theirs = signed_in(reindeer.member)
    refused = brought(theirs, "contacts", "pvm;yritys\n2.3.2026;Forest Oy\n", forest.cluster)
    assert refused.context["form"].errors["cluster"]
    batch = keep_list(
        table="contacts", content=b"pvm;yritys\n2.3.2026;Forest Oy\n", file_name="x", day=DAY, cluster=forest.cluster
    )
    assert theirs.get(f"{PAGE}{batch.pk}/", follow=True).status_code == 404
    assert theirs.post(f"{PAGE}{batch.pk}/", {"import": "1"}, follow=True).status_code == 404
    assert [one for one, _label in theirs.get(PAGE).context["earlier"]] == []
    assert [one for one, _label in signed_in(forest.member).get(PAGE).context["earlier"]] == [batch]
    assert not Contact.objects.exists()


def test_a_list_about_a_cluster_asks_for_the_cluster(forest, signed_in):
    page = brought(signed_in(forest.member), "costs", "pvm;summa\n1.1.2026;5\n")
    assert page.context["form"].errors["cluster"] == ["Choose the cluster that the list is about."]


def test_the_coordinator_brings_organisations_and_nothing_else(forest, signed_in):
    page = signed_in(make_user("coordinator")).get(PAGE)
    assert [key for key, _label in page.context["form"].fields["table"].choices] == ["organisations"]
    assert list(page.context["form"].fields["cluster"].queryset) == []


def test_a_right_that_was_taken_away_takes_the_list_away(forest, signed_in):
    forest.member.groups.get().permissions.filter(codename="add_income").delete()
    page = signed_in(User.objects.get(pk=forest.member.pk)).get(PAGE)
    offered = [key for key, _label in page.context["form"].fields["table"].choices]
    assert "income" not in offered
    assert "costs" in offered


def test_the_operator_sees_no_notes_in_a_preview(forest, signed_in):
    batch = keep_list(
        table="contacts",
        content="pvm;yritys;muistiinpano\n2.3.2026;Forest Oy;Myydään\n".encode(),
        file_name="x.csv",
        day=DAY,
        cluster=forest.cluster,
    )
    seen = signed_in(forest.member).get(f"{PAGE}{batch.pk}/")
    hidden = signed_in(User.objects.create_superuser("o@example.org", "x")).get(f"{PAGE}{batch.pk}/")
    assert "Myydään" in seen.content.decode()
    assert "Myydään" not in hidden.content.decode()


def test_the_list_of_lists_takes_the_same_queries_however_many_there_are(forest, signed_in, query_count):
    team = signed_in(forest.member)

    def more(count):
        for _time in range(count):
            told = {"table": "costs", "cluster": forest.cluster, "day": DAY, "file_name": "x", "by": forest.member}
            Import.objects.create(**told)
        return query_count(lambda: team.get(PAGE))

    more(1)
    assert more(1) == more(15)


def test_lists_are_forgotten_after_a_month_with_whom_they_named(forest):
    told = {"table": "persons", "file_name": "x.csv", "cluster": forest.cluster}
    people = b"nimi;yritys\nAila Alho;Forest Oy\nKuka;Kukaan Oy\n"
    keep_list(**told, content=people, day=DAY)
    import_list(**told, content=people, day=DAY)
    import_list(table="organisations", content=b"name\nPoro Oy\n", file_name="o.csv", day=DAY)
    assert forget_lists(day=DAY + timedelta(days=30)) == 0
    assert forget_lists(day=DAY + timedelta(days=31)) == 2
    assert forget_lists(day=DAY + timedelta(days=31)) == 0
    assert sorted(ImportedRow.objects.values_list("name", "verdict")) == [
        ("", "created"), ("", "not known"), ("Poro Oy", "created"),
    ]  # fmt: skip
    assert ContactPerson.objects.filter(name="Aila Alho").exists()


EXPORTS = {"contact": "contacts", "event": "events", "attendance": "attendance", "income": "income", "cost": "costs"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", [*EXPORTS, "participation"])
def test_our_own_export_comes_back_with_no_change(forest, signed_in, kind, form):
    company, cluster = forest.company, forest.cluster
    event = Event.objects.create(cluster=cluster, on=DAY, kind="workshop", title="=Side; streams", place="Kemi")
    Attendance.objects.create(event=event, organisation=company, persons=12)
    for note, secret in (("Sells\nthe mill", True), ('Buys, "ash"', False), ("", False)):
        Contact.objects.create(
            cluster=cluster, on=DAY, organisation=company, person=forest.person, channel="video", subject="Ash",
            note=note, is_confidential=secret,
        )  # fmt: skip
    cluster.incomes.create(payer="Kemi", sector="private", from_on=DAY, until_on=DAY, amount_eur="1234.5")
    cluster.costs.create(on=DAY, kind="travel", title="Train", amount_eur="80.10")
    cluster.costs.create(on=DAY, kind="other", amount_eur="1234567.00")
    gone = make_organisation("Gone Oy")
    Participation.objects.create(cluster=cluster, organisation=gone, from_on="2021-01-01", until_on="2022-01-01")
    team = signed_in(forest.member)
    answer = team.get(f"/en/clusters/forest/records/{kind}/export.{form}")
    content = b"".join(answer.streaming_content)
    table = EXPORTS.get(kind, "participations")
    report = import_list(table=table, content=content, file_name=f"x.{form}", day=DAY, cluster=cluster)
    assert {one.verdict for one in report.verdicts} == {"unchanged"}
    assert [one.notes for one in report.verdicts if one.notes] == []
    assert not Import.objects.exists()


def test_the_export_of_organisations_comes_back_with_no_change(forest, signed_in):
    content = b"".join(signed_in(forest.member).get("/en/organisations/export.csv").streaming_content)
    report = import_list(table="organisations", content=content, file_name="x.csv", day=DAY)
    assert {one.verdict for one in report.verdicts} == {"unchanged"}


def test_the_export_of_persons_comes_back_with_no_change_and_tells_of_no_other_cluster(forest, reindeer, signed_in):
    team = signed_in(forest.member)
    assert "/admin/lists/persons/forest.csv" in team.get(PAGE).content.decode()
    content = b"".join(team.get("/admin/lists/persons/forest.csv").streaming_content)
    assert content.decode("utf-8-sig").splitlines() == [
        "name,organisation,business_id,title,email,phone,language",
        "Aino of forest,Forest Oy,,,,,fi",
    ]
    report = import_list(table="persons", content=content, file_name="x.csv", day=DAY, cluster=forest.cluster)
    assert [(one.verdict, one.notes) for one in report.verdicts] == [("unchanged", [])]
    assert team.get("/admin/lists/persons/reindeer.csv").status_code == 302
    assert "reindeer" not in team.get(PAGE).content.decode()


def test_a_person_who_may_read_no_notes_brings_the_same_list_back_with_no_change(forest):
    Contact.objects.create(
        cluster=forest.cluster, on=DAY, organisation=forest.company, channel="visit", subject="Ash", note="Secret",
        is_confidential=True,
    )  # fmt: skip
    content = "on,organisation,channel,subject,note,is_confidential\n2026-03-02,Forest Oy,visit,Ash,,True\n"
    report = import_list(table="contacts", content=content.encode(), file_name="x.csv", day=DAY, cluster=forest.cluster)
    assert report.counts["unchanged"] == 1


def test_the_screens_speak_finnish(forest, signed_in):
    team = signed_in(forest.member)
    content = "pvm;yritys;henkilö\n2.3.2026;Forest Oy;Kuka\n"
    address = brought(team, "contacts", content, forest.cluster).url
    UserProfile.objects.create(user=forest.member, preferred_language="fi")
    page = team.get(address).content.decode()
    with translation.override("fi"):
        says = translation.gettext("Nobody of that name is a contact person of “%(value)s”.") % {"value": "Forest Oy"}
    assert says in page


def test_json_and_yaml_are_lists_too(forest):
    told = {"table": "costs", "day": DAY, "cluster": forest.cluster}
    rows = json.dumps([{"day": "2026-02-02", "amount": 12.5, "kind": "travel"}]).encode()
    yaml = b"- {day: 2026-02-02, amount: 12.5, kind: travel}\n"
    assert import_list(**told, content=rows, file_name="x.json").counts["created"] == 1
    assert import_list(**told, content=yaml, file_name="x.yaml").counts["unchanged"] == 1
