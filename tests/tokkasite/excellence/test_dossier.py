"""The dossier: accessible, whole, in two languages, and stopped without a trace."""

import csv
import io
import json
from datetime import UTC, date, datetime
from itertools import pairwise
from types import SimpleNamespace
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
import typst
from django.utils import translation

from tests.builders import make_user
from tests.tokkasite.journal.conftest import a_cluster, one_of_each
from tokka.rulebook.families import FAMILIES, family_named
from tokkasite.excellence import actions, evidence, tasks
from tokkasite.excellence.dossier import Material, produce, steps_of, typeset
from tokkasite.excellence.models import Dossier
from tokkasite.excellence.rounds import items_of
from tokkasite.runs import beside

DAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
FAMILY = family_named("ecei_reference")
COMMITTED, CONTACTS = "ecei_reference.1.1.2", "ecei_reference.2.5"
SECRET = "Sells the mill"
"""The confidential note of a contact that the finding counts."""


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    store = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "evidence", "base_url": None},
    }
    settings.STORAGES = settings.STORAGES | {"evidence": store}


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """A round with an answer against the journal and two files."""
    ours = one_of_each(a_cluster("ours"))
    one_of_each(a_cluster("theirs"))
    manager = make_user("manager", ours.cluster)
    told = {"by": manager, "today": DAY}
    found = actions.open_round(cluster=ours.cluster, family=FAMILY, label="silver", day=DAY, **told)
    item = found.items.get(rule=COMMITTED)
    actions.answer_item(item=item, answer="met", text="=SUM(1) letters 😀 lie in the archive.", **told)
    files = [
        actions.add_file(item=item, name=name, content=name.encode(), **told) for name in ("letters.txt", "minutes.txt")
    ]
    return SimpleNamespace(ours=ours, found=found, manager=manager, files=files, told=told)


def made(found, language="en"):
    """The PDF and the ZIP of a dossier."""
    pdf, archive = io.BytesIO(), io.BytesIO()
    material = Material(found, items_of(found), FAMILIES, DAY, language)
    steps = list(produce(material, pdf, archive))
    assert steps == list(range(1, steps_of(material) + 1))
    return pikepdf.open(pdf), ZipFile(archive)


def walk(element):
    """The structure elements in reading order, with their depth-first children."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element:
        yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from walk(kid)


def bookmarks(pdf):
    with pdf.open_outline() as outline:
        return [(one.title, [two.title for two in one.children]) for one in outline.root]


@pytest.mark.parametrize(
    ("language", "title", "summary"),
    [
        ("en", "Ours: evidence for the Silver label", "Summary"),
        ("fi", "Ours: todisteet laatumerkkiä varten (Hopea)", "Yhteenveto"),
    ],
)
def test_the_pdf_is_tagged_titled_and_in_its_language_with_bookmarks(world, language, title, summary):
    pdf, _archive = made(world.found, language)
    with pdf.open_metadata() as said:
        assert (said["pdfuaid:part"], said["dc:title"]) == ("1", title)
    root = pdf.Root
    assert (bool(root.MarkInfo.Marked), str(root.Lang), bool(root.ViewerPreferences.DisplayDocTitle)) == (
        True, language, True,
    )  # fmt: skip
    marks = bookmarks(pdf)
    assert marks[0][0] == summary
    assert len(marks) == 5  # summary, findings, history, plan, editions
    assert all(str(page.obj.get("/Tabs", "/S")) == "/S" for page in pdf.pages)


def test_headings_go_down_one_level_at_a_time_and_every_picture_has_its_words(world):
    pdf, _archive = made(world.found)
    tree = list(walk(pdf.Root.StructTreeRoot))
    kinds = [str(one.S) for one in tree]
    levels = [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdecimal()]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    pictures = [one for one in tree if str(one.S) == "/Figure"]
    assert len(pictures) == 2
    assert all(len(str(one.get("/Alt", ""))) > 20 for one in pictures)
    assert {"/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/P"} <= set(kinds)
    known = {"/Document", "/Part", "/Sect", "/Div", "/P", "/Span", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/THead",
             "/TBody", "/TR", "/TH", "/TD", "/Figure", "/Caption", "/Link", "/TOC", "/TOCI", "/Reference", "/NonStruct",
             "/H1", "/H2", "/H3", "/H4", "/Note", "/BibEntry", "/Quote", "/BlockQuote", "/Index", "/Code"}  # fmt: skip
    mapped = {str(key) for key in pdf.Root.StructTreeRoot.get("/RoleMap", {})}
    assert set(kinds) - known - mapped == set()


def text_of(pdf):
    """The words of the document, page by page, as a reader's program takes them out."""
    kept = io.BytesIO()
    pdf.save(kept)
    document = pypdfium2.PdfDocument(kept.getvalue())
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_the_summary_is_one_page_with_what_is_wrong_by_name(world):
    evidence.store().delete(evidence.place_of(world.files[0].digest))
    first, second, *_others = text_of(made(world.found)[0])
    assert "A draft: not handed in" in first
    assert "1.1.2 Number of committed participants: the file letters.txt is missing." in " ".join(first.split())
    assert "answered by hand as met, while the journal says missed" in " ".join(first.split())
    assert second.strip().startswith("Contents")


def test_the_reading_order_is_that_of_the_pages(world):
    order = ["Summary", "Quality label", "Findings and their evidence", "History", "Improvement plan", "Editions of"]
    whole = "\n".join(text_of(made(world.found)[0]))
    places = [whole.rindex(word) for word in order]  # the contents name them first
    assert places == sorted(places)


def test_the_archive_holds_every_piece_of_evidence_and_an_index(world):
    _pdf, archive = made(world.found)
    assert archive.namelist() == [
        "dossier.pdf", "round.json", "files/02-112/letters.txt", "files/02-112/minutes.txt", "index.csv",
    ]  # fmt: skip
    assert archive.read("files/02-112/letters.txt") == b"letters.txt"
    rows = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
    told = {(row["Rule"], row["Title"]) for row in rows}
    assert (COMMITTED, "letters.txt") in told
    counted = {(item.rule, *key) for item in world.found.items.all() for key in map(tuple, item.found["records"])}
    assert len(rows) == len(counted) + 2
    assert json.loads(archive.read("round.json"))["cluster"] == "ours"


@pytest.mark.parametrize(("how", "state"), [("missing", "missing"), ("changed", "changed since: left out")])
def test_a_broken_file_stands_in_the_index_by_name_and_is_left_out(world, how, state):
    place = evidence.place_of(world.files[0].digest)
    evidence.store().delete(place)
    if how == "changed":
        evidence.store().save(place, io.BytesIO(b"other"))
    _pdf, archive = made(world.found)
    assert "files/02-112/letters.txt" not in archive.namelist()
    rows = csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig")))
    assert [row["State"] for row in rows if row["Title"] == "letters.txt"] == [state]


def test_no_confidential_note_leaves_by_the_dossier(world):
    pdf, archive = made(world.found)
    whole = b"".join(archive.read(name) for name in archive.namelist() if not name.endswith(".pdf"))
    assert SECRET.encode() not in whole
    assert SECRET not in "".join(text_of(pdf))
    assert "Peat" in "".join(text_of(pdf))  # the subject of the same contact


def test_an_index_holds_nothing_that_a_spreadsheet_takes_for_a_formula(world):
    contact = world.ours.contact
    contact.subject = "note"
    contact.organisation.name = "=HYPERLINK(1) Oy"
    contact.organisation.save()
    contact.save()
    _pdf, archive = made(world.found)
    rows = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")] == []
    assert any(cell.startswith("'=HYPERLINK(1) Oy") for row in rows for cell in row)


def test_a_sign_that_no_font_has_stands_as_a_question_mark_and_markup_stays_text(world):
    world.found.items.filter(rule=CONTACTS).update(answer="met", text="#strong[$x$] *bold* 你好 😀 čđŋšž")
    whole = "".join(text_of(made(world.found)[0]))
    assert "#strong[$x$] *bold* ?? ? čđŋšž" in whole


def test_a_dossier_that_would_not_be_accessible_is_refused_with_the_reason():
    with pytest.raises(typst.TypstError):
        typeset({"title": ""})


def begun(world):
    return actions.begin_dossier(found=world.found, language="en", now=NOW, **world.told)


def test_a_dossier_comes_step_by_step_and_its_files_lie_outside_the_web_root(world):
    dossier = begun(world)
    assert actions.make_dossier(dossier=dossier, families=FAMILIES, clock=lambda: NOW)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.steps_done, dossier.steps) == ("done", 6, 6)
    with evidence.store().open(actions.dossier_place(dossier, "pdf")) as pdf:
        assert pdf.read(5) == b"%PDF-"


def test_a_dossier_that_is_stopped_leaves_nothing(world):
    dossier = begun(world)

    def clock():
        if Dossier.objects.get(pk=dossier.pk).steps_done == 3:
            actions.stop_dossier(dossier=dossier, by=world.manager)
        return NOW

    assert not actions.make_dossier(dossier=dossier, families=FAMILIES, clock=clock)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.steps_done) == ("stopped", 3)
    assert not evidence.store().exists(actions.dossier_place(dossier, "pdf"))


def test_a_dossier_that_fails_says_so_and_the_operator_reads_why(world, monkeypatch, caplog):
    from concurrent.futures import Future

    dossier, done = begun(world), Future()
    done.set_exception(OSError("the disk is full"))
    monkeypatch.setattr(beside, "connections", SimpleNamespace(close_all=lambda: None))
    tasks.BESIDE.note_fault(tasks.tell_of_fault, dossier.pk, done)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.says) == (
        "failed", "It could not be made. The operator finds the reason in the log: OSError",
    )  # fmt: skip
    assert "the disk is full" in caplog.text


def test_the_frozen_round_says_when_it_was_handed_in_and_its_digest(world):
    with translation.override("en"):
        actions.refresh_round(found=world.found, family=FAMILY, day=DAY, by=world.manager)
        found = actions.submit_round(found=world.found, family=FAMILY, **world.told)
    first = text_of(made(found)[0])[0]
    assert "Handed in on 31 Mar 2026" in first
    assert found.digest in first.replace("\n", "").replace("\r", "").replace(" ", "")
