"""Database rows as the partner engines read them, and what each side is shown of the other."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from tokka.partners.cluster_profiles import ClusterProfile, to_json
from tokka.partners.consortium.nouns import Candidate as EngineCandidate
from tokka.partners.consortium.nouns import Ownership as Held
from tokka.partners.consortium.nouns import Requirements
from tokka.partners.profiles import Anonymity, Answer, Profile, shown
from tokka.partners.profiles import Interest as EngineInterest
from tokka.partners.search import find_partners, met, words_of
from tokka.rulebook.eligibility.consortium import MEMBER_STATES, SAME_COUNTRY
from tokka.words import Remark
from tokkasite.accounts.models import User
from tokkasite.partners.models import (
    Candidate,
    Consortium,
    Interest,
    NoLetters,
    OwnProfile,
    PartnerProfile,
    Partnership,
    ReceivedProfile,
    Rights,
    Stage,
    lines_of,
)
from tokkasite.register.models import (
    Cluster,
    ContactPerson,
    Mandate,
    Organisation,
    Ownership,
    Participation,
    Region,
    Role,
    in_words,
)
from tokkasite.register.permissions import clusters_of, mandates_of
from tokkasite.register.readers import size_class_of
from tokkasite.runs.readers import said

SMALL: Final = ("micro", "small", "medium")
COUNTRIES: Final = re.compile(r"[A-Z]{2}")
WAITING, PROPOSED, AGREED = "waiting", "proposed", "agreed"
STATES: Final = {
    PROPOSED: gettext_noop("proposed by the team"),
    WAITING: gettext_noop("waits for an answer"),
    AGREED: gettext_noop("agreed"),
    "declined": gettext_noop("declined"),
    "lapsed": gettext_noop("lapsed without an answer"),
}


def membership(user: User, number: int, day: date) -> Mandate | None:
    """The member's mandate of this number, where the user holds it on the day."""
    held = mandates_of(user, day).filter(role=Mandate.Role.MEMBER, pk=number)
    return held.select_related("cluster", "organisation__municipality").first()


def home_country() -> str:
    """The country of the region that runs this installation, by its NUTS code; empty before the region is loaded."""
    return Region.objects.values_list("code", flat=True).first()[:2] if Region.objects.exists() else ""


# --- Profiles and who is shown what ---


def told_to_the_engine(row: PartnerProfile) -> Profile:
    return Profile(
        key=str(row.pk),
        name=row.organisation.name,
        country=row.country,
        offers=lines_of(row.offers),
        seeks=lines_of(row.seeks),
        sectors=tuple(row.sectors.split()),
        wanted_countries=tuple(row.wanted_countries.split()),
        kind=row.organisation.role,
        wanted_kinds=tuple(row.wanted_kinds),
        stage=row.stage,
        rights=row.rights,
        partnership=row.partnership,
        text="\n\n".join(filter(None, (row.title, row.text))),
        contact=row.contact,
        ends_on=row.ends_on,
        consented_on=row.consented_on,
        consent_ended_on=row.consent_ended_on,
        anonymity=Anonymity(row.anonymity),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What one side reads of the other: empty where it may not be told."""

    number: int
    name: str
    text: str
    contact: str
    kind: str
    country: str
    offers: tuple[str, ...]
    seeks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    is_invented: bool


def shown_of(row: PartnerProfile, today: date, *, both_agreed: bool = False, is_met: bool = False) -> Shown | None:
    """What somebody else may read of a profile; `is_met` where an interest or a proposal joins the two.

    Who has agreed goes on being shown after the last day for answers, as long as the consent holds.
    """
    profile = told_to_the_engine(row)
    if is_met and profile.anonymity is Anonymity.HIDDEN:
        profile = replace(profile, anonymity=Anonymity.UNNAMED)
    day = min(today, row.ends_on) if both_agreed and row.ends_on else today
    if both_agreed and not consents(row, today):
        return None
    told: Any = shown(profile, day, both_agreed=both_agreed)
    if told is None:
        return None
    return Shown(
        number=row.pk,
        name=told.get("name", ""),
        text=told.get("text", ""),
        contact=told.get("contact", ""),
        kind=str(Role(told["kind"]).label),
        country=told["country"],
        offers=told["offers"],
        seeks=told["seeks"],
        facts=_facts(told),
        is_invented=row.is_invented,
    )


def _facts(told: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = (
        (gettext("Stage"), Stage(told["stage"]).label if told["stage"] else ""),
        (gettext("Rights"), Rights(told["rights"]).label if told["rights"] else ""),
        (gettext("Partnership wanted"), Partnership(told["partnership"]).label if told["partnership"] else ""),
        (gettext("Activity codes"), ", ".join(told["sectors"])),
        (gettext("Countries wanted"), ", ".join(told["wanted_countries"])),
    )
    return tuple((label, str(value)) for label, value in pairs if value)


def consents(row: PartnerProfile, today: date) -> bool:
    """Whether the consent holds, whatever the last day for answers."""
    return row.consented_on is not None and row.consented_on <= today and row.consent_ended_on is None


def is_open(row: PartnerProfile, today: date) -> bool:
    return told_to_the_engine(row).is_open_on(today)


def all_profiles() -> QuerySet[PartnerProfile]:
    return PartnerProfile.objects.select_related("organisation", "cluster")


TOLD_OF_A_PROFILE: Final = (
    *("title", "offers", "seeks", "sectors", "country", "wanted_countries", "wanted_kinds", "stage", "rights"),
    *("partnership", "text", "contact", "ends_on", "consented_on", "consent_ended_on", "anonymity", "is_invented"),
)


def profiles_naming(person: ContactPerson, user: User, day: date) -> list[dict[str, object]]:
    """The partner profiles whose contact is a person, as far as the user reads their clusters."""
    named = Q(contact__icontains=person.name) | (Q(contact__icontains=person.email) if person.email else Q())
    rows = PartnerProfile.objects.filter(named, organisation=person.organisation_id, cluster__in=clusters_of(user, day))
    return list(rows.order_by("pk").values("cluster__key", "title", "contact", "consented_on", "consent_ended_on"))


def all_of(mandate: Mandate, day: date) -> dict[str, object]:
    """Everything that a member's own pages tell of partners, ready to be written as JSON: of the other side no more
    than they show."""
    own = PartnerProfile.objects.filter(cluster=mandate.cluster, organisation=mandate.organisation).order_by("pk")
    return {
        "partner_profiles": list(own.values(*TOLD_OF_A_PROFILE)),
        "partner_interests": [
            {
                "profile": talk.own.title,
                "we_asked": talk.is_ours,
                "other": talk.other.name if talk.other else "",
                "state": talk.state,
                "on": talk.interest.on,
                "answer_until": talk.interest.expires_on,
                "answered_on": talk.interest.answered_on,
            }
            for talk in talks_of(mandate.organisation, mandate.cluster, day)
        ],
        "partner_letters": {
            "stopped_on": NoLetters.objects.filter(mandate=mandate).values_list("from_on", flat=True).first(),
            "sent": list(mandate.partner_letters.order_by("pk").values("about", "on")),
        },
    }


def profiles_of(cluster: Cluster, organisation: Organisation | None = None) -> QuerySet[PartnerProfile]:
    rows = all_profiles().filter(cluster=cluster)
    return rows.filter(organisation=organisation) if organisation else rows.order_by("organisation__name", "pk")


@dataclass(frozen=True, slots=True)
class Found:
    """A partner that was found, as far as it may be shown, with the reasons."""

    row: PartnerProfile
    shown: Shown
    score: float
    gets: float
    gives: float
    reasons: tuple[str, ...]
    state: str
    """The state of an interest between the two; empty where there is none that holds."""


def matches_of(row: PartnerProfile, today: date, *, as_adviser: bool) -> list[Found]:
    """Who complements a profile, best first. A hidden one is found by the team of its own cluster alone.

    Other profiles of the same organisation are no partners.
    """
    others = [
        one
        for one in all_profiles().exclude(organisation=row.organisation_id)
        if one.anonymity != Anonymity.HIDDEN.value or (as_adviser and one.cluster_id == row.cluster_id)
    ]
    by_key = {str(one.pk): one for one in others}
    found = find_partners(
        told_to_the_engine(row), [told_to_the_engine(one) for one in others], today, as_adviser=as_adviser
    )
    states = states_with(row, today)
    lines = []
    for one in found:
        other = by_key[one.key]
        seen = shown_of(other, today, is_met=as_adviser)
        if seen is not None:
            told = tuple(in_words(with_days(reason)) for reason in one.reasons)
            lines.append(Found(other, seen, one.score, one.gets, one.gives, told, states.get(other.pk, "")))
    return lines


def with_days(remark: Remark) -> Remark:
    """A remark whose days are written as the reader's language writes them."""
    days = {
        name: date_format(value, "SHORT_DATE_FORMAT")
        for name, value in remark.values.items()
        if isinstance(value, date)
    }
    return Remark(remark.message, {**remark.values, **days})


def state_of(row: Interest, today: date) -> str:
    """`proposed`, `waiting`, `agreed`, `declined` or `lapsed` as it stands on the day."""
    interest = EngineInterest(
        str(row.asks_id), str(row.asked_id), row.on, row.expires_on, Answer(row.answer), row.answered_on
    )
    state = interest.state_on(today)
    return PROPOSED if row.is_proposal and state == WAITING else state


def between(one: PartnerProfile, other: PartnerProfile) -> QuerySet[Interest]:
    return Interest.objects.filter(Q(asks=one, asked=other) | Q(asks=other, asked=one))


def states_with(row: PartnerProfile, today: date) -> dict[int, str]:
    """By the number of the other profile, the state of what still holds between the two, as this side may know it.

    What a team proposed to the other side is not told here before that side has agreed.
    """
    states = {}
    for one in Interest.objects.filter(Q(asks=row) | Q(asked=row)):
        state = state_of(one, today)
        other = one.asked_id if one.asks_id == row.pk else one.asks_id
        if state in (WAITING, AGREED) or (state == PROPOSED and one.asks_id == row.pk):
            states[other] = state
    return states


@dataclass(frozen=True, slots=True)
class Talk:
    """An interest as one of its sides reads it."""

    interest: Interest
    own: PartnerProfile
    other: Shown | None
    state: str
    is_ours: bool
    """Whether this side asked."""

    @property
    def state_words(self) -> str:
        return gettext(STATES[self.state])

    @property
    def can_answer(self) -> bool:
        """Whether this side is to say yes or no now."""
        return self.state == (PROPOSED if self.is_ours else WAITING)


def talks_of(organisation: Organisation, cluster: Cluster, today: date) -> list[Talk]:
    """The interests of a member's profiles. A proposal to somebody else is not there before they agreed to it."""
    own = Q(asks__organisation=organisation, asks__cluster=cluster)
    theirs = Q(asked__organisation=organisation, asked__cluster=cluster)
    rows = Interest.objects.filter(own | theirs).select_related(
        "asks__organisation", "asks__cluster", "asked__organisation", "asked__cluster"
    )
    talks = []
    for row in rows:
        is_ours = row.asks.organisation_id == organisation.pk and row.asks.cluster_id == cluster.pk
        if row.is_proposal and not is_ours:
            continue
        mine, other = (row.asks, row.asked) if is_ours else (row.asked, row.asks)
        state = state_of(row, today)
        seen = shown_of(other, today, both_agreed=state == AGREED, is_met=True)
        talks.append(Talk(row, mine, seen, state, is_ours))
    return talks


@dataclass(frozen=True, slots=True)
class AdvisedTalk:
    """An interest as the team of a cluster reads it: names of its own side, and of the other after both agreed."""

    interest: Interest
    asks: str
    asked: str
    state: str

    @property
    def state_words(self) -> str:
        return gettext(STATES[self.state])


def advised_talks(cluster: Cluster, today: date) -> list[AdvisedTalk]:
    rows = Interest.objects.filter(Q(asks__cluster=cluster) | Q(asked__cluster=cluster)).select_related(
        "asks__organisation", "asked__organisation"
    )
    talks = []
    for row in rows:
        if row.is_proposal and row.asks.cluster_id != cluster.pk:
            continue
        state = state_of(row, today)
        names = [
            one.organisation.name
            if one.cluster_id == cluster.pk or state == AGREED or one.anonymity == Anonymity.NAMED.value
            else gettext("%(kind)s in %(country)s")
            % {"kind": one.organisation.get_role_display(), "country": one.country}
            for one in (row.asks, row.asked)
        ]
        talks.append(AdvisedTalk(row, *names, state))
    return talks


def participants_of(cluster: Cluster, today: date) -> QuerySet[Organisation]:
    holds = Q(until_on=None) | Q(until_on__gte=today)
    parts = Participation.objects.filter(holds, cluster=cluster, from_on__lte=today)
    return Organisation.objects.filter(pk__in=parts.values("organisation")).order_by("name")


# --- Consortia ---


def consortia_of(cluster: Cluster) -> QuerySet[Consortium]:
    """The consortia of a cluster, with how many candidates each has."""
    return Consortium.objects.filter(cluster=cluster).select_related("run").annotate(count=Count("candidates"))


def countries_in(text: str) -> tuple[str, ...]:
    """Codes of countries in a text, as the European Union writes them."""
    return tuple(dict.fromkeys(SAME_COUNTRY.get(code, code) for code in COUNTRIES.findall(text)))


def covered_of(text: str) -> dict[str, int]:
    """Roles and competences with how many partners must cover each. Raises ValueError with the line that is wrong."""
    found: dict[str, int] = {}
    for line in lines_of(text):
        name, colon, count = line.rpartition(":")
        name, count = (name.strip(), count.strip()) if colon else (line, "1")
        if not name or not count.isdecimal() or not 1 <= int(count) <= 20 or len(name) > 100 or name in found:
            raise ValueError(line)
        found[name] = int(count)
    return found


def owners_of(text: str) -> tuple[tuple[str, float], ...]:
    """Owners with their shares in percent. Raises ValueError with the line that is wrong."""
    found = []
    for line in lines_of(text):
        name, _colon, share = line.rpartition(":")
        try:
            percent = float(share.strip().rstrip("%").replace(",", "."))
        except ValueError:
            raise ValueError(line) from None
        if not name.strip() or not 0 <= percent <= 100:
            raise ValueError(line)
        if percent:
            found.append((name.strip(), percent))
    return tuple(found)


def requirements_of(row: Consortium, candidates: Sequence[Candidate]) -> Requirements:
    place = Candidate.Place
    return Requirements(
        covered=covered_of(row.covered),
        member_states=MEMBER_STATES,
        associated=frozenset(countries_in(row.associated)),
        entities=row.entities,
        of_member_states=row.of_member_states,
        most_partners=row.most_partners,
        most_per_country=row.most_per_country,
        least_smes=row.least_smes,
        least_sme_share=row.least_sme_percent / 100,
        most_share=row.most_share_percent / 100,
        fixed=tuple(one.name for one in candidates if one.place == place.FIXED),
        excluded=frozenset(one.name for one in candidates if one.place == place.EXCLUDED),
    )


def engine_candidate(row: Candidate, covered: Iterable[str]) -> EngineCandidate:
    """A candidate as the engine reads it. One whose country is not known shares it with nobody and counts nowhere.

    Who covers nothing that is asked for has no fit for this call: it comes in only to make up the entities.
    """
    country = SAME_COUNTRY.get(row.country, row.country) or f"? {row.name}"
    return EngineCandidate(
        key=row.name,
        country=country,
        covers=frozenset(row.covers),
        fit=0.0 if frozenset(row.covers).isdisjoint(covered) else float(row.fit),
        is_sme=bool(row.is_sme),
        least_share=row.least_percent / 100,
        most_share=row.most_percent / 100,
    )


def holdings_of(candidates: Sequence[Candidate], today: date) -> tuple[Held, ...]:
    """Who owns whom: of organisations in the register all that it knows, of others what was told by hand.

    Owners go by name; one who is a candidate or an organisation of the register goes by that.
    """
    named = {one.name.casefold(): one.name for one in candidates}
    of_register = {one.organisation_id: one.name for one in candidates if one.organisation_id}

    def key(organisation: Organisation) -> str:
        return of_register.get(organisation.pk) or named.get(organisation.name.casefold(), organisation.name)

    holds = Q(until_on=None) | Q(until_on__gte=today)
    rows = Ownership.objects.filter(holds, from_on__lte=today).select_related("owner", "owned") if of_register else ()
    known = [Held(key(one.owner), key(one.owned), float(one.share_percent)) for one in rows]
    told = [
        Held(named.get(owner.casefold(), owner), one.name, percent)
        for one in candidates
        for owner, percent in owners_of(one.owners)
    ]
    return (*known, *told)


def unknown_of(row: Consortium, candidates: Sequence[Candidate], today: date) -> list[Remark]:
    """What is not known of the candidates and would change the answer: each with what is done in the meantime."""
    in_register = Ownership.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today),
        owned__in=[one.organisation_id for one in candidates if one.organisation_id],
    )
    owned = set(in_register.values_list("owned", flat=True))
    counted = MEMBER_STATES | frozenset(countries_in(row.associated))
    asks_smes = row.least_smes or row.least_sme_percent
    said_of = (
        (NO_COUNTRY, [one.name for one in candidates if not one.country]),
        (NO_SIZE, [one.name for one in candidates if one.is_sme is None] if asks_smes else []),
        (NO_OWNERS, [one.name for one in candidates if not one.owners and one.organisation_id not in owned]),
        (
            BEYOND,
            [
                f"{one.name} ({one.country})"
                for one in candidates
                if one.country and SAME_COUNTRY.get(one.country, one.country) not in counted
            ],
        ),
    )
    return [Remark(says, {"names": ", ".join(names)}) for says, names in said_of if names]


NO_COUNTRY: Final = gettext_noop(
    "The country is not known: %(names)s. They are not counted as entities. Enter their country."
)
NO_SIZE: Final = gettext_noop(
    "The size is not known: %(names)s. They are not counted as small or medium-sized enterprises."
)
NO_OWNERS: Final = gettext_noop(
    "The owners are not known: %(names)s. Each is taken as independent. Ask for the owners before you rely on it."
)
BEYOND: Final = gettext_noop(
    "Neither in a Member State nor in an associated country that you named: %(names)s. They may take part but are not "
    "counted."
)

CONFLICTS: Final = (
    (re.compile(r"(?P<name>.+) takes part"), gettext_noop("%(name)s takes part")),
    (
        re.compile(r"(?P<count>\d+) independent entities in as many eligible countries"),
        gettext_noop("%(count)s independent entities in as many eligible countries"),
    ),
    (re.compile(r"(?P<count>\d+) of them in a Member State"), gettext_noop("%(count)s of them in a Member State")),
    (re.compile(r"at most (?P<count>\d+) partners"), gettext_noop("at most %(count)s partners")),
    (re.compile(r"at most (?P<count>\d+) per country"), gettext_noop("at most %(count)s per country")),
    (re.compile(r"(?P<count>\d+) SMEs"), gettext_noop("%(count)s small or medium-sized enterprises")),
    (
        re.compile(r"at most (?P<share>\d+%) of the budget for one"),
        gettext_noop("at most %(share)s of the budget for one"),
    ),
    (re.compile(r"the shares add up to the budget"), gettext_noop("the shares add up to the budget")),
    (
        re.compile(r"at least (?P<share>\d+%) of the budget for SMEs"),
        gettext_noop("at least %(share)s of the budget for small or medium-sized enterprises"),
    ),
)
"""The requirements as the engine names them, to say them in the reader's language."""


def requirement_in_words(requirement: str) -> str:
    """A requirement of a conflict; a role (“2 × pilot site”) stays as the team wrote it."""
    for pattern, says in CONFLICTS:
        if found := pattern.fullmatch(requirement):
            return gettext(says) % found.groupdict()
    return requirement


def answer_of(row: Consortium) -> dict[str, Any] | None:
    """The last answer, ready to be shown; None where the engine was not asked yet."""
    if row.run is None:
        return None
    result = row.run.result
    invented = set(row.candidates.filter(is_invented=True).values_list("name", flat=True))
    line_ups = [
        one
        | {
            "gap_percent": 100 * one["gap"],
            "partners": [
                partner | {"percent": 100 * partner["share"], "is_invented": partner["key"] in invented}
                for partner in one["partners"]
            ],
        }
        for one in result["line_ups"]
    ]
    return {
        "line_ups": line_ups,
        "conflict": [requirement_in_words(one) for one in result["conflict"]],
        "remarks": [said(one) for one in result["remarks"]],
        "unknown": [said(one) for one in result["unknown"]],
        "is_stale": result["asked"] != asked_now(row),
    }


def asked_now(row: Consortium) -> str:
    """Everything that the engine would be told now, as one text: another text means that the answer is stale."""
    names = ("name", "country", "fit", "is_sme", "owners", "least_percent", "most_percent", "place")
    rows = row.candidates.order_by("name")
    cells = [([getattr(one, name) for name in names], sorted(one.covers)) for one in rows]
    terms = (
        *(row.covered, row.entities, row.of_member_states, row.associated, row.most_partners, row.most_per_country),
        *(row.least_smes, row.least_sme_percent, row.most_share_percent, row.alternatives),
    )
    return repr((terms, cells))


def suggested_covers(covered: Iterable[str], offers: Iterable[str]) -> list[str]:
    """The roles all of whose words are among what is offered: a suggestion that the team corrects."""
    offered = words_of(offers)
    return [one for one in covered if (sought := words_of([one])) and met(sought, offered) == sought]


def small_of(body: Organisation) -> bool | None:
    """Whether a body is a small or medium-sized enterprise by its last figures; None where that is not known."""
    if body.role != Role.COMPANY:
        return False
    figure = body.size_figures.first()
    key = size_class_of(figure).key if figure else ""
    return (key in SMALL) if key else None


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody whom the team can add to the candidates with one choice."""

    value: str
    label: str


def sources_of(row: Consortium, today: date) -> list[tuple[str, list[Source]]]:
    """Whom to add: participants and profiles of the own cluster, and clusters whose profiles were received.

    Of other clusters' profiles only those that show their name openly.
    """
    profiles = [
        one
        for one in all_profiles()
        if is_open(one, today) and (one.cluster_id == row.cluster_id or one.anonymity == Anonymity.NAMED.value)
    ]
    return [
        (
            gettext("Partner profiles"),
            [Source(f"profile-{one.pk}", f"{one.organisation.name}: {one.title}") for one in profiles],
        ),
        (
            gettext("Participants of the cluster"),
            [Source(f"organisation-{one.pk}", one.name) for one in participants_of(row.cluster, today)],
        ),
        (
            gettext("Other clusters"),
            [Source(f"cluster-{one.pk}", f"{one.name} ({one.country})") for one in row.cluster.received_profiles.all()],
        ),
    ]


def candidate_from(row: Consortium, source: str, today: date) -> Candidate:
    """A candidate from one of the sources; what is not known stays empty. Raises KeyError for any other source."""
    allowed = {one.value for _label, group in sources_of(row, today) for one in group}
    if source not in allowed:
        raise KeyError(source)
    kind, number = source.split("-")
    covered = covered_of(row.covered)
    if kind == "cluster":
        told = ReceivedProfile.objects.get(pk=number)
        covers = suggested_covers(covered, told.told.get("offers", ()))
        return Candidate(
            consortium=row, name=told.name[:200], country=told.country, covers=covers, is_sme=None,
            is_invented=told.is_invented,
        )  # fmt: skip
    profile = all_profiles().get(pk=number) if kind == "profile" else None
    body = profile.organisation if profile else Organisation.objects.get(pk=number)
    own = lines_of(profile.offers) if profile else ()
    country = profile.country if profile else home_country() if body.municipality_id else ""
    return Candidate(
        consortium=row, organisation=body, name=body.name, country=country, covers=suggested_covers(covered, own),
        is_sme=small_of(body), is_invented=body.is_invented,
    )  # fmt: skip


# --- Cluster profiles ---


def as_cluster_profile(row: OwnProfile) -> ClusterProfile:
    """The own profile as it goes to others. It names no person."""
    kinds = {kind: getattr(row, kind) for kind in ("sme", "large", "research", "public", "other")}
    return ClusterProfile(
        key=row.cluster.key,
        name=row.cluster.name_en or row.cluster.name_fi,
        country=home_country(),
        updated_on=row.updated_on,
        region=row.region,
        label=row.label,
        url=row.url,
        founded=row.founded,
        members={kind: count for kind, count in kinds.items() if count is not None},
        sectors=lines_of(row.sectors),
        technologies=lines_of(row.technologies),
        target_countries=countries_in(row.target_countries),
        offers=lines_of(row.offers),
        seeks=lines_of(row.seeks),
        languages=tuple(row.languages.split()),
    )


def cluster_file(cluster: Cluster, today: date, *, published_only: bool = False) -> str | None:
    """The own profile as a file; None where there is none, or none that anybody may fetch."""
    row = OwnProfile.objects.filter(cluster=cluster).select_related("cluster").first()
    if row is None or (published_only and not row.is_published):
        return None
    return to_json([as_cluster_profile(row)], sender=cluster.host.name, made_on=today)
