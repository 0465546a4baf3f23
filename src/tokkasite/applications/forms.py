"""What teams and members give: applications and their parts, aid, facts for size, and lists of past projects."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tokka.rulebook.state_aid import ARTICLES
from tokka.tables.cells import number_in
from tokkasite.applications.aid_readers import REGIONAL, SIZES
from tokkasite.applications.models import (
    AccountsYear,
    AidGrant,
    Application,
    Claim,
    Paper,
    Partner,
    PastImport,
    Score,
    SizeFacts,
)
from tokkasite.funding.models import Call
from tokkasite.journal.models import Project
from tokkasite.register.models import Municipality, Organisation

LARGEST_LIST: Final = 50_000_000
CURRENCY: Final = re.compile(r"[A-Za-z$£¥₽]{1,4}")


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EurosField(forms.DecimalField):
    """Money in euros as people write it: 12 500, 12.500,00 or 12500 €. Another currency is refused by its name."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        told = re.sub(r"(?i)\beur(os?|oa)?\b|€", "", value).strip()
        if not told:
            return None
        if other := CURRENCY.search(told):
            says = _("“%(currency)s” is no euro. Convert the amount to euros at the rate of its day.")
            raise ValidationError(says, params={"currency": other[0]})
        figure = number_in(told)
        if figure is None:
            raise ValidationError(
                _("“%(value)s” is no amount. Write it like 12500 or 12500,50."), params={"value": told}
            )
        return super().to_python(f"{figure:.2f}")


class MoneyForm(forms.ModelForm):
    """A form whose amounts in euros are read as people write them, and whose days have the browser's own field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        for name, field in self.fields.items():
            if isinstance(field, forms.DecimalField) and ("eur" in name):
                self.fields[name] = EurosField(
                    label=field.label,
                    help_text=field.help_text,
                    required=field.required,
                    min_value=0,
                    max_digits=13,
                    decimal_places=2,
                )
            elif isinstance(field, forms.DateField):
                field.widget = day_input()


class ApplicationForm(MoneyForm):
    """What an application is about, to which call, and who leads it."""

    class Meta:
        model = Application
        fields = (
            "title",
            "call",
            "call_title",
            "call_url",
            "programme",
            "deadline_on",
            "lead",
            "costs_eur",
            "asked_eur",
            "starts_on",
            "ends_on",
            "reference",
            "next_step",
            "owes",
            "due_on",
        )
        help_texts = {
            "call": _("Where the call is in the register of calls. It fills in what you leave empty below."),
            "call_title": _("Where the call is not in the register."),
        }

    def __init__(self, *args: Any, leads: QuerySet[Organisation], calls: QuerySet[Call], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads
        self.fields["call"].queryset = calls
        self.fields["programme"].required = False

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        call = told.get("call")
        if call is not None:
            told["programme"] = told.get("programme") or call.programme
            told["deadline_on"] = told.get("deadline_on") or (localdate(call.deadline_at) if call.deadline_at else None)
        elif not told.get("call_title"):
            self.add_error("call_title", _("Name the call, or choose one from the register above."))
        if not told.get("programme") and "programme" not in self.errors:
            self.add_error("programme", _("Name the programme, such as Horizon Europe or ERDF."))
        return told


class MoveForm(MoneyForm):
    """What happened and when, what comes next, and who owes it."""

    on = forms.DateField(label=_("It happened on"), widget=day_input())
    note = forms.CharField(label=_("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("stage", "on", "note", "reason", "granted_eur", "next_step", "owes", "due_on")

    class Meta:
        model = Application
        fields = ("stage", "reason", "granted_eur", "next_step", "owes", "due_on")
        help_texts = {
            "reason": _("Only where it ended without money."),
            "granted_eur": _("From the contract on."),
        }


class PartnerForm(MoneyForm):
    class Meta:
        model = Partner
        fields = ("organisation", "role", "task", "costs_eur", "asked_eur", "is_agreed")


class ScoreForm(MoneyForm):
    class Meta:
        model = Score
        fields = ("criterion", "points", "most", "threshold", "says")
        widgets = {"says": forms.Textarea(attrs={"rows": 3})}


class ClaimForm(MoneyForm):
    class Meta:
        model = Claim
        fields = ("reference", "on", "amount_eur", "paid_on", "paid_eur")


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Paper.Kind)
    file = forms.FileField(label=_("Document"), help_text=_("PDF, office file, picture or text, up to 20 MB."))


class ProjectForm(forms.Form):
    """As what a funded application goes into the journal."""

    kind = forms.ChoiceField(label=_("Kind of project"), choices=Project.Kind)


class BoardForm(forms.Form):
    """Which applications the board shows."""

    text = forms.CharField(label=_("Title, call or organisation"), required=False)
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=(("", _("All")), ("open", _("All that are open")), *Application.Stage.choices),
    )
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    pressing = forms.BooleanField(label=_("Only what presses"), required=False)

    def __init__(self, *args: Any, programmes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["programme"].choices = [("", _("All")), *((one, one) for one in programmes)]


class GrantForm(MoneyForm):
    """De minimis aid that was granted."""

    class Meta:
        model = AidGrant
        fields = ("organisation", "granted_on", "euros", "regime", "body", "reference", "purpose", "source")

    def __init__(self, *args: Any, members: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in members])
        self.fields["organisation"].help_text = _("The organisation or another one of the same single undertaking.")


class AidForm(forms.Form):
    """On which day, under which regulation, and how much is planned."""

    day = forms.DateField(label=_("On the day"), widget=day_input(), required=False)
    regime = forms.ChoiceField(label=_("Regulation"), choices=AidGrant.Regime, required=False)
    planned = EurosField(label=_("Planned aid, EUR"), required=False, min_value=0)

    def asked(self, today: date) -> tuple[date, str, float | None]:
        """What was asked, with today and the general regulation where nothing was."""
        told = self.cleaned_data if self.is_valid() else {}
        planned = told.get("planned")
        return (
            told.get("day") or today,
            told.get("regime") or AidGrant.Regime.GENERAL,
            None if planned is None else float(planned),
        )


class FactsForm(MoneyForm):
    class Meta:
        model = SizeFacts
        fields = ("kind", "country", "inhabitants", "budget_eur", "declared", "declared_on", "source")


class PlannedForm(forms.Form):
    """A project that somebody plans: for what the aid is, where, when, and what it costs."""

    article = forms.ChoiceField(
        label=_("For what"),
        choices=((REGIONAL, _("Regional investment aid")), *ARTICLES.items()),
        initial=REGIONAL,
    )
    municipality = forms.ModelChoiceField(label=_("Where"), queryset=Municipality.objects.all(), required=False)
    day = forms.DateField(label=_("Granted on"), widget=day_input())
    costs = EurosField(label=_("Eligible costs, EUR"), required=False, min_value=0)
    size = forms.ChoiceField(
        label=_("Size class"),
        required=False,
        choices=(
            ("", _("As computed")),
            *zip(
                SIZES,
                (_("Micro"), _("Small"), _("Medium-sized"), pgettext_lazy("size", "Large")),
                strict=True,
            ),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("article") == REGIONAL and not told.get("municipality"):
            self.add_error("municipality", _("Choose the municipality of the investment: the share depends on it."))
        return told


class AccountsForm(MoneyForm):
    class Meta:
        model = AccountsYear
        fields = (
            "year",
            "liability",
            "subscribed_capital_eur",
            "share_premium_eur",
            "accumulated_losses_eur",
            "reserves_eur",
            "capital_in_accounts_eur",
            "is_insolvent",
            "has_unrepaid_rescue_aid",
            "debt_to_equity",
            "interest_cover",
            "founded_on",
            "source",
        )


class PastForm(forms.Form):
    """Lists of funded projects as their programmes publish them."""

    kind = forms.ChoiceField(label=_("Kind of list"), choices=PastImport.Kind, widget=forms.RadioSelect)
    projects = forms.FileField(
        label=_("File of projects"), help_text=_("For structural funds the only file: projects with beneficiaries.")
    )
    organisations = forms.FileField(label=_("File of organisations"), required=False, help_text=_("For CORDIS."))
    participations = forms.FileField(
        label=_("File of participations"),
        required=False,
        help_text=_("For CORDIS, where they are not in the file of organisations."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        for name in ("projects", "organisations", "participations"):
            if (file := told.get(name)) and file.size > LARGEST_LIST:
                says = _("The file is larger than %(size)s MB. Give it compressed, or split it.")
                self.add_error(name, ValidationError(says, params={"size": LARGEST_LIST // 1_000_000}))
        if told.get("kind") == PastImport.Kind.CORDIS and not told.get("organisations"):
            self.add_error("organisations", _("CORDIS tells organisations in a file of their own. Choose it."))
        return told

    def lists(self) -> list[tuple[str, bytes]]:
        names = ("projects", "organisations", "participations")
        if self.cleaned_data["kind"] == PastImport.Kind.STRUCTURAL:
            names = names[:1]
        return [(file.name, file.read()) for name in names if (file := self.cleaned_data.get(name))]
