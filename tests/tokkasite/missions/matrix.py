"""For whom the pages of missions, events and meetings are, and what they are asked with."""

from datetime import time
from types import SimpleNamespace

from django.utils.timezone import localdate

from tests.builders import LONG_AGO
from tests.tokkasite.roles import EVERYONE, MEMBER, NOBODY, READERS, TEAM
from tokkasite.accounts.models import User
from tokkasite.journal.models import Event, Guest
from tokkasite.missions.models import Meeting, Meetings, Mission

PAGES = {
    "missions:missions": READERS,
    "missions:add_mission": TEAM,
    "missions:add_initiative": TEAM,
    "missions:mission": READERS,
    "missions:edit_mission": TEAM,
    "missions:invite": TEAM,
    "missions:costs": READERS,
    "missions:costs_csv": READERS,
    "missions:costs_pdf": READERS,
    "missions:paper": NOBODY,  # it redirects where its content is not there; test_evidence opens one that is
    "missions:events": TEAM,
    "missions:event": TEAM,
    "missions:guest": NOBODY,  # by POST alone
    "missions:add_guest": TEAM,
    "missions:came": NOBODY,  # by POST alone
    "missions:meetings": TEAM,
    "missions:settings": TEAM,
    "missions:bring_list": TEAM,
    "missions:plan": NOBODY,  # by POST alone
    "missions:timetable": TEAM,
    "missions:timetable_csv": TEAM,
    "missions:agenda": TEAM,
    "missions:agendas_pdf": TEAM,
    "missions:signs_pdf": TEAM,
    "missions:move": TEAM,
    "missions:no_show": NOBODY,  # by POST alone
    "missions:public_events": EVERYONE,
    "missions:public_event": EVERYONE,
    "missions:mine": NOBODY,  # by a link that nobody here has, as the four below
    "missions:ask": NOBODY,
    "missions:cancel_mine": NOBODY,
    "missions:my_calendar": NOBODY,
    "missions:my_paper": NOBODY,
    "members:missions": MEMBER,
    "members:mission": MEMBER,
    "members:persons": MEMBER,
}
ELSEWHERE = {
    f"missions:{name}" for name in ("costs_csv", "costs_pdf", "timetable_csv", "agendas_pdf", "signs_pdf")
}  # files
ELSEWHERE |= {"missions:paper"}  # a file
ELSEWHERE |= {"members:persons"}  # only from an event with meetings, which the first event of a list need not be
FIRST_OF: dict[str, str] = {}
OF_THE_EVENT = (
    *("event", "guest", "add_guest", "came", "meetings", "settings", "bring_list", "plan", "timetable"),
    *("timetable_csv", "agenda", "agendas_pdf", "signs_pdf", "move", "no_show"),
)


def prepare(ours: SimpleNamespace, people: dict[str, User | None]) -> None:
    """A mission that is called, and the published event of today with two guests who meet."""
    today = localdate()
    days = {"from_on": today, "until_on": today, "sign_up_until": today, "working_days": 1}
    ours.mission = Mission.objects.create(
        cluster=ours.cluster, title="Narvik", host_name="Host", place="Narvik", country="NO", **days
    )
    ours.mission.clusters.add(ours.cluster)
    Event.objects.filter(pk=ours.event.pk).update(is_public=True)
    ours.meetings = Meetings.objects.create(
        event=ours.event, first_at=time(9), slots=2, minutes=20, tables=1, ask_until=today
    )
    ours.guest, other = (
        Guest.objects.create(
            event=ours.event, label=name, name=name, consent_on=LONG_AGO, made_on=LONG_AGO, digest=name
        )
        for name in ("Aino", "Eero")
    )
    ours.meeting = Meeting.objects.create(meetings=ours.meetings, a=ours.guest, b=other, slot=1, table=1)


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    event = {"key": "ours", "number": ours.event.pk}
    mission = {"key": "ours", "pk": ours.mission.pk}
    more = {"guest": ours.guest.pk, "agenda": ours.guest.pk, "move": ours.meeting.pk}
    told: dict[str, dict[str, object]] = {
        f"missions:{name}": event | ({"pk": more[name]} if name in more else {}) for name in OF_THE_EVENT
    }
    told |= {
        f"missions:{name}": mission for name in ("mission", "edit_mission", "invite", "costs", "costs_csv", "costs_pdf")
    }
    told |= {
        f"missions:{name}": {"token": "nothing"} for name in ("mine", "ask", "cancel_mine", "my_calendar", "my_paper")
    }
    told["missions:paper"] = mission | {"number": 1}
    told["missions:public_event"] = {"number": ours.event.pk}
    mandate = ours.company.mandates.get().pk
    told["members:mission"] = {"pk": mandate, "number": ours.mission.pk}
    told["members:persons"] = {"pk": mandate, "number": ours.event.pk}
    told["members:missions"] = {"pk": mandate}
    return told
