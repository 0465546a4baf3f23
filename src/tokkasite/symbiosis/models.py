"""Side streams on offer and what would take them, as members write them.

The columns bear the names of the declared tables of `tokka.symbiosis` (the column `offer` or `need` is `name` here), so
that an engine reads them as they stand.
"""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster, Language, Organisation, lasts, refuse_reversed
from tokkasite.runs.models import Run

PERIODS = _("The tonnes of each period, separated by blanks, such as 0 50 100 50. Every row names as many.")


GOODS_IF_EMPTY = _("Empty for goods.")


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


class Carrier(models.TextChoices):
    """What moves. Tonnes and EUR/t of a row are MWh and EUR/MWh of heat, and cubic metres of water."""

    GOODS = "goods", _("Goods, by road, in tonnes")
    HEAT = "heat", _("Heat, by pipe, in MWh")
    WATER = "water", _("Water, by pipe, in m³")


UNITS = {"heat": "MWh", "water": "m³"}
"""In what a row counts where others count tonnes."""


class Level(models.TextChoices):
    """Who may read one field of an offer or a need. The engine reads them all."""

    OWN = "own", _("We alone")
    CENTRE = "centre", _("We and the cluster's team")
    PUBLIC = "public", _("Everyone")


def centre() -> models.ForeignKey:
    """The cluster whose centre entered the row from public facts; none where the organisation wrote it itself."""
    return models.ForeignKey(
        Cluster, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("entered by the centre of")
    )


def invented() -> models.BooleanField:
    return models.BooleanField(
        _("money invented"),
        default=False,
        help_text=_("Made up for the demonstration. It is marked so wherever it shows."),
    )


def levels() -> models.JSONField:
    """The fields whose level differs from what `USUAL_LEVELS` says, each with its level."""
    return models.JSONField(_("who reads which field"), default=dict, blank=True)


NAME = "name"
USUAL_LEVELS = {"avoided_cost_eur_t": Level.OWN, "price_eur_t": Level.OWN, "contract_eur": Level.OWN}
"""Limits of price stay with who wrote them. Every other field is for the centre until its owner says otherwise."""


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
    product_code = words(_("Product code"), _("CPA, where it is a product or a material and no waste."), most=12)
    country = models.CharField(_("Country"), max_length=2, default="FI", help_text=_("As two letters, such as FI."))
    state = words(_("State"), _("The physical state: solid, paste, liquid, dust."), most=20)
    status = words(_("Status"), _("waste, by-product, product or end-of-waste."), most=20)
    evidence = words(_("Evidence"), _("The document that proves the status or the hazard assessment."))
    origin = words(_("Origin"), _("The activity that it comes from, such as construction."))
    composition = words(_("Composition"), _("Contents with ranges, such as zn=3.5 pb=0.2-0.8."))
    avoided_co2_kg_t = not_below_nothing(_("Avoided CO2"), _("What today's route emits. kg/t."), null=True, blank=True)
    tonnes_by_period = words(_("Tonnes by period"), PERIODS)
    carrier = models.CharField(_("Carrier"), max_length=10, choices=Carrier, blank=True, help_text=GOODS_IF_EMPTY)
    temperature_c = amount(_("Temperature"), _("Of the heat or water. °C."), null=True, blank=True)
    visibility = models.CharField(_("who sees it"), max_length=10, choices=Visibility, default=Visibility.TEAM)
    levels = levels()
    centre = centre()
    source_title = words(_("source"))
    source_url = models.URLField(_("address of the source"), blank=True)
    is_invented = invented()
    language = models.CharField(_("language of these words"), max_length=3, choices=Language, default=Language.FI)
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

    @property
    def called(self) -> str:
        """Its name for whoever is not its owner: a number where the owner keeps the name."""
        is_kept = self.levels.get(NAME) == Level.OWN
        return gettext("Offer %(number)s") % {"number": self.pk} if is_kept else self.name

    @property
    def unit(self) -> str:
        """In what its amount counts."""
        return UNITS.get(self.carrier, "t")

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
    carrier = models.CharField(_("Carrier"), max_length=10, choices=Carrier, blank=True, help_text=GOODS_IF_EMPTY)
    temperature_c = amount(_("Temperature"), _("Of the heat or water. °C."), null=True, blank=True)
    visibility = models.CharField(_("who sees it"), max_length=10, choices=Visibility, default=Visibility.TEAM)
    levels = levels()
    centre = centre()
    source_title = words(_("source"))
    source_url = models.URLField(_("address of the source"), blank=True)
    is_invented = invented()
    language = models.CharField(_("language of these words"), max_length=3, choices=Language, default=Language.FI)
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

    @property
    def called(self) -> str:
        """Its name for whoever is not its owner: a number where the owner keeps the name."""
        is_kept = self.levels.get(NAME) == Level.OWN
        return gettext("Need %(number)s") % {"number": self.pk} if is_kept else self.name

    @property
    def unit(self) -> str:
        """In what its amount counts."""
        return UNITS.get(self.carrier, "t")

    def clean(self) -> None:
        refuse_reversed(self)


class Exchange(models.Model):
    """An offer and a need on their way from idea to realised tonnes. What was planned stays as it was planned."""

    class Stage(models.TextChoices):
        IDEA = "idea", _("Idea")
        TALKS = "talks", _("Talks")
        SAMPLE = "sample", _("Samples")
        PERMIT = "permit", _("Permits")
        CONTRACT = "contract", _("Contract")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        LOST = "lost", _("Came to nothing")

    class Side(models.TextChoices):
        GIVER = "giver", _("The giver")
        TAKER = "taker", _("The taker")
        CENTRE = "centre", _("The centre")

    class Loss(models.TextChoices):
        PRICE = "price", _("Price")
        QUALITY = "quality", _("Quality")
        QUANTITY = "quantity", _("Quantity")
        PERMIT = "permit", _("Permit")
        TRANSPORT = "transport", _("Transport")
        TIME = "time", _("It took too long")
        PARTNER = "partner", _("The other side drew back")
        OTHER = "other", _("Other reason")

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="exchanges", verbose_name=_("cluster"))
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="exchanges", verbose_name=_("offer"))
    need = models.ForeignKey(Need, models.PROTECT, related_name="exchanges", verbose_name=_("need"))
    run = models.ForeignKey(
        Run, models.PROTECT, related_name="exchanges", null=True, blank=True, verbose_name=_("plan that found it")
    )
    tonnes = not_below_nothing(_("Planned tonnes in a year"), "")
    km = not_below_nothing(_("Distance"), _("km as the crow flies."))
    eur_t = amount(_("Net benefit"), _("EUR/t, of both sides together."))
    co2_kg_t = amount(_("Saved CO2"), _("kg/t."))
    giver_share = models.FloatField(_("The giver's fair share"), default=0.5)
    """Of the gain, from 0 to 1."""
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.IDEA)
    since_on = models.DateField(_("in this stage since"))
    next_step = words(_("Next step"))
    owes = models.CharField(_("Who owes an answer"), max_length=10, choices=Side, default=Side.CENTRE)
    due_on = models.DateField(_("due"), null=True, blank=True)
    giver_yes_on = models.DateField(_("the giver agreed to meet"), null=True, blank=True)
    taker_yes_on = models.DateField(_("the taker agreed to meet"), null=True, blank=True)
    loss = models.CharField(_("why it came to nothing"), max_length=10, choices=Loss, blank=True)

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        ordering = ("-since_on", "-pk")
        indexes = (models.Index(name="exchanges_of_a_stage", fields=["cluster", "stage"]),)
        constraints = (
            models.UniqueConstraint(
                name="a_pair_is_followed_once",
                fields=["cluster", "offer", "need"],
                condition=~Q(stage__in=("ended", "lost")),
                violation_error_message=_("This pair is followed already."),
            ),
            models.CheckConstraint(name="a_loss_has_its_reason", condition=~Q(stage="lost") | ~Q(loss="")),
        )

    def __str__(self) -> str:
        return f"{self.offer.called} → {self.need.called}"

    def get_absolute_url(self) -> str:
        return reverse("symbiosis:exchange", args=[self.cluster.key, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether anybody still works on it."""
        return self.stage not in (self.Stage.ENDED, self.Stage.LOST)

    @property
    def are_known(self) -> bool:
        """Whether both sides agreed to know each other."""
        return self.giver_yes_on is not None and self.taker_yes_on is not None


class Step(models.Model):
    """A stage that an exchange came to, and when."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="steps", verbose_name=_("exchange"))
    stage = models.CharField(_("stage"), max_length=10, choices=Exchange.Stage)
    on = models.DateField(_("day"))
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("step of an exchange")
        verbose_name_plural = _("steps of an exchange")
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.get_stage_display()}"


class Paper(models.Model):
    """A document that an exchange asks for: where it is kept, and for how long it holds."""

    class Kind(models.TextChoices):
        STATUS = "status", _("Proof of the status")
        HAZARD = "hazard", _("Assessment of the hazard")
        PERMIT = "permit", _("Permit or registration")
        SAMPLE = "sample", _("Analysis of a sample")
        CONTRACT = "contract", _("Contract")
        TRANSFER = "transfer", _("Transfer document")
        BORDER = "border", _("Papers for the border")
        NOTICE = "notice", _("Notice on the national marketplace")

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="papers", verbose_name=_("exchange"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name or number"), max_length=200)
    link = models.URLField(_("link"), blank=True)
    on = models.DateField(_("day"))
    until_on = models.DateField(_("holds until"), null=True, blank=True)

    class Meta:
        verbose_name = _("document of an exchange")
        verbose_name_plural = _("documents of an exchange")
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class Delivery(models.Model):
    """Tonnes that really went from one to the other."""

    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="deliveries", verbose_name=_("exchange"))
    on = models.DateField(_("day"))
    tonnes = models.FloatField(_("Tonnes"), validators=(MinValueValidator(0.001),))
    document = words(_("Document"), _("Number of the transfer document or the weighbridge ticket."))

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("on", "pk")
        constraints = (models.CheckConstraint(name="a_delivery_weighs_something", condition=Q(tonnes__gt=0)),)

    def __str__(self) -> str:
        return f"{self.on}: {self.tonnes:g} t"


class ReportedTransfer(models.Model):
    """Waste that left a site in one year, as a public register tells it: a fact with its source, and no offer yet."""

    class Treatment(models.TextChoices):
        RECOVERY = "R", _("Recovery")
        DISPOSAL = "D", _("Disposal")

    organisations = models.ManyToManyField(
        Organisation, related_name="transfers", blank=True, verbose_name=_("organisations")
    )
    site_key = models.CharField(_("number of the site"), max_length=60)
    site = models.CharField(_("Site"), max_length=200)
    activity = models.CharField(_("Activity"), max_length=20, blank=True, help_text=_("As the register codes it."))
    year = models.PositiveSmallIntegerField(_("year"))
    is_hazardous = models.BooleanField(_("hazardous"), default=False)
    treatment = models.CharField(_("Treatment"), max_length=1, choices=Treatment, blank=True)
    tonnes = models.FloatField(_("Tonnes"), validators=(MinValueValidator(0),))
    lat = models.FloatField(_("Latitude"), null=True, blank=True)
    lon = models.FloatField(_("Longitude"), null=True, blank=True)
    source_title = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), blank=True)
    checked_on = models.DateField(_("checked on"))

    class Meta:
        verbose_name = _("reported transfer")
        verbose_name_plural = _("reported transfers")
        ordering = ("site", "-year", "-is_hazardous", "-treatment")
        constraints = (
            models.UniqueConstraint(
                name="a_transfer_is_told_once", fields=["site_key", "year", "is_hazardous", "treatment"]
            ),
            models.CheckConstraint(name="a_transfer_is_not_below_nothing", condition=Q(tonnes__gte=0)),
        )

    def __str__(self) -> str:
        return f"{self.site}, {self.year}"


class Processor(models.Model):
    """A plant that makes one thing of another: what it takes in at most, and what it costs to run at all."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="processors", verbose_name=_("organisation")
    )
    name = models.CharField(_("Processor"), max_length=120)
    lat, lon = latitude(), longitude()
    site = words(_("Site"), _("The site or organisation that the row belongs to."))
    country = models.CharField(_("Country"), max_length=2, default="FI", help_text=_("As two letters, such as FI."))
    capacity_t = not_below_nothing(_("Capacity"), _("What goes in at most in a year, of all recipes together. t."))
    opening_eur = not_below_nothing(
        _("Opening cost"), _("What a year of running it costs, however little goes in. EUR."), default=0
    )
    centre = centre()
    source_title = words(_("source"))
    source_url = models.URLField(_("address of the source"), blank=True)
    is_invented = invented()
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("processor")
        verbose_name_plural = _("processors")
        ordering = ("name", "pk")
        constraints = (lasts("processor"),)

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """Its name: the centre entered it, so nothing is kept."""
        return self.name

    def clean(self) -> None:
        refuse_reversed(self)


class Recipe(models.Model):
    """What a processor takes, what comes out of it, and what a tonne costs.

    `inlet` and `outlet` stand for the two ends of the recipe once an exchange with it is followed.
    """

    processor = models.ForeignKey(Processor, models.CASCADE, related_name="recipes", verbose_name=_("processor"))
    waste_codes = models.CharField(
        _("Waste codes"), max_length=200, help_text=_("Codes and prefixes that the recipe takes, with blanks between.")
    )
    output = models.CharField(
        _("Output"), max_length=120, help_text=_("What comes out: a material by name, or a waste code of six digits.")
    )
    yield_t_t = models.FloatField(
        _("Yield"),
        validators=(MinValueValidator(0), MaxValueValidator(10)),
        help_text=_("Tonnes out for a tonne in, such as 0.8."),
    )
    cost_eur_t = amount(_("Cost"), _("The cost of processing a tonne that goes in. EUR/t."))
    permit_t = not_below_nothing(
        _("Permitted tonnes"), _("What may go in of this recipe in a year. t. Empty: no bound of its own."),
        null=True, blank=True,
    )  # fmt: skip
    inlet = models.OneToOneField(Need, models.PROTECT, related_name="inlet_of", null=True, blank=True)
    outlet = models.OneToOneField(Offer, models.PROTECT, related_name="outlet_of", null=True, blank=True)

    class Meta:
        verbose_name = _("recipe")
        verbose_name_plural = _("recipes")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.waste_codes} → {self.output}"


class Permit(models.Model):
    """A right to take waste, with its first and last day: of a need, or of a processor."""

    need = models.ForeignKey(
        Need, models.CASCADE, related_name="permits", null=True, blank=True, verbose_name=_("need")
    )
    processor = models.ForeignKey(
        Processor, models.CASCADE, related_name="permits", null=True, blank=True, verbose_name=_("processor")
    )
    name = models.CharField(_("Permit"), max_length=200, help_text=_("Its number or name, as on the decision."))
    authority = words(_("Authority"), _("Who gave it."))
    codes = models.CharField(
        _("Codes of the permit"), max_length=200, help_text=_("Codes and prefixes that it names, with blanks between.")
    )
    tonnes = not_below_nothing(
        _("Tonnes in a year"), _("What it lets in, all codes together. Empty: it names no amount."),
        null=True, blank=True,
    )  # fmt: skip
    link = models.URLField(_("link"), blank=True)
    is_invented = models.BooleanField(_("invented"), default=False)
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until further notice."))

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")
        ordering = ("until_on", "pk")
        constraints = (
            lasts("permit"),
            models.CheckConstraint(
                name="a_permit_is_of_one_receiver",
                condition=Q(need=None, processor__isnull=False) | Q(need__isnull=False, processor=None),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_reversed(self)

    @property
    def holder(self) -> Need | Processor:
        """Whose right it is."""
        return self.need or self.processor

    def state_on(self, day: date) -> str:
        """Whether it holds on a day, has ended, or is still to begin."""
        if self.until_on and self.until_on < day:
            return "ended"
        return "ahead" if self.from_on > day else "holds"


class Transfer(models.Model):
    """What a transfer document asks for and the register does not hold, once for each exchange."""

    exchange = models.OneToOneField(Exchange, models.CASCADE, related_name="transfer", verbose_name=_("exchange"))
    from_address = words(_("Where the transfer begins"), _("The address of the place."))
    to_address = words(_("Where the transfer ends"), _("The address of the place."))
    carrier = words(_("Who drives"), _("The name of the firm that drives."))
    carrier_number = words(_("Business ID of who drives"), most=20)
    vehicle = words(_("Registration number of the vehicle"), _("As far as it is known."), most=40)
    description = words(_("Description of the waste"), _("In words, beside the code."))
    activity = words(_("Activity in which the waste arose"))
    treatment = words(
        _("Treatment at the place of arrival"), _("As recovery R1 to R13 or disposal D1 to D15."), most=40
    )
    composition = words(_("Composition"))
    hazards = words(_("Hazardous properties"), _("HP 1 to HP 15."), most=80)
    packing = words(_("Packing and way of transport"))
    pop = words(_("Persistent organic pollutants"), _("Which, if there are any."))

    class Meta:
        verbose_name = _("transfer document")
        verbose_name_plural = _("transfer documents")

    def __str__(self) -> str:
        return str(self.exchange)
