"""One row for each time that an engine answered: of which day, from what, under which terms, and what it said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster


class Run(models.Model):
    """An answer of an engine as it was given. It never changes; who wants another answer runs the engine again."""

    class Engine(models.TextChoices):
        SYMBIOSIS = "symbiosis", _("Exchange plan")
        PLANT = "plant", _("What a plant would keep")
        RANKING = "ranking", _("Ranking of calls")
        CONSORTIUM = "consortium", _("Consortium")
        TIMETABLE = "timetable", _("Meeting timetable")

    engine = models.CharField(_("engine"), max_length=20, choices=Engine)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="runs", null=True, blank=True, verbose_name=_("cluster")
    )
    day = models.DateField(_("day"))
    """The day of the records and of the law."""
    terms = models.JSONField(_("terms"))
    digest = models.CharField(_("digest of what was read"), max_length=64)
    """SHA-256: the same digest, day and terms give the same answer."""
    editions = models.JSONField(_("editions of the rules"), default=list)
    result = models.JSONField(_("result"))
    seconds = models.FloatField(_("seconds"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(name="runs_of_a_cluster", fields=["engine", "cluster", "-made_at"]),)

    def __str__(self) -> str:
        return f"{self.get_engine_display()}, {self.day}"
