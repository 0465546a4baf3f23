"""Regions and municipalities."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models.shared import Language, in_language


class Region(models.Model):
    """The region that runs this installation: one row."""

    code = models.CharField(_("NUTS code"), max_length=5, unique=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=100, blank=True)
    name_se = models.CharField(_("name in Northern Sámi"), max_length=100, blank=True)
    name_smn = models.CharField(_("name in Inari Sámi"), max_length=100, blank=True)
    name_sms = models.CharField(_("name in Skolt Sámi"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return in_language(self, "name")


class Municipality(models.Model):
    """A municipality by its official code, with its names and a point that lies inside it."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="municipalities", null=True, blank=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=100, blank=True)
    name_se = models.CharField(_("name in Northern Sámi"), max_length=100, blank=True)
    name_smn = models.CharField(_("name in Inari Sámi"), max_length=100, blank=True)
    name_sms = models.CharField(_("name in Skolt Sámi"), max_length=100, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("name_fi",)

    def __str__(self) -> str:
        return in_language(self, "name")

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that it has, in whichever language."""
        return tuple(name for code in Language.values if (name := getattr(self, f"name_{code}")))
