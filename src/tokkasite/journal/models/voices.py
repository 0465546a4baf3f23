"""What goes out and what comes back: communication, media, stories, surveys."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tokkasite.journal.models.shared import cluster_key
from tokkasite.register.models import Organisation


class Communication(models.Model):
    """What the cluster said to its members and the world."""

    class Kind(models.TextChoices):
        NEWSLETTER = "newsletter", _("Newsletter")
        WEB = "web", _("Web page or news")
        SOCIAL = "social", _("Social media")
        PRESS_RELEASE = "press_release", _("Press release")
        PUBLICATION = "publication", _("Publication")

    cluster = cluster_key("communications")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("communication")
        verbose_name_plural = pgettext_lazy("heading", "communications")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"


class MediaMention(models.Model):
    """What others said of the cluster in public."""

    class Kind(models.TextChoices):
        PRINT = "print", _("Newspaper or magazine")
        WEB = "web", _("Web")
        RADIO_TV = "radio_tv", _("Radio or television")

    cluster = cluster_key("media_mentions")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    outlet = models.CharField(_("outlet"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("media mention")
        verbose_name_plural = _("media mentions")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"


class SuccessStory(models.Model):
    cluster = cluster_key("success_stories")
    on = models.DateField(_("day"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="success_stories", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    outcome = models.TextField(_("outcome"))

    class Meta:
        verbose_name = _("success story")
        verbose_name_plural = _("success stories")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.title


class Survey(ClusterableModel):
    """A survey of participants: how many were asked, how many answered, and the mean answer.

    With questions and a last day, members answer in their own pages, and their answers are counted here.
    """

    class Kind(models.TextChoices):
        SATISFACTION = "satisfaction", _("Satisfaction")
        NEEDS = "needs", _("Needs")

    cluster = cluster_key("surveys")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    open_until = models.DateField(
        _("open until"),
        null=True,
        blank=True,
        help_text=_("Members answer the questions below in their own pages until this day; the numbers follow."),
    )
    asked = models.PositiveIntegerField(_("asked"), validators=[MinValueValidator(1)])
    answered = models.PositiveIntegerField(_("answered"))
    mean_1_to_5 = models.DecimalField(
        _("mean answer from 1 to 5"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ("-on",)
        constraints = (
            models.CheckConstraint(
                name="no_more_answers_than_asked",
                condition=Q(answered__lte=F("asked")) & Q(asked__gte=1),
                violation_error_message=_("There are more answers than people asked. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.title or self.get_kind_display()}"


class SurveyQuestion(models.Model):
    class Kind(models.TextChoices):
        SCALE = "scale", _("From 1 to 5")
        WORDS = "words", _("In words")

    survey = ParentalKey(Survey, on_delete=models.CASCADE, related_name="questions", verbose_name=_("survey"))
    text = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("how it is answered"), max_length=5, choices=Kind, default=Kind.SCALE)

    class Meta:
        verbose_name = _("question of a survey")
        verbose_name_plural = _("questions of surveys")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class SurveyAnswer(models.Model):
    """What an organisation answered to one question: a number or words."""

    question = models.ForeignKey(
        SurveyQuestion, models.CASCADE, related_name="answers", verbose_name=_("question of a survey")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="survey_answers", verbose_name=_("organisation")
    )
    on = models.DateField(_("day"))
    score = models.PositiveSmallIntegerField(
        _("from 1 to 5"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    words = models.TextField(_("in words"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="one_answer_each", fields=["question", "organisation"]),
            models.CheckConstraint(
                name="score_lies_from_1_to_5", condition=Q(score=None) | Q(score__gte=1, score__lte=5)
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.score or self.words}"


class CalendarFeed(models.Model):
    """A private address under which somebody's calendar reads what ends soon. Only its digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name=_("user")
    )
    cluster = cluster_key("calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    from_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = (models.UniqueConstraint(name="one_calendar_address_each", fields=["user", "cluster"]),)

    def __str__(self) -> str:
        return f"{self.user} – {self.cluster}"


class CompanyYear(models.Model):
    """What one company told of one year: turnover, staff, exports and projects begun. Empty is not told, never 0.

    It belongs to the cluster that was told. It leaves the cluster only inside means over five companies or more.
    """

    class Teller(models.TextChoices):
        TEAM = "team", _("the team, as the company told it")
        MEMBER = "member", _("the company itself")
        REGISTER = "register", _("a public register")

    class Visibility(models.TextChoices):
        MEANS = "means", _("in means only: nobody but the team reads it")
        READERS = "readers", _("whoever reads the cluster reads it")

    FIGURES = ("turnover_eur", "staff_fte", "exports_eur", "new_projects")

    cluster = cluster_key("company_years")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="company_years", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)], db_index=True
    )
    turnover_eur = models.DecimalField(
        _("turnover, EUR"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    staff_fte = models.DecimalField(
        _("staff, FTE"), max_digits=9, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    exports_eur = models.DecimalField(
        _("exports, EUR"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    new_projects = models.PositiveSmallIntegerField(_("projects begun"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    teller = models.CharField(_("who told it"), max_length=10, choices=Teller, default=Teller.TEAM)
    visibility = models.CharField(_("who reads it"), max_length=10, choices=Visibility, default=Visibility.MEANS)
    told_on = models.DateField(_("told on"))

    class Meta:
        verbose_name = _("year of a company")
        verbose_name_plural = _("years of companies")
        ordering = ("-year", "organisation__name")
        constraints = (
            models.UniqueConstraint(name="one_year_of_a_company", fields=["cluster", "organisation", "year"]),
            models.CheckConstraint(
                name="company_year_tells_something",
                condition=Q(turnover_eur__isnull=False)
                | Q(staff_fte__isnull=False)
                | Q(exports_eur__isnull=False)
                | Q(new_projects__isnull=False),
                violation_error_message=_("Fill in at least one of the four figures."),
            ),
            models.CheckConstraint(
                name="exports_within_turnover",
                condition=Q(turnover_eur=None) | Q(exports_eur=None) | Q(exports_eur__lte=F("turnover_eur")),
                violation_error_message=_("Exports are more than the whole turnover. Correct one of the two."),
            ),
        )
        indexes = (models.Index(fields=["cluster", "year"]),)

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"
