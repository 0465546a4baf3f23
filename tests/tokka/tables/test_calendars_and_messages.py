"""Calendar files and messages as they come: what is read, and what is refused with the reason."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tokka.tables.calendars import read_calendar
from tokka.tables.messages import read_message
from tokka.tables.model import WrongTable

HELSINKI = ZoneInfo("Europe/Helsinki")


def calendar(*entries: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN"]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_an_entry_is_read_with_its_day_words_and_people_except_who_declined():
    content = calendar(
        "UID:a-1|DTSTART:20260301T223000Z|SUMMARY:Side\\, streams|LOCATION:Kemi"
        "|ORGANIZER:mailto:Aino@forest.example|ATTENDEE;PARTSTAT=ACCEPTED:mailto:matti@poro.example"
        "|ATTENDEE;PARTSTAT=DECLINED:mailto:no@poro.example"
    )
    (entry,) = read_calendar(content, "c.ics", HELSINKI)
    assert (entry.number, entry.uid, entry.title, entry.on, entry.place, entry.addresses, entry.fault) == (
        1,
        "a-1",
        "Side, streams",
        date(2026, 3, 2),  # half past midnight in Helsinki
        "Kemi",
        ("aino@forest.example", "matti@poro.example"),
        None,
    )


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("UID:1|DTSTART;VALUE=DATE:20260302|SUMMARY:A|STATUS:CANCELLED", "It was cancelled."),
        ("DTSTART;VALUE=DATE:20260302|SUMMARY:A", "It has no key of its own (UID)"),
        ("UID:1|DTSTART:soon|SUMMARY:A", "It has no day that can be read."),
        ("UID:1|SUMMARY:A", "It has no day that can be read."),
        ("UID:1|DTSTART;VALUE=DATE:20260302", "It has no title."),
        ("UID:1|DTSTART;VALUE=DATE:20260302|SUMMARY:A|RRULE:FREQ=DAILY", "It repeats"),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(entry, says):
    (read,) = read_calendar(calendar(entry), "c.ics", HELSINKI)
    assert str(read.fault).startswith(says)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This is no calendar"),
        (b"name;town\nPoro;Kemi\n", "This is no calendar"),
        (b"PK\x03\x04" + b"\0" * 50, "This is no calendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "The calendar holds no whole entry."),
        (b"BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n", "The calendar cannot be read"),
        (calendar(), "The calendar holds no whole entry."),
        (calendar() + b" " * 1_000_001, "The file holds 100"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_what_to_do(content, says):
    with pytest.raises(WrongTable) as refused:
        read_calendar(content, "c.ics", HELSINKI)
    assert (str(refused.value.says).startswith(says), str(refused.value.remedy).endswith(".")) == (True, True)


MESSAGE = (
    b"Message-ID: <1@mail.example>\r\nDate: Mon, 2 Mar 2026 23:30:00 +0000\r\nFrom: Aino <aino@forest.example>\r\n"
    b"To: Matti <Matti@Poro.example>, aino@forest.example\r\n"
    b"Subject: =?utf-8?q?K=C3=A4ynti?= Kemissa\r\n\r\nThe text is nobody's business."
)


def test_the_head_of_a_message_is_read_and_its_text_is_not():
    message = read_message(MESSAGE, "m.eml", HELSINKI)
    assert (message.key, message.on, message.subject, message.addresses) == (
        "<1@mail.example>",
        date(2026, 3, 3),
        "Käynti Kemissa",
        ("aino@forest.example", "matti@poro.example"),
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "It has no key of its own (Message-ID)"),
        (b"\xff\xfe\x00\x01", "It has no key of its own (Message-ID)"),
        (b"Message-ID: <1@x>\r\nDate: yesterday\r\n\r\n", "It has no date that can be read."),
        (b"Message-ID: <1@x>\r\nFrom: a@b.fi\r\n\r\n", "It has no date that can be read."),
    ],
)
def test_a_message_without_key_or_date_is_refused(content, says):
    with pytest.raises(WrongTable) as refused:
        read_message(content, "m.eml", HELSINKI)
    assert str(refused.value.says).startswith(says)
