"""What somebody types who describes a stream or a need from one sentence on, and the file of a public register."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Organisation
from tokkasite.symbiosis import describe_readers as readers
from tokkasite.symbiosis.forms import day_input
from tokkasite.symbiosis.models import Level, Need, Offer
from tokkasite.symbiosis.readers import TOLD_OF, level_of

NONE = "none"
STATES = (
    ("", _("not said")),
    ("solid", _("solid")),
    ("paste", _("paste")),
    ("liquid", _("liquid")),
    ("dust", _("dust")),
)
STATUSES = (
    ("", _("not said: treated as waste")),
    ("waste", _("waste")),
    ("by-product", _("by-product")),
    ("product", _("product")),
    ("end-of-waste", _("end-of-waste")),
)
ROUTES = (
    ("", _("not said")),
    ("permit", _("environmental permit")),
    ("earth-construction", _("registration for earth construction")),
    ("registration", _("other registration")),
)
PRODUCTS = (
    ("", _("not said")),
    ("38.11.51", _("38.11.51 glass")),
    ("38.11.52", _("38.11.52 paper and paperboard")),
    ("38.11.53", _("38.11.53 used tyres")),
    ("38.11.54", _("38.11.54 other rubber")),
    ("38.11.55", _("38.11.55 plastic")),
    ("38.11.56", _("38.11.56 textiles")),
    ("38.11.57", _("38.11.57 leather")),
    ("38.11.58", _("38.11.58 metal")),
    ("38.11.59", _("38.11.59 other recyclable material")),
)
"""The recyclable materials of the Classification of Products by Activity, CPA 2.1, in words of ours."""
LONGEST_SENTENCE = 500
KILOGRAMS = 1000
NEARLY = 0.01

CHOOSE_A_CODE = _("Choose one of the codes, type another, or choose “None of these”.")
NAME_THE_MATERIAL = _("Name the material: without a waste code it is what others find it by.")
ENDED_PERMIT = _(
    "This permit has ended, so no waste can go there. Give the last day of a permit in force, or leave it empty "
    "until the new one is there."
)


class SentenceForm(forms.Form):
    """One sentence in Finnish, Swedish or English."""

    says = forms.CharField(
        label=_("What is it, in one sentence?"),
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In Finnish, Swedish or English, with the amount in a year if you know it."),
        error_messages={
            "required": _("Write what it is in a few words, such as “crushed concrete, 600 tonnes a year”.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class DescribeForm(forms.ModelForm):
    """The few things without which nothing is found, and behind headings the rest, with who may read what."""

    code_typed = forms.CharField(
        label=_("Another code"), required=False, max_length=200, help_text=_("Only if none of the codes above fits.")
    )
    amount = forms.CharField(label=_("Amount in a year"), max_length=60, widget=forms.TextInput)
    unit = forms.ChoiceField(label=_("Unit"), choices=readers.UNITS, initial="t")
    density = forms.CharField(
        label=_("Tonnes in one cubic metre"), required=False, max_length=20, help_text=_("Only where the unit is m³.")
    )

    first: tuple[str, ...] = ()
    material = ""

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        today: date,
        says: str,
        codes: tuple[readers.Code, ...],
        **told: Any,
    ) -> None:
        super().__init__(*args, label_suffix="", **told)
        self.today, self.says, self.codes = today, says, codes
        self.instance.organisation = organisation
        self.fields["code"] = self.code_field([(one.code, one.spaced) for one in codes])
        for field in ("from_on", "until_on", "permit_until"):
            if field in self.fields:
                self.fields[field].widget = day_input()
        for field in TOLD_OF[self._meta.model]:
            self.fields[f"level_{field}"] = forms.ChoiceField(
                label=self.instance._meta.get_field(field).verbose_name,
                choices=Level,
                initial=level_of(self.instance, field),
            )

    def code_field(self, choices: list[tuple[str, str]]) -> forms.Field:
        raise NotImplementedError

    @property
    def levels(self) -> list[forms.BoundField]:
        """Who may read which field."""
        return [self[f"level_{field}"] for field in TOLD_OF[self._meta.model]]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is asked for behind one heading."""
        shown = {"code", "visibility", *self.first, *self.place}
        return [field for field in self if field.name not in shown and not field.name.startswith("level_")]

    place = ("lat", "lon", "site", "from_on", "until_on")

    @property
    def where(self) -> list[forms.BoundField]:
        return [self[name] for name in self.place if name in self.fields]

    @property
    def start(self) -> list[forms.BoundField]:
        return [self[name] for name in self.first]

    def is_open(self, fields: list[forms.BoundField]) -> bool:
        """Whether something behind a heading is wrong, so that the heading stands open."""
        return any(field.errors for field in fields)

    @property
    def is_more_open(self) -> bool:
        return self.is_open(self.more) or any(field.data for field in self.more if self.is_bound)

    @property
    def is_where_open(self) -> bool:
        return self.is_open(self.where) or self["lat"].value() in (None, "")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        self.clean_weight(told)
        self.clean_codes(told)
        self.instance.levels = {
            field: told[f"level_{field}"]
            for field in TOLD_OF[self._meta.model]
            if told.get(f"level_{field}", Level.CENTRE) != Level.CENTRE
        }
        return told

    def clean_weight(self, told: dict[str, Any]) -> None:
        if "amount" not in told or "unit" not in told:
            return
        density = readers.number_said(told["density"]) if told.get("density") else None
        if told.get("density") and density is None:
            self.add_error("density", gettext("Write a number, such as 1.5."))
            return
        tonnes = readers.weighed(told["amount"], told["unit"], density)
        if isinstance(tonnes, str):
            self.add_error("density" if told["unit"] == "m3" and density is None else "amount", tonnes)
            return
        said = readers.amount_said(self.says)
        if said and said["unit"] != "m3" and tonnes:
            other = readers.weighed(str(said["amount"]), str(said["unit"]), None)
            times = other / tonnes if isinstance(other, float) else 1
            if any(abs(times / one - 1) < NEARLY for one in (KILOGRAMS, 1 / KILOGRAMS)):
                text = gettext(
                    "Your sentence says %(amount)s %(unit)s, which is a thousand times another. Which is it?"
                )
                self.add_error("amount", text % said)
                return
        self.instance.tonnes = tonnes

    def clean_codes(self, told: dict[str, Any]) -> None:
        raise NotImplementedError

    def has_material(self, told: dict[str, Any]) -> bool:
        if told.get(self.material):
            return True
        self.add_error(self.material, NAME_THE_MATERIAL)
        return False


class DescribeOffer(DescribeForm):
    """A side stream."""

    first = ("name", "amount", "unit", "avoided_cost_eur_t")
    material = "material"
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    product_code = forms.ChoiceField(
        label=_("Product code"),
        choices=PRODUCTS,
        required=False,
        help_text=_("CPA, where it is a product or a material and no waste."),
    )

    class Meta:
        model = Offer
        fields = (
            "name", "avoided_cost_eur_t", "material", "product_code", "state", "status", "evidence", "composition",
            "tonnes_by_period", "avoided_co2_kg_t", "lat", "lon", "site", "visibility", "from_on", "until_on",
        )  # fmt: skip

    def code_field(self, choices: list[tuple[str, str]]) -> forms.Field:
        return forms.ChoiceField(label=_("Waste code"), choices=[*choices, (NONE, NONE)], required=False)

    def clean_codes(self, told: dict[str, Any]) -> None:
        chosen = told.get("code", "")
        if typed := told.get("code_typed"):
            code, wrong = readers.one_code(typed, self.today)
            if wrong:
                self.add_error("code_typed", wrong)
                return
            self.instance.waste_code = code
        elif chosen and chosen != NONE:
            self.instance.waste_code = chosen
        elif not chosen and "code" not in self.errors:
            self.add_error("code", CHOOSE_A_CODE)
        elif self.has_material(told):
            self.instance.waste_code = ""


class DescribeNeed(DescribeForm):
    """What an organisation would take."""

    first = ("name", "amount", "unit", "price_eur_t")
    material = "materials"
    route = forms.ChoiceField(label=_("Route"), choices=ROUTES, required=False)

    class Meta:
        model = Need
        fields = (
            "name", "price_eur_t", "materials", "permit_codes", "permit_until", "permit", "route", "states", "limits",
            "municipal", "notice", "tonnes_by_period", "avoided_co2_kg_t", "lat", "lon", "site", "visibility",
            "from_on", "until_on",
        )  # fmt: skip

    def code_field(self, choices: list[tuple[str, str]]) -> forms.Field:
        return forms.MultipleChoiceField(label=_("Waste codes"), choices=[*choices, (NONE, NONE)], required=False)

    def clean_permit_until(self) -> date | None:
        until = self.cleaned_data["permit_until"]
        if until and until < self.today:
            raise forms.ValidationError(ENDED_PERMIT)
        return until

    def clean_codes(self, told: dict[str, Any]) -> None:
        chosen = [one for one in told.get("code", ()) if one != NONE]
        typed, wrong = readers.many_codes(told.get("code_typed", ""), self.today)
        if wrong:
            self.add_error("code_typed", wrong)
        elif chosen or typed:
            self.instance.waste_codes = " ".join(dict.fromkeys((*chosen, *typed)))
        elif NONE not in told.get("code", ()) and "code" not in self.errors:
            self.add_error("code", CHOOSE_A_CODE)
        else:
            self.has_material(told)


DESCRIBE_FORMS = {"offer": DescribeOffer, "need": DescribeNeed}


class TransfersForm(forms.Form):
    """A file of transfers with its source."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with the columns of the register: site, year, tonnes, class of waste, treatment, activity."),
    )
    source_title = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Who publishes it, and of which years, as it is to be shown.")
    )
    source_url = forms.URLField(label=_("Address of the source"), assume_scheme="https", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large: at most 20 MB. Cut it to your region."))
        return file


MOST_BYTES = 20 * 1024 * 1024
