"""What a book refuses at the door, and what it shows of a day. §: docs/explanation/excellence.md."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tokka.excellence.builders import DAY, LONG_AGO, row
from tokka.excellence.book import Book, Sight, WrongRecord, checked_participant
from tokka.excellence.measures import BY_KEY, MEASURES
from tokka.excellence.records import KINDS, Participant, Record


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (
            row("visit", id=7),
            f"visit 7, kind: There is no kind 'visit'. Use one of: {', '.join(KINDS)}.",
        ),
        (
            row("participation", date(2026, 5, 2), date(2026, 5, 1), id=7, organisation=1),
            "participation 7, until: It ends on 2026-05-01, before it begins on 2026-05-02. "
            "Correct one of the two days.",
        ),
        (
            row("contact", id=7, organisation=1, tag="letter"),
            "contact 7, tag: 'letter' is unknown for this kind. Use one of: meeting, visit, call, video, email, other.",
        ),
        (
            row("participation", id=7, organisation=1, tag="fee"),
            "participation 7, tag: 'fee' is unknown for this kind. Leave the tag empty.",
        ),
        (
            row("decision", id=7),
            "decision 7, group: The body that it belongs to is missing. Give its number.",
        ),
        (
            row("contact", id=7, tag="call"),
            "contact 7, organisation: The organisation is missing. Give its number.",
        ),
        (
            row("cost", id=7, amount=float("nan"), tag="staff"),
            "cost 7, amount: nan is not a number. Leave it empty where it is not known.",
        ),
        (
            row("cost", id=7, amount=float("inf"), tag="staff"),
            "cost 7, amount: inf is not a number. Leave it empty where it is not known.",
        ),
        (
            row("survey", id=7, share=50, tag="satisfaction"),
            "survey 7, share: 50 does not lie between 0 and 1. Divide per cents by 100.",
        ),
        (
            row("survey", id=7, share=float("nan"), tag="satisfaction"),
            "survey 7, share: nan does not lie between 0 and 1. Divide per cents by 100.",
        ),
    ],
)
def test_a_record_that_cannot_be_is_refused_with_its_column_and_remedy(record, says):
    """§2"""
    with pytest.raises(WrongRecord) as refused:
        Book([row("event", id=7), record])
    assert str(refused.value) == says
    assert (refused.value.kind, refused.value.id) == (record.kind, 7)


@pytest.mark.parametrize(
    ("participant", "says"),
    [
        (
            Participant(7, "firm"),
            "organisation 7, role: There is no role 'firm'. Use one of: company, research, education, "
            "development_company, municipality, financier, regional_authority, other.",
        ),
        (
            Participant(7, "company", "huge"),
            "organisation 7, size: There is no size class 'huge'. "
            "Use one of: micro, small, medium, large, or leave it empty.",
        ),
        (
            Participant(7, "company", km=-1),
            "organisation 7, km: -1 is not a distance. Leave it empty where unknown.",
        ),
        (
            Participant(7, "company", km=float("nan")),
            "organisation 7, km: nan is not a distance. Leave it empty where unknown.",
        ),
        (
            Participant(7, "company", km=float("inf")),
            "organisation 7, km: inf is not a distance. Leave it empty where unknown.",
        ),
    ],
)
def test_an_organisation_that_cannot_be_is_refused_with_its_column_and_remedy(participant, says):
    """§2"""
    with pytest.raises(WrongRecord) as refused:
        Book([], [participant])
    assert str(refused.value) == says


def test_an_organisation_of_which_little_is_known_is_welcome():
    assert checked_participant(Participant(7, "other")) == Participant(7, "other", "", None)


def test_two_records_of_one_kind_and_number_are_refused_and_of_two_kinds_are_not():
    with pytest.raises(WrongRecord) as refused:
        Book([row("event", id=7), row("event", DAY, id=7)])
    assert str(refused.value) == "event 7, id: Two records of this kind bear this number. Number each one once."
    assert Book([row("event", id=7), row("communication", id=7)]).has_kept("event", DAY)


def test_two_organisations_of_one_number_are_refused():
    with pytest.raises(WrongRecord) as refused:
        Book([], [Participant(7, "company"), Participant(7, "research")])
    assert str(refused.value) == ("organisation 7, id: Two organisations bear this number. Number each one once.")


def test_a_thing_may_last_one_day():
    assert Book([row("income", DAY, DAY, amount=1, tag="public")]).until("income", DAY)


def test_partners_from_outside_the_register_have_no_number():
    kinds = ("attendance", "body_member", "project_partner", "success_story", "working_group_member")
    assert Book(row(kind, group=1 if KINDS[kind].group else None) for kind in kinds).has_kept("attendance", DAY)


def test_records_are_kept_in_the_order_of_days_then_numbers():
    late, early, second = row("event", DAY, id=1), row("event", LONG_AGO, id=3), row("event", LONG_AGO, id=2)
    assert [one.id for one in Book([late, early, second]).until("event", DAY)] == [2, 3, 1]


@given(st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=12), st.integers(0, 24))
def test_what_a_window_shows_is_what_a_plain_search_finds(days, months):
    """§4"""
    records = [Record("event", number, day) for number, day in enumerate(days)]
    sight = Sight(Book(records), DAY)
    after = sight.ago(months).day
    plain = sorted((one for one in records if after < one.on <= DAY), key=lambda one: (one.on, one.id))
    assert [*sight.within(months, "event")] == plain


@given(
    st.lists(
        st.tuples(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.none() | st.integers(0, 500)),
        max_size=12,
    ),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_what_holds_on_a_day_is_what_a_plain_search_finds(spans, day):
    """§3"""
    records = [
        Record("project", number, on, None if days is None else date.fromordinal(on.toordinal() + days))
        for number, (on, days) in enumerate(spans)
    ]
    plain = {one.id for one in records if one.on <= day and (one.until is None or day <= one.until)}
    assert {one.id for one in Sight(Book(records), day).holding("project")} == plain


def test_an_empty_book_knows_nothing_and_says_so_of_every_measure():
    """§5"""
    sight = Sight(Book([]), DAY)
    assert {measure.fact_on(sight).value for measure in MEASURES} == {None}


def test_every_measure_reads_kinds_that_there_are_and_is_answered_by_one_that_it_reads():
    for measure in MEASURES:
        assert set(measure.reads) <= set(KINDS), measure.key
        assert measure.answer in measure.reads, measure.key
    assert list(BY_KEY) == [measure.key for measure in MEASURES]
