"""Side streams on offer and what would take them, as members write them.

The columns bear the names of the declared tables of `tokka.symbiosis` (the column `offer` or `need` is `name` here), so
that an engine reads them as they stand.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Language, Organisation, lasts, refuse_reversed

PERIODS = _("The tonnes of each period, separated by blanks, such as 0 50 100 50. Every row names as many.")


class Visibility(models.TextChoices):
    """Who sees an offer or a need, and what may be computed with it."""

    OWN = "own", _("We alone: not yet in any search for exchanges")
    TEAM = "team", _("The cluster's team, for the search for exchanges")
    MEMBERS = "members", _("Also the other members of the cluster")


def latitude() -> models.FloatField:
    bounds = (MinValueValidator(-90), MaxValueValidator(90))
    return models.FloatField(_("Latitude"), validators=bounds, help_text=_("Degrees north, WGS 84."))


def longitude() -> models.FloatField:
    bounds = (MinValueValidator(-180), MaxValueValidator(180))
    return models.FloatField(_("Longitude"), validators=bounds, help_text=_("Degrees east, WGS 84."))


def amount(label: str, told: str, **more: object) -> models.FloatField:
    return models.FloatField(label, help_text=told, **more)


def not_below_nothing(label: str, told: str, **more: object) -> models.FloatField:
    return amount(label, told, validators=(MinValueValidator(0),), **more)


def words(label: str, told: str = "", *, most: int = 200) -> models.CharField:
    return models.CharField(label, max_length=most, blank=True, help_text=told)


class Offer(models.Model):
    """A side stream that an organisation would give away, from one day to another."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="offers", verbose_name=_("organisation")
    )
    name = models.CharField(_("Offer"), max_length=120)
    waste_code = words(_("Waste code"), _("Six digits of the European List of Waste."), most=20)
    material = words(_("Material"), _("The material by name, for a match beside the code."))
    tonnes = not_below_nothing(_("Tonnes"), _("What is there in the time of the plan."))
    avoided_cost_eur_t = amount(_("Avoided cost"), _("What today's route costs: gate fee, tax and transport. EUR/t."))
    lat, lon = latitude(), longitude()
    site = words(_("Site"), _("The site or organisation that the row belongs to."))
    country = models.CharField(_("Country"), max_length=2, default="FI", help_text=_("As two letters, such as FI."))
    state = words(_("State"), _("The physical state: solid, paste, liquid, dust."), most=20)
    status = words(_("Status"), _("waste, by-product, product or end-of-waste."), most=20)
    evidence = words(_("Evidence"), _("The document that proves the status or the hazard assessment."))
    origin = words(_("Origin"), _("The activity that it comes from, such as construction."))
    composition = words(_("Composition"), _("Contents with ranges, such as zn=3.5 pb=0.2-0.8."))
    avoided_co2_kg_t = not_below_nothing(_("Avoided CO2"), _("What today's route emits. kg/t."), null=True, blank=True)
    tonnes_by_period = words(_("Tonnes by period"), PERIODS)
    visibility = models.CharField(_("who sees it"), max_length=10, choices=Visibility, default=Visibility.TEAM)
    language = models.CharField(_("language of these words"), max_length=2, choices=Language, default=Language.FI)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ("-from_on", "-pk")
        constraints = (
            lasts("offer"),
            models.CheckConstraint(
                name="an_offer_has_a_code_or_a_material",
                condition=~Q(waste_code="") | ~Q(material=""),
                violation_error_message=_("Give the waste code or the material."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_reversed(self)


class Need(models.Model):
    """What an organisation would take, from one day to another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="needs", verbose_name=_("organisation"))
    name = models.CharField(_("Need"), max_length=120)
    waste_codes = words(
        _("Waste codes"), _("Accepted codes with blanks between them: six digits, or a prefix of two or four.")
    )
    materials = words(_("Materials"), _("Accepted materials by name, with semicolons between them."))
    tonnes = not_below_nothing(_("Tonnes"), _("What can be taken in the time of the plan."))
    price_eur_t = amount(_("Price"), _("What is paid; negative for a gate fee. EUR/t."))
    lat, lon = latitude(), longitude()
    site = words(_("Site"), _("The site or organisation that the row belongs to."))
    country = models.CharField(_("Country"), max_length=2, default="FI", help_text=_("As two letters, such as FI."))
    states = words(_("States"), _("Accepted physical states with blanks between them."), most=60)
    permit_codes = words(_("Codes of the permit"), _("Codes and prefixes that the environmental permit names."))
    permit_until = models.DateField(
        _("Permit until"), null=True, blank=True, help_text=_("The last day of the permit.")
    )
    permit = words(_("Permit"), _("The permit or the registration for earth construction, as a document."))
    route = words(_("Route"), _("permit, earth-construction or registration."), most=30)
    municipal = models.BooleanField(
        _("Municipal service"), default=False, help_text=_("Whether the receiver is a municipal company.")
    )
    notice = words(_("Notice"), _("The notice on the national marketplace, as a number or link."))
    limits = words(_("Limits"), _("Bounds of contents, such as zn<=5 cao>=30."))
    minimum_t = not_below_nothing(_("Minimum"), _("What has to be delivered in all. t."), null=True, blank=True)
    minimum_lot_t = not_below_nothing(
        _("Minimum lot"), _("The smallest delivery from one offer. t."), null=True, blank=True
    )
    contract_eur = not_below_nothing(
        _("Cost of a contract"), _("Samples and papers for each offer. EUR."), null=True, blank=True
    )
    avoided_co2_kg_t = not_below_nothing(
        _("Avoided CO2"), _("What the replaced raw material emits. kg/t."), null=True, blank=True
    )
    tonnes_by_period = words(_("Tonnes by period"), PERIODS)
    visibility = models.CharField(_("who sees it"), max_length=10, choices=Visibility, default=Visibility.TEAM)
    language = models.CharField(_("language of these words"), max_length=2, choices=Language, default=Language.FI)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ("-from_on", "-pk")
        constraints = (
            lasts("need"),
            models.CheckConstraint(
                name="a_need_has_codes_or_materials",
                condition=~Q(waste_codes="") | ~Q(materials=""),
                violation_error_message=_("Give the waste codes or the materials."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_reversed(self)
