"""Lists of funded projects as programmes publish them: read whole, with every row that cannot be named apart."""

from datetime import date
from pathlib import Path

import pytest

from tokka.funding.participations import read_cordis, read_structural, table_rows
from tokka.tables.model import WrongTable

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"
PROJECTS = b"id,acronym,title,startDate,endDate,topic_code\n1,SLAG,Slag again,2022-05-01,2025-04-30,HORIZON-X\n"


def test_participations_of_the_organisations_file_are_read_where_no_third_file_comes():
    heading = b"projectID;organisationID;vatNumber;name;country;role;ecContribution\n"
    bodies = heading + b"1;9;FI01120389;PORO OY;FI;participant;5,5\n"
    (one,), faults = read_cordis(PROJECTS, bodies, None)
    assert (one.business_id, one.amount, one.began_on, one.role, faults) == (
        "0112038-9", 5.5, date(2022, 5, 1), "participant", [],
    )  # fmt: skip
    assert one.project.topic == "HORIZON-X"


def test_a_vat_number_that_fails_its_check_names_nobody():
    bodies = b"projectID,organisationID,vatNumber,name,country\n1,9,FI01120388,PORO OY,FI\n"
    (one,), _faults = read_cordis(PROJECTS, bodies, None)
    assert one.business_id == ""


def test_a_row_of_another_width_is_kept_apart_and_a_line_break_inside_quotes_is_not():
    rows, faults = table_rows(b'a,b\n1,"two\nlines"\n1\n3,4\n', "file")
    assert ([row["b"] for _number, row in rows], [fault.row for fault in faults]) == (["two\nlines", "4"], [2])


@pytest.mark.parametrize("content", [b"", b"only one heading\n1\n", b"a,b\n1,2\n"])
def test_a_file_of_another_form_is_refused_as_a_whole(content):
    with pytest.raises(WrongTable):
        read_structural(content, "file")


@pytest.mark.skipif(not SHARED.exists(), reason="The published lists are not on this machine.")
def test_the_published_finnish_list_is_read_whole():
    file = SHARED / "organisations" / "fi_erdf_esf_beneficiaries" / "projects_beneficiaries.csv.gz"
    rows, faults = read_structural(file.read_bytes(), file.name)
    assert (len(rows), faults) == (18590, [])
