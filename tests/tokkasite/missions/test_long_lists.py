"""Large events: no page grows with the number of guests or meetings, and none asks the database more often."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from tests.builders import make_organisation
from tests.tokkasite.missions.conftest import DAY
from tokkasite.journal.guests import new_link
from tokkasite.journal.models import Event, Guest
from tokkasite.missions import actions, readers
from tokkasite.missions.models import Lock, Meeting, Meetings, Wish


def fill(event, count: int, **told) -> list[Guest]:
    """So many more guests."""
    told |= {"consent_on": DAY, "made_on": DAY}
    return Guest.objects.bulk_create(
        Guest(event=event.held, name=f"G {number:04}", label=f"G {number:04}", digest=f"{number}", **told)
        for number in range(count)
    )


def pair_up(event, guests: list[Guest], slots: int) -> None:
    """A meeting of each with a neighbour, in each slot."""
    Meetings.objects.filter(pk=event.meetings.pk).update(slots=slots, tables=len(guests))
    event.meetings.refresh_from_db()
    Meeting.objects.bulk_create(
        Meeting(meetings=event.meetings, a=a, b=b, slot=slot, table=table)
        for slot in range(1, slots + 1)
        for table, (a, b) in enumerate(zip(guests[::2], guests[1::2], strict=True), 1)
    )


@pytest.fixture
def large(event, client):
    """300 guests, 4 slots, 150 meetings in each."""
    pair_up(event, fill(event, 300), 4)
    client.force_login(event.manager)
    event.page = f"/en/clusters/ours/events/{event.held.pk}/"
    return event


def meetings_on(page) -> int:
    return page.content.decode().count("data-move=")


def test_a_large_timetable_shows_a_hundred_meetings_of_one_slot_and_leads_to_all_others(large, client):
    address = f"{large.page}meetings/timetable/"
    first = client.get(f"{address}?slot=3")
    shown = first.content.decode()
    assert (meetings_on(first), meetings_on(client.get(f"{address}?slot=3&page=2"))) == (100, 50)
    assert re.findall(r'href="\?slot=(\d+)#slot-\d+"( aria-current="page")?', shown) == [
        ("1", ""), ("2", ""), ("3", ' aria-current="page"'), ("4", ""),
    ]  # fmt: skip
    assert [int(one) for one in re.findall('<div class="slot" data-slot="(.+?)"', shown)] == [3]
    assert [slot.count for slot in first.context["slots"]] == [150] * 4


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1", "1" * 30])
def test_a_slot_that_is_none_shows_one_that_is(large, client, asked):
    page = client.get(f"{large.page}meetings/timetable/", {"slot": asked})
    assert (page.status_code, meetings_on(page)) == (200, 100)


def test_a_guest_is_found_by_name_over_all_slots(large, client):
    page = client.get(f"{large.page}meetings/timetable/", {"q": "g 0007"})
    assert (meetings_on(page), "4 meetings are found." in page.content.decode()) == (4, True)


def test_who_does_not_come_is_chosen_among_those_on_the_page_and_anybody_can_be_sent(large, client):
    page = client.get(f"{large.page}meetings/timetable/", {"q": "G 0007"})
    assert [one.label for one in page.context["no_show"].fields["guest"].queryset] == ["G 0006", "G 0007"]
    one = Guest.objects.get(label="G 0250")
    client.post(f"{large.page}meetings/no-show/", {"guest": one.pk, "from_slot": 1})
    assert not readers.held_by(large.meetings, one)


def test_a_small_timetable_stands_on_one_page_with_all_its_slots(event, client):
    pair_up(event, fill(event, 20), 3)
    client.force_login(event.manager)
    page = client.get(f"/en/clusters/ours/events/{event.held.pk}/meetings/timetable/")
    assert (meetings_on(page), page.context["is_long"]) == (30, False)


def test_pages_of_an_event_ask_the_database_as_often_for_300_guests_as_for_4(event, client):
    Event.objects.filter(pk=event.held.pk).update(on=localdate(), sign_up_until=localdate())
    client.force_login(event.manager)
    base = f"/en/clusters/ours/events/{event.held.pk}/"
    pages = (base, f"{base}meetings/", f"{base}meetings/timetable/")

    def counts() -> list[int]:
        asked = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            asked.append(len(queries))
        return asked

    pair_up(event, event.guests, 3)
    few = counts()
    more = fill(event, 300, organisation=make_organisation("Large group"))
    Meeting.objects.bulk_create(
        Meeting(meetings=event.meetings, a=a, b=b, slot=slot, table=100 + table)
        for slot in range(1, 4)
        for table, (a, b) in enumerate(zip(more[::2], more[1::2], strict=True), 1)
    )
    Wish.objects.bulk_create(
        Wish(meetings=event.meetings, a=a, b=b, weight=1) for a, b in zip(more[::2], more[1::2], strict=True)
    )
    Lock.objects.create(meetings=event.meetings, a=more[0], b=more[1], slot=1, table=101)
    assert counts() == few


def test_guests_stand_in_pages_that_part_no_organisation(event):
    firms = [make_organisation(f"Firm {number}") for number in range(3)]
    guests = fill(event, 210)
    for number, one in enumerate(guests):
        one.organisation = firms[number % 3] if number < 180 else None
    Guest.objects.bulk_update(guests, ["organisation"])
    pages = readers.guests_by_hundreds(event.held)
    where = [
        set(Guest.objects.filter(pk__in=page, organisation__isnull=False).values_list("organisation", flat=True))
        for page in pages
    ]
    assert [len(page) for page in pages] == [60, 60, 94]
    assert where == [{firms[0].pk}, {firms[1].pk}, {firms[2].pk}]


def test_a_guest_asks_page_by_page_and_what_was_said_on_others_stays(event, client):
    Event.objects.filter(pk=event.held.pk).update(on=localdate(), sign_up_until=localdate())
    Meetings.objects.filter(pk=event.meetings.pk).update(ask_until=localdate())
    others = fill(event, 150)
    me = event.guests[0]
    token = new_link(guest=me, by=event.manager)
    Wish.objects.create(meetings=event.meetings, a=me, b=others[149], weight=2)
    address = f"/en/events/mine/{token}/ask/"
    page = client.get(address)
    assert (len(page.context["form"].others), "153 other guests come." in page.content.decode()) == (100, True)
    client.post(address, {f"guest-{others[5].pk}": "3"})
    assert dict(Wish.objects.filter(a=me).values_list("b__label", "weight")) == {"G 0149": 2, "G 0005": 3}
    client.post(f"{address}?page=2", {f"guest-{others[149].pk}": "0"})
    assert list(Wish.objects.filter(a=me).values_list("b__label", flat=True)) == ["G 0005"]
    found = client.get(address, {"q": "G 014"})
    assert len(found.context["form"].others) == 11  # of them G 0014


def test_a_long_list_of_faults_is_cut_and_says_how_many_more_there_are(event, client):
    client.force_login(event.manager)
    page = f"/en/clusters/ours/events/{event.held.pk}/meetings/list/"
    text = "a,b\n" + "".join(f"Ann,Nobody {number}\n" for number in range(130))
    shown = client.post(page, {"kind": "requests", "text": text}).content.decode()
    assert (shown.count("names an"), "And 30 more remarks" in shown) == (100, True)


def test_replacing_wishes_without_pages_still_replaces_all(event):
    ann, ben, cat, _dan = event.guests
    told = {"meetings": event.meetings, "guest": ann, "away": [], "by": None, "today": DAY}
    actions.ask_for(wanted={ben: 1.0}, **told)
    actions.ask_for(wanted={cat: 1.0}, **told)
    assert list(Wish.objects.values_list("b__label", flat=True)) == ["Cat"]
