"""The calls of the demonstration: public calls as they were recorded, one invented call, and a member whom it fits."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from tokka.funding.calls import Call as Told
from tokka.funding.calls import Kind
from tokka.funding.parsing import Answer
from tokka.funding.portal import SOURCE as PORTAL
from tokka.funding.portal import ZONE as BRUSSELS
from tokkasite.accounts.models import User
from tokkasite.accounts.readers import DEMO_DOMAIN
from tokkasite.applications.models import PastProject
from tokkasite.demo.doors import companies_of
from tokkasite.demo.timeline import Timeline
from tokkasite.funding.actions import confirm
from tokkasite.funding.listing_actions import known_sources, source_of, take
from tokkasite.funding.models import Call, Fetch, Source
from tokkasite.funding.ranking_actions import moment_of, rank_clusters
from tokkasite.register.actions import grant_mandate
from tokkasite.register.models import Cluster, Organisation, Profile

MEMBER: Final = ("Elsa", "Nietoslampi", "member", "rural", "fi")
"""For whom the reindeer-meat company of the story speaks."""
TRADE: Final = "Poronlihajalostamo"
WORDS: Final = (
    "Jalostamme poronlihaa: leikkaamme, savustamme ja kuivaamme sen itse ja myymme suoraan ravintoloille ja "
    "kotitalouksille.",
    "Haluamme kehittää uusia pitkään säilyviä tuotteita, ympäristöystävällisiä pakkauksia ja verkkokaupan "
    "kylmäkuljetuksia, ja löytää käyttöä taljoille, luille ja muille sivuvirroille.",
)
FUNDER: Final = "Keksitty rahoittaja"
WON: Final = ("Keksitty hanke: kuivatun lihan pakkaaminen", "Kuivatun poronlihan säilyvyys ja uudet pakkaukset")
WON_TOPIC: Final = "KEKSITTY-2023-04"
"""Of the same programme as the invented call, so that there is a win that speaks for it."""
HELSINKI: Final = ZoneInfo("Europe/Helsinki")


def tell_funding(facts: dict[str, Any], time_told: Timeline) -> None:
    """Sources, calls, a member who looks for money, and the shortlists of every cluster."""
    known_sources()
    take_recorded(facts)
    invented_call(facts["invented"], time_told.today)
    find_a_member(Cluster.objects.get(key="rural"), time_told)
    rank_clusters(now=moment_of(time_told.today), by=None)


def take_recorded(facts: dict[str, Any]) -> None:
    """Public calls, as a file of their source of the day on which they were recorded. Their dates stay as they are."""
    told = facts["source"]
    at = datetime.combine(told["checked"], time(12), UTC)
    fetch = Fetch(source=Source.objects.get(key=PORTAL), is_whole=False, file="calls.toml", began_at=at)
    take(fetch=fetch, answer=Answer(tuple(map(recorded, facts["call"]))), now=at)


def recorded(told: dict[str, Any]) -> Told:
    return Told(
        source=PORTAL,
        reference=told["reference"],
        title=told["title"],
        identifier=told["identifier"],
        kind=Kind(told["kind"]),
        programme=told["programme"],
        action=told.get("action", ""),
        keywords=tuple(told.get("keywords", ())),
        opens_at=told.get("opens"),
        deadlines_at=tuple(told["deadlines"]),
        zone=BRUSSELS,
        grant_least_eur=told.get("least"),
        grant_most_eur=told.get("most"),
        url=page_of(told),
    )


def page_of(told: dict[str, Any]) -> str:
    """Where the portal shows it: topics by their identifier, cascade calls by their number."""
    base = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"
    if told["kind"] == "cascade":
        return f"{base}/competitive-calls-cs/{told['reference'].removesuffix('COMPETITIVE_CALLen')}"
    return f"{base}/topic-details/{told['identifier']}"


def invented_call(told: dict[str, Any], today: date) -> None:
    """A call that nobody has published, so that there is one for a small company of the region on any day."""
    at, manager = moment_of(today), User.objects.get(email=f"manager.rural@{DEMO_DOMAIN}")
    opens, closes = (today + timedelta(days=told[name]) for name in ("opens_days", "closes_days"))
    call = Told(
        source=FUNDER,
        reference=told["reference"],
        title=told["title"],
        kind=Kind.NATIONAL,
        identifier=told["identifier"],
        text=told["text"],
        conditions=told["quote"],
        language=told["language"],
        keywords=tuple(told["keywords"]),
        opens_at=datetime.combine(opens, time(), HELSINKI).astimezone(UTC),
        deadlines_at=(datetime.combine(closes + timedelta(days=1), time(), HELSINKI).astimezone(UTC),),
        zone=HELSINKI.key,
        grant_least_eur=told["least"],
        grant_most_eur=told["most"],
    )
    source = source_of(FUNDER)
    take(fetch=Fetch(source=source, is_whole=False, file="calls.toml", began_at=at), answer=Answer((call,)), now=at)
    Call.objects.filter(source=source).update(is_invented=True)
    row, cluster = Call.objects.get(source=source), Cluster.objects.get(key="rural")
    for kind in ("region", "role", "size"):
        confirm(
            call=row, kind=kind, values=told[f"{kind}s"], quote=told["quote"], cluster=cluster, by=manager, today=today
        )


def find_a_member(cluster: Cluster, time_told: Timeline) -> Organisation:
    """A reindeer-meat company that has said what it does and seeks, and somebody who speaks for it."""
    company = companies_of(cluster).filter(name__startswith=TRADE).first()
    description, services = WORDS
    Profile.objects.update_or_create(
        organisation=company, defaults={"description": description, "services": services, "language": "fi"}
    )
    given, family, role, key, language = MEMBER
    title, subject = WON
    PastProject.objects.create(
        organisation=company, source="keksitty", reference="1", told_name=company.name, title=title, text=subject,
        programme=FUNDER, topic=WON_TOPIC, began_on=time_told.ago(40) or time_told.today,
        verdict=PastProject.Verdict.CONFIRMED, source_title=FUNDER,
    )  # fmt: skip
    user = User(email=f"{role}.{key}@{DEMO_DOMAIN}", first_name=given, last_name=family, language=language)
    user.set_unusable_password()
    user.save()
    told = {"role": role, "cluster": cluster, "organisation": company}
    grant_mandate(user=user, from_on=time_told.ago(12) or time_told.today, **told)
    return company
