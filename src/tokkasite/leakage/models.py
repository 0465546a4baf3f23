"""What somebody told of a municipality's purchases: ledgers, kitchens, heat plants, and firms that were asked."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster, Language, Municipality

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_LETTERS = 2
"""The first letter to a firm, and one that asks again."""


def a_sum(label: str) -> models.FloatField:
    return models.FloatField(label, validators=(MinValueValidator(0),))


class Asked(models.Model):
    """A link by which one firm answers six questions, once and until a day. Only the digest of the link is kept.

    The address of a letter is kept until the firm answers, the link is closed, or its last day is past.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="firms_asked", verbose_name=_("cluster"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="firms_asked", verbose_name=_("municipality")
    )
    firm = models.CharField(_("firm"), max_length=150)
    language = models.CharField(
        _("language of the questions"),
        max_length=2,
        choices=[(Language.FI.value, Language.FI.label), (Language.EN.value, Language.EN.label)],
        default=Language.FI,
    )
    email = models.EmailField(_("e-mail address of the firm"), blank=True)
    letters = models.PositiveSmallIntegerField(_("letters sent"), default=0)
    mailed_on = models.DateField(_("last letter sent on"), null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    sent_on = models.DateField(_("sent on"))
    expires_on = models.DateField(_("last day"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("question to a firm")
        verbose_name_plural = _("questions to firms")
        ordering = ("-sent_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="a_firm_gets_two_letters_at_most", condition=Q(letters__gte=0) & Q(letters__lte=MOST_LETTERS)
            ),
            models.CheckConstraint(
                name="letters_and_their_day_together",
                condition=Q(letters=0, mailed_on=None) | Q(letters__gt=0, mailed_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.firm

    @property
    def may_ask_again(self) -> bool:
        """Whether one more letter may go to the firm, if it has not answered."""
        return bool(self.email) and self.withdrawn_on is None and self.letters < MOST_LETTERS


class Answer(models.Model):
    """Purchases of one buyer in one year, as somebody looked at them. It counts from `taken_on` until `withdrawn_on`.

    A ledger is a draft first: its rows are shown with a verdict each, and forgotten once it is taken in.
    """

    class Kind(models.TextChoices):
        LEDGER = "ledger", _("Purchase ledger of the municipality")
        KITCHENS = "kitchens", _("Food purchases of public kitchens")
        HEAT = "heat", _("Accounts of a heat plant")
        FIRM = "firm", _("Answers of a firm")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="leak_answers", verbose_name=_("cluster"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="leak_answers", verbose_name=_("municipality")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=150)
    """The file, the kitchen, the plant or the firm."""
    year = models.PositiveSmallIntegerField(
        _("year"), validators=(MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))
    )
    facts = models.JSONField(_("more that was told"), default=dict, blank=True)
    rows = models.JSONField(_("rows of the draft"), default=list, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file, so that none comes in twice."""
    asked = models.OneToOneField(Asked, models.SET_NULL, related_name="answer", null=True, blank=True)
    entered_on = models.DateField(_("entered on"))
    taken_on = models.DateField(_("counts from"), null=True, blank=True)
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by")
    )
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("answer about purchases")
        verbose_name_plural = _("answers about purchases")
        ordering = ("-entered_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="no_ledger_counts_twice",
                fields=["municipality", "digest"],
                condition=~Q(digest="") & Q(withdrawn_on=None),
                violation_error_message=_("This file is in already. Take it back before you bring it in again."),
            ),
            models.CheckConstraint(
                name="only_what_counted_is_taken_back", condition=Q(withdrawn_on=None) | Q(taken_on__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("leakage:answer", args=[self.cluster.key, self.pk])

    @property
    def is_draft(self) -> bool:
        return self.taken_on is None

    @property
    def counts(self) -> bool:
        return self.taken_on is not None and self.withdrawn_on is None


class AnswerLine(models.Model):
    """Euros of one product, of them in the region, of them in the municipality. No product: it is left out."""

    class Buyer(models.TextChoices):
        HOUSEHOLDS = "households", _("Households")
        PUBLIC = "public", _("Public services")
        FIRMS = "firms", _("Firms")

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="lines", verbose_name=_("answer"))
    buyer = models.CharField(_("buyer"), max_length=10, choices=Buyer)
    product = models.CharField(_("product"), max_length=20, blank=True)
    label = models.CharField(_("account or group"), max_length=200, blank=True)
    euros = a_sum(_("euros"))
    regional = a_sum(_("of them in the region"))
    local = a_sum(_("of them in the municipality"))

    class Meta:
        verbose_name = _("purchase that was told")
        verbose_name_plural = _("purchases that were told")
        ordering = ("-euros", "pk")
        constraints = (
            models.CheckConstraint(
                name="local_within_region_within_all",
                condition=Q(local__gte=0) & Q(local__lte=F("regional")) & Q(regional__lte=F("euros")),
            ),
        )

    def __str__(self) -> str:
        return self.label or self.product
