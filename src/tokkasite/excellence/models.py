"""What a cluster aims at and plans, and its self-assessments in rounds: answered, handed in, and made a dossier of."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tokkasite.register.models import Cluster, Standing

Label = Standing.Level

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


def user_key(verbose_name: str) -> models.ForeignKey:
    """Who did it. When the account goes, the deed stays without the name."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=verbose_name
    )


class Round(models.Model):
    """A self-assessment of one cluster by one rule set, as the dated records tell it of one day.

    Once it is handed in it never changes: the database refuses it (`frozen.py`). To go on, a new round begins from it.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="rounds", verbose_name=_("cluster"))
    family = models.CharField(_("rule set"), max_length=40)
    label = models.CharField(_("label aimed at"), max_length=10, choices=Label, blank=True)
    day = models.DateField(_("day of the evidence"))
    previous = models.ForeignKey(
        "self", models.PROTECT, related_name="following", null=True, blank=True, verbose_name=_("previous round")
    )
    opened_on = models.DateField(_("opened on"))
    opened_by = user_key(_("opened by"))
    editions = models.JSONField(_("editions of the rules"), default=list)
    """The wording and numbers in force, each with its source, as they stood when the round was handed in."""
    frozen_on = models.DateField(_("handed in on"), null=True, blank=True)
    frozen_by = user_key(_("handed in by"))
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    """SHA-256 over everything that was handed in."""

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering = ("-day", "-pk")
        constraints = (
            models.CheckConstraint(
                name="a_round_is_frozen_with_its_digest",
                condition=Q(frozen_on=None, digest="") | (Q(frozen_on__isnull=False) & ~Q(digest="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster}, {self.day}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_on is not None


class Item(models.Model):
    """One question of a round: what the journal answered, and what was answered by hand."""

    class Answer(models.TextChoices):
        MET = "met", pgettext_lazy("answer", "Met")
        MISSED = "missed", pgettext_lazy("answer", "Not met")

    round = models.ForeignKey(Round, models.CASCADE, related_name="items", verbose_name=_("self-assessment"))
    place = models.PositiveSmallIntegerField()
    rule = models.CharField(_("rule"), max_length=80)
    number = models.CharField(_("number"), max_length=20, blank=True)
    label = models.CharField(_("question"), max_length=200)
    group = models.CharField(_("heading"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    found = models.JSONField(_("what the journal answered"))
    """A finding as `findings.found_of` writes it: value, outcome, records counted, and the digest of those records."""
    answer = models.CharField(_("answer by hand"), max_length=10, choices=Answer, blank=True)
    text = models.TextField(_("reason"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = user_key(_("answered by"))

    class Meta:
        verbose_name = _("answer of a self-assessment")
        verbose_name_plural = _("answers of a self-assessment")
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(name="one_item_for_a_rule", fields=["round", "rule"]),
            models.CheckConstraint(name="an_answer_by_hand_has_its_reason", condition=Q(answer="") | ~Q(text="")),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.label}".strip()


class Evidence(models.Model):
    """A file that backs an answer. Its content lies outside the web root, under its own digest."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="files", verbose_name=_("answer of a self-assessment"))
    name = models.CharField(_("file name"), max_length=150)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(_("digest"), max_length=64)
    kept_on = models.DateField(_("added on"))
    kept_by = user_key(_("added by"))

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="one_file_of_a_name_for_an_item", fields=["item", "name"]),)

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    """What a reviewer or the team says of an answer. It is no part of what was handed in."""

    item = models.ForeignKey(
        Item, models.CASCADE, related_name="comments", verbose_name=_("answer of a self-assessment")
    )
    text = models.TextField(_("comment"))
    written_on = models.DateField(_("written on"))
    written_by = user_key(_("written by"))

    class Meta:
        verbose_name = _("comment on a self-assessment")
        verbose_name_plural = _("comments on a self-assessment")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]


class Share(models.Model):
    """A round is open to one assessor, as long as the assessor's pass for the cluster holds."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="shares", verbose_name=_("self-assessment"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shared_rounds", verbose_name=_("assessor")
    )
    from_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("share of a self-assessment")
        verbose_name_plural = _("shares of a self-assessment")
        constraints = (models.UniqueConstraint(name="one_share_each", fields=["round", "user"]),)

    def __str__(self) -> str:
        return f"{self.user}: {self.round}"


class Dossier(models.Model):
    """A dossier under way or done: how far it has come, and the files that it left."""

    class State(models.TextChoices):
        BEGUN = "begun", _("being made")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    round = models.ForeignKey(Round, models.CASCADE, related_name="dossiers", verbose_name=_("self-assessment"))
    language = models.CharField(_("language"), max_length=2, choices=(("fi", _("Finnish")), ("en", _("English"))))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BEGUN)
    steps = models.PositiveSmallIntegerField(default=1)
    steps_done = models.PositiveSmallIntegerField(default=0)
    moved_at = models.DateTimeField()
    """When it came a step further: one that stands still was interrupted."""
    says = models.CharField(max_length=300, blank=True)
    made_on = models.DateField(_("made on"))
    made_by = user_key(_("made by"))

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="no_more_steps_done_than_there_are", condition=Q(steps_done__lte=models.F("steps"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} ({self.language})"
