"""Deeds of members on what they offer and need."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from tokka.symbiosis.codes import list_on
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.records import Fault
from tokkasite.accounts.models import User
from tokkasite.register.models import in_words
from tokkasite.symbiosis.models import Need, Offer
from tokkasite.symbiosis.readers import file_of


@transaction.atomic
def keep(*, thing: Offer | Need, by: User, today: date) -> Offer | Need:
    """Put up an offer or a need, or change it. Raises ValidationError, by field, where the engine would refuse it."""
    thing.full_clean()
    wrong: dict[str, Any] = {}
    for fault in faults_of(thing, today):
        field = fault.column if hasattr(thing, fault.column) else "name"
        wrong.setdefault(field, []).append(in_words(fault.says))
    if wrong:
        raise ValidationError(wrong)
    action = "wagtail.edit" if thing.pk else "wagtail.create"
    thing.save()
    log(thing, action, user=by)
    return thing


def faults_of(thing: Offer | Need, today: date) -> tuple[Fault, ...]:
    """What the engine's own reader finds wrong with the row, by the waste list of today."""
    content, codes = file_of(type(thing), [thing]), list_on(today)
    if isinstance(thing, Offer):
        return read_offers(content, "", codes).faults
    return read_needs(content, "", codes).faults


@transaction.atomic
def end(*, thing: Offer | Need, by: User, today: date) -> None:
    """It no longer holds after today; what has not begun yet goes altogether."""
    if thing.from_on > today:
        log(thing, "wagtail.delete", user=by, deleted=True)
        thing.delete()
        return
    thing.until_on = min(filter(None, (today, thing.until_on)))
    thing.save(update_fields=["until_on"])
    log(thing, "symbiosis.end", user=by, data={"until_on": today.isoformat()})
