"""What the company register says, kept beside what the region says until somebody has decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models.organisations import Organisation
from tokkasite.register.models.shared import lasts


class RegisterFact(models.Model):
    """What the company register says of an organisation beyond what others keep: dated, the latest without an end."""

    class Kind(models.TextChoices):
        FORM = "form", _("Legal form")
        STATUS = "status", _("Status")
        ADDRESS = "address", _("Address")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="register_facts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=300)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("fact from the company register")
        verbose_name_plural = _("facts from the company register")
        ordering = ("kind", "-from_on")
        constraints = (
            lasts("register_fact"),
            models.UniqueConstraint(
                name="one_open_register_fact", fields=["organisation", "kind"], condition=Q(until_on=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


class RegisterAlert(models.Model):
    """The register says that a company is bankrupt, in liquidation or being restructured. Shown at once."""

    class Kind(models.TextChoices):
        BANKRUPTCY = "bankruptcy", _("Bankruptcy")
        LIQUIDATION = "liquidation", _("Liquidation")
        RESTRUCTURING = "restructuring", _("Restructuring")
        CEASED = "ceased", _("Ceased")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="register_alerts")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    from_on = models.DateField(_("from"), null=True, blank=True)
    found_on = models.DateField(_("found on"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("alert from the company register")
        verbose_name_plural = _("alerts from the company register")
        ordering = ("kind",)
        constraints = (
            models.UniqueConstraint(
                name="one_open_register_alert", fields=["organisation", "kind"], condition=Q(until_on=None)
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class ProposedChange(models.Model):
    """What the company register or the organisation itself says otherwise. Somebody accepts or rejects it."""

    class Field(models.TextChoices):
        NAME = "name", _("Name")
        FORM = "form", _("Legal form")
        STATUS = "status", _("Status")
        ADDRESS = "address", _("Address")
        MUNICIPALITY = "municipality", _("Municipality")
        WEBSITE = "website", _("Website")
        EUID = "euid", _("European unique identifier (EUID)")
        TOL_2025 = "tol_2025", _("TOL 2025")
        TOL_2008 = "tol_2008", _("TOL 2008")

    class Decision(models.TextChoices):
        OPEN = "", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    class Origin(models.TextChoices):
        REGISTER = "register", _("The company register")
        MEMBER = "member", _("The organisation itself")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="proposed_changes")
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.REGISTER)
    field = models.CharField(_("field"), max_length=15, choices=Field)
    kept = models.CharField(_("kept"), max_length=300, blank=True)
    proposed = models.CharField(_("proposed"), max_length=300)
    source = models.CharField(_("source"), max_length=200)
    found_on = models.DateField(_("found on"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default="", blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ("field", "pk")
        constraints = (
            models.UniqueConstraint(
                name="one_open_change_of_a_field", fields=["organisation", "field", "origin"], condition=Q(decision="")
            ),
            models.CheckConstraint(
                name="change_is_decided_on_a_day",
                condition=Q(decision="", decided_on=None) | (~Q(decision="") & Q(decided_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.proposed}"


class RegisterCheck(models.Model):
    """When an organisation was last looked up in the company register, and what the register called that version."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="register_check")
    checked_on = models.DateField(_("checked on"))
    last_modified = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("check in the company register")
        verbose_name_plural = _("checks in the company register")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.checked_on}"
