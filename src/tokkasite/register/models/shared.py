"""What the register's tables share: languages, days in order, words of the library."""

from unicodedata import combining, normalize

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tokka.words import Remark

REVERSED = _("The last day is before the first day. Correct one of the two.")


class Language(models.TextChoices):
    """The languages in which names and people are kept, all alike, in the order in which one stands in for another."""

    FI = "fi", _("Finnish")
    EN = "en", _("English")
    SV = "sv", _("Swedish")
    SE = "se", _("Northern Sámi")
    SMN = "smn", _("Inari Sámi")
    SMS = "sms", _("Skolt Sámi")


STANDS_IN = {"smn": ("se", "sms"), "sms": ("se", "smn"), "se": ("smn", "sms")}
"""Which languages are nearer to a reader than the usual order says: a Sámi language before all others."""


def in_language(thing: models.Model, field: str) -> str:
    """The words of `field` in the reader's language, else in the first language that has them."""
    wanted = (get_language() or "fi").split("-")[0]
    order = (wanted, *STANDS_IN.get(wanted, ()), *Language.values)
    return next((text for code in order if (text := getattr(thing, f"{field}_{code}", ""))), "")


def searchable(name: str) -> str:
    """A name as it is compared: without case, accents and doubled spaces, so that Kittila finds Kittilä."""
    plain = "".join(letter for letter in normalize("NFKD", name) if not combining(letter))
    return " ".join(plain.casefold().split())


def in_words(remark: Remark) -> str:
    """What the library remarks, in the reader's language."""
    values = {
        name: gettext(value) if isinstance(value, str) and value else value for name, value in remark.values.items()
    }
    return gettext(remark.message) % values


def refuse_reversed(row: models.Model) -> None:
    """Refuse, at the last day, what ends before it begins."""
    if row.from_on and row.until_on and row.until_on < row.from_on:
        raise ValidationError({"until_on": REVERSED})


def lasts(name: str) -> models.CheckConstraint:
    """What begins does not end before it began. The database keeps it; `refuse_reversed` says it at the field."""
    return models.CheckConstraint(
        name=f"{name}_ends_after_it_begins",
        condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
        violation_error_message=REVERSED,
    )
