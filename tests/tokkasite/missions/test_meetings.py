"""Guests of an event, their requests, the timetable, and the day itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from tests.tokkasite.missions.conftest import DAY, guest_of
from tokkasite.journal import guests as persons
from tokkasite.journal.membership import cancel, sign_up
from tokkasite.journal.models import Event, Guest, Registration
from tokkasite.missions import actions, readers
from tokkasite.missions.models import Change, Lock, Meeting, Planning, Wish
from tokkasite.runs.models import Run

BEFORE = DAY - timedelta(days=10)
MORNING = datetime(DAY.year, DAY.month, DAY.day, 8, 0, tzinfo=ZoneInfo("Europe/Helsinki"))


def bring(event, text: str, kind: str = "requests"):
    told = {"meetings": event.meetings, "kind": kind, "by": event.manager}
    brought = actions.bring_list(content=text.encode(), file="list", **told)
    return brought.kept, [str(one) for one in brought.says]


def planned(event) -> Planning:
    planning = actions.begin_planning(meetings=event.meetings, seconds=1, now=MORNING, by=event.manager)
    return actions.plan(planning=planning, day=DAY, clock=lambda: MORNING)


def rows(event) -> list[tuple[str, str, int, int]]:
    return [(one.a.label, one.b.label, one.slot, one.table) for one in readers.held(event.meetings)]


def test_what_cannot_be_asked_for_is_named_and_the_rest_is_kept(event):
    kept, says = bring(event, "a,b,weight\nann,Ben,2\nCat,Cat,1\nAnn,Nobody,1\nBen,Dan,-1\n")
    assert kept == 1
    assert [says[0][:14], says[1][:14], says[2][:14]] == ["Row 3 asks for", "Row 4 names an", "Row 5 has the "]
    assert [(one.a.label, one.b.label, one.weight) for one in Wish.objects.all()] == [("Ann", "Ben", 2)]


def test_more_musts_than_slots_are_named_by_the_smallest_set_and_the_rest_is_planned(event):
    guest_of(event.held, "Eva")
    text = "a,b,weight,must\nAnn,Ben,1,yes\nAnn,Cat,1,yes\nAnn,Dan,1,yes\nAnn,Eva,1,yes\nBen,Cat,1,no\n"
    kept, says = bring(event, text)
    assert kept == 5
    assert [one for one in says if one.startswith("Ann has 4 must-meetings but 3 slots for them (1, 2, 3)")] == says
    assert planned(event).run.result["meetings"] == 4


def test_contradictory_locks_are_named_and_the_earlier_one_stays(event):
    kept, says = bring(event, "a,b,slot,table\nAnn,Ben,1,1\nAnn,Cat,1,2\n", "locked")
    assert kept == 2
    assert [one[:36] for one in says] == ["These locks contradict each other: r"]
    planned(event)
    assert [one[:3] for one in rows(event) if one[2] == 1 and "Ann" in one[:2]] == [("Ann", "Ben", 1)]


def test_a_timetable_is_kept_with_its_bound_and_locked_meetings_stay(event):
    bring(event, "a,b,weight\nAnn,Ben,1\nAnn,Cat,3\nCat,Dan,1\nBen,Dan,2\n")
    bring(event, "a,b,slot,table\nCat,Dan,3,2\n", "locked")
    planning = planned(event)
    found = planning.run.result
    assert (found["meetings"], found["weight"], found["bound"], found["proven"]) == (4, 7, 7, True)
    assert ("Cat", "Dan", 3, 2) in rows(event)
    assert planning.run.engine == Run.Engine.TIMETABLE
    for slot in (1, 2, 3):
        there = [name for a, b, where, _table in rows(event) if where == slot for name in (a, b)]
        assert len(there) == len(set(there))


def test_two_without_a_common_language_do_not_meet_unless_there_are_interpreters(event):
    Guest.objects.filter(label="Ben").update(languages="fi")
    bring(event, "a,b\nAnn,Ben\n")
    planning = planned(event)
    assert rows(event) == []
    assert planning.says[-1]["message"].startswith("%(a)s (%(of_a)s) and %(b)s (%(of_b)s) have no language in common")
    event.meetings.has_interpreters = True
    event.meetings.save()
    planned(event)
    assert [one[:2] for one in rows(event)] == [("Ann", "Ben")]


def test_after_a_no_show_only_those_who_lost_a_meeting_are_touched(event):
    for name in ("Eva", "Fay"):
        guest_of(event.held, name)
    bring(event, "a,b\nAnn,Ben\nCat,Dan\nAnn,Cat\nBen,Dan\nEva,Fay\nBen,Cat\n")
    planned(event)
    before = rows(event)
    ann = Guest.objects.get(label="Ann")
    told = {"meetings": event.meetings, "from_slot": 1, "now": MORNING, "by": event.manager}
    change = actions.note_no_show(guest=ann, **told)
    lost = {name for one in before if "Ann" in one[:2] for name in one[:2]}
    assert set(change.what["touched"]) == lost
    assert {one for one in before if "Ann" not in one[:2]} <= set(rows(event))
    added = set(rows(event)) - set(before)
    assert all({a, b} <= lost - {"Ann"} for a, b, _slot, _table in added)
    assert not [one for one in rows(event) if "Ann" in one[:2]]


def test_a_meeting_is_moved_locked_and_noted_or_refused_with_the_reason(event):
    bring(event, "a,b,slot,table\nAnn,Ben,1,1\nAnn,Cat,2,1\n", "locked")
    planned(event)
    meeting = Meeting.objects.get(a__label="Ann", b__label="Ben")
    told = {"meeting": meeting, "keeps": True, "now": MORNING, "by": event.manager}
    with pytest.raises(ValidationError, match="Ann meets Cat in slot 2"):
        actions.move_meeting(slot=2, table=None, **told)
    with pytest.raises(ValidationError, match="Slot 1 is past"):
        actions.move_meeting(slot=1, table=2, **told | {"now": MORNING + timedelta(hours=1, minutes=21)})
    actions.move_meeting(slot=3, table=2, **told)
    assert ("Ann", "Ben", 3, 2) in rows(event)
    assert Lock.objects.filter(a__label="Ann", b__label="Ben", slot=3, table=2).count() == 1
    assert Change.objects.get().what["added"] == [["Ann", "Ben", 3, 2]]


def test_who_has_no_meeting_is_told_why(event):
    bring(event, "a,b\nAnn,Ben\n")
    bring(event, "person,slot\nDan,1\nDan,2\nDan,3\n", "absences")
    planned(event)
    told = readers.asked(event.meetings)
    found = {
        name: str(why) for name, why in readers.without_meeting(event.meetings, told, readers.held(event.meetings))
    }
    assert found == {
        "Cat": "Cat asks for nobody, and nobody asks for Cat.",
        "Dan": "Dan is present in no slot.",
    }


def test_papers_and_calendar_carry_the_agenda(client, event):
    bring(event, "a,b\nAnn,Ben\n")
    planned(event)
    client.force_login(event.manager)
    base = f"/en/clusters/ours/events/{event.held.pk}/meetings/"
    for paper in ("agendas.pdf", "signs.pdf"):
        assert client.get(base + paper).content.startswith(b"%PDF")
    token = persons.new_link(guest=Guest.objects.get(label="Ann"), by=event.manager)
    calendar = client.get(reverse("missions:my_calendar", args=[token])).content.decode()
    assert "DTSTART;TZID=Europe/Helsinki:20260310T090000" in calendar
    assert "SUMMARY:Ben" in calendar


def test_a_link_opens_one_guests_page_and_the_old_link_opens_nothing(client, event):
    ann = Guest.objects.get(label="Ann")
    old, new = (persons.new_link(guest=ann, by=event.manager) for _time in range(2))
    assert client.get(reverse("missions:mine", args=[old])).status_code == 404
    page = client.get(reverse("missions:mine", args=[new]))
    assert (page.status_code, page["Cache-Control"], "Ann" in page.content.decode()) == (200, "private, no-store", True)


def test_a_guest_says_whom_to_meet_and_when_not(client, event):
    today = localdate()
    Event.objects.filter(pk=event.held.pk).update(on=today)
    event.meetings.ask_until = today
    event.meetings.save()
    ann, ben = Guest.objects.get(label="Ann"), Guest.objects.get(label="Ben")
    page = reverse("missions:ask", args=[persons.new_link(guest=ann, by=event.manager)])
    assert f"guest-{ann.pk}" not in client.get(page).content.decode()
    client.post(page, {f"guest-{ben.pk}": "3", "away": ["2"]})
    told = readers.asked(event.meetings)
    assert [(one.a, one.b, one.weight) for one in told.requests] == [("Ann", "Ben", 3)]
    assert [(one.person, one.slot) for one in told.absences] == [("Ann", 2)]


def test_the_public_registers_with_consent_and_an_unpublished_event_is_not_there(client, event):
    Event.objects.filter(pk=event.held.pk).update(on=localdate(), sign_up_until=localdate())
    page = reverse("missions:public_event", args=[event.held.pk])
    told = {"name": "Ann", "email": "ann@example.org", "language": "en", "languages": "EN, fi"}
    assert "Without your consent nothing is kept" in client.post(page, told).content.decode()
    client.post(page, told | {"agrees": "on"})
    made = Guest.objects.order_by("-pk").first()
    assert (made.label, made.languages, made.consent_on) == ("Ann 2", "en fi", localdate())
    Event.objects.update(is_public=False)
    assert client.get(page).status_code == 404


def test_who_waits_gets_the_place_of_who_cancels_and_a_letter_in_the_night(event, world):
    event.held.capacity = 5
    event.held.save()
    told = {"event": event.held, "by": world.manager, "today": BEFORE}
    sign_up(organisation=world.small, persons=1, **told)
    with pytest.raises(ValidationError):
        sign_up(organisation=world.large, persons=1, **told)
    waits = sign_up(organisation=world.large, persons=2, may_wait=True, **told)
    eva = guest_of(event.held, "Eva", email="eva@example.org")
    assert (waits.waits, eva.waits) == (True, True)
    cancel(organisation=world.small, **told)
    waits.refresh_from_db()
    eva.refresh_from_db()
    assert (waits.waits, eva.waits, eva.promoted_on) == (True, False, BEFORE)  # two do not fit into one place
    assert persons.remind_of_events(day=BEFORE) == 1
    assert persons.remind_of_events(day=BEFORE) == 0
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["eva@example.org"], "You have a place: Meet")


def test_guests_are_reminded_once_and_forgotten_after_half_a_year(event):
    Guest.objects.filter(label="Ann").update(email="ann@example.org")
    days = [DAY - timedelta(days=4), DAY - timedelta(days=3), DAY - timedelta(days=2)]
    assert [persons.remind_of_events(day=day) for day in days] == [0, 1, 0]
    assert persons.forget_guests(day=DAY + timedelta(days=180)) == 0
    assert persons.forget_guests(day=DAY + timedelta(days=181)) == 4
    assert Guest.objects.count() == 0


def test_the_names_in_remarks_are_forgotten_with_the_guests(event):
    bring(event, "a,b\nAnn,Ben\n")
    planning = planned(event)
    ann = Guest.objects.get(label="Ann")
    actions.note_no_show(meetings=event.meetings, guest=ann, from_slot=1, now=MORNING, by=None)
    assert actions.forget_names(day=DAY + timedelta(days=180)) == 0
    assert actions.forget_names(day=DAY + timedelta(days=181)) == 2
    planning.refresh_from_db()
    assert (planning.says, Change.objects.count(), planning.run.result["meetings"]) == ([], 0, 1)


def test_who_came_goes_into_the_journal_by_organisation(event, world):
    for name, body in (("Eva", world.small), ("Fay", world.small), ("Gus", None)):
        guest_of(event.held, name, organisation=body)
    told = {"event": event.held, "guests": list(event.held.guests.all()), "by": event.manager}
    with pytest.raises(ValidationError, match="still to come"):
        actions.note_attendance(today=BEFORE, **told)
    assert actions.note_attendance(today=DAY, **told) == 1
    assert list(event.held.attendances.values_list("organisation__name", "persons")) == [("Small Oy", 2)]


def test_a_person_of_an_organisation_that_signed_up_takes_no_second_place(event, world):
    event.held.capacity = 6
    event.held.save()
    kept = sign_up(event=event.held, organisation=world.small, persons=2, by=world.manager, today=BEFORE)
    eva = guest_of(event.held, "Eva", organisation=world.small, registration=kept)
    assert (eva.waits, Registration.objects.get().waits) == (False, False)


def test_the_page_of_the_meetings_tells_bound_and_remarks_and_starts_a_plan(client, event, monkeypatch):
    started: list[int] = []
    monkeypatch.setattr("tokkasite.missions.tasks.start", started.append)
    client.force_login(event.manager)
    page = f"/en/clusters/ours/events/{event.held.pk}/meetings/"
    assert (
        "Nobody has asked for a meeting yet"
        in client.post(f"{page}plan/", {"seconds": 1}, follow=True).content.decode()
    )
    bring(event, "a,b\nAnn,Ben\n")
    client.post(f"{page}plan/", {"seconds": 1})
    assert started == [Planning.objects.get().pk]
    actions.plan(planning=Planning.objects.get(), day=date(2026, 3, 9), clock=lambda: MORNING)
    shown = client.get(page).content.decode()
    assert "100.0 %" in shown
    assert "Cat asks for nobody, and nobody asks for Cat." in shown


def test_the_settings_refuse_breaks_that_are_no_slots_and_an_end_after_midnight(client, event):
    client.force_login(event.manager)
    page = f"/en/clusters/ours/events/{event.held.pk}/meetings/settings/"
    told = {
        "first_at": "09:00", "slots": "3", "minutes": "20", "change_minutes": "5", "breaks_after": "3",
        "break_minutes": "30", "tables": "2", "ask_until": "2026-03-10",
    }  # fmt: skip
    assert set(client.post(page, told).context["form"].errors) == {"breaks_after"}
    assert set(client.post(page, told | {"breaks_after": "", "first_at": "23:30"}).context["form"].errors) == {"slots"}
    assert client.post(page, told | {"breaks_after": "1, 2"}).status_code == 302


def test_a_guest_who_cancels_leaves_no_meeting_behind_and_one_who_asks_is_erased(event):
    bring(event, "a,b\nAnn,Ben\nCat,Dan\n")
    planned(event)
    ann, cat = (Guest.objects.get(label=label) for label in ("Ann", "Cat"))
    told = {"today": BEFORE, "now": MORNING - timedelta(days=10), "by": event.manager}
    actions.stay_away(guest=ann, **told)
    assert [one[:2] for one in rows(event)] == [("Cat", "Dan")]
    actions.erase_guest(guest=cat, **told)
    assert (rows(event), Guest.objects.filter(label="Cat").count(), Change.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_pages_of_an_event_open_with_a_timetable_and_a_change(client, event, language):
    bring(event, "a,b\nAnn,Ben\nCat,Dan\nAnn,Cat\n")
    planned(event)
    told = {"meetings": event.meetings, "from_slot": 1, "now": MORNING, "by": event.manager}
    actions.note_no_show(guest=Guest.objects.get(label="Dan"), **told)
    Event.objects.filter(pk=event.held.pk).update(on=localdate(), sign_up_until=localdate())
    meeting, ann = Meeting.objects.first(), Guest.objects.get(label="Ann")
    client.force_login(event.manager)
    cluster = f"/{language}/clusters/ours/"
    base = f"{cluster}events/{event.held.pk}/"
    pages = [cluster + "events/", cluster + "missions/", base, base + "guests/add/", base + "meetings/"]
    pages += [base + "meetings/timetable/", base + "meetings/list/", base + f"meetings/{meeting.pk}/move/"]
    pages += [base + f"meetings/agendas/{ann.pk}/", f"/{language}/events/", f"/{language}/events/{event.held.pk}/"]
    assert [(page, client.get(page).status_code) for page in pages] == [(page, 200) for page in pages]
    timetable = client.get(base + "meetings/timetable/").content.decode()
    assert timetable.count("data-move=") == Meeting.objects.count()
