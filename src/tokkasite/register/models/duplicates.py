"""Organisations that are one, are not, or belong to one body."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models.organisations import Organisation


class Distinct(models.Model):
    """Somebody decided that two organisations are not one, however alike. Which is named first says nothing."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="distinct_from")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="distinct_to")

    class Meta:
        verbose_name = _("pair that is no duplicate")
        verbose_name_plural = _("pairs that are no duplicates")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(Least("first", "second"), Greatest("first", "second"), name="decided_once_a_pair"),
            models.CheckConstraint(name="nobody_is_distinct_from_itself", condition=~Q(first=F("second"))),
        )

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class Unit(models.Model):
    """An organisation of the register that is a unit of another one: linked, never merged."""

    parent = models.ForeignKey(Organisation, models.CASCADE, related_name="units", verbose_name=_("body"))
    unit = models.ForeignKey(Organisation, models.CASCADE, related_name="unit_of", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("unit of a body")
        verbose_name_plural = _("units of bodies")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(name="one_link_each", fields=["parent", "unit"]),
            models.CheckConstraint(name="nobody_is_a_unit_of_itself", condition=~Q(parent=F("unit"))),
        )

    def __str__(self) -> str:
        return f"{self.unit} – {self.parent}"


class Merge(models.Model):
    """Two organisations became one: what was moved, step by step, so that it can be taken back exactly.

    The two are named by number, not by key: one of them is gone while the merge stands.
    """

    kept_number = models.BigIntegerField(db_index=True)
    kept_name = models.CharField(_("organisation that stayed"), max_length=200)
    lost_number = models.BigIntegerField(db_index=True)
    lost_name = models.CharField(_("organisation that went into it"), max_length=200)
    steps = models.JSONField(default=list)
    is_undone = models.BooleanField(_("undone"), default=False)
    made_at = models.DateTimeField(_("merged at"), auto_now_add=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.lost_name} → {self.kept_name}"
