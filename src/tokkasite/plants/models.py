"""Scenarios of new plants that a cluster keeps. What was reckoned from one is a run, which never changes."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster, Municipality
from tokkasite.runs.models import Run


class Scenario(models.Model):
    """A plan of a plant with its bill, and the run that says what it would keep."""

    class Kind(models.TextChoices):
        DAIRY = "dairy", _("Dairy")
        SLAUGHTERHOUSE = "slaughterhouse", _("Slaughterhouse")
        BERRIES = "berries", _("Refining of berries and herbs")
        BIOGAS = "biogas", _("Biogas plant")
        HEAT = "heat", _("Heat from wood chips")
        HYDRO = "hydro", _("Small hydropower")
        SOLAR = "solar", _("Solar power")

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="scenarios", verbose_name=_("cluster"))
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind of plant"), max_length=20, choices=Kind)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="scenarios", verbose_name=_("municipality")
    )
    plan = models.JSONField(_("plan"))
    """As `tokka.leakage.plant` reads it, and with each figure where it is from."""
    run = models.ForeignKey(Run, models.PROTECT, related_name="scenarios", verbose_name=_("run"))
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                name="scenarios_of_a_cluster_have_names_of_their_own",
                fields=["cluster", "name"],
                violation_error_message=_("There is a scenario of this name already. Give this one another name."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plants:scenario", args=[self.cluster.key, self.pk])
