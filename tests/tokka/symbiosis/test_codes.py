"""The List of Waste on both sides of its change, and the legal gate."""

from datetime import date

import pytest

from tests.tokka.symbiosis.bench import rows
from tokka.symbiosis.codes import code_in, list_on, prefixes_in
from tokka.symbiosis.gate import Gate, Outcome, Receiver, Stream, worst

BEFORE, AFTER = date(2026, 12, 8), date(2026, 12, 9)


def test_the_list_has_842_codes_until_8_december_2026():
    found = list_on(BEFORE)
    assert (len(found.codes), len(found.hazardous)) == (842, 408)
    assert [sum(len(code) == digits for code in found.entries) for digits in (2, 4)] == [20, 111]


def test_the_battery_amendment_adds_42_codes_and_ends_4():
    before, after = set(list_on(BEFORE).codes), set(list_on(AFTER).codes)
    assert (len(after), len(after - before), sorted(before - after)) == (
        880,
        42,
        ["160605", "190211", "200133", "200134"],
    )


def test_a_code_is_hazardous_by_its_asterisk_and_by_the_day():
    assert list_on(BEFORE).is_hazardous("100207")
    assert [list_on(day).is_hazardous("160604") for day in (BEFORE, AFTER)] == [False, True]


def test_a_household_battery_code_expires_and_its_fault_says_so():
    assert list_on(BEFORE).fault("200133") is None
    assert "expired" in str(list_on(AFTER).fault("200133"))
    assert "2026-12-09" in str(list_on(BEFORE).fault("200142"))


def test_the_reference_is_the_published_list():
    published = {row["code"]: row for row in rows("classifications/ewc_low_2014_955.csv")}
    ours = list_on(BEFORE)
    assert set(ours.codes) == set(published)
    assert all(ours.entries[code].kind == row["entry_type"] for code, row in published.items())


@pytest.mark.parametrize("text", ["100202", "10 02 02", "10 02 02*", "10-02-02"])
def test_a_code_is_read_as_people_write_it(text):
    assert code_in(text) == ("100202", None)


def test_a_lost_zero_is_told_with_the_code_that_was_meant():
    assert "010203" in str(code_in("10203")[1])
    assert "010203" in str(prefixes_in("10203")[1][0])


SLAG = Stream("100202", "", "", "", "FI", "")
DUST = Stream("100207", "", "", "", "FI", "")
OPEN = Receiver("FI", "", "", "", "", "", "", "")
GATE = Gate(date(2026, 11, 24), list_on(date(2026, 11, 24)))


def says(stream, receiver, eur=0.0, gate=GATE):
    return [(point.rule, point.outcome) for point in gate.points(stream, receiver, eur)]


def test_nothing_known_of_the_permit_needs_a_decision_and_names_the_document():
    (point,) = GATE.points(SLAG, OPEN)
    assert (point.outcome, point.missing) == (Outcome.DECISION, "The receiver's environmental permit")
    assert point.source is not None


@pytest.mark.parametrize(("codes", "outcome"), [("1002", Outcome.PASS), ("17 19", Outcome.BLOCKED)])
def test_a_permit_passes_what_it_names_and_blocks_the_rest(codes, outcome):
    receiver = Receiver("FI", "", codes, "", "", "", "", "")
    assert worst(GATE.points(SLAG, receiver)) is outcome


def test_a_permit_that_ended_blocks_waste_but_not_a_proven_by_product():
    receiver = Receiver("FI", "", "10", "2026-11-23", "", "", "", "")
    assert worst(GATE.points(SLAG, receiver)) is Outcome.BLOCKED
    product = Stream("100202", "by-product", "decision 12/2025", "", "FI", "")
    assert worst(GATE.points(product, receiver)) is Outcome.PASS


def test_hazardous_dust_travels_with_a_document_and_crosses_a_border_by_consent():
    abroad = Receiver("SE", "", "100207", "", "", "", "", "")
    rules = says(DUST, abroad)
    assert ("border_documents", Outcome.DECISION) in rules
    assert ("transfer_document", Outcome.PASS) in rules
    outside = Receiver("IN", "", "100207", "", "", "", "", "")
    assert worst(GATE.points(DUST, outside)) is Outcome.BLOCKED


def test_a_municipal_receiver_of_2000_euros_a_year_asks_for_a_notice():
    receiver = Receiver("FI", "", "10", "", "", "", "yes", "")
    assert ("notice_from", Outcome.DECISION) in says(SLAG, receiver, 2000.0)
    assert ("notice_from", Outcome.DECISION) not in says(SLAG, receiver, 1999.0)


def test_the_gate_never_says_legal():
    words = [str(point.says) for point in GATE.points(DUST, OPEN)]
    assert not any("legal" in text.casefold() or "lawful" in text.casefold() for text in words)


@pytest.mark.parametrize(
    ("day", "rule"), [(date(2026, 12, 31), "border_documents"), (date(2027, 1, 1), "green_list_register")]
)
def test_green_listed_waste_goes_through_the_digital_system_from_2027(day, rule):
    receiver = Receiver("SE", "", "10", "", "", "", "", "")
    assert (rule, Outcome.DECISION) in says(SLAG, receiver, gate=Gate(day, list_on(day)))


def test_before_the_first_day_that_is_known_of_a_rule_nothing_passes():
    day = date(2025, 6, 1)
    gate = Gate(day, list_on(day))
    (permit,) = gate.points(SLAG, Receiver("FI", "", "10", "", "", "", "", ""))
    assert (permit.outcome, permit.source) == (Outcome.DECISION, None)
    assert worst(gate.points(SLAG, Receiver("SE", "", "10", "", "", "", "", ""))) is Outcome.DECISION
