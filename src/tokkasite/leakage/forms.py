"""What the team and the firms give: a ledger, kitchens' food, a heat plant's fuels, and six questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokkasite.leakage import products
from tokkasite.leakage.models import Answer, AnswerLine
from tokkasite.register.models import Language, Municipality

FIRST_YEAR = 2010
LARGEST = 1e11
LARGEST_FILE_MB = 20


def sum_field(label: object, told: object = "", *, required: bool = False) -> forms.FloatField:
    return forms.FloatField(
        label=label, help_text=told, min_value=0, max_value=LARGEST, required=required, localize=True
    )


def part_field(label: object) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=100, required=False, localize=True)


class OfPlace(forms.Form):
    """Of which municipality and year."""

    municipality = forms.ModelChoiceField(Municipality.objects.none(), label=_("Municipality"))
    year = forms.IntegerField(label=_("Year"), help_text=_("The year of the purchases."))

    def __init__(self, *args: Any, places: list[Municipality], last_year: int, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.filter(pk__in=[place.pk for place in places])
        self.fields["year"].initial = last_year - 1
        self.fields["year"].min_value, self.fields["year"].max_value = FIRST_YEAR, last_year
        self.last_year = last_year

    def clean_year(self) -> int:
        return year_checked(self.cleaned_data["year"], self.last_year)


def year_checked(year: int, last: int) -> int:
    if not FIRST_YEAR <= year <= last:
        told = {"first": FIRST_YEAR, "last": last}
        raise forms.ValidationError(_("Give a year from %(first)s to %(last)s."), params=told)
    return year


class LedgerForm(OfPlace):
    """A municipality's purchase ledger as a file, and which postcodes are at home."""

    file = forms.FileField(
        label=_("Purchase ledger"),
        help_text=_(
            "Excel, OpenDocument or CSV with a heading row: supplier, account, sum, postcode. Municipalities publish "
            "such lists of their purchase invoices. Any usual encoding and delimiter is read; suppliers' names are not "
            "kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xls,.xlsx,.xlsm,.ods,.gz"}),
    )
    home = forms.CharField(
        label=_("Postcodes of the municipality"),
        max_length=300,
        help_text=_("Single ones, beginnings or ranges with commas between them, such as 97700-97799, 9784."),
    )
    region = forms.CharField(
        label=_("Postcodes of Lapland"), max_length=300, help_text=_("In the same way, such as 94-99.")
    )
    is_net = forms.BooleanField(
        label=_("The sums are euros without value-added tax"),
        help_text=_("The tax leaves with every purchase, wherever it is made. Export the net sums."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE_MB * 1_000_000:
            told = {"most": LARGEST_FILE_MB}
            raise forms.ValidationError(_("The file is larger than %(most)s MB. Split it by year."), params=told)
        return file


class DraftForm(forms.Form):
    """The product of every account of a draft; an account without one is left out."""

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.answer = answer
        options = products.choices(_("– left out –"))
        for line in answer.lines.all():
            self.fields[f"line_{line.pk}"] = forms.ChoiceField(
                label=line.label, choices=options, initial=line.product, required=False
            )
        if answer.facts.get("suspicions"):
            self.fields["is_checked"] = forms.BooleanField(
                label=_("I looked at the sums: they are euros of the whole year without value-added tax")
            )

    def products(self) -> dict[int, str]:
        """The product by the number of the line."""
        told = self.cleaned_data
        return {int(name.removeprefix("line_")): told[name] for name in told if name.startswith("line_")}

    def rows(self) -> list[tuple[AnswerLine, Any]]:
        """Every account with its field."""
        return [(line, self[f"line_{line.pk}"]) for line in self.answer.lines.all()]


class PartsForm(OfPlace):
    """Purchases of some groups in euros, and of each the parts that come from the municipality and from Lapland."""

    groups: tuple[tuple[str, object], ...] = ()
    buyer = AnswerLine.Buyer.PUBLIC
    kind = Answer.Kind.KITCHENS
    name = forms.CharField(label=_("Name"), max_length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in self.groups:
            named = {"group": label}
            self.fields[f"euros_{code}"] = sum_field(label, _("Euros of the year, without value-added tax."))
            self.fields[f"local_{code}"] = part_field(_("%(group)s: per cent from the municipality") % named)
            self.fields[f"regional_{code}"] = part_field(
                _("%(group)s: per cent from Lapland, the municipality included") % named
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for code, _label in self.groups:
            refuse_parts(self, code, told)
        return told

    def lines(self) -> list[AnswerLine]:
        """What was told, in euros."""
        told = self.cleaned_data
        return [line_of(self.buyer, code, str(label), code, told) for code, label in self.groups]

    def facts(self) -> dict[str, Any]:
        return {}


def refuse_parts(form: forms.Form, key: str, told: dict[str, Any]) -> None:
    """Refuse parts without euros, a larger part at home than in Lapland, and euros without parts."""
    euros, local, regional = (told.get(f"{name}_{key}") for name in ("euros", "local", "regional"))
    if euros is None and (local or regional):
        form.add_error(f"euros_{key}", _("Give the euros too: without them the parts say nothing."))
    if euros and (local is None or regional is None):
        missing = "local" if local is None else "regional"
        form.add_error(f"{missing}_{key}", _("Give a per cent from 0 to 100. If nobody knows, leave the euros empty."))
    if local is not None and regional is not None and local > regional:
        form.add_error(
            f"regional_{key}", _("What comes from the municipality comes from Lapland too: give at least as much.")
        )


def line_of(buyer: str, product: str, label: str, key: str, told: dict[str, Any]) -> AnswerLine:
    euros = round(told.get(f"euros_{key}") or 0.0, 2)
    regional = min(round(euros * (told.get(f"regional_{key}") or 0.0) / 100, 2), euros)
    local = min(round(euros * (told.get(f"local_{key}") or 0.0) / 100, 2), regional)
    return AnswerLine(buyer=buyer, product=product, label=label, euros=euros, regional=regional, local=local)


class KitchensForm(PartsForm):
    """What public kitchens buy."""

    groups = (("10_12", _("Food of the food industry")), ("01", _("Produce straight from farms")))


class HeatForm(PartsForm):
    """What a heat plant buys to make heat."""

    kind = Answer.Kind.HEAT
    buyer = AnswerLine.Buyer.FIRMS
    groups = (
        ("02_03", _("Wood chips and other wood")),
        ("05_09", _("Peat")),
        ("19_22", _("Oil and gas")),
        ("35_39", _("Electricity and heat that is bought")),
    )


class AskForm(forms.Form):
    """Which firm is asked, of which municipality, in which language."""

    municipality = forms.ModelChoiceField(Municipality.objects.none(), label=_("Municipality"))
    firm = forms.CharField(label=_("Firm"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address of the firm"),
        required=False,
        help_text=_(
            "The letter with the link goes there, in Finnish and English. Leave it empty to hand on the link yourself."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the questions"),
        choices=[(Language.FI.value, Language.FI.label), (Language.EN.value, Language.EN.label)],
    )

    def __init__(self, *args: Any, places: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.filter(pk__in=[place.pk for place in places])


PURCHASES = ("1", "2", "3")


class SixQuestions(forms.Form):
    """Turnover, wages by home, the three largest groups of purchases, and where the owners live."""

    year = forms.IntegerField(label=_("Of which year do you answer?"))
    turnover = sum_field(_("1. Turnover, euros"), _("Without value-added tax."), required=True)
    wages = sum_field(_("2. Wages paid, euros"), _("Before taxes. 0 where nobody is paid."), required=True)
    wages_local = part_field(_("Per cent of the wages paid to people who live in the municipality"))
    owner = forms.ChoiceField(
        label=_("6. Where do those live who own the most of the firm?"),
        choices=[
            ("municipality", _("In the municipality")),
            ("region", _("Elsewhere in Lapland")),
            ("nation", _("Elsewhere in Finland")),
            ("abroad", _("Abroad")),
        ],
    )
    consent = forms.BooleanField(
        label=_("I answer for the firm, and agree that the answers are used as told above"),
    )

    def __init__(self, *args: Any, last_year: int, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.last_year = last_year
        self.fields["year"].initial = last_year - 1
        for number in PURCHASES:
            told = {"number": int(number) + 2, "place": int(number)}
            self.fields[f"product_{number}"] = forms.ChoiceField(
                label=_("%(number)s. What do you buy? Largest group number %(place)s") % told,
                choices=products.choices(_("– no more –")),
                required=False,
            )
            self.fields[f"euros_{number}"] = sum_field(
                _("Group %(place)s: euros of the year, without value-added tax") % told
            )
            self.fields[f"local_{number}"] = part_field(
                _("Group %(place)s: per cent of it made in the municipality") % told
            )
            self.fields[f"regional_{number}"] = part_field(
                _("Group %(place)s: per cent of it made in Lapland, the municipality included") % told
            )
        order = ["year", "turnover", "wages", "wages_local"]
        order += [f"{name}_{number}" for number in PURCHASES for name in ("product", "euros", "local", "regional")]
        self.order_fields([*order, "owner", "consent"])

    def clean_year(self) -> int:
        return year_checked(self.cleaned_data["year"], self.last_year)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("wages") and told.get("wages_local") is None:
            self.add_error("wages_local", _("Give a per cent from 0 to 100."))
        bought = 0.0
        for number in PURCHASES:
            refuse_parts(self, number, told)
            bought += told.get(f"euros_{number}") or 0.0
            if bool(told.get(f"product_{number}")) != bool(told.get(f"euros_{number}")):
                name = "euros" if told.get(f"product_{number}") else "product"
                self.add_error(f"{name}_{number}", _("Give both what you buy and for how many euros, or neither."))
        turnover = told.get("turnover")
        if turnover is not None and bought + (told.get("wages") or 0.0) > max(2 * turnover, turnover + 50_000):
            says = _(
                "Wages and purchases are over twice the turnover. Is one of them in another unit, such as thousands?"
            )
            self.add_error("turnover", says)
        return told

    def lines(self) -> list[AnswerLine]:
        told = self.cleaned_data
        return [
            line_of(AnswerLine.Buyer.FIRMS, code, str(products.name_of(code)), number, told)
            for number in PURCHASES
            if (code := told.get(f"product_{number}"))
        ]

    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "turnover": told["turnover"],
            "wages": told["wages"],
            "wages_local": round(told["wages"] * (told.get("wages_local") or 0.0) / 100, 2),
            "owner": told["owner"],
            "consent": gettext("I answer for the firm, and agree that the answers are used as told above"),
        }
