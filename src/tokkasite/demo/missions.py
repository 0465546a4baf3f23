"""The missions and meetings of the demonstration: all of it invented, the partners too."""

from datetime import date, time, timedelta
from random import Random
from typing import Final

from django.utils.timezone import now

from tokkasite.demo.doors import companies_of, member_of
from tokkasite.demo.invented import FAMILY, GIVEN, mailbox
from tokkasite.demo.timeline import Timeline
from tokkasite.journal.guests import register_guest
from tokkasite.journal.models import Event, Guest
from tokkasite.missions.actions import add_cost, add_paper, plan, report, tell_outcome
from tokkasite.missions.models import (
    Absence,
    CostLine,
    Initiative,
    Lock,
    Meetings,
    Mission,
    Outcome,
    Paper,
    Planning,
    Traveller,
    Wish,
)
from tokkasite.register.models import Cluster, Commitment, Organisation, Participation

GUESTS, WISHES_EACH, TABLES, SLOTS = 40, 6, 18, 9
SECONDS: Final = 1
RECEIPT: Final = "Invented for the demonstration.\nHotel Fjellro, Narvik\nThree nights, three rooms: 1080.00 EUR\n"
ABROAD: Final = (
    ("Fjellkraft Verksted", "NO", "en no", "Welding of large steel parts", "Slag for road building"),
    ("Norrskog Bioteknik", "SE", "sv en", "Drying of wood fibre", "Ash for fertiliser"),
    ("Vatnajord Geo", "IS", "en is", "Surveys of rock", "Partners for heat storage"),
    ("Baltvoor Recycling", "EE", "en et", "Sorting of metals", "Steady side streams"),
    ("Fjordlogistikk", "NO", "no en", "Transport by sea", "Return freight"),
)
OFFERS: Final = ("Slag products", "Process water treatment", "Mine machines", "Heat from processes", "Laboratory work")
SEEKS: Final = ("A pilot customer", "Ash and slag", "Sensors", "Partners for a project", "Storage of heat")
LANGUAGES: Final = ("fi en", "fi en", "fi en sv", "fi en", "fi en", "fi")


def tell_missions(cluster: Cluster, neighbour: Cluster, time_: Timeline) -> None:
    """A mission that was made, one that is called, and a brokerage event with its computed timetable."""
    initiative = Initiative.objects.create(
        name="North Links (demo)",
        programme="Invented programme",
        scheme="clusterxchange_2020",
        hosts="Fjellkraft Verksted, Norway\nNorrskog Bioteknik, Sweden",
        from_on=time_.ago(30),
        until_on=time_.ago(-24),
        is_invented=True,
    )
    initiative.clusters.set([cluster, neighbour])
    made = make_mission(cluster, initiative, time_)
    call_mission(cluster, neighbour, initiative, time_)
    tell_costs(made)
    hold_meetings(cluster, time_)


def make_mission(cluster: Cluster, initiative: Initiative, time_: Timeline) -> Mission:
    """A mission that ended over a year ago: reported, with one outcome told and the others due."""
    first = time_.ago(14)
    mission = Mission.objects.create(
        cluster=cluster, initiative=initiative, title="Slag and heat: visits in Narvik",
        host_name="Fjellkraft Verksted", place="Narvik", country="NO", lat=68.44, lon=17.43,
        from_on=first, until_on=first + timedelta(days=3),
        working_days=3, sign_up_until=first - timedelta(days=30), places=6, is_invented=True,
        programme="Day 1: travel.\nDay 2: the works.\nDay 3: talks two by two.\nDay 4: travel home.",
    )  # fmt: skip
    mission.clusters.set([cluster])
    for one in committed(cluster, first)[:3]:
        Traveller.objects.create(
            mission=mission, organisation=one, persons=1, state="comes", moved_on=mission.sign_up_until,
            aim="A taker for side streams",
        )  # fmt: skip
    Paper.objects.create(mission=mission, kind="ticket", title="Train Kemi–Narvik", reference="Archive 12/4", on=first)
    text = "Two works were visited. Three talks go on."
    report(mission=mission, text=text, kind="excursion", by=None, today=mission.until_on)
    traveller = mission.travellers.first()
    if traveller is not None:
        outcome = Outcome(
            mission=mission, organisation=traveller.organisation, kind="partner",
            on=mission.until_on + timedelta(days=90),
            words="A works in Narvik tries our product in its yard.",
        )  # fmt: skip
        tell_outcome(outcome=outcome, by=None, today=time_.today)
    return mission


def committed(cluster: Cluster, day: date) -> list[Organisation]:
    """Companies with a proof of commitment in force on the day."""
    parts = Participation.objects.filter(cluster=cluster, from_on__lte=day, until_on=None)
    proofs = Commitment.objects.filter(participation__in=parts, from_on__lte=day, until_on=None)
    bodies = Organisation.objects.filter(pk__in=proofs.values("participation__organisation"), role="company")
    return list(bodies.order_by("pk"))


def tell_costs(mission: Mission) -> None:
    """Costs with their payers, and one that was put on a small firm: refused, and the page says why."""
    bodies = [one.organisation for one in mission.travellers.select_related("organisation")]
    day = mission.from_on
    for body in bodies:
        told = {"organisation": body, "traveller": body, "payer": "sme", "label": "Train and bus"}
        add_cost(line=CostLine(mission=mission, kind="travel", amount_eur=214, on=day, **told), by=None)
    for kind, label, amount, payer in (
        ("accommodation", "Three nights", 1080, "scheme"),
        ("interpreting", "Finnish and Norwegian", 640, "cluster"),
        ("venue", "Meeting rooms", 0, "host"),
    ):
        line = CostLine(mission=mission, kind=kind, label=label, amount_eur=amount, on=day, payer=payer)
        add_cost(line=line, by=None)
    if bodies:
        told = {"organisation": bodies[0], "payer": "sme", "label": "Entrance to the fair"}
        add_cost(line=CostLine(mission=mission, kind="fee", amount_eur=95, on=day, **told), by=None)
    hotel = mission.cost_lines.get(kind="accommodation")
    receipt = Paper(mission=mission, kind="receipt", title="Hotel, three nights", line=hotel, on=mission.until_on)
    told = {"file": "receipt.txt", "content": RECEIPT.encode(), "today": mission.until_on}
    add_paper(paper=receipt, by=None, **told)


def call_mission(cluster: Cluster, neighbour: Cluster, initiative: Initiative, time_: Timeline) -> None:
    """A mission to come: the member of the demonstration is invited."""
    first = time_.today + timedelta(days=60)
    mission = Mission.objects.create(
        cluster=cluster, initiative=initiative, title="Fibre and ash: visits in Luleå", host_name="Norrskog Bioteknik",
        place="Luleå", country="SE", lat=65.58, lon=22.15, from_on=first, until_on=first + timedelta(days=4),
        working_days=3, sign_up_until=time_.today + timedelta(days=30), places=8, is_invented=True,
        programme="Two works and a harbour, and an evening of talks two by two.",
    )  # fmt: skip
    mission.clusters.set([cluster, neighbour])
    bodies = [member_of(cluster), *committed(cluster, first)[:2]]
    for one, state in zip(dict.fromkeys(bodies), ("invited", "asked", "comes"), strict=False):
        Traveller.objects.create(mission=mission, organisation=one, state=state, moved_on=time_.today)


def hold_meetings(cluster: Cluster, time_: Timeline) -> None:
    """A published brokerage event of tomorrow with its guests, their requests, and the timetable."""
    today, chance = time_.today + timedelta(days=1), Random(8)
    event = Event.objects.create(
        cluster=cluster,
        on=today,
        kind=Event.Kind.MATCHMAKING,
        title="Meet the North (demo)",
        place="Kemi",
        starts_at=time(9),
        sign_up_until=today,
        capacity=60,
        is_public=True,
        about="Companies of the north meet two by two, at tables. Everything about this event is invented.",
    )
    meetings = Meetings.objects.create(
        event=event, first_at=time(9, 30), slots=SLOTS, minutes=20, change_minutes=5, breaks_after="4",
        break_minutes=40, tables=TABLES, ask_until=today,
    )  # fmt: skip
    bodies = list(companies_of(cluster)[:32])
    guests = [invent(event, number, chance, bodies, time_.today) for number in range(GUESTS)]
    popular = [1 / (place + 1) ** 0.6 for place in range(GUESTS)]
    asked: dict[tuple[int, int], Wish] = {}
    for guest in guests:
        for other in chance.choices(guests, popular, k=WISHES_EACH):
            if other != guest:
                weight = chance.choice((1, 1, 2, 3))
                asked[guest.pk, other.pk] = Wish(meetings=meetings, a=guest, b=other, weight=weight)
    Wish.objects.bulk_create(asked.values())
    Absence.objects.bulk_create(
        Absence(meetings=meetings, guest=guest, slot=slot)
        for guest in guests
        for slot in range(1, SLOTS + 1)
        if chance.random() < 0.08
    )
    first = next(iter(asked.values()))
    Lock.objects.create(meetings=meetings, a=first.a, b=first.b, slot=None, table=None)
    planning = Planning.objects.create(meetings=meetings, seconds=SECONDS, begun_at=now())
    plan(planning=planning, day=time_.today, clock=now)


def invent(event: Event, number: int, chance: Random, bodies: list[Organisation], day: date) -> Guest:
    """One guest: every fifth from abroad, the others from companies of the cluster."""
    name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[(number * 7 + number // 16) % len(FAMILY)]}"
    guest = Guest(
        event=event, name=name, email=mailbox(name), offers=chance.choice(OFFERS), seeks=chance.choice(SEEKS),
        is_invented=True, language="fi",
    )  # fmt: skip
    if number % 5 == 0:
        told = ABROAD[number // 5 % len(ABROAD)]
        guest.organisation_name, guest.country, guest.languages, guest.offers, guest.seeks = told
    else:
        guest.organisation, guest.country = bodies[number % len(bodies)], "FI"
        guest.languages = chance.choice(LANGUAGES)
    return register_guest(guest=guest, today=day, by_team=True)[0]
