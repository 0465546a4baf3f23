"""The way to a label, yellow read strictly, families side by side. §17 and §19 of docs/explanation/excellence.md."""

from datetime import date

import pytest

from tests.tokka.excellence.builders import DAY, committed, companies, row
from tokka.excellence.assess import assess, next_steps
from tokka.excellence.beside import beside
from tokka.excellence.book import Book
from tokka.excellence.least_effort import cheapest_each, least_effort
from tokka.excellence.way import strictly, way_to
from tokka.rulebook.families import FAMILIES, family_named

ECEI, REFERENCE = family_named("ecei"), family_named("ecei_reference")
HANDBOOK = """
[{number}]
unit = "%"

[[{number}.values]]
since = 2024-01-01
value = {value}
source = {{ title = "Handbook 2024", url = "https://example.org/", checked = 2026-01-01 }}
"""


def keys(level, ecei=ECEI):
    return [rule.key for rule in way_to(level, DAY, ecei=ecei, reference=REFERENCE).rules]


def twenty_met(on=date(2026, 6, 1)):
    """Twenty committed companies, half of them met on the day."""
    met = [row("contact", on, organisation=who, tag="call") for who in range(1, 11)]
    return Book([*committed(*range(1, 21)), *met], companies(*range(1, 21)))


def test_bronze_asks_for_eligibility_alone():
    assert keys("bronze") == [f"label_life.eligible_{name}" for name in ("fte", "committed", "profile", "otherwise")]


def test_silver_looks_at_the_audited_indicators_and_gold_at_all():
    silver, gold = keys("silver"), keys("gold")
    assert silver[4:7] == ["label_life.second_benchmark", "label_life.improvements", "ecei.minimums"]
    assert (len(silver), len(gold)) == (7 + 19, 6 + 31)
    assert {"ecei_reference.2.5", "ecei_reference.3.1"} & set(silver) == {"ecei_reference.2.5"}


def test_a_known_official_number_takes_the_place_of_the_reference_level():
    text = HANDBOOK.format(number="threshold_2_5", value=50) + HANDBOOK.format(number="minimum_2_6", value=10)
    told = ECEI.with_values(text, "ecei.toml")
    assert ("ecei.2.5" in keys("gold", told), "ecei_reference.2.5" in keys("gold", told)) == (True, False)
    assert ("ecei_reference.2.5" in keys("silver", told), "ecei_reference.2.6" in keys("silver", told)) == (True, False)


def test_a_level_that_there_is_not_is_refused():
    with pytest.raises(KeyError):
        way_to("platinum", DAY, ecei=ECEI, reference=REFERENCE)


def test_contacts_of_today_are_too_old_for_a_target_a_year_and_a_half_ahead():
    book = twenty_met()
    now, then = (least_effort(book, day, REFERENCE, wanted=["ecei_reference.2.5"]) for day in (DAY, date(2027, 12, 31)))
    assert [(one.deed.key, one.times) for one in now.deeds] == []
    assert [(one.deed.key, one.times) for one in then.deeds] == [("contact", 10)]


def test_yellow_read_strictly_gets_its_step_to_green():
    book = twenty_met()
    assert assess(book, DAY, REFERENCE).finding("ecei_reference.2.5").level == "yellow"
    strict = assess(book, DAY, strictly(REFERENCE))
    assert (strict.finding("ecei_reference.2.5").outcome, strict.finding("ecei_reference.2.5").level) == (
        "missed",
        "yellow",
    )
    [step] = [one for one in next_steps(book, strict) if one.finding.rule.key == "ecei_reference.2.5"]
    assert step.organisations == tuple(range(11, 21))


def test_the_cheapest_deeds_of_each_finding_are_told_alone():
    [cheapest] = cheapest_each(twenty_met(), DAY, [strictly(REFERENCE)])
    assert [(one.deed.key, one.times, one.hours) for one in cheapest["ecei_reference.2.5"]] == [("contact", 6, 9.0)]
    assert cheapest["ecei_reference.5.3"] == ()
    assert "ecei_reference.1.1.0" not in cheapest


def test_one_evidence_is_laid_under_every_family():
    table = beside(twenty_met(), DAY, FAMILIES)
    [row_] = [one for one in table.rows if one.measure.key == "committed_participants"]
    found = {one.rule.key for cell in row_.cells for one in cell}
    assert found >= {"eccp.committed_members", "ecei.1.1.2", "ecei_reference.1.1.2", "label_life.eligible_committed"}
    assert len(row_.cells) == len(table.without_evidence) == len(FAMILIES)
    assert all(any(one.cells) for one in table.rows)
    assert {one.rule.key for cell in table.sums for one in cell} >= {"ecei.minimums", "ecei.score"}
    every = [*(one.cells for one in table.rows), table.sums, table.without_evidence]
    laid = {finding.rule.key for cells in every for cell in cells for finding in cell}
    assert laid == {one.rule.key for assessment in table.assessments for one in assessment.findings}
