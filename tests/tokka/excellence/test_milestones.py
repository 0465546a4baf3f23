"""What must happen by when, and which labels ran out. §18 of docs/explanation/excellence.md."""

from datetime import date

from tests.tokka.excellence.builders import row
from tokka.excellence.book import Book
from tokka.excellence.milestones import alarms, labels_held, milestones

FIRST = date(2024, 3, 10)


def label(on, tag="bronze", until=None):
    return row("label", on, until, tag=tag)


def told(day, *labels):
    return [(one.level, one.key, one.on) for one in milestones(Book(labels), day)]


def test_a_first_bronze_has_its_window_for_silver_its_end_and_its_last_day_for_a_renewal():
    assert told(date(2024, 4, 1), label(FIRST)) == [
        ("bronze", "second_from", date(2025, 9, 10)),
        ("bronze", "second_to", date(2026, 3, 10)),
        ("bronze", "valid_until", date(2026, 3, 31)),
        ("bronze", "renewable_until", date(2027, 3, 31)),
    ]


def test_an_expired_label_is_told_until_it_lapses_and_its_lapse_for_ever():
    assert told(date(2026, 4, 1), label(FIRST)) == [
        ("bronze", "valid_until", date(2026, 3, 31)),
        ("bronze", "renewable_until", date(2027, 3, 31)),
    ]
    assert told(date(2030, 1, 1), label(FIRST)) == [("bronze", "lapsed", date(2027, 4, 1))]


def test_a_second_benchmark_in_time_ends_the_window():
    days = told(date(2026, 1, 10), label(FIRST), label(date(2025, 12, 1)))
    assert days == [("bronze", "valid_until", date(2029, 3, 31)), ("bronze", "renewable_until", date(2030, 3, 31))]


def test_a_valid_silver_replaces_an_expired_bronze_but_not_an_expired_gold():
    labels = label(FIRST), label(date(2026, 1, 5), "silver"), label(date(2023, 1, 5), "gold")
    day = date(2026, 5, 1)
    assert [life.level for life in alarms(Book(labels), day)] == ["gold"]
    assert ("bronze", "valid_until", date(2026, 3, 31)) not in told(day, *labels)
    assert ("gold", "lapsed", date(2026, 2, 1)) in told(day, *labels)


def test_nothing_is_told_without_a_label_and_the_last_day_still_holds():
    assert (told(date(2026, 1, 1)), alarms(Book(()), date(2026, 1, 1))) == ([], ())
    assert alarms(Book([label(FIRST)]), date(2026, 3, 31)) == ()
    assert [life.level for life in alarms(Book([label(FIRST)]), date(2026, 4, 1))] == ["bronze"]


def test_every_label_that_was_held_is_listed_with_its_state():
    first, second = label(FIRST), label(date(2026, 2, 1))
    silver = label(date(2026, 2, 1), "silver", date(2027, 12, 31))
    held = labels_held(Book([first, second, silver]), date(2026, 5, 1))
    assert [(one.life.level, one.life.interviewed_on, one.life.valid_until, one.state) for one in held] == [
        ("silver", date(2026, 2, 1), date(2027, 12, 31), "valid"),
        ("bronze", date(2026, 2, 1), date(2029, 3, 31), "valid"),
        ("bronze", FIRST, date(2026, 3, 31), "superseded"),
    ]
