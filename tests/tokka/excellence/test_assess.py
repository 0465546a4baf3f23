"""Findings, scorecard, history and what to do next. §: docs/explanation/excellence.md."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tokka.excellence.builders import DAY, LONG_AGO, committed, companies, row, rows, takes_part
from tokka.excellence.assess import assess, evidence_on, history, next_steps, not_contacted, scorecard
from tokka.excellence.book import Book
from tokka.excellence.records import KINDS, Participant, Record
from tokka.rulebook import ecei
from tokka.rulebook.families import FAMILIES, family_named

LAPLAND, ECCP, ECEI, REFERENCE = (family_named(key) for key in ("lapland", "eccp", "ecei", "ecei_reference"))
KNOWN = [Participant(1, "company", km=5), Participant(2, "research", km=100), Participant(3, "municipality")]


@st.composite
def record_of(draw, first, last):
    """Any record that its kind allows, begun between the two days."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    on = draw(st.dates(first, last))
    until = draw(st.none() | st.integers(0, 900)) if kind.lasts or kind.key == "label" else None
    return Record(
        kind.key,
        draw(st.integers(1, 10**6)),
        on,
        None if until is None else on + timedelta(days=until),
        organisation=draw(st.integers(1, 4)) if kind.organisation else None,
        amount=draw(st.none() | st.integers(0, 40)) if kind.amount else None,
        share=draw(st.sampled_from((None, 0, 0.5, 1))) if kind.share else None,
        tag=draw(st.sampled_from(kind.tags)) if kind.tags else "",
        group=draw(st.integers(1, 4)) if kind.group else None,
    )


def records_of(first, last):
    return st.lists(record_of(first, last), max_size=40, unique_by=lambda one: one.key)


EARLIER = records_of(date(2022, 1, 1), DAY)
LATER = records_of(DAY + timedelta(days=1), date(2028, 1, 1))


@settings(deadline=None, max_examples=60)
@given(EARLIER, LATER)
def test_no_later_record_matters(earlier, later):
    """§1: what is recorded after the day changes nothing of what is known on it."""
    taken = {one.key for one in earlier}
    later = [one for one in later if one.key not in taken]
    assert evidence_on(Book([*earlier, *later], KNOWN), DAY) == evidence_on(Book(earlier, KNOWN), DAY)


@settings(deadline=None, max_examples=60)
@given(EARLIER, st.randoms())
def test_the_order_in_which_records_come_does_not_matter(records, chance):
    shuffled = list(records)
    chance.shuffle(shuffled)
    assert evidence_on(Book(shuffled, KNOWN), DAY) == evidence_on(Book(records, KNOWN), DAY)


@settings(deadline=None, max_examples=60)
@given(EARLIER)
def test_every_share_lies_between_0_and_100_and_no_count_below_zero(records):
    for key, fact in evidence_on(Book(records, KNOWN), DAY).items():
        if fact.value is None or key.endswith("days_left"):
            continue
        assert fact.value >= 0, key
        if key.endswith(("_share", "_stability")):
            assert fact.value <= 100, key


@settings(deadline=None, max_examples=60)
@given(EARLIER)
def test_every_record_that_a_number_opens_was_there_on_the_day_and_of_a_kind_that_it_reads(records):
    there = {one.key for one in records}
    for family in FAMILIES:
        for finding in assess(Book(records, KNOWN), DAY, family).findings:
            assert set(finding.records) <= there


@settings(deadline=None, max_examples=25)
@given(EARLIER, st.lists(st.dates(date(2021, 1, 1), date(2027, 6, 1)), max_size=6))
def test_history_is_the_assessment_of_each_day(records, days):
    """One book asked many times says what a new book says of each day."""
    for family in FAMILIES:
        told = history(Book(records, KNOWN), days, family)
        assert told == tuple(assess(Book(records, KNOWN), day, family) for day in days)


def contact(organisation, on):
    return row("contact", on, organisation=organisation, tag="call")


STORY = [
    *committed(1, 2, on=date(2024, 1, 1)),
    *committed(3, on=date(2025, 6, 1)),
    row("event", date(2024, 5, 1), tag="workshop"),
    row("event", date(2024, 9, 1), tag="training"),
    row("event", date(2025, 3, 1), tag="event"),
]


@pytest.mark.parametrize(
    ("day", "outcome", "value"),
    [
        (date(2024, 4, 30), "unknown", None),
        (date(2024, 5, 1), "missed", 1),
        (date(2024, 9, 1), "met", 2),
        (date(2025, 3, 1), "met", 3),
        (date(2025, 4, 30), "met", 3),
        (date(2025, 5, 1), "met", 2),
        (date(2025, 9, 1), "missed", 1),
        (date(2026, 3, 1), "missed", 0),
    ],
)
def test_moving_the_day_moves_the_counts_as_the_dated_records_say(day, outcome, value):
    found = assess(Book(STORY), day, LAPLAND).finding("lapland.activities")
    assert (found.outcome, found.value) == (outcome, value)


def test_the_summary_counts_each_outcome_and_the_blockers_are_those_missed():
    found = assess(Book(STORY, companies(1, 2, 3)), date(2024, 5, 1), LAPLAND)
    assert found.summary == {"met": 1, "missed": 1, "unknown": 6}
    assert [finding.rule.key for finding in found.blockers] == ["lapland.activities"]
    assert found.levels == {}


def test_levels_are_counted_where_a_rule_set_has_them():
    records = [row("event", DAY, tag="event"), row("event", DAY, tag="event"), row("media_mention", DAY, tag="web")]
    assert assess(Book(records), DAY, REFERENCE).levels == {"yellow": 1, "red": 1}


def test_before_the_first_wording_a_family_says_nothing():
    found = assess(Book(STORY), date(2015, 12, 31), LAPLAND)
    assert found.findings == ()
    assert found.summary == {"met": 0, "missed": 0, "unknown": 0}
    with pytest.raises(KeyError, match=r"'lapland' says nothing of 'lapland\.activities' on 2015-12-31\."):
        found.finding("lapland.activities")


def test_the_scorecard_has_the_five_dimensions_and_the_label_in_order():
    cards = scorecard(assess(Book([]), DAY, ECEI))
    assert [card.label for card in cards] == [*ecei.DIMENSIONS, "Label"]
    assert [len(card.findings) for card in cards] == [4, 10, 2, 12, 3, 2]


def test_one_who_takes_part_is_silent_since_then_and_the_longest_silence_comes_first():
    records = [
        *committed(1, on=date(2024, 3, 1)),
        *committed(2, 3, 4, 5, on=LONG_AGO),
        *takes_part(6),
        contact(2, date(2025, 11, 24)),
        contact(3, date(2025, 11, 25)),
        contact(4, date(2023, 1, 1)),
        contact(4, date(2024, 1, 1)),
    ]
    last = {one.organisation: one.key for one in records if one.kind == "contact"}
    found = [(one.organisation, one.since, one.days, one.last_contact) for one in not_contacted(Book(records), DAY)]
    assert found == [
        (5, LONG_AGO, (DAY - LONG_AGO).days, None),
        (4, date(2024, 1, 1), 1058, last[4]),
        (1, date(2024, 3, 1), 998, None),
        (2, date(2025, 11, 24), 365, last[2]),
    ]


def test_of_equal_silences_the_lower_number_comes_first():
    assert [one.organisation for one in not_contacted(Book(committed(3, 1, 2)), DAY)] == [1, 2, 3]


def steps(records, family, known=(), day=DAY):
    book = Book(records, known)
    return [
        (step.finding.rule.key, step.measure.key, step.kind, step.organisations)
        for step in next_steps(book, assess(book, day, family))
    ]


def test_the_next_steps_name_blockers_first_with_the_record_to_keep_and_whom_to_turn_to():
    records = [*committed(1), *takes_part(2), row("recognition", until=date(2021, 1, 1))]
    assert steps(records, ECCP, [Participant(1, "company"), Participant(2, "company")]) == [
        ("eccp.committed_members", "committed_participants", "commitment", (2,)),
        ("eccp.member_types", "committed_types", "commitment", (2,)),
        ("eccp.public_bodies", "public_links", "participation", ()),
        ("eccp.fte", "team_fte", "team_period", ()),
        ("eccp.website", "english_websites", "website", ()),
        ("eccp.website", "web_news", "communication", ()),
    ]


def test_a_recognition_that_nobody_has_kept_is_not_asked_of_the_team():
    """A recognition only waives. What is asked for is the measure that was too low."""
    found = [one for one in steps([*committed(1), *takes_part(2)], ECCP) if one[0] == "eccp.committed_members"]
    assert found == [("eccp.committed_members", "committed_participants", "commitment", (2,))]


def test_of_two_things_asked_for_the_one_that_lacks_is_the_step():
    found = [one for one in steps([row("document", tag="strategy")], LAPLAND) if one[0] == "lapland.strategy"]
    assert found == [("lapland.strategy", "implementation_plans", "document", ())]


def test_a_finding_that_is_met_asks_for_nothing():
    assert [one for one in steps(STORY, LAPLAND, day=date(2024, 9, 1)) if one[0] == "lapland.activities"] == []


def test_what_is_yellow_comes_last_and_says_what_would_raise_it():
    """Yellow is met, and may still rise. Green asks for nothing."""
    told = rows("success_story", [DAY - timedelta(days=days) for days in range(30)])
    assert steps(told[:2], REFERENCE)[-1] == ("ecei_reference.5.2", "success_stories", "success_story", ())
    assert [one for one in steps(told, REFERENCE) if one[0] == "ecei_reference.5.2"] == []


def test_what_only_wants_a_published_number_has_no_step():
    records = [row("event", DAY, tag="event")]
    assert [one for one in steps(records, ECEI) if one[0] == "ecei.4.3"] == []
    assert ("ecei.4.5", "active_working_groups", "working_group_meeting", ()) in steps(records, ECEI)


def minimum(number, value, unit):
    source = '{ title = "Handbook", url = "https://example.org", checked = 2026-05-04 }'
    key = f"minimum_{number.replace('.', '_')}"
    return f'[{key}]\nunit = "{unit}"\nvalues = [{{ since = 2024-01-01, value = {value}, source = {source} }}]\n'


def test_a_missed_minimum_points_to_its_own_indicator_and_to_no_other():
    family = ECEI.with_values(minimum("2.5", 50, "%"), "handbook.toml")
    records = [*committed(1, 2), contact(1, DAY), *committed(3), row("media_mention", LONG_AGO, tag="web")]
    found = [one for one in steps(records, family) if one[0] in ("ecei.2.5", "ecei.minimums")]
    assert found == [
        ("ecei.2.5", "contacted_share", "contact", (2, 3)),
        ("ecei.minimums", "contacted_share", "contact", (2, 3)),
    ]
