"""Deeds on applications, the aid ledger and past projects: each one transaction with one line in the audit trail."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokka.funding.participations import (
    CORDIS,
    FINNISH_FUNDS,
    SWEDISH_FUNDS,
    Participation,
    read_cordis,
    read_structural,
)
from tokka.likeness.duplicates import Known
from tokka.likeness.model import Body, Likely
from tokka.likeness.names import bare
from tokkasite.accounts.models import User
from tokkasite.applications.models import (
    CLOSED,
    ENDED,
    WON,
    AccountsYear,
    AidGrant,
    Application,
    Claim,
    Paper,
    Partner,
    PastImport,
    PastProject,
    Score,
    SizeFacts,
    Step,
    refuse_future,
)
from tokkasite.journal.models import Project, ProjectPartner
from tokkasite.register.models import Identifier, Organisation, OrganisationName
from tokkasite.ui.files import Shelf, check

SHELF: Final = Shelf("applications")
MOST_PAPERS: Final = 40
MOST_FAULTS: Final = 200
"""Rows kept apart that an import spells out; the others are counted."""


# --- the pipeline -----------------------------------------------------------------------------------------------


@transaction.atomic
def keep_application(*, application: Application, by: User | None, today: date) -> Application:
    """Follow an application from now on, or change what is known of it. A new one names its lead as coordinator."""
    is_new = application.pk is None
    if is_new:
        application.since_on = today
    application.full_clean()
    application.save()
    if is_new:
        Step.objects.create(application=application, stage=application.stage, on=today, by=by)
        Partner.objects.create(
            application=application, organisation=application.lead, role=Partner.Role.COORDINATOR, is_agreed=True
        )
    log_it(application, "wagtail.create" if is_new else "wagtail.edit", by)
    return application


@transaction.atomic
def move(
    *, application: Application, to: str, on: date, today: date, by: User | None, note: str = "", **told: Any
) -> Application:
    """Note the stage that an application came to on a day, what comes next, who owes it, and by when."""
    refuse_future("on", on, today)
    kept = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    last = kept.steps.order_by("-on", "-pk").first()
    if last is not None and on < last.on:
        raise ValidationError({"on": _("The step before this one was on %(day)s. Give that day or a later one.")
                               % {"day": last.on}})  # fmt: skip
    if to in ENDED and not told.get("reason"):
        raise ValidationError({"reason": _("Say why it ended without money.")})
    if to in WON and told.get("granted_eur", kept.granted_eur) is None:
        raise ValidationError({"granted_eur": _("Say how much was granted.")})
    if to != kept.stage:
        kept.since_on = on
    if to != kept.stage or note:
        Step.objects.create(application=kept, stage=to, on=on, note=note, by=by)
    kept.stage = to
    for name in ("next_step", "owes", "due_on", "granted_eur"):
        setattr(kept, name, told.get(name, getattr(kept, name)))
    kept.reason = told.get("reason", "") if to in ENDED else ""
    if to in CLOSED:
        kept.next_step, kept.due_on = "", None
    kept.full_clean()
    kept.save()
    log_it(kept, "applications.move", by, stage=to)
    return kept


@transaction.atomic
def keep_part(*, part: Partner | Score | Claim, by: User | None, today: date) -> models.Model:
    """Add or change a partner, a score or a claim. What was claimed or paid has happened."""
    if isinstance(part, Claim):
        refuse_future("on", part.on, today)
        refuse_future("paid_on", part.paid_on, today)
    part.full_clean()
    part.save()
    log_it(part.application, "applications.keep_part", by, part=str(part))
    return part


@transaction.atomic
def remove_part(*, part: Partner | Score | Claim, by: User) -> None:
    """Take a partner, a score or a claim out again. The lead stays as long as it leads."""
    if isinstance(part, Partner) and part.organisation_id == part.application.lead_id:
        raise ValidationError(_("The lead applicant cannot leave. Choose another lead first."))
    log_it(part.application, "applications.remove_part", by, part=str(part))
    part.delete()


@transaction.atomic
def add_paper(*, application: Application, kind: str, name: str, content: bytes, by: User | None, today: date) -> Paper:
    """Keep a document under its digest. Raises ValidationError where the content is not what the name says."""
    check(name, content)
    if application.papers.count() >= MOST_PAPERS:
        raise ValidationError(_("There are %(count)d documents here, and no more are taken.") % {"count": MOST_PAPERS})
    digest = sha256(content).hexdigest()
    paper = Paper(
        application=application, kind=kind, name=name, size=len(content), digest=digest, kept_on=today, kept_by=by
    )
    paper.full_clean()
    SHELF.keep(content)
    paper.save()
    log_it(application, "applications.add_paper", by, name=name, digest=digest)
    return paper


@transaction.atomic
def record_project(*, application: Application, kind: str, by: User | None) -> Project:
    """Enter a funded application into the journal as one joint project, or bring the record up to date.

    The same application never makes two records: one that the journal holds by the same name is taken up instead.
    """
    kept = Application.objects.select_for_update(of=("self",)).select_related("project").get(pk=application.pk)
    if not kept.is_won:
        raise ValidationError(_("Only what has a contract is a project. Note the contract first."))
    if kept.starts_on is None:
        raise ValidationError(_("Say first on which day the project begins."))
    project = kept.project or unclaimed(kept) or Project(cluster=kept.cluster)
    project.name, project.kind = kept.title, kind
    project.from_on, project.until_on, project.budget_eur = kept.starts_on, kept.ends_on, kept.costs_eur
    is_new = project.pk is None
    project.full_clean()
    project.save()
    for part in kept.partners.exclude(role=Partner.Role.THIRD_PARTY):
        if not ProjectPartner.objects.filter(project=project, organisation=part.organisation_id).exists():
            ProjectPartner.objects.create(
                project=project, organisation_id=part.organisation_id, from_on=kept.starts_on, until_on=kept.ends_on
            )
    kept.project = project
    kept.save(update_fields=["project"])
    log(project, "wagtail.create" if is_new else "wagtail.edit", user=by)
    log_it(kept, "applications.record_project", by, project=project.pk)
    return project


def unclaimed(application: Application) -> Project | None:
    """A project that somebody entered by hand under the same name, and that no other application stands for."""
    same = Project.objects.filter(cluster=application.cluster, name__iexact=application.title, application=None)
    return same.order_by("pk").first()


def log_it(application: Application, action: str, by: User | None, **told: object) -> None:
    """One audit line, which the cluster's own trail finds."""
    log(application, action, user=by, data={"cluster": application.cluster_id, **told})


# --- aid and size -----------------------------------------------------------------------------------------------


@transaction.atomic
def keep_grant(*, grant: AidGrant, by: User | None, today: date) -> AidGrant:
    """Enter aid into the ledger. Aid of a day to come is refused, and so is a decision that stands there already."""
    refuse_future("granted_on", grant.granted_on, today)
    grant.full_clean()
    grant.save()
    log(grant, "applications.keep_grant", user=by, data={"euros": str(grant.euros), "on": grant.granted_on.isoformat()})
    return grant


@transaction.atomic
def remove_grant(*, grant: AidGrant, by: User) -> None:
    """Take an entry out of the ledger that should not be there. The trail keeps what it said."""
    data = {"euros": str(grant.euros), "on": grant.granted_on.isoformat(), "body": grant.body}
    log(grant, "applications.remove_grant", user=by, deleted=True, data=data)
    grant.delete()


@transaction.atomic
def keep_facts(*, facts: SizeFacts | AccountsYear, by: User | None, today: date) -> models.Model:
    """Keep what the size class or the test of difficulty is told from."""
    if isinstance(facts, SizeFacts):
        refuse_future("declared_on", facts.declared_on, today)
    elif facts.year and facts.year > today.year:
        raise ValidationError({"year": _("This year is still to come. Enter approved accounts.")})
    facts.full_clean()
    facts.save()
    log(facts.organisation, "applications.keep_facts", user=by, data={"facts": facts._meta.model_name})
    return facts


# --- past projects ----------------------------------------------------------------------------------------------

SOURCES: Final[Mapping[str, tuple[str, str]]] = {
    CORDIS: ("European Union, CORDIS", "https://cordis.europa.eu/project/id/%(reference)s"),
    FINNISH_FUNDS: ("Structural funds in Finland: published list of projects", ""),
    SWEDISH_FUNDS: ("Structural funds in Sweden: published list of projects", ""),
}
"""On whose word a past project is told, and where it can be read."""


@dataclass(frozen=True, slots=True)
class Matched:
    """One row of a list with what the register makes of it: an organisation and why, or nobody."""

    row: Participation
    organisation: Organisation | None
    verdict: str
    is_there: bool = False


class Matcher:
    """Finds whom of the register a row of open data names: by business id, by name, or nearly by name."""

    def __init__(self) -> None:
        self.bodies = {one.pk: one for one in Organisation.objects.filter(is_invented=False)}
        numbers = Identifier.objects.filter(scheme=Identifier.Scheme.FI_BUSINESS_ID, organisation__in=self.bodies)
        self.by_number = dict(numbers.values_list("value", "organisation"))
        self.by_name: dict[str, set[int]] = {}
        named = [(one.pk, one.name) for one in self.bodies.values()]
        named += OrganisationName.objects.filter(organisation__in=self.bodies).values_list("organisation", "name")
        for pk, name in named:
            self.by_name.setdefault(bare(name), set()).add(pk)
        ids = {pk: value for value, pk in self.by_number.items()}
        self.known = Known([Body(pk, one.name, ids.get(pk, "")) for pk, one in self.bodies.items()])
        self.seen: dict[tuple[str, str], tuple[int | None, str]] = {}

    def match(self, row: Participation) -> tuple[Organisation | None, str]:
        key = row.business_id, row.organisation
        if key not in self.seen:
            self.seen[key] = self._match(row)
        pk, verdict = self.seen[key]
        return (self.bodies[pk] if pk else None), verdict

    def _match(self, row: Participation) -> tuple[int | None, str]:
        if row.business_id and row.business_id in self.by_number:
            return self.by_number[row.business_id], PastProject.Verdict.BUSINESS_ID
        same = self.by_name.get(bare(row.organisation), set())
        if len(same) == 1:
            return next(iter(same)), PastProject.Verdict.NAME
        if same:
            return min(same), PastProject.Verdict.ALIKE
        near = self.known.near(Body("row", row.organisation, row.business_id))
        if near and near[0].likely is Likely.SAME:
            return near[0].second, PastProject.Verdict.ALIKE
        return None, ""


@transaction.atomic
def import_past(
    *, kind: str, files: Sequence[tuple[str, bytes]], now: datetime, by: User | None, is_dry_run: bool = False
) -> tuple[PastImport, list[Matched]]:
    """Read lists of funded projects and keep those of organisations of the register. Nothing is overwritten.

    A row that is there already stays as it is, with the team's decision. Raises WrongTable for a file of another form,
    ValidationError where a file is missing.
    """
    rows, faults = read_past(kind, files)
    matcher = Matcher()
    there = set(PastProject.objects.values_list("organisation", "source", "reference"))
    made = PastImport(kind=kind, files=", ".join(name for name, _content in files)[:300], made_at=now, made_by=by)
    found: list[Matched] = []
    counts: Counter[str] = Counter(rows=len(rows) + len(faults), kept_apart=len(faults))
    for row in rows:
        body, verdict = matcher.match(row)
        if body is None:
            counts["nobody"] += 1
            continue
        key = (body.pk, row.source, row.reference)
        found.append(Matched(row, body, verdict, key in there))
        counts["there"] += key in there
        counts[verdict] += key not in there
        there.add(key)
    made.counts = dict(counts)
    made.faults = [
        {"row": one.row, "column": one.column, "says": {"message": one.says.message, "values": dict(one.says.values)}}
        for one in faults[:MOST_FAULTS]
    ]
    if not is_dry_run:
        made.save()
        PastProject.objects.bulk_create(past_project(one, made) for one in found if not one.is_there)
        log(made, "applications.import_past", user=by, data=made.counts)
    return made, found


def read_past(kind: str, files: Sequence[tuple[str, bytes]]) -> tuple[list[Participation], list[Any]]:
    """The rows of the files. Which of CORDIS's files is which is told by its headings' order on the form."""
    if kind == PastImport.Kind.CORDIS:
        if len(files) < 2:
            raise ValidationError(
                _("CORDIS needs the file of projects and that of organisations, and the participations if apart.")
            )
        contents = [content for _name, content in files]
        return read_cordis(contents[0], contents[1], contents[2] if len(contents) > 2 else None)
    rows: list[Participation] = []
    faults: list[Any] = []
    for name, content in files:
        more, wrong = read_structural(content, name)
        rows += more
        faults += wrong
    return rows, faults


def past_project(found: Matched, made: PastImport) -> PastProject:
    row = found.row
    title, url = SOURCES[row.source]
    return PastProject(
        organisation=found.organisation,
        source=row.source,
        reference=row.reference[:100],
        told_name=row.organisation[:300],
        title=row.title[:500] or row.reference,
        programme=row.programme[:200],
        topic=row.topic[:200],
        role=row.role[:40],
        began_on=row.began_on,
        ended_on=row.ended_on,
        text=row.text,
        amount=None if row.amount is None else round(row.amount, 2),
        currency=row.currency,
        verdict=found.verdict,
        source_title=title,
        source_url=url % {"reference": row.reference} if url else "",
        found_in=made,
    )


@transaction.atomic
def decide_past(*, projects: Iterable[PastProject], is_own: bool, by: User) -> int:
    """Say of rows with a name that is only alike whether they are the organisation's own."""
    verdict = PastProject.Verdict.CONFIRMED if is_own else PastProject.Verdict.REJECTED
    count = 0
    for one in projects:
        one.verdict = verdict
        one.save(update_fields=["verdict"])
        log(one.organisation, "applications.decide_past", user=by, data={"project": one.reference, "verdict": verdict})
        count += 1
    return count
