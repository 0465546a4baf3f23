"""From the tables of the register and the journal to the engine's records, and back from a record to its page.

`READINGS` says once, for every kind in `tokka.excellence.records.KINDS`, where its rows stand and what their columns
mean. One query then reads all dated records of a cluster, whatever their number.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    FloatField,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from tokka.excellence.records import KINDS, Participant, Record
from tokka.geography import km_between
from tokka.rulebook.model import RecordKey
from tokkasite.journal import models as journal
from tokkasite.register import models as register
from tokkasite.register.readers import official, size_class_of


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the rows of one kind stand: paths from `model` to what `Record` calls on, until, organisation and so on.

    An empty path leaves the column empty. `title` says one row in a list; it never holds a note.
    """

    model: type[Model]
    title: Callable[[Model], str]
    cluster: str = "cluster"
    on: str = "from_on"
    until: str = ""
    organisation: str = ""
    amount: str = ""
    share: Combinable | None = None
    tag: str = ""
    group: str = ""
    only: Q = field(default_factory=Q)
    shown: tuple[str, ...] = ()
    """Related rows that the title names."""

    def rows(self) -> QuerySet[Model]:
        """The rows of this kind, in every cluster."""
        return self.model._default_manager.filter(self.only, **{f"{self.on}__isnull": False})

    @property
    def cluster_key(self) -> str:
        """The path to the key of the cluster."""
        return "key" if self.model is register.Cluster else f"{self.cluster}__key"

    def columns(self, kind: str) -> dict[str, Combinable]:
        """The nine columns of `Record`, in one type each, so that the branches of a union agree on any database."""
        return {
            "record_kind": Value(kind, CharField()),
            "record_id": F("pk"),
            "record_on": F(self.on),
            "record_until": Cast(_path(self.until), DateField()),
            "record_organisation": Cast(_path(self.organisation), BigIntegerField()),
            "record_amount": Cast(_path(self.amount), FloatField()),
            "record_share": Cast(self.share or Value(None), FloatField()),
            "record_tag": Cast(F(self.tag) if self.tag else Value(""), CharField(max_length=30)),
            "record_group": Cast(_path(self.group), BigIntegerField()),
        }


def _path(path: str) -> Combinable:
    return F(path) if path else Value(None)


def one_where(field: str) -> Case:
    """1 where the yes-or-no field says yes, else 0."""
    return Case(When(**{field: True}, then=Value(1.0)), default=Value(0.0), output_field=FloatField())


def standing(kind: str, tag: str = "") -> Reading:
    """What others have said of the cluster."""
    return Reading(register.Standing, lambda row: str(row), until="until_on", tag=tag, only=Q(kind=kind))


def seat(model: type[Model], place: str) -> Reading:
    """An organisation's place in a group, a body or a project, from one day to another."""
    return Reading(
        model,
        lambda row: f"{row.organisation} – {getattr(row, place)}",
        cluster=f"{place}__cluster",
        until="until_on",
        organisation="organisation_id",
        group=f"{place}_id",
        shown=("organisation", place),
    )


def subject_of(contact: journal.Contact) -> str:
    """With whom, and about what or how."""
    return f"{contact.organisation}: {contact.subject or contact.get_channel_display()}"


READINGS: Final[Mapping[str, Reading]] = MappingProxyType(
    {
        "participation": Reading(
            register.Participation,
            lambda row: str(row.organisation),
            until="until_on",
            organisation="organisation_id",
            shown=("organisation",),
        ),
        "commitment": Reading(
            register.Commitment,
            lambda row: f"{row.participation.organisation}: {row.get_proof_display()}",
            cluster="participation__cluster",
            until="until_on",
            organisation="participation__organisation_id",
            tag="proof",
            shown=("participation__organisation",),
        ),
        "recognition": standing("recognition"),
        "platform_profile": standing("platform_profile"),
        "label": standing("label", tag="level"),
        "website": Reading(
            register.Website,
            lambda row: row.url,
            until="until_on",
            tag="language",
            share=one_where("says_what_is_offered"),
        ),
        "management": Reading(register.Cluster, lambda row: str(row), cluster="pk", on="managed_since"),
        "contact": Reading(
            journal.Contact, subject_of, on="on", organisation="organisation_id", tag="channel", shown=("organisation",)
        ),
        "event": Reading(journal.Event, lambda row: row.title, on="on", tag="kind"),
        "attendance": Reading(
            journal.Attendance,
            lambda row: f"{row.organisation} – {row.event.title}",
            cluster="event__cluster",
            on="event__on",
            organisation="organisation_id",
            amount="persons",
            group="event_id",
            shown=("organisation", "event"),
        ),
        "working_group": Reading(journal.WorkingGroup, lambda row: row.name, until="until_on"),
        "working_group_member": seat(journal.WorkingGroupMember, "group"),
        "working_group_meeting": Reading(
            journal.WorkingGroupMeeting,
            lambda row: f"{row.group}: {row.title}",
            on="on",
            amount="persons",
            group="group_id",
            shown=("group",),
        ),
        "body": Reading(journal.Body, lambda row: row.name, until="until_on", tag="kind"),
        "body_member": seat(journal.BodyMember, "body"),
        "decision": Reading(
            journal.Decision, lambda row: f"{row.body}: {row.subject}", on="on", group="body_id", shown=("body",)
        ),
        "project": Reading(journal.Project, lambda row: row.name, until="until_on", amount="budget_eur", tag="kind"),
        "project_partner": seat(journal.ProjectPartner, "project"),
        "income": Reading(journal.Income, lambda row: row.payer, until="until_on", amount="amount_eur", tag="sector"),
        "cost": Reading(
            journal.Cost, lambda row: row.title or row.get_kind_display(), on="on", amount="amount_eur", tag="kind"
        ),
        "budget": Reading(journal.Budget, lambda row: str(row), until="until_on", amount="costs_eur"),
        "team_period": Reading(
            journal.TeamPeriod,
            lambda row: f"{row.member}: {row.get_task_display()}, {row.fte}",
            cluster="member__cluster",
            until="until_on",
            amount="fte",
            tag="task",
            group="member_id",
            shown=("member",),
        ),
        "qualification": Reading(
            journal.Qualification,
            lambda row: f"{row.member}: {row.title}",
            cluster="member__cluster",
            on="on",
            amount="years",
            tag="kind",
            group="member_id",
            shown=("member",),
        ),
        "training": Reading(
            journal.Training,
            lambda row: f"{row.member}: {row.title}",
            cluster="member__cluster",
            on="on",
            amount="days",
            group="member_id",
            shown=("member",),
        ),
        "document": Reading(journal.Document, lambda row: row.title, until="until_on", tag="kind"),
        "strategy_step": Reading(
            journal.StrategyStep,
            lambda row: f"{row.document}: {row.title}",
            cluster="document__cluster",
            on="on",
            amount="organisations",
            group="document_id",
            shown=("document",),
        ),
        "review": Reading(
            journal.Review,
            lambda row: str(row.document),
            cluster="document__cluster",
            on="on",
            share=one_where("used_company_needs"),
            group="document_id",
            shown=("document",),
        ),
        "plan_action": Reading(
            journal.PlanAction,
            lambda row: row.title,
            cluster="document__cluster",
            until="until_on",
            amount="budget_eur",
            group="document_id",
        ),
        "action_done": Reading(
            journal.PlanAction, lambda row: row.title, cluster="document__cluster", on="done_on", group="pk"
        ),
        "goal": Reading(
            journal.Goal,
            lambda row: f"{row.title}: {row.target} {row.unit}",
            cluster="document__cluster",
            until="until_on",
            amount="target",
            tag="kind",
            group="document_id",
        ),
        "goal_value": Reading(
            journal.GoalValue,
            lambda row: f"{row.goal.title}: {row.value} {row.goal.unit}",
            cluster="goal__document__cluster",
            on="on",
            amount="value",
            group="goal_id",
            shown=("goal",),
        ),
        "communication": Reading(journal.Communication, lambda row: row.title, on="on", tag="kind"),
        "media_mention": Reading(journal.MediaMention, lambda row: f"{row.outlet}: {row.title}", on="on", tag="kind"),
        "success_story": Reading(journal.SuccessStory, lambda row: row.title, on="on", organisation="organisation_id"),
        "survey": Reading(
            journal.Survey,
            lambda row: f"{row.get_kind_display()}: {row.answered}/{row.asked}",
            on="on",
            amount="mean_1_to_5",
            share=Cast(F("answered"), FloatField()) / Cast(F("asked"), FloatField()),
            tag="kind",
        ),
    }
)

RECORD_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType({kind: READINGS[kind].model for kind in KINDS})
"""The table of every kind of record, in the order of `KINDS`."""


def records_of(cluster: register.Cluster) -> list[Record]:
    """Every dated record of the cluster, oldest first, in one query."""
    first, *others = (_branch(kind, reading, cluster) for kind, reading in READINGS.items())
    rows = first.union(*others, all=True).order_by("record_on", "record_kind", "record_id")
    return [Record(*row) for row in rows]


def _branch(kind: str, reading: Reading, cluster: register.Cluster) -> QuerySet[Model]:
    columns = reading.columns(kind)
    return records_in(cluster, reading).annotate(**columns).values_list(*columns)


def records_in(cluster: register.Cluster, reading: Reading) -> QuerySet[Model]:
    """The cluster's rows of one kind, as a branch of a union."""
    # A branch of a union has no order of its own: SQLite refuses it, and it would be lost anyway.
    return reading.rows().filter(**{reading.cluster: cluster.pk}).order_by()


def participants_of(cluster: register.Cluster) -> list[Participant]:
    """Every organisation that the cluster's records name, participants and others met, by its number."""
    own = register.Cluster.objects.filter(pk=cluster.pk)
    latest = register.SizeFigure.objects.filter(organisation=OuterRef("pk")).order_by("-year", "origin")
    rows = register.Organisation.objects.filter(pk__in=_organisations_named(cluster)).order_by("pk")
    return [
        Participant(
            pk, role, _size(dict(zip(SIZE_FIGURES, figures, strict=True))), _km((north, east), (seat_n, seat_e))
        )
        for pk, role, north, east, seat_n, seat_e, *figures in rows.values_list(
            "pk",
            "role",
            "municipality__latitude",
            "municipality__longitude",
            Subquery(own.values("seat__latitude")),
            Subquery(own.values("seat__longitude")),
            *(Subquery(latest.values(name)[:1]) for name in SIZE_FIGURES),
        )
    ]


SIZE_FIGURES: Final = ("year", "headcount_awu", "turnover_eur", "balance_eur")


def _size(figures: dict[str, Any]) -> str:
    """The size class by the latest figures; empty where there are none."""
    return size_class_of(register.SizeFigure(**figures)).key if figures["year"] else ""


def _km(place: tuple[float | None, float | None], seat: tuple[float | None, float | None]) -> float | None:
    return km_between(place, seat) if None not in (*place, *seat) else None


def _organisations_named(cluster: register.Cluster) -> QuerySet[Model]:
    naming = [reading for reading in READINGS.values() if reading.organisation]
    first, *others = (records_in(cluster, reading).values_list(reading.organisation) for reading in naming)
    return first.union(*others)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record as a line in a list: what it is, when, and where to read all of it."""

    key: RecordKey
    title: str
    on: date
    url: str

    @property
    def label(self) -> str:
        """The kind of the record, in the reader's language."""
        return gettext(KINDS[self.key[0]].label)


def describe(keys: Iterable[RecordKey]) -> dict[RecordKey, RecordLine]:
    """The lines of these records, in their order, with one query for each kind among them. Records gone are left out.

    Show a page at a time: a finding may rest on thousands of records.
    """
    asked = tuple(dict.fromkeys(keys))
    by_kind: dict[str, list[int]] = {}
    for kind, number in asked:
        by_kind.setdefault(kind, []).append(number)
    found = {
        line.key: line
        for kind, numbers in by_kind.items()
        for line in lines(kind, rows_for_lines(kind).filter(pk__in=numbers))
    }
    return {key: found[key] for key in asked if key in found}


def rows_for_lines(kind: str) -> QuerySet[Model]:
    """The rows of a kind with all that a line shows, in every cluster."""
    reading = READINGS[kind]
    rows = reading.rows().select_related(*reading.shown)
    return rows.annotate(record_on=F(reading.on), cluster_key=F(reading.cluster_key))


def row(kind: str, number: int, cluster: register.Cluster) -> Model | None:
    """One record of the cluster with all that its page names."""
    reading = READINGS[kind]
    named = [field.name for field in reading.model._meta.fields if field.is_relation and field.name != "cluster"]
    rows = rows_for_lines(kind).filter(**{reading.cluster: cluster.pk})
    return rows.select_related(*reading.shown, *named).filter(pk=number).first()


def lines(kind: str, rows: Iterable[Model]) -> list[RecordLine]:
    """Rows from `rows_for_lines` as lines."""
    return [
        RecordLine((kind, row.pk), READINGS[kind].title(row), row.record_on, record_url(row.cluster_key, kind, row.pk))
        for row in rows
    ]


def record_url(cluster_key: str, kind: str, number: int) -> str:
    """Where all of a record is read."""
    return reverse("journal:record", args=[cluster_key, kind, number])


@dataclass(frozen=True, slots=True)
class Kept:
    """How much there is of one kind of record, and how fresh it is."""

    kind: str
    count: int
    last_on: date | None

    @property
    def label(self) -> str:
        """The kind of the record, in the reader's language."""
        return gettext(KINDS[self.kind].label)

    @property
    def plural(self) -> str:
        """The records of the kind together."""
        return plural_of(self.kind)


def plural_of(kind: str) -> str:
    """What a list of the kind is called. A table that holds several kinds has a name for none of them."""
    model = READINGS[kind].model
    is_alone = sum(reading.model is model for reading in READINGS.values()) == 1
    is_named = is_alone and model is not register.Cluster
    return capfirst(model._meta.verbose_name_plural) if is_named else gettext(KINDS[kind].label)


def kept_in(cluster: register.Cluster) -> dict[str, Kept]:
    """Every kind with its number of records and its latest day, in the order of `KINDS`, in one query."""
    first, *others = (
        records_in(cluster, reading)
        .annotate(kind_=Value(kind))
        .values_list("kind_")
        .annotate(Count("pk"), Max(reading.on))
        for kind, reading in READINGS.items()
    )
    found = {kind: Kept(kind, count, last) for kind, count, last in first.union(*others, all=True)}
    return {kind: found[kind] for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation that one may choose, with what tells it from its namesakes."""

    pk: int
    name: str
    municipality: str
    business_id: str
    is_participant: bool

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.municipality, self.business_id) if part)


def choices_for(cluster: register.Cluster, day: date) -> list[Choice]:
    """Every organisation, those that take part on the day first, the one met last on top, in one query."""
    taking_part = register.Participation.objects.filter(
        Q(until_on=None) | Q(until_on__gte=day), cluster=cluster, from_on__lte=day, organisation=OuterRef("pk")
    )
    met = journal.Contact.objects.filter(cluster=cluster, organisation=OuterRef("pk")).order_by("-on", "-pk")
    rows = register.Organisation.objects.select_related("municipality").annotate(
        is_participant=Exists(taking_part),
        met_on=Subquery(met.values("on")[:1]),
        business_id=official("fi_business_id"),
    )
    return [
        Choice(row.pk, row.name, str(row.municipality or ""), row.business_id or "", row.is_participant)
        for row in rows.order_by("-is_participant", F("met_on").desc(nulls_last=True), "name", "pk")
    ]


def people_of(cluster: register.Cluster, day: date) -> QuerySet[register.ContactPerson]:
    """The contact people on the day at organisations that take part."""
    holds = Q(until_on=None) | Q(until_on__gte=day)
    taking_part = register.Participation.objects.filter(holds, cluster=cluster, from_on__lte=day)
    people = register.ContactPerson.objects.filter(holds, from_on__lte=day)
    return people.filter(organisation__in=taking_part.values("organisation")).select_related("organisation")


class AddressBook:
    """Whose e-mail address it is, among the contact people of those who take part in the cluster. Two queries."""

    def __init__(self, cluster: register.Cluster) -> None:
        self.parts: dict[int, list[tuple[date, date | None]]] = {}
        held = register.Participation.objects.filter(cluster=cluster)
        for organisation, *days in held.values_list("organisation", "from_on", "until_on"):
            self.parts.setdefault(organisation, []).append((days[0], days[1]))
        self.people: dict[str, list[register.ContactPerson]] = {}
        people = register.ContactPerson.objects.filter(organisation__in=held.values("organisation")).exclude(email="")
        for person in people.select_related("organisation").order_by("pk"):
            self.people.setdefault(person.email.casefold(), []).append(person)

    def people_at(self, addresses: Iterable[str], day: date) -> list[register.ContactPerson]:
        """Whom the addresses belong to on the day, one person for each organisation that takes part then."""
        found: dict[int, register.ContactPerson] = {}
        for address in addresses:
            for person in self.people.get(address.casefold(), ()):
                took_part = any(_holds(*days, day) for days in self.parts[person.organisation_id])
                if took_part and _holds(person.from_on, person.until_on, day):
                    found.setdefault(person.organisation_id, person)
        return list(found.values())


def _holds(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def rows_holding(
    kind: str, cluster: register.Cluster, *, text: str, since: date | None, until: date | None
) -> QuerySet[Model]:
    """The lines of a kind in the cluster, latest first: those that name the text, and begin between the two days.

    Notes are not searched: they may be confidential.
    """
    reading = READINGS[kind]
    rows = rows_for_lines(kind).filter(**{reading.cluster: cluster.pk})
    if since:
        rows = rows.filter(record_on__gte=since)
    if until:
        rows = rows.filter(record_on__lte=until)
    for word in text.split():
        rows = rows.filter(_names(reading, word))
    return rows.order_by("-record_on", "-pk")


def _names(reading: Reading, word: str) -> Q:
    own = [f.name for f in reading.model._meta.fields if isinstance(f, CharField | TextField) and not f.choices]
    paths = [name for name in own if name not in ("note", *NOT_EXPORTED)]
    if reading.organisation:
        paths.append(f"{reading.organisation.removesuffix('_id')}__name")
    if reading.group.endswith("_id"):
        paths.append(f"{reading.group.removesuffix('_id')}__{_name_of(reading)}")
    return Q(("pk__in", ()), *((f"{path}__icontains", word) for path in paths), _connector=Q.OR)


def _name_of(reading: Reading) -> str:
    return _naming(reading.model._meta.get_field(reading.group.removesuffix("_id")).related_model)


def _naming(model: type[Model]) -> str:
    """The field by which a row of the model is called."""
    names = {field_.name for field_ in model._meta.fields}
    return next(name for name in ("name", "name_fi", "title") if name in names)


NOT_EXPORTED: Final = ("lead", "search_name", "source_key")
"""Fields for the machine alone, and who leads a group: that is a person."""


def exported_columns(kind: str, *, sees_notes: bool) -> dict[str, Combinable]:
    """The columns of a kind in a file: its fields by their names, related rows by theirs, choices by their keys.

    A confidential note is read only for those who may; for others the database leaves its cell empty.
    """
    reading = READINGS[kind]
    columns: dict[str, Combinable] = {}
    if "__" in reading.on:
        columns["on"] = F(reading.on)
    for field_ in reading.model._meta.fields:
        if field_.primary_key or field_.name == "cluster" or field_.name in NOT_EXPORTED:
            continue
        if not field_.is_relation:
            columns[field_.name] = F(field_.name)
        elif field_.related_model is register.Participation:
            columns["organisation"] = F(f"{field_.name}__organisation__name")
        else:
            columns[field_.name] = F(f"{field_.name}__{_naming(field_.related_model)}")
        if field_.related_model in (register.Organisation, register.Participation) and field_.name != "host":
            columns["business_id"] = official("fi_business_id", reading.organisation)
    if "is_confidential" in columns and not sees_notes:
        columns["note"] = Case(When(is_confidential=True, then=Value("")), default=F("note"), output_field=TextField())
    return columns


def exported(rows: QuerySet[Model], columns: Mapping[str, Combinable]) -> Iterator[tuple[object, ...]]:
    """Rows from `rows_holding` for a file, read as they are written."""
    return rows.values_list(*columns.values()).iterator(chunk_size=2000)


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one kind that belong to another record: who came to an event, who sits in a body."""

    kind: str
    lines: list[RecordLine]

    @property
    def label(self) -> str:
        """The records of the kind together, in the reader's language."""
        return plural_of(self.kind)


def parts_of(kind: str, number: int) -> list[Part]:
    """What belongs to the record, kind by kind, one query each."""
    belonging = [other for other, declared in KINDS.items() if declared.group == kind and other != "action_done"]
    found = [
        Part(
            other,
            lines(other, rows_for_lines(other).filter(**{READINGS[other].group: number}).order_by("-record_on", "pk")),
        )
        for other in belonging
    ]
    return [part for part in found if part.lines]
