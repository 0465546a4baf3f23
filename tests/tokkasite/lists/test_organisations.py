"""A list of organisations: every row accounted for, nothing half written, and a repeat changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import ModelLogEntry

from tests.builders import make_organisation, make_user
from tokka.tables.model import WrongTable
from tokkasite.lists.actions import import_list
from tokkasite.lists.models import Import, ImportedRow
from tokkasite.lists.organisations import role_in
from tokkasite.register.actions import load_region
from tokkasite.register.models import Identifier, Municipality, Organisation, OrganisationName, Participation, Region

LAPLAND = Path(__file__).resolve().parents[4] / "shared/data/organisations/fi_lapland_seed_register"
ID, OTHER_ID = "0112038-9", "1927400-1"
DAY = date(2026, 11, 24)


@pytest.fixture
def region(db):
    return load_region()


@pytest.fixture
def lapland(region):
    file = LAPLAND / "lapland_organisations.csv"
    if not file.exists():
        pytest.skip(f"the list of 318 organisations is not on this machine: {file}")
    return file.read_bytes()


def run(content, **how):
    content = content if isinstance(content, bytes) else content.encode()
    return import_list(table="organisations", content=content, file_name="list.csv", day=DAY, **how)


def verdicts(report):
    return [(one.row, one.verdict) for one in report.verdicts]


def notes(report):
    return [(one.row, note.column, str(note.says), str(note.remedy)) for one in report.verdicts for note in one.notes]


def everything():
    """Every row of every table that an import could touch, the audit trail included."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Organisation, Identifier, Municipality, ModelLogEntry, Import, ImportedRow)
    ]


def test_every_row_of_lapland_is_accounted_for(lapland):
    report = run(lapland)
    assert [one.row for one in report.verdicts] == list(range(2, 320))
    assert report.counts == {
        "created": 284,
        "identifier added": 0,
        "unchanged": 0,
        "same as an earlier row": 34,
        "left out": 0,
        "refused": 0,
    }
    assert (Organisation.objects.count(), Identifier.objects.filter(scheme="list").count()) == (284, 62)
    assert all(note.remedy.message and note.column for one in report.verdicts for note in one.notes)


def test_lapland_repeated_changes_nothing(lapland):
    run(lapland)
    before = everything()
    report = run(lapland)
    assert report.counts["unchanged"] == len(report.verdicts) == 318
    assert everything() == before


def test_a_dry_run_of_lapland_says_what_the_real_run_says_and_writes_nothing(lapland):
    before = everything()
    tried = run(lapland, dry_run=True)
    assert everything() == before
    real = run(lapland)
    assert (verdicts(tried), notes(tried), tried.counts) == (verdicts(real), notes(real), real.counts)
    assert (tried.is_dry_run, real.is_dry_run) == (True, False)


def test_lapland_places_are_found_without_finnish_letters_and_by_the_name_inside(lapland):
    report = run(lapland)
    places = {one.name: one.municipality and one.municipality.name_fi for one in Organisation.objects.all()}
    assert places["FINNISH LAPLAND TOURIST BOARD"] == "Kittilä"
    assert places["AURORA POWERTRAINS OY"] == "Rovaniemi"
    assert places["MUON SOLUTIONS OY"] is None
    assert [(row, says) for row, column, says, _ in notes(report) if column == "municipality"] == [
        (8, "“Napapiiri Rovaniemi” is no municipality of the register: the one in its name was taken."),
        (11, "There is no municipality “Saarenkyla” in the register: the place was left empty."),
        (17, "There is no municipality “Kiistala” in the register: the place was left empty."),
    ]


def listed(count):
    return "name,source_id\n" + "".join(f"Company {number},{number}\n" for number in range(count))


def test_judging_takes_the_same_queries_for_2_and_400_rows(region, query_count):
    run(listed(400))
    many, few = (query_count(lambda count=count: run(listed(count), dry_run=True)) for count in (400, 2))
    assert many == few <= 5


def test_writing_takes_a_few_queries_for_hundreds_of_rows(region, query_count):
    assert query_count(lambda: run(listed(400))) <= 35


def test_one_audit_line_tells_of_a_whole_list(region):
    user = make_user(email="someone@example.org")
    before = set(ModelLogEntry.objects.values_list("pk", flat=True))
    run("name\nA Oy\nB Oy\n\n", by=user)
    line = ModelLogEntry.objects.exclude(pk__in=before).get()
    assert (line.action, line.user, line.data["file"]) == ("lists.import", user, "list.csv")
    assert line.data["counts"]["created"] == 2


def test_the_three_ways_to_know_an_organisation_again(region):
    run(f"name;y-tunnus;kunta;source;id\nA Oy;{ID};;;\nB Oy;;;PRTR;7\nC Oy;;Kemi;;\n")
    again = run("name;y-tunnus;kunta;source;id\nA Oyj;01120389;Kemi;;\nB Oyj;;;PRTR;7\nc  OY;;KEMI;;\n")
    assert verdicts(again) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged")]
    assert list(Organisation.objects.values_list("name", flat=True)) == ["A Oy", "B Oy", "C Oy"]


def test_a_number_means_something_only_in_its_own_list(region):
    report = run("name;source;id\nA Oy;PRTR;7\nB Oy;CORDIS;7\n")
    assert verdicts(report) == [(2, "created"), (3, "created")]


def test_one_name_in_two_municipalities_is_two_organisations(region):
    report = run("name;kunta\nOsuuskunta;Kemi\nOsuuskunta;Tornio\nosuuskunta;Torneå\n")
    assert [(one.row, one.verdict, one.same_as_row) for one in report.verdicts] == [
        (2, "created", None),
        (3, "created", None),
        (4, "same as an earlier row", 3),
    ]


def test_a_known_organisation_gets_the_identifier_that_it_lacks(region):
    known = make_organisation("A Oy")
    assert verdicts(run(f"name;y-tunnus\nA Oy;{ID}\n")) == [(2, "identifier added")]
    assert [(one.scheme, one.value) for one in known.identifiers.all()] == [("fi_business_id", ID)]
    assert verdicts(run(f"name;y-tunnus\nA Oy;{ID}\n")) == [(2, "unchanged")]


def test_one_name_with_two_business_ids_is_two_organisations_and_said_so(region):
    report = run(f"name;y-tunnus\nA Oy;{ID}\nA Oy;{OTHER_ID}\n")
    assert verdicts(report) == [(2, "created"), (3, "created")]
    assert [(row, column) for row, column, says, _ in notes(report) if "not this identifier" in says] == [(3, "name")]
    assert run(f"name;y-tunnus\nA Oy;{ID}\nA Oy;{OTHER_ID}\n").counts["unchanged"] == 2


def test_identifiers_of_two_organisations_in_one_row_refuse_it(region):
    run(f"name;y-tunnus;source;id\nA Oy;{ID};PRTR;1\nB Oy;{OTHER_ID};PRTR;2\n")
    report = run(f"name;y-tunnus;source;id\nA Oy;{ID};PRTR;2\nC Oy;;PRTR;3\n")
    assert verdicts(report) == [(2, "refused"), (3, "created")]
    assert notes(report)[0][2:] == (
        "The identifiers of this row belong to two organisations: A Oy and B Oy.",
        "Find out which one is meant, and correct the list or the register.",
    )


def test_a_wrong_row_is_refused_and_the_rest_goes_in(region):
    report = run(f"nimi;Y-tunnus\nA Oy;0112038-8\n;{ID}\n{'x' * 201};\nB Oy;{ID}\n")
    assert verdicts(report) == [(2, "refused"), (3, "refused"), (4, "refused"), (5, "created")]
    again = "Correct the row, and import the file again: rows that are in already stay as they are."
    assert notes(report) == [
        (2, "Y-tunnus", "“0112038-8” is no Finnish business id: its check digit does not fit.", again),
        (3, "nimi", "The cell is empty.", again),
        (
            4,
            "nimi",
            "The cell has 201 letters; the register keeps at most 200.",
            "Shorten it, and import the file again.",
        ),
        (
            5,
            "kind",
            "No role is told; from the name it was taken to be: Company.",
            "Choose the role on the organisation's page if that is wrong.",
        ),
    ]
    assert [one.name for one in Organisation.objects.all()] == ["B Oy"]


@pytest.mark.parametrize(
    ("told", "kept", "is_noted"),
    [
        ("https://example.org/", "https://example.org/", False),
        ("www.example.org", "https://www.example.org", False),
        ("", "", False),
        ("javascript:alert(1)", "", True),
        ("ei ole", "", True),
        ("https://example.org/" + "x" * 200, "", True),
    ],
)
def test_a_website_is_an_address_or_left_empty_with_a_note(region, told, kept, is_noted):
    report = run(f"name,kind,url\nA Oy,company,{told}\n")
    assert Organisation.objects.get().website == kept
    assert [column for _, column, _, _ in notes(report)] == (["url"] if is_noted else [])


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Lapin ammattikorkeakoulu Oy", "education"),
        ("Lapin yliopisto / Arktinen keskus", "research"),
        ("Luonnonvarakeskus", "research"),
        ("Lapin ELY-keskus", "regional_authority"),
        ("Lapin liitto", "regional_authority"),
        ("Lapin Matkailuelinkeinon Liitto ry", "other"),
        ("Enontekiön Kehitys Oy", "development_company"),
        ("Tornion kaupunki", "municipality"),
        ("Kemin Pienkone Ky", "company"),
        ("Oyster Bar", "other"),
    ],
)
def test_a_role_is_guessed_from_the_name(name, role):
    assert role_in(name) == role


@pytest.mark.parametrize(
    ("kind", "role"), [("company", "company"), ("Facility", "company"), ("KUNTA", "municipality"), ("other", "other")]
)
def test_a_kind_that_tells_the_role_is_taken_without_a_note(region, kind, role):
    assert notes(run(f"name,kind\nSomething,{kind}\n")) == []
    assert Organisation.objects.get().role == role


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_same_list_in_any_encoding_is_the_same_list(region, encoding):
    text = "name;kind;kunta\nÄijälän Köyry Oy;company;Enontekiö\nÖverby Ab;company;Torneå\n"
    run(text.encode(encoding))
    assert [str(one) for one in Organisation.objects.all()] == ["Äijälän Köyry Oy", "Överby Ab"]
    assert run(text).counts["unchanged"] == 2


@pytest.mark.parametrize("content", [b"", b"business_id\n0112038-9\n", b"PK\x03\x04", b"name\nA\0\n"])
def test_a_file_that_is_wrong_as_a_whole_writes_nothing(region, content):
    before = everything()
    with pytest.raises(WrongTable):
        run(content)
    assert everything() == before


def test_other_names_of_an_organisation_lead_to_it(region):
    known = make_organisation("Lapin elinvoimakeskus", role="regional_authority")
    OrganisationName.objects.create(organisation=known, name="Lapin ELY-keskus", kind="former", until_on="2025-12-31")
    OrganisationName.objects.create(organisation=known, name="Lapplands livskraftscentral", kind="parallel")
    report = run("name\nLAPIN ELY-KESKUS\nLapplands livskraftscentral\nlapin elinvoimakeskus\n")
    assert verdicts(report) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged")]


def test_the_name_that_heads_a_page_counts_before_the_former_name_of_another(region):
    old, new = make_organisation("Susi Oy"), make_organisation("Poro Oy")
    OrganisationName.objects.create(organisation=old, name="Poro Oy", kind="former")
    assert verdicts(run(f"name;y-tunnus\nPoro Oy;{ID}\n")) == [(2, "identifier added")]
    assert new.identifiers.get().value == ID


def test_the_region_is_loaded_once_and_what_was_corrected_stays(db):
    load_region()
    Municipality.objects.filter(code="148").update(name_sv="Enare kommun")
    before = everything()
    load_region()
    assert everything() == before
    assert (Region.objects.get().name_en, Municipality.objects.count()) == ("Lapland", 21)


def test_the_four_municipalities_of_the_homeland_have_their_names_in_northern_sami(region):
    assert dict(Municipality.objects.exclude(name_se="").values_list("name_fi", "name_se")) == {
        "Enontekiö": "Eanodat",
        "Inari": "Anár",
        "Sodankylä": "Soađegilli",
        "Utsjoki": "Ohcejohka",
    }


PAGE = "/admin/lists/"


def upload(content):
    return SimpleUploadedFile("list.csv", content.encode(), content_type="text/csv")


def shown(team, content) -> str:
    """Upload a list, and come to its own screen."""
    return team.post(PAGE, {"table": "organisations", "file": upload(content)}).url


def test_the_screen_first_says_what_would_happen_and_then_does_it(forest, region, signed_in):
    team = signed_in(forest.member)
    before = Organisation.objects.count()
    address = shown(team, "name,kind\nA Oy,company\n,company\n")
    page = team.get(address)
    assert "What would become of list.csv" in page.content.decode()
    assert "name: The cell is empty. Correct the row" in page.content.decode()
    assert Organisation.objects.count() == before
    done = team.post(address, {"import": "1", "heading": ["name", "kind"], "column": ["name", "kind"]}, follow=True)
    assert done.context["report"].counts["created"] == 1
    assert Organisation.objects.count() == before + 1


def test_a_heading_is_given_its_column_by_hand_and_that_is_remembered(forest, region, signed_in):
    team = signed_in(forest.member)
    rows = "toimijan rekisterinimi xyz,nimi\nPoro Oy,Kemi\n"
    address = shown(team, rows)
    said = {"heading": ["toimijan rekisterinimi xyz", "nimi"], "column": ["name", "municipality"]}
    assert team.post(address, said, follow=True).context["preview"][0] == ("Name", "Municipality")
    team.post(address, {"import": "1", **said})
    assert Organisation.objects.get(name="Poro Oy").municipality.name_fi == "Kemi"
    again = team.get(shown(team, rows.replace("Poro", "Susi")))
    assert again.context["preview"][1] == ("Susi Oy", "Kemi")


def test_a_row_that_resembles_an_organisation_is_decided_on_screen(forest, region, signed_in):
    team = signed_in(forest.member)
    known = make_organisation("Outokumpu Stainless Oy")
    address = shown(team, "name\nOutokumpu Stainles Oy\nOutokumpu Stainless Oyj\n")
    likely = {
        one.row: [alike.organisation for alike in one.likely] for one in team.get(address).context["report"].noted
    }
    assert likely[2][0] == known
    said = {"heading": "name", "column": "name", "row-2": str(known.pk), "row-3": "leave out", "import": "1"}
    report = team.post(address, said, follow=True).context["report"]
    assert [one.verdict for one in report.verdicts] == ["unchanged", "left out"]


def test_title_rows_and_repairs_are_told_on_screen(forest, region, signed_in):
    team = signed_in(forest.member)
    page = team.get(shown(team, "Members of 2026;;\nnimi;y-tunnus;kunta\nJÃ¤rvi Oy;;Kemi\n")).content.decode()
    assert "1: Members of 2026. It stands above the headings." in page
    assert "3, nimi: Letters that had been stored in a wrong encoding were put right." in page


def test_an_import_is_taken_back_but_for_what_is_in_use(forest, region, signed_in):
    team = signed_in(forest.member)
    before = set(Organisation.objects.values_list("name", flat=True))
    address = shown(team, f"name,y-tunnus\nA Oy,{ID}\nB Oy,\nC Oy,\n")
    team.post(address, {"import": "1", "heading": ["name", "y-tunnus"], "column": ["name", "business_id"]})
    Participation.objects.create(
        cluster=forest.cluster, organisation=Organisation.objects.get(name="B Oy"), from_on="2026-01-01"
    )
    page = team.post(address, {"undo": "1"}, follow=True)
    assert "Taken back, but for what 1 row brought in and is in use by now: B Oy" in page.content.decode()
    assert set(Organisation.objects.values_list("name", flat=True)) == before | {"B Oy"}
    assert not Identifier.objects.filter(value=ID).exists()


def test_after_an_undo_the_same_list_comes_in_anew(forest, region, signed_in):
    team = signed_in(forest.member)
    for _time in range(2):
        address = shown(team, "name\nA Oy\n")
        team.post(address, {"import": "1", "heading": "name", "column": "name"})
        assert Organisation.objects.filter(name="A Oy").count() == 1
        team.post(address, {"undo": "1"})
        assert not Organisation.objects.filter(name="A Oy").exists()


def test_a_list_that_was_never_imported_is_let_go_of(forest, region, signed_in):
    team = signed_in(forest.member)
    team.post(shown(team, "name\nA Oy\n"), {"discard": "1"})
    assert not Import.objects.exists()


def test_an_open_quotation_mark_loses_no_row(region):
    assert [one.name for one in run('name\n"A\nB\n').verdicts] == ["A", "B"]


def test_the_screen_says_at_the_field_why_a_file_was_refused(forest, signed_in):
    page = signed_in(forest.member).post(PAGE, {"table": "organisations", "file": upload("%PDF-1.7")})
    assert page.context["form"].errors["file"] == [
        "This is a PDF document, not a list. Save the list as CSV in UTF-8, and import that file."
    ]


def test_the_screen_is_for_those_who_may_add_organisations(forest, signed_in):
    assert signed_in(forest.member).get(PAGE).status_code == 200
    assert PAGE in signed_in(forest.member).get("/admin/register_organisation/").content.decode()
    assert signed_in(make_user("assessor", forest.cluster)).get(PAGE).status_code == 302
