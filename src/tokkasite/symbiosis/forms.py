"""What the team and the members give: the terms of a plan, the next step of an exchange, its papers and deliveries."""

from datetime import date, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Organisation
from tokkasite.symbiosis.models import (
    Delivery,
    Exchange,
    Level,
    Need,
    Offer,
    Paper,
    Permit,
    Processor,
    Recipe,
    Transfer,
)
from tokkasite.symbiosis.readers import TOLD_OF, level_of

AHEAD = 3 * 365

OBJECTIVES = (
    ("benefit", _("the largest net benefit")),
    ("tonnes", _("the most tonnes kept in use")),
    ("co2", _("the most CO2 saved")),
)


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TermsForm(forms.Form):
    """Under which terms exchanges are looked for."""

    objective = forms.ChoiceField(label=_("Look for"), choices=OBJECTIVES, initial="benefit")
    max_km = forms.FloatField(
        label=_("At most so far, km"), min_value=1, max_value=3000, initial=150, help_text=_("As the crow flies.")
    )
    transport_eur_tkm = forms.FloatField(
        label=_("Transport, EUR/t-km"), min_value=0, max_value=100, initial=0.12, help_text=_("A working value.")
    )
    handling_eur_t = forms.FloatField(
        label=_("Handling, EUR/t"), min_value=0, max_value=1000, initial=6, help_text=_("A working value.")
    )
    detour = forms.FloatField(label=_("Road km for a km as the crow flies"), min_value=1, max_value=3, initial=1.3)

    day = forms.DateField(
        label=_("On the day"), widget=day_input(), help_text=_("A day ahead shows what a coming law or price changes.")
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("day", today)

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if not self.today <= day <= self.today + timedelta(days=AHEAD):
            raise forms.ValidationError(_("Choose a day from today to three years ahead."))
        return day

    def day_asked(self) -> date:
        """The day of the law and of the offers."""
        return self.cleaned_data["day"]

    def terms(self) -> dict[str, object]:
        """What was asked, by the names of the engine's terms."""
        return {name: value for name, value in self.cleaned_data.items() if name != "day"}


class MoveForm(forms.ModelForm):
    """What happened, what comes next, and who owes an answer."""

    note = forms.CharField(label=_("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = Exchange
        fields = ("stage", "loss", "next_step", "owes", "due_on")
        widgets = {"due_on": day_input()}
        help_texts = {"loss": _("Only where it came to nothing.")}


class PaperForm(forms.ModelForm):
    class Meta:
        model = Paper
        fields = ("kind", "name", "link", "on", "until_on")
        widgets = {"on": day_input(), "until_on": day_input()}


class DeliveryForm(forms.ModelForm):
    class Meta:
        model = Delivery
        fields = ("on", "tonnes", "document")
        widgets = {"on": day_input()}


class LevelsForm(forms.Form):
    """For each field of an offer or a need, who may read it."""

    def __init__(self, *args: object, thing: Offer | Need, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.thing = thing
        for name in TOLD_OF[type(thing)]:
            label = thing._meta.get_field(name).verbose_name
            self.fields[name] = forms.ChoiceField(label=label, choices=Level, initial=level_of(thing, name))


class ProcessorForm(forms.ModelForm):
    """What a processor says of itself."""

    class Meta:
        model = Processor
        fields = (
            "name", "organisation", "site", "lat", "lon", "country", "capacity_t", "opening_eur",
            "from_on", "until_on", "source_title", "source_url", "is_invented",
        )  # fmt: skip
        widgets = {"from_on": day_input(), "until_on": day_input()}

    def __init__(self, *args: object, organisations: QuerySet[Organisation], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class RecipeForm(forms.ModelForm):
    """What goes in, what comes out, and what that costs."""

    class Meta:
        model = Recipe
        fields = ("waste_codes", "output", "yield_t_t", "cost_eur_t", "permit_t")


class PermitForm(forms.ModelForm):
    """A right to take waste, with its days."""

    class Meta:
        model = Permit
        fields = ("name", "authority", "codes", "tonnes", "from_on", "until_on", "link")
        widgets = {"from_on": day_input(), "until_on": day_input()}


class TransferForm(forms.ModelForm):
    """What a transfer document asks for and the register does not hold."""

    class Meta:
        model = Transfer
        fields = (
            "from_address", "to_address", "carrier", "carrier_number", "vehicle", "description", "activity",
            "treatment", "composition", "hazards", "packing", "pop",
        )  # fmt: skip
