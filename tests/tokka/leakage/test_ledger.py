"""Purchase ledgers as files of any form: text in any encoding, workbooks, and never with value-added tax."""

import pytest

from tests.workbooks import workbook
from tokka.leakage.ledger_rows import read_ledger_rows
from tokka.leakage.postcodes import read_postcodes
from tokka.leakage.refusals import Refused

HOME, REGION = read_postcodes("99600-99699"), read_postcodes("94-99")
HEADINGS = ("Toimittaja", "Tili", "Summa", "Postinumero")
ROWS = (
    ("Kylän leipä", "4500 Elintarvikkeet", 1200.5, 99600),
    ("Kemin tukku", "4500 Elintarvikkeet", 300, "94100"),
    ("Tukku", "4500 Elintarvikkeet", 800, "00100"),
    ("Nimetön", "4600 Lämpö", "50,00", ""),
    ("Rikki", "4600 Lämpö", "paljon", "99600"),
)


def read(content, file="ledger.xlsx"):
    return read_ledger_rows(content, file, home=HOME, region=REGION, people=30.0)


def text(*rows):
    return "".join(";".join(map(str, row)) + "\n" for row in rows).encode()


def test_a_workbook_and_its_text_tell_the_same():
    of_text, of_excel = read(text(HEADINGS, *ROWS), "ledger.csv"), read(workbook(HEADINGS, *ROWS))
    assert of_text.accounts == of_excel.accounts
    assert [row.verdict for row in of_excel.rows] == ["home", "region", "outside", "placeless", "refused"]
    assert (of_text.encoding, of_excel.encoding) == ("utf-8", "")
    assert (of_excel.form, of_excel.sheet) == ("Excel workbook", "Ostot")


def test_a_cell_that_is_no_sum_is_told_by_row_and_column_in_a_workbook_too():
    wrong = read(workbook(HEADINGS, *ROWS)).rows[-1]
    assert (wrong.number, wrong.column, str(wrong.says)) == (6, "Summa", "“paljon” is no number.")


def test_lines_around_the_rows_are_set_aside_and_told():
    found = read(workbook(("Ostolaskut",), HEADINGS, *ROWS[:3], ("Yhteensä", "", 2300.5, "")))
    assert [(row.number, row.verdict) for row in found.rows if not row.counts] == [(1, "aside"), (6, "aside")]
    assert sum(one.euros for one in found.accounts) == 2300.5


def test_other_sheets_of_a_workbook_are_suspicious():
    (suspicion,) = read(workbook(HEADINGS, *ROWS, others=("Helmikuu",))).suspicions
    assert str(suspicion) == "Only the sheet “Ostot” was read, not “Helmikuu”: put the whole year into one sheet."
    assert not any("Helmikuu" in str(remark) for remark in read(workbook(HEADINGS, *ROWS, others=("Helmikuu",))).told)


@pytest.mark.parametrize(
    "heading", ["Summa (sis. alv)", "Summa sis. ALV 24 %", "Bruttosumma", "Summa (ALV 25,5 %)", "Belopp inkl. moms"]
)
@pytest.mark.parametrize("as_file", [text, workbook])
def test_sums_with_value_added_tax_are_refused_by_the_heading_that_says_so(heading, as_file):
    headings = tuple(heading if name == "Summa" else name for name in HEADINGS)
    with pytest.raises(Refused, match="value-added tax") as refused:
        read(as_file(headings, *ROWS))
    assert [fault.column for fault in refused.value.faults] == [heading]


@pytest.mark.parametrize("heading", ["Summa (ALV 0 %)", "Veroton summa", "Summa alv 0 %"])
def test_sums_without_tax_may_say_so(heading):
    headings = tuple(heading if name == "Summa" else name for name in HEADINGS)
    assert read(workbook(headings, *ROWS)).accounts[0].euros == 2300.5


def test_two_columns_of_sums_are_for_the_owner_of_the_list_to_settle():
    with pytest.raises(Refused, match="Two columns mean the same: Summa, Netto"):
        read(workbook((*HEADINGS, "Netto"), *((*row, 1) for row in ROWS)))


def test_a_file_without_accounts_is_no_ledger():
    with pytest.raises(Refused, match="The column “account” is missing"):
        read(b"Toimittaja;Summa\nA;1\n")


def test_of_a_file_without_a_right_row_the_first_faults_are_told():
    with pytest.raises(Refused, match="No row") as refused:
        read(workbook(HEADINGS, ROWS[-1]))
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [("", ""), ("2", "Summa")]


def test_a_damaged_workbook_is_refused_in_words():
    with pytest.raises(Refused, match="damaged"):
        read(workbook(HEADINGS, *ROWS)[:300])


def test_credit_notes_beyond_the_purchases_are_refused_by_account():
    credit = ("Kylän leipä", "4500 Elintarvikkeet", -1300, "99600")
    with pytest.raises(Refused, match="row 4500 Elintarvikkeet: Credit notes exceed"):
        read(workbook(HEADINGS, *ROWS, credit))
