"""Lists about one cluster: every row gets its verdict, whom it names is found, and another cluster is never touched."""

from datetime import date
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from tests.builders import make_organisation
from tokka.tables.model import WrongTable
from tokkasite.journal.actions import change_in_bulk
from tokkasite.journal.models import Attendance, Contact, Cost, Event, Income, TeamMember
from tokkasite.lists import actions
from tokkasite.lists.actions import import_list, undo_import
from tokkasite.lists.models import Import, ImportedRow
from tokkasite.register.models import (
    Commitment,
    ContactPerson,
    Identifier,
    Organisation,
    OrganisationName,
    Participation,
)

DAY = date(2026, 11, 24)
ID, OTHER_ID = "0112038-9", "1927400-1"
KEPT = (
    Organisation, Identifier, ContactPerson, Participation, Commitment, Contact, Event, Attendance, Income, Cost,
    Import, ImportedRow, ModelLogEntry,
)  # fmt: skip


def run(table, content, forest, **how):
    return import_list(
        table=table, content=content.encode(), file_name="list.csv", day=DAY, cluster=forest.cluster, **how
    )


def verdicts(report):
    return [(one.row, one.verdict) for one in report.verdicts]


def notes(report):
    return [(one.row, note.column, str(note.says)) for one in report.verdicts for note in one.notes]


def everything():
    return [list(model.objects.order_by("pk").values()) for model in KEPT]


LISTS = {
    "persons": (
        "nimi;yritys;titteli;sähköposti;puhelin;kieli\n"
        "Aila Alho;Forest Oy;toimitusjohtaja;aila@forest.example;040 1;ruotsi\n"
        "Aino of forest;Forest Oy;;;;\n"
        "aila  alho;FOREST OY;;;;\n"
        "Matti;Kukaan Oy;;;;\n"
        "Eero;Forest Oy;;no mail;;\n"
    ),
    "participations": (
        "organisaatio;liittynyt;eronnut;sitoutunut\n"
        "Poro Oy;1.2.2024;;kyllä\n"
        "Forest Oy;1.1.2020;;\n"
        "Poro Oy;1.2.2024;;kyllä\n"
        "Kukaan Oy;1.1.2024;;\n"
        "Susi Oy;1.1.2024;1.1.2023;\n"
    ),
    "contacts": (
        "päivä;yritys;henkilö;kanava;aihe;muistiinpano;luottamuksellinen\n"
        "3.3.2026;Forest Oy;Aino of forest;käynti;Haketin;Myy haketta;kyllä\n"
        "2.2.2026;Poro Oy;;puhelu;Rahoitus;;\n"
        "2.2.2026;Poro Oy;;puhelu;rahoitus;;\n"
        "2.2.2026;Kukaan Oy;;puhelu;;;\n"
        "2.2.2027;Poro Oy;;puhelu;;;\n"
    ),
    "events": (
        "datum;evenemang;typ;plats\n"
        "2026-02-02;Sidoströmmar;verkstad;Kemi\n"
        "2026-01-15;Open day;fair;\n"
        "2026-02-02;sidoströmmar;;\n"
        "2026-12-31;Nyår;;\n"
        "2026-02-03;;verkstad;\n"
    ),
    "attendance": (
        "tapahtuma;päivä;yritys;osallistujan nimi\n"
        "Open day;15.1.2026;Forest Oy;Aino of forest\n"
        "Open day;15.1.2026;Forest Oy;Aila\n"
        "Open day;15.1.2026;Forest Oy;Aila\n"
        "Open day;15.1.2026;Poro Oy;\n"
        "Open day;16.1.2026;Poro Oy;\n"
        "Open day;15.1.2026;Kukaan Oy;\n"
    ),
    "income": (
        "maksaja;sektori;alkaen;asti;summa\n"
        "Kemi;julkinen;1.1.2026;31.12.2026;12 000,50\n"
        "Poro Oy;yksityinen;1.1.2026;31.12.2026;900\n"
        "kemi;julkinen;1.1.2026;31.12.2026;12000,5\n"
        "Tornio;;1.1.2026;31.12.2026;5\n"
        "Tornio;julkinen;1.1.2026;;5\n"
    ),
    "costs": (
        "päivä;kululaji;selite;summa\n"
        "2.2.2026;matkat;Juna;80,10\n"
        "3.2.2026;matkat;Juna;80,10\n"
        "2.2.2026;matkakulut;juna;80,1\n"
        "3.2.2026;lounas;;12\n"
        "4.2.2026;matkat;;-5\n"
    ),
}
VERDICTS = {
    "persons": ["created", "unchanged", "same as an earlier row", "not known", "refused"],
    "participations": ["created", "unchanged", "same as an earlier row", "not known", "refused"],
    "contacts": ["created", "created", "same as an earlier row", "not known", "refused"],
    "events": ["created", "unchanged", "same as an earlier row", "refused", "refused"],
    "attendance": [
        "created", "counted with an earlier row", "same as an earlier row", "created", "not known", "not known",
    ],
    "income": ["created", "created", "same as an earlier row", "refused", "refused"],
    "costs": ["created", "created", "same as an earlier row", "created", "refused"],
}  # fmt: skip
MODELS = {
    "persons": ContactPerson,
    "participations": Participation,
    "contacts": Contact,
    "events": Event,
    "attendance": Attendance,
    "income": Income,
    "costs": Cost,
}
each = pytest.mark.parametrize("table", list(LISTS))


@pytest.fixture
def forest(forest, reindeer):
    """The cluster of the lists, its neighbour with the same, an event, and two organisations that take part nowhere."""
    for name in ("Poro Oy", "Susi Oy"):
        make_organisation(name)
    for one in (forest, reindeer):
        Event.objects.create(cluster=one.cluster, on=date(2026, 1, 15), kind="event", title="Open day")
    return forest


@each
def test_every_row_has_its_verdict_and_whatever_is_turned_away_has_a_reason(forest, table):
    report = run(table, LISTS[table], forest)
    assert [one.verdict for one in report.verdicts] == VERDICTS[table]
    assert all(one.notes for one in report.verdicts if one.verdict in ("not known", "refused"))
    assert all(note.remedy.message for one in report.verdicts for note in one.notes)


@each
def test_a_dry_run_says_what_the_real_run_says_and_writes_nothing(forest, table):
    before = everything()
    tried = run(table, LISTS[table], forest, dry_run=True)
    assert everything() == before
    real = run(table, LISTS[table], forest)
    assert (verdicts(tried), notes(tried), tried.counts) == (verdicts(real), notes(real), real.counts)


@each
def test_the_same_list_once_more_says_so_and_writes_nothing(forest, table):
    first = run(table, LISTS[table], forest)
    before = everything()
    again = run(table, LISTS[table], forest)
    assert everything() == before
    expected = ["unchanged" if one.verdict not in ("not known", "refused") else one.verdict for one in first.verdicts]
    assert [one.verdict for one in again.verdicts] == expected


@each
def test_an_undoing_leaves_everything_as_it_was_before(forest, table):
    tables = [model for model in KEPT if model not in (Import, ImportedRow, ModelLogEntry)]
    before = [list(model.objects.order_by("pk").values()) for model in tables]
    run(table, LISTS[table], forest)
    assert undo_import(batch=Import.objects.get()) == []
    assert [list(model.objects.order_by("pk").values()) for model in tables] == before
    assert Import.objects.get().state == "undone"


@each
def test_an_import_that_was_interrupted_after_any_row_ends_as_one_that_was_not(forest, table, monkeypatch):
    def outcome(report):
        kept = [(model.__name__, model.objects.count()) for model in KEPT if model not in (ImportedRow, ModelLogEntry)]
        return [(one.row, one.verdict, one.same_as_row) for one in report.verdicts], kept[:-1]

    monkeypatch.setattr(actions, "ROWS_AT_ONCE", 1)
    whole = outcome(run(table, LISTS[table], forest))
    told = {"table": table, "content": LISTS[table].encode(), "file_name": "list.csv", "day": DAY, "mapping": {}}
    for done in range(1, len(LISTS[table].splitlines())):
        undo_import(batch=Import.objects.first())
        batch = actions.keep_list(**told, cluster=forest.cluster)
        pieces = actions.run_import(batch=batch, sheet=actions.sheet_of(batch))
        for _row in range(done):
            next(pieces)
        pieces.close()
        assert (Import.objects.first().state, Import.objects.first().rows_done) == ("begun", done)
        assert outcome(run(table, LISTS[table], forest)) == whole


@each
def test_no_other_cluster_is_touched(forest, reindeer, table):
    def theirs():
        return [
            Participation.objects.filter(cluster=reindeer.cluster).count(),
            ContactPerson.objects.filter(organisation=reindeer.company).count(),
            *(model.objects.filter(cluster=reindeer.cluster).count() for model in (Contact, Event, Income, Cost)),
            Attendance.objects.filter(event__cluster=reindeer.cluster).count(),
        ]

    before = theirs()
    run(table, LISTS[table], forest)
    assert theirs() == before


@each
def test_one_audit_line_tells_of_the_list_and_stands_in_the_trail_of_its_cluster(forest, table):
    run(table, LISTS[table], forest, by=forest.member)
    line = ModelLogEntry.objects.get(action="lists.import")
    assert (line.user, line.data["table"], line.data["cluster"]) == (forest.member, table, forest.cluster.pk)
    assert line.data["counts"]["created"] == VERDICTS[table].count("created")


@each
def test_it_takes_the_same_queries_for_a_list_of_any_length(forest, table, query_count):
    heading, first, *_rest = LISTS[table].splitlines()

    def tried(count):
        return query_count(lambda: run(table, "\n".join([heading, *[first] * count]), forest, dry_run=True))

    tried(1)
    assert tried(400) == tried(2) <= 13


def test_a_list_of_a_cluster_needs_a_cluster(forest):
    with pytest.raises(ValueError, match="Say which"):
        import_list(table="costs", content=b"day;amount\n1.1.2026;5\n", file_name="list.csv", day=DAY, dry_run=True)


def test_what_a_list_of_persons_brings(forest):
    run("persons", LISTS["persons"], forest)
    aila = ContactPerson.objects.get(name="Aila Alho")
    told = (aila.organisation, aila.task, aila.email, aila.phone, aila.language, aila.from_on)
    assert told == (forest.company, "toimitusjohtaja", "aila@forest.example", "040 1", "sv", DAY)


def test_people_of_those_who_take_part_in_another_cluster_alone_are_neither_kept_nor_told(forest, reindeer):
    content = "nimi;yritys\nAino of reindeer;Reindeer Oy\nSomebody;Reindeer Oy\n"
    report = run("persons", content, forest)
    assert verdicts(report) == [(2, "refused"), (3, "refused")]
    assert notes(report)[0] == (
        2,
        "yritys",
        "“Reindeer Oy” takes part in other clusters: its people are not kept here.",
    )
    told = run("contacts", "pvm;yritys;henkilö\n1.3.2026;Reindeer Oy;Aino of reindeer\n", forest)
    assert verdicts(told) == [(2, "not known")]
    assert not Contact.objects.exists()


def test_what_is_kept_of_a_person_stays_and_the_list_is_told_to_differ(forest):
    report = run("persons", "nimi;yritys;puhelin\nAino of forest;Forest Oy;040 2\n", forest)
    assert notes(report) == [(2, "puhelin", "The register keeps something else here, and nothing was changed.")]
    assert forest.person.phone == ""


def test_what_a_list_of_participations_brings(forest):
    run("participations", LISTS["participations"], forest)
    made = Participation.objects.get(organisation__name="Poro Oy")
    assert (made.cluster, made.from_on, made.until_on) == (forest.cluster, date(2024, 2, 1), None)
    assert [(one.proof, one.from_on) for one in made.commitments.all()] == [("letter", date(2024, 2, 1))]


def test_a_commitment_that_is_missing_is_added_once_and_taken_back(forest):
    Participation.objects.create(
        cluster=forest.cluster, organisation=Organisation.objects.get(name="Poro Oy"), from_on=date(2024, 1, 1)
    )
    content = "yritys;sitoutunut;sitoutumispäivä\nPoro Oy;kyllä;5.5.2025\nPoro Oy;kyllä;5.5.2025\n"
    assert verdicts(run("participations", content, forest)) == [(2, "commitment added"), (3, "unchanged")]
    assert Commitment.objects.get(participation__organisation__name="Poro Oy").from_on == date(2025, 5, 5)
    undo_import(batch=Import.objects.get())
    assert not Commitment.objects.filter(participation__organisation__name="Poro Oy").exists()
    assert Participation.objects.filter(organisation__name="Poro Oy").exists()


def test_a_commitment_in_a_second_row_of_the_same_list_is_not_lost(forest):
    content = "yritys;alkaen;sitoutunut\nPoro Oy;1.2.2024;\nPoro Oy;1.2.2024;kyllä\n"
    assert verdicts(run("participations", content, forest)) == [(2, "created"), (3, "commitment added")]
    assert Participation.objects.get(organisation__name="Poro Oy").commitments.count() == 1


def test_a_participation_without_a_first_day_begins_on_the_day_of_the_import_and_that_is_said(forest):
    report = run("participations", "yritys\nPoro Oy\n", forest)
    assert notes(report) == [(2, "from_on", "No first day is told: the day of the import was taken.")]
    assert Participation.objects.get(organisation__name="Poro Oy").from_on == DAY


def test_a_row_about_another_cluster_is_refused_by_its_name(forest, reindeer):
    content = "yritys;klusteri;alkaen\nPoro Oy;Klusteri forest;1.1.2026\nSusi Oy;Cluster reindeer;1.1.2026\n"
    report = run("participations", content, forest)
    assert verdicts(report) == [(2, "created"), (3, "refused")]
    says = "The row is about the cluster “Cluster reindeer”, and this list is imported for another one."
    assert notes(report) == [(3, "klusteri", says)]


def test_what_a_list_of_contacts_brings(forest):
    TeamMember.objects.create(cluster=forest.cluster, name="Liisa Lehto")
    content = (
        LISTS["contacts"]
        .replace("luottamuksellinen", "luottamuksellinen;tekijä")
        .replace("kyllä\n", "kyllä;liisa lehto\n")
    )
    run("contacts", content, forest)
    made = Contact.objects.get(subject="Haketin")
    told = (made.on, made.organisation, made.person, made.channel, made.note, made.is_confidential, made.by.name)
    assert told == (date(2026, 3, 3), forest.company, forest.person, "visit", "Myy haketta", True, "Liisa Lehto")


def test_a_person_whom_nobody_knows_is_a_verdict_that_says_what_to_do(forest):
    report = run("contacts", "pvm;yritys;henkilö\n3.3.2026;Forest Oy;Kuka\n", forest)
    assert verdicts(report) == [(2, "not known")]
    note = report.verdicts[0].notes[0]
    assert str(note.says) == "Nobody of that name is a contact person of “Forest Oy”."
    assert str(note.remedy) == "Import the persons first or leave the cell empty, and import this file again."


def test_words_that_are_not_understood_are_told_with_what_was_taken(forest):
    report = run("costs", "päivä;kululaji;summa\n3.2.2026;lounas;12\n", forest)
    assert notes(report) == [(2, "kululaji", "The word “lounas” is not understood: “Other” was taken.")]
    assert Cost.objects.get().kind == "other"


def test_those_who_came_are_counted_by_organisation(forest):
    run("attendance", LISTS["attendance"], forest)
    came = Attendance.objects.filter(event__cluster=forest.cluster).values_list("organisation__name", "persons")
    assert sorted(came) == [("Forest Oy", 2), ("Poro Oy", 1)]


def test_an_attendance_list_with_numbers_and_without_titles(forest):
    report = run("attendance", "pvm;yritys;lkm\n15.1.2026;Poro Oy;7\n15.1.2026;Susi Oy;puoli\n", forest)
    assert [one.verdict for one in report.verdicts] == ["created", "refused"]
    assert Attendance.objects.get(organisation__name="Poro Oy").persons == 7


def test_amounts_are_kept_to_the_cent(forest):
    run("income", LISTS["income"], forest)
    run("costs", LISTS["costs"], forest)
    assert set(Income.objects.values_list("amount_eur", flat=True)) == {Decimal("12000.50"), Decimal("900")}
    assert Cost.objects.filter(kind="travel", amount_eur=Decimal("80.10")).count() == 2


@pytest.mark.parametrize(
    ("row", "on"),
    [
        (f"Whatever;{ID};;", "by its business id"),
        ("Poro;;;", "by its name"),
        ("Renhjorden Ab;;;", "in another language"),
        ("Lapin Poro Oy;;;", "by the name that it bore on the day"),
        ("Unheard of;;;x@poro.example", "by its domain"),
    ],
)
def test_an_organisation_is_found(forest, row, on):
    poro = make_organisation("Poro", website="https://www.poro.example/")
    Identifier.objects.create(organisation=poro, scheme="fi_business_id", value=ID)
    OrganisationName.objects.create(organisation=poro, name="Renhjorden Ab", kind="parallel")
    OrganisationName.objects.create(organisation=poro, name="Lapin Poro Oy", kind="former", until_on=date(2025, 1, 1))
    name, business_id, _place, mail = row.split(";")
    content = f"pvm;event;yritys;y-tunnus;sähköposti\n15.1.2026;Open day;{name};{business_id};{mail}\n"
    assert run("attendance", content, forest).counts["created"] == 1
    assert Attendance.objects.get().organisation == poro


def test_a_name_means_whoever_bore_it_on_the_day(forest):
    old, new = make_organisation("Vanha Oy"), make_organisation("Uusi Oy")
    for owner, days in ((old, {"until_on": date(2025, 12, 31)}), (new, {"from_on": date(2026, 1, 1)})):
        OrganisationName.objects.create(organisation=owner, name="Yhteinen", kind="auxiliary", **days)
    run("contacts", "pvm;yritys;aihe\n1.6.2025;Yhteinen;A\n1.6.2026;Yhteinen;B\n", forest)
    assert dict(Contact.objects.values_list("subject", "organisation__name")) == {"A": "Vanha Oy", "B": "Uusi Oy"}


def test_of_namesakes_the_one_that_takes_part_is_meant_and_else_nobody(forest):
    make_organisation("Forest Oy")
    make_organisation("Poro Oy")
    report = run("contacts", "pvm;yritys\n1.6.2026;Forest Oy\n1.6.2026;Poro Oy\n", forest)
    assert verdicts(report) == [(2, "created"), (3, "not known")]
    assert Contact.objects.get().organisation == forest.company
    assert notes(report) == [(3, "yritys", "2 organisations of the register are called “Poro Oy”.")]


def test_a_business_id_that_nobody_has_is_of_nobody_who_has_another(forest):
    Identifier.objects.create(organisation=forest.company, scheme="fi_business_id", value=ID)
    report = run("contacts", f"pvm;yritys;y-tunnus\n1.6.2026;Forest Oy;{OTHER_ID}\n", forest)
    assert verdicts(report) == [(2, "not known")]


def test_what_is_in_use_stays_when_an_import_is_taken_back(forest):
    run("events", LISTS["events"], forest)
    event = Event.objects.get(title="Sidoströmmar")
    Attendance.objects.create(event=event, organisation=forest.company)
    left = undo_import(batch=Import.objects.get())
    assert [row.row for row in left] == [2]
    assert Event.objects.filter(pk=event.pk).exists()


def test_what_was_changed_in_bulk_stays_too(forest):
    run("costs", LISTS["costs"], forest)
    train, *_others = Cost.objects.order_by("pk")
    change_in_bulk(cluster=forest.cluster, kind="cost", numbers=[train.pk], value="other", by=forest.member)
    assert [row.row for row in undo_import(batch=Import.objects.get())] == [2]
    assert list(Cost.objects.all()) == [train]


@pytest.mark.parametrize("table", ["contacts", "events", "attendance", "income", "costs"])
def test_a_required_column_that_is_missing_refuses_the_list_in_the_terminal(forest, table):
    with pytest.raises(WrongTable):
        run(table, "foo;bar\n1;2\n", forest)
