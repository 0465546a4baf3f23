"""Deeds on what the company register says: it proposes and warns, people decide."""

from collections.abc import Iterator
from copy import copy
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokka.companies.model import Company, Kept, changes
from tokkasite.accounts.models import User
from tokkasite.register.history import keep_former
from tokkasite.register.models import (
    ActivityCode,
    Identifier,
    Municipality,
    Organisation,
    ProposedChange,
    RegisterAlert,
    RegisterCheck,
    RegisterFact,
)

SOURCE = "PRH/YTJ, CC BY 4.0"
CODES = ("tol_2025", "tol_2008")


def to_check(today: date) -> Iterator[tuple[Organisation, str]]:
    """Who has a Finnish business id and was not looked up today, the longest unchecked first: so a night resumes."""
    rows = Organisation.objects.filter(identifiers__scheme="fi_business_id", identifiers__until_on=None)
    rows = rows.filter(is_invented=False).exclude(register_check__checked_on__gte=today)
    rows = rows.annotate(business_id=F("identifiers__value"))
    for organisation in rows.order_by(F("register_check__checked_on").asc(nulls_first=True), "pk"):
        yield organisation, organisation.business_id


def kept_of(organisation: Organisation) -> Kept:
    """What the site keeps of the organisation, as the register would say it."""
    facts = dict(organisation.register_facts.filter(until_on=None).values_list("kind", "value"))
    codes = ActivityCode.objects.filter(organisation=organisation, scheme__in=CODES, until_on=None).order_by("pk")
    return Kept(
        name=organisation.name,
        municipality=organisation.municipality.code if organisation.municipality else "",
        website=organisation.website,
        euid=organisation.identifiers.filter(scheme="euid").values_list("value", flat=True).first() or "",
        activities=dict(codes.values_list("scheme", "code")),
        **facts,
    )


@transaction.atomic
def check_company(
    *, organisation: Organisation, company: Company | None, today: date, by: User | None = None
) -> list[ProposedChange]:
    """What the register's answer proposes and warns of. An answer unchanged since the last check changes nothing.

    A value that somebody rejected is not proposed again; an older open proposal of the same field gives way.
    """
    check = RegisterCheck.objects.filter(organisation=organisation).first()
    told = company.last_modified if company else ""
    is_unchanged = check is not None and told != "" and check.last_modified == told
    RegisterCheck.objects.update_or_create(
        organisation=organisation, defaults={"checked_on": today, "last_modified": told}
    )
    if company is None or is_unchanged:
        return []
    raised = _raise_alerts(organisation, company, today)
    old = organisation.proposed_changes.filter(origin=ProposedChange.Origin.REGISTER)
    rejected = set(old.filter(decision=ProposedChange.Decision.REJECTED).values_list("field", "proposed"))
    wanted = {one.field: one for one in changes(company, kept_of(organisation))}
    still = set()
    for row in old.filter(decision=""):
        if row.field in wanted and wanted[row.field].proposed == row.proposed:
            still.add(row.field)
        else:
            row.delete()
    made = [
        ProposedChange(
            organisation=organisation,
            field=one.field,
            kept=one.kept[:300],
            proposed=one.proposed[:300],
            source=SOURCE,
            found_on=today,
        )
        for one in wanted.values()
        if one.field not in still and (one.field, one.proposed[:300]) not in rejected
    ]
    ProposedChange.objects.bulk_create(made)
    if made or raised:
        data = {"fields": [one.field for one in made], "alerts": raised}
        log(organisation, "register.check_company", user=by, data=data)
    return made


def _raise_alerts(organisation: Organisation, company: Company, today: date) -> list[str]:
    """Warn at once of what began, and end the warnings of what the register no longer says."""
    held = {one.kind: one.since for one in company.situations if one.until is None or one.until >= today}
    if company.ended_on:
        held["ceased"] = company.ended_on
    opened = {alert.kind: alert for alert in organisation.register_alerts.filter(until_on=None)}
    for kind, alert in opened.items():
        if kind not in held:
            alert.until_on = today
            alert.save(update_fields=["until_on"])
    new = [kind for kind in held if kind not in opened]
    RegisterAlert.objects.bulk_create(
        RegisterAlert(organisation=organisation, kind=kind, from_on=held[kind], found_on=today, source=SOURCE)
        for kind in new
    )
    return new


def open_changes(organisation: Organisation) -> QuerySet[ProposedChange]:
    return organisation.proposed_changes.filter(decision="")


@transaction.atomic
def decide(*, change: ProposedChange, accept: bool, by: User, today: date) -> None:
    """Accept or reject what was proposed. Raises ValidationError where it was decided before, or cannot be kept."""
    if change.decision:
        raise ValidationError(_("This was decided already."))
    if accept:
        _take(change, today)
    change.decision = "accepted" if accept else "rejected"
    change.decided_on = today
    change.save(update_fields=["decision", "decided_on"])
    action = "register.accept_change" if accept else "register.reject_change"
    data = {"field": change.field, "kept": change.kept, "proposed": change.proposed}
    log(change.organisation, action, user=by, data=data)


def _take(change: ProposedChange, today: date) -> None:
    organisation, told = change.organisation, change.proposed
    if change.field in RegisterFact.Kind.values:
        organisation.register_facts.filter(kind=change.field, until_on=None).update(until_on=today)
        RegisterFact.objects.create(
            organisation=organisation, kind=change.field, value=told, from_on=today, source=change.source
        )
    elif change.field in CODES:
        held = ActivityCode.objects.filter(organisation=organisation, scheme=change.field, until_on=None)
        held.update(until_on=today)
        ActivityCode.objects.create(
            organisation=organisation, scheme=change.field, code=told, from_on=today, source=change.source
        )
    elif change.field == "euid":
        held = Identifier.objects.filter(organisation=organisation, scheme="euid", until_on=None)
        held.update(until_on=today)
        named = Identifier(organisation=organisation, scheme="euid", value=told, from_on=today, source=change.source)
        named.full_clean()
        named.save()
    else:
        before = copy(organisation)
        if change.field == "municipality":
            place = Municipality.objects.filter(code=told).first()
            if place is None:
                message = _("No municipality has the code %(code)s. Add it in the admin, then accept the change.")
                raise ValidationError(message % {"code": told})
            organisation.municipality = place
        else:
            setattr(organisation, change.field, told)
        organisation.full_clean(exclude=["search_name"])
        organisation.save()
        keep_former(before=before, after=organisation, today=today)
