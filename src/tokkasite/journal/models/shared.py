"""What every table of the journal has: its cluster, its source, and a refusal in words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster


def cluster_key(related_name: str) -> models.ForeignKey:
    """Every record of the journal belongs to one cluster, and goes with it."""
    return models.ForeignKey(Cluster, models.CASCADE, related_name=related_name, verbose_name=_("cluster"))


def source_key() -> models.CharField:
    """What a calendar or a message calls the record, so that it is filed once however often it is brought."""
    return models.CharField(max_length=64, blank=True, default="", editable=False)


def refuse_unless(is_right: bool, field: str, message: str) -> None:
    """Say at the field what is wrong and what to do."""
    if not is_right:
        raise ValidationError({field: message})
