"""Projects, money and the people of the cluster's team."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tokkasite.journal.models.shared import cluster_key
from tokkasite.register.models import Organisation, lasts


class Project(ClusterableModel):
    """A joint project of participants."""

    class Kind(models.TextChoices):
        DEVELOPMENT = "development", _("Development")
        RESEARCH = "research", _("Research")
        INNOVATION = "innovation", _("Innovation")
        INVESTMENT = "investment", _("Investment")

    cluster = cluster_key("projects")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    budget_eur = models.DecimalField(_("budget, EUR"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        ordering = ("-from_on",)
        constraints = (lasts("project"),)

    def __str__(self) -> str:
        return self.name


class ProjectPartner(models.Model):
    once_at_a_time_in = "project"

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="partners", verbose_name=_("project"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="project_partnerships", verbose_name=_("organisation")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("partner of a project")
        verbose_name_plural = _("partners of projects")
        constraints = (lasts("project_partner"),)

    def __str__(self) -> str:
        return f"{self.organisation} – {self.project}"


class Income(models.Model):
    """Money that the cluster's management gets, from a public or a private payer, secured until a day."""

    class Sector(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")

    cluster = cluster_key("incomes")
    payer = models.CharField(_("payer"), max_length=150)
    sector = models.CharField(_("public or private"), max_length=8, choices=Sector)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("secured until"))
    amount_eur = models.DecimalField(
        _("amount, EUR"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("income")
        verbose_name_plural = _("incomes")
        ordering = ("-from_on",)
        constraints = (lasts("income"),)

    def __str__(self) -> str:
        return f"{self.payer}, {self.from_on}"


class Cost(models.Model):
    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff")
        SERVICES = "services", _("Services bought")
        EVENTS = "events", _("Events")
        TRAVEL = "travel", _("Travel")
        OTHER = "other", _("Other")

    cluster = cluster_key("costs")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    amount_eur = models.DecimalField(
        _("amount, EUR"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.get_kind_display()}"


class Budget(models.Model):
    """The costs planned for a period, as approved."""

    cluster = cluster_key("budgets")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    costs_eur = models.DecimalField(_("planned costs, EUR"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ("-from_on",)
        constraints = (lasts("budget"),)

    def __str__(self) -> str:
        return f"{self.from_on} – {self.until_on}"


class TeamMember(ClusterableModel):
    """Who works for the cluster's management."""

    cluster = cluster_key("team")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class TeamPeriod(models.Model):
    """A team member's task and working time from one day to another."""

    class Task(models.TextChoices):
        DIRECTOR = "director", _("Director")
        MANAGER = "manager", _("Manager")
        EXPERT = "expert", _("Expert")
        ASSISTANT = "assistant", _("Assistant")

    member = ParentalKey(TeamMember, on_delete=models.CASCADE, related_name="periods", verbose_name=_("team member"))
    task = models.CharField(_("task"), max_length=10, choices=Task)
    fte = models.DecimalField(
        _("working time, FTE"),
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("1 is full time, 0.5 half time."),
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("working time of a team member")
        verbose_name_plural = _("working times of team members")
        constraints = (lasts("team_period"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.fte}"


class Qualification(models.Model):
    class Kind(models.TextChoices):
        DEGREE = "degree", _("Degree")
        EXPERIENCE = "experience", _("Experience")
        LANGUAGE = "language", _("Language")
        CERTIFICATE = "certificate", _("Certificate")

    member = ParentalKey(
        TeamMember, on_delete=models.CASCADE, related_name="qualifications", verbose_name=_("team member")
    )
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    years = models.DecimalField(_("years of experience"), max_digits=4, decimal_places=1, null=True, blank=True)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")

    def __str__(self) -> str:
        return self.title


class Training(models.Model):
    member = ParentalKey(TeamMember, on_delete=models.CASCADE, related_name="trainings", verbose_name=_("team member"))
    on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=150)
    days = models.DecimalField(_("days"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("training of the team")
        verbose_name_plural = _("trainings of the team")
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"
