"""What nobody should send is refused or repaired with a named reason on the screen, and nothing of it is kept."""

import io
import resource
import sys
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.tokka.tables.test_lists import workbook
from tokkasite.lists.models import Import
from tokkasite.register.models import Organisation

PAGE = "/admin/lists/"


def zip_bomb():
    """A gigabyte of blanks in a megabyte of archive, named as a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _time in range(1_000):
            part.write(b" " * 1_000_000)
    return file.getvalue()


REFUSED = {
    "a zip bomb": ("list.xlsx", zip_bomb, "The workbook unpacks to 1000 MB"),
    "500 columns": ("list.csv", lambda: ";".join(f"name{n}" for n in range(500)).encode(), "The file has 500 columns"),
    "wrong encoding": ("list.csv", lambda: b"\xef\xbb\xbfname\n\xff\xfe\xff\n", "The file was taken to be"),
    "no text": ("list.csv", lambda: b"name\n\0\0\0\n", "The file holds bytes that no text has."),
    "a document": ("list.pdf", lambda: b"%PDF-1.7", "This is a PDF document, not a list."),
    "too large": ("list.csv", lambda: b"name\n" + b"A Oy\n" * 11_000_000, "The file has 55 MB"),
}  # fmt: skip
REPAIRED = {
    "a formula cell": (
        "list.csv", lambda: b"name;kunta\n=1+1;Kemi\nPoro Oy;Kemi\n", "formula"
    ),
    "a formula without a value": (
        "list.xlsx", lambda: workbook(["name", "kunta"], [("=", "A1", ""), "Kemi"], ["Poro Oy", "Kemi"]),
        "The cell is a formula without a stored value.",
    ),
    "a cell of ten megabytes": (
        "list.csv", lambda: b"name;kunta\n" + b"x" * 10_000_000 + b";Kemi\nPoro Oy;Kemi\n",
        "The cell has 10000000 letters; at most",
    ),
    "an id in scientific notation": (
        "list.csv", lambda: b"name;id\nSusi Oy;1,23E+11\nPoro Oy;7\n",
        "“1,23E+11” was written in scientific notation by a spreadsheet: digits are lost.",
    ),
}  # fmt: skip


def send(team, name, content, **how):
    return team.post(PAGE, {"table": "organisations", "file": SimpleUploadedFile(name, content)}, **how)


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_file_is_refused_with_its_reason_and_not_kept(forest, signed_in, name):
    file, content, says = REFUSED[name]
    page = send(signed_in(forest.member), file, content())
    assert page.context["form"].errors["file"][0].startswith(says)
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", list(REPAIRED))
def test_a_row_is_refused_with_its_reason_and_the_rest_goes_in(forest, signed_in, name):
    file, content, says = REPAIRED[name]
    team = signed_in(forest.member)
    address = send(team, file, content()).url
    report = team.get(address).context["report"]
    assert [one.verdict for one in report.verdicts] == ["refused", "created"]
    assert says in str(report.verdicts[0].notes[0].says)
    team.post(address, {"import": "1"})
    assert Organisation.objects.filter(name="Poro Oy").count() == 1
    assert not Organisation.objects.filter(name__startswith="=").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the unit of ru_maxrss differs")
def test_a_zip_bomb_takes_no_memory(forest, signed_in):
    content = zip_bomb()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    send(signed_in(forest.member), "list.xlsx", content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes
