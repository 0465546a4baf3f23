"""What a cluster aims at, the steps that it planned, and what its team was reminded of."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tokkasite.register.models import Cluster, Standing

BOTH_OF_AN_AIM = _("Choose both the label and the day, or leave both empty.")


class Course(models.Model):
    """What a cluster chose: the label it aims at and by when, the rule sets that apply, and what its deeds cost it."""

    cluster = models.OneToOneField(Cluster, models.CASCADE, related_name="course", verbose_name=_("cluster"))
    level = models.CharField(_("label aimed at"), max_length=10, choices=Standing.Level, blank=True)
    aim_on = models.DateField(_("target day"), null=True, blank=True)
    families = models.JSONField(_("rule sets that apply"), default=list, blank=True)
    """The keys of the rule families; empty where nothing was chosen, and then all apply."""
    hours = models.JSONField(_("effort of each deed, hours"), default=dict, blank=True)
    """By the key of a deed; null leaves the deed out; a deed that is not named takes the hours that Tokka estimates."""

    class Meta:
        verbose_name = _("course of a cluster")
        verbose_name_plural = _("courses of clusters")
        constraints = (
            models.CheckConstraint(
                name="an_aim_is_a_label_and_a_day",
                condition=Q(level="", aim_on=None) | (~Q(level="") & Q(aim_on__isnull=False)),
                violation_error_message=BOTH_OF_AN_AIM,
            ),
        )

    def __str__(self) -> str:
        return str(self.cluster)


class ImprovementStep(models.Model):
    """Something that a cluster set out to do: who does it until when, and on which day it was done or dropped."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="improvement_steps", verbose_name=_("cluster"))
    title = models.CharField(_("what is to be done"), max_length=300)
    rule = models.CharField(_("rule"), max_length=80, blank=True)
    """The key of the rule whose finding it answers; empty where it serves the whole way to a label."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="improvement_steps",
        null=True,
        blank=True,
        verbose_name=_("who does it"),
    )
    from_on = models.DateField(_("planned on"))
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of the improvement plan")
        verbose_name_plural = pgettext_lazy("heading", "steps of the improvement plan")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="improvement_step_is_due_after_it_is_planned",
                condition=Q(due_on__gte=F("from_on")),
                violation_error_message=_("The step is due before it is planned. Correct the day."),
            ),
            models.CheckConstraint(
                name="improvement_step_is_done_or_dropped",
                condition=Q(done_on=None) | Q(dropped_on=None),
                violation_error_message=_("A step is either done or dropped."),
            ),
            models.UniqueConstraint(
                name="one_open_improvement_step_of_a_title",
                fields=["cluster", "rule", "title"],
                condition=Q(done_on=None, dropped_on=None),
                violation_error_message=_("The same step is open in the plan already. Change that one instead."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.from_on and self.due_on and self.due_on < self.from_on:
            raise ValidationError({"due_on": _("The step is due before it is planned. Correct the day.")})

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.dropped_on is None


class Reminded(models.Model):
    """Somebody was sent a reminder: of what, and which of its thresholds. Nobody is sent the same one twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminded", verbose_name=_("user"))
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="reminded", verbose_name=_("cluster"))
    about = models.CharField(_("of what"), max_length=100)
    threshold = models.SmallIntegerField(_("days before"))
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        constraints = (
            models.UniqueConstraint(
                name="one_reminder_of_a_threshold", fields=["user", "cluster", "about", "threshold"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.about}"
