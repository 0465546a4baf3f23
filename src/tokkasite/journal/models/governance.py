"""Who decides, and what was decided, planned, reviewed and reached."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tokkasite.journal.models.shared import cluster_key, refuse_unless
from tokkasite.register.models import Organisation, lasts


class Body(ClusterableModel):
    """Who decides: an assembly, a board, a steering or advisory group, with its mandate."""

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("Assembly")
        STEERING_GROUP = "steering_group", _("Steering group")
        BOARD = "board", _("Board")
        ADVISORY_BOARD = "advisory_board", _("Advisory board")

    cluster = cluster_key("bodies")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    name = models.CharField(_("name"), max_length=150)
    mandate = models.TextField(_("what it decides"), blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = (lasts("body"),)

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    once_at_a_time_in = "body"

    body = ParentalKey(Body, on_delete=models.CASCADE, related_name="members", verbose_name=_("body"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats", verbose_name=_("organisation"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("seat in a body")
        verbose_name_plural = _("seats in bodies")
        constraints = (lasts("body_member"),)

    def __str__(self) -> str:
        return f"{self.organisation} – {self.body}"


class Decision(models.Model):
    cluster = cluster_key("decisions")
    body = models.ForeignKey(Body, models.CASCADE, related_name="decisions", verbose_name=_("body"))
    on = models.DateField(_("day"))
    subject = models.CharField(_("subject"), max_length=200)
    minutes = models.CharField(_("where the minutes are"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = pgettext_lazy("heading", "decisions")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.subject}"

    def clean(self) -> None:
        refuse_unless(
            self.body_id is None or self.body.cluster_id == self.cluster_id,
            "body",
            _("This body belongs to another cluster. Choose one of this cluster's bodies."),
        )


class Document(ClusterableModel):
    """A strategy, a plan or a catalogue in force from the day of its approval."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", _("Strategy")
        IMPLEMENTATION_PLAN = "implementation_plan", _("Implementation plan")
        TRAINING_PLAN = "training_plan", _("Training plan")
        FINANCIAL_PLAN = "financial_plan", _("Financial plan")
        MONITORING_PLAN = "monitoring_plan", _("Monitoring plan")
        SERVICE_CATALOGUE = "service_catalogue", _("Service catalogue")
        OTHER = "other", _("Other")

    cluster = cluster_key("documents")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    from_on = models.DateField(_("approved on"))
    until_on = models.DateField(_("valid until"), null=True, blank=True)
    reference = models.CharField(_("where it is"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = pgettext_lazy("heading", "documents")
        ordering = ("-from_on",)
        constraints = (lasts("document"),)

    def __str__(self) -> str:
        return self.title


class StrategyStep(models.Model):
    """A workshop, a hearing or a survey in which the strategy was built."""

    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="steps", verbose_name=_("document"))
    on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=200)
    organisations = models.PositiveSmallIntegerField(_("organisations taking part"))

    class Meta:
        verbose_name = _("step of building the strategy")
        verbose_name_plural = _("steps of building the strategy")

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"


class Review(models.Model):
    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("document"))
    on = models.DateField(_("day"))
    changes = models.TextField(_("what was changed"))
    used_company_needs = models.BooleanField(_("needs of companies were used"), default=False)

    class Meta:
        verbose_name = _("review of a strategy or plan")
        verbose_name_plural = _("reviews of strategies and plans")
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.document}"


class PlanAction(models.Model):
    """What a plan promises: who does it, until when, for how much, and the day on which it was done."""

    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="actions", verbose_name=_("document"))
    title = models.CharField(_("title"), max_length=200)
    owner = models.CharField(_("who answers for it"), max_length=120)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("due"))
    budget_eur = models.DecimalField(_("budget, EUR"), max_digits=12, decimal_places=2, null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("action of a plan")
        verbose_name_plural = _("actions of plans")
        ordering = ("until_on",)
        constraints = (
            lasts("plan_action"),
            models.CheckConstraint(
                name="action_is_done_after_it_begins",
                condition=Q(done_on=None) | Q(done_on__gte=F("from_on")),
                violation_error_message=_("The action was done before it begins. Correct one of the two days."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Goal(ClusterableModel):
    """A target of a strategy or plan, with the unit in which it is measured."""

    class Kind(models.TextChoices):
        GROWTH = "growth", _("Growth of companies")
        INNOVATION = "innovation", _("Innovation")
        INTERNATIONAL = "international", _("Going international")
        SKILLS = "skills", _("Skills")
        SUSTAINABILITY = "sustainability", _("Sustainability")
        MANAGEMENT = "management", _("Management of the cluster")

    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="goals", verbose_name=_("document"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=40)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("due"))

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = pgettext_lazy("heading", "goals")
        constraints = (lasts("goal"),)

    def __str__(self) -> str:
        return self.title


class GoalValue(models.Model):
    goal = ParentalKey(Goal, on_delete=models.CASCADE, related_name="measured", verbose_name=_("goal"))
    on = models.DateField(_("day"))
    value = models.DecimalField(_("measured value"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("measured value of a goal")
        verbose_name_plural = _("measured values of goals")
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
