"""Purchase ledgers: euros by account and postcode, in any encoding, and never with value-added tax."""

import pytest

from tokka.leakage.ledger import read_ledger
from tokka.leakage.refusals import Refused
from tokka.leakage.shares import Evidence, Origin

HOME = {"99600", "99601"}
LINES = """Toimittaja;Tili;Summa;Postinumero
Kylän leipä;4500 Elintarvikkeet;1 200,50;99600
Tukku;4500 Elintarvikkeet;800;00100
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_euros_are_local_where_the_suppliers_postcode_is(encoding):
    ledger = read_ledger((LINES + "Nimetön;4600 Lämpö;50;\n").encode(encoding), "ledger.csv", home=HOME)
    assert list(ledger.evidence.values()) == [
        Evidence(2000.5, 1200.5, Origin.LEDGER),
        Evidence(50, 0, Origin.LEDGER),
    ]
    assert ledger.placeless == 50


def test_a_wrong_row_is_listed_and_the_rest_counts():
    ledger = read_ledger((LINES + "Myyjä;4500 Elintarvikkeet;paljon;99600\n").encode(), "ledger.csv", home=HOME)
    assert [row.number for row in ledger.refused] == [4]
    assert sum(one.euros for one in ledger.evidence.values()) == 2000.5


@pytest.mark.parametrize("heading", ["Summa (sis. alv)", "Summa sis. ALV 24 %", "Bruttosumma"])
def test_sums_with_value_added_tax_are_refused(heading):
    with pytest.raises(Refused, match="value-added tax"):
        read_ledger(LINES.replace("Summa", heading).encode(), "ledger.csv", home=HOME)


def test_credit_notes_beyond_the_purchases_are_refused_by_account():
    with pytest.raises(Refused, match=r"ledger\.csv: row 4500 Elintarvikkeet: Credit notes exceed"):
        read_ledger((LINES + "Kylän leipä;4500 Elintarvikkeet;-1300;99600\n").encode(), "ledger.csv", home=HOME)


def test_a_file_without_accounts_is_no_ledger():
    with pytest.raises(Refused, match="The column “account” is missing"):
        read_ledger(b"Toimittaja;Summa\nA;1\n", "ledger.csv", home=HOME)
