"""What somebody gives who plans a plant: the kind and place, then the bill line by line."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokkasite.leakage.products import choices
from tokkasite.plants.models import Scenario
from tokkasite.plants.names import LINES, origin_of
from tokkasite.plants.readers import LINE_KINDS, line_name, municipalities, reference_bills
from tokkasite.register.models import Municipality

EMPTY_LINES: Final = 2
MOST_LINES: Final = 16
MOST_EUROS: Final = 10**11
BETWEEN: Final = re.compile(r"\s*[–—;/]\s*|\s+-\s+|(?<=\d)-(?=\d)|\s+")
GROUPED: Final = re.compile(r"\d{1,3}([.,]\d{3})+")
DECIMAL: Final = re.compile(r"\d+([.,]\d{1,2})?")
EARLIEST: Final = 2000
RINGS: Final = ("municipality", "region", "nation")


class EurosField(forms.CharField):
    """A sum of euros in digits, with whatever stands between its thousands."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 30}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.0f}".replace(",", " ") if isinstance(value, (int, float)) else value

    def to_python(self, value: Any) -> float | None:
        text = re.sub(r"\s|€|EUR|eur", "", super().to_python(value) or "").replace("−", "-")
        if not text:
            return None
        if text.startswith("-"):
            raise forms.ValidationError(_("A sum is never below zero. Write costs without a sign."))
        if GROUPED.fullmatch(text):
            text = re.sub("[.,]", "", text)
        if not DECIMAL.fullmatch(text):
            raise forms.ValidationError(
                _("Write euros in digits, such as 2 700 000. Words such as thousand or million are not read.")
            )
        euros = float(text.replace(",", "."))
        if euros > MOST_EUROS:
            raise forms.ValidationError(_("This is more than a hundred billion euros. Likely cause: another unit."))
        return euros


class RangeField(forms.CharField):
    """One number, or lowest, likeliest and highest with dashes between them; empty where nobody knows."""

    def __init__(self, *, percent: bool = True, **kwargs: Any) -> None:
        self.percent = percent
        widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40})
        super().__init__(**{"required": False, "widget": widget} | kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (int, float)):
            value = [value]
        if not isinstance(value, (list, tuple)):
            return value
        scale = 100 if self.percent else 1
        numbers = [f"{round(scale * one, 2):g}" for one in value]
        return numbers[0] if len(set(numbers)) == 1 else " – ".join(numbers)

    def to_python(self, value: Any) -> list[float] | None:
        text = (super().to_python(value) or "").replace("%", " ").replace(",", ".").replace("−", "-").strip()
        if not text:
            return None
        if text.startswith("-"):
            raise forms.ValidationError(_("This is never below zero."))
        try:
            numbers = [float(part) for part in BETWEEN.split(text)]
        except ValueError:
            raise forms.ValidationError(self.how) from None
        if len(numbers) not in (1, 3) or not all(0 <= one < MOST_EUROS for one in numbers):
            raise forms.ValidationError(self.how)
        if numbers != sorted(numbers):
            raise forms.ValidationError(_("Write the lowest first, then the likeliest, then the highest."))
        if self.percent:
            self.refuse_no_percent(numbers)
            numbers = [one / 100 for one in numbers]
        return numbers * 3 if len(numbers) == 1 else numbers

    @property
    def how(self) -> str:
        if self.percent:
            return gettext("Write one share in per cent, or three with dashes between them, such as 0 – 30 – 100.")
        return gettext("Write one number, or three with dashes between them, such as 11 – 13 – 16.")

    def refuse_no_percent(self, numbers: list[float]) -> None:
        if numbers[-1] > 100:
            raise forms.ValidationError(_("No share is above 100 per cent."))
        if 0 < numbers[-1] < 1:
            raise forms.ValidationError(
                _("This reads as less than one per cent. Likely cause: a share written as 0.35. Write 35.")
            )


class ChooseForm(forms.Form):
    """What kind of plant, and where."""

    kind = forms.ChoiceField(
        label=_("What kind of plant?"), choices=Scenario.Kind.choices, widget=forms.RadioSelect, initial="dairy"
    )
    municipality = forms.ModelChoiceField(
        label=_("In which municipality?"), queryset=Municipality.objects.none(), to_field_name="code", empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["municipality"].queryset = municipalities()


class PlanForm(forms.Form):
    """The plant as a whole: sales, work, and who owns it."""

    name = forms.CharField(
        label=_("Name of the scenario"), max_length=80, help_text=_("So that you tell it from others on paper.")
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), to_field_name="code", empty_label=None
    )
    year = forms.IntegerField(label=_("Euros of the year"), min_value=EARLIEST)
    vat = forms.ChoiceField(
        label=_("Value-added tax"),
        choices=(("without", _("All sums are without it")), ("with", _("Some sums include it"))),
        initial="without",
    )
    turnover = EurosField(label=_("Sales in a year, euros"), help_text=_("What the plant sells and is paid for."))
    person_years = RangeField(
        percent=False,
        required=True,
        label=_("Work in the plant itself, person-years"),
        help_text=_("Full-time work of a year, without suppliers."),
    )
    wages = EurosField(label=_("Wages in a year, euros"), help_text=_("With the employer's contributions."))
    wages_municipality = RangeField(
        label=_("Wages to residents of the municipality, %"), help_text=_("Share of the wages.")
    )
    wages_region = RangeField(
        label=_("Wages to residents of the region, %"), help_text=_("Those of the municipality included.")
    )
    owners_municipality = RangeField(
        label=_("Owned in the municipality, %"), help_text=_("By people, firms or the municipality itself.")
    )
    owners_region = RangeField(
        label=_("Owned in the region, %"), help_text=_("The owners of the municipality included.")
    )
    induced = forms.BooleanField(
        label=_("Also reckon what residents re-spend, apart from the rest"),
        required=False,
        help_text=_("It rests on a guess of how much of a wage is spent. It is never added to the main figure."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.latest = today.year + 10
        self.fields["municipality"].queryset = municipalities()

    def clean_vat(self) -> str:
        if self.cleaned_data["vat"] != "without":
            raise forms.ValidationError(
                _("Take the tax out of every sum first: what the buyer gets back is nobody's income.")
            )
        return self.cleaned_data["vat"]

    def clean_year(self) -> int:
        if self.cleaned_data["year"] > self.latest:
            raise forms.ValidationError(_("Choose a year up to %(year)s."), params={"year": self.latest})
        return self.cleaned_data["year"]


class LineForm(forms.Form):
    """One purchase. A line without a sum is left out."""

    key = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("What it is"), max_length=80, required=False)
    product = forms.ChoiceField(label=_("Product of the regional table"), required=False, choices=choices("–"))
    euros = EurosField(label=_("Euros in a year"), required=False)
    municipality = RangeField(label=_("From the municipality, %"))
    region = RangeField(label=_("From the region, %"))
    nation = RangeField(label=_("From Finland, %"))
    additional = RangeField(label=_("New production, %"))
    note = forms.CharField(label=_("Where the figures are from"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("euros") and not told.get("product") and "product" not in self.errors:
            self.add_error("product", _("Choose what is bought, or leave the sum empty."))
        if not told.get("euros") and told.get("name") and not self.initial_sum:
            self.add_error("euros", _("Write the euros, or leave the whole line empty."))
        return told

    @property
    def initial_sum(self) -> bool:
        """Whether the line came with a sum, so that emptying it takes the line out."""
        return bool(self.data.get(self.add_prefix("key")))

    @cached_property
    def is_kept(self) -> bool:
        return bool(self.cleaned_data.get("euros"))

    @property
    def title(self) -> str:
        """What the line is called above its fields."""
        key = self["key"].value()
        return self["name"].value() or (str(LINES[key]) if key in LINES else "")


class DisplacedForm(LineForm):
    """What local sellers lose."""

    additional = RangeField(label=_("Really lost, %"))


class InvestmentForm(LineForm):
    """A purchase that is made once."""

    euros = EurosField(label=_("Euros once"), required=False)
    additional = None


FORMS: Final = {"input": LineForm, "displaced": DisplacedForm, "investment": InvestmentForm}


class Bill:
    """The form of a whole plan: its general part and three lists of lines."""

    def __init__(self, kind: str, *, today: date, plan: Mapping[str, Any], data: Any = None) -> None:
        self.kind, self.reference = kind, reference_bills()[kind]
        self.origin = origin_of({"source": plan.get("told", {}).get("turnover") or self.reference["source"]})
        self.form = PlanForm(data, today=today, initial=_general(plan))
        self.lists = {
            name: forms.formset_factory(
                FORMS[name], extra=EMPTY_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
            )(data, prefix=name, initial=[_line(line) for line in plan.get(name, ())], form_kwargs={"label_suffix": ""})
            for name in LINE_KINDS
        }
        for name, lines in self.lists.items():
            for line, told in zip(lines, plan.get(name, ()), strict=False):
                line.origin = origin_of(told)

    @property
    def inputs(self) -> Any:
        return self.lists["input"]

    @property
    def displaced(self) -> Any:
        return self.lists["displaced"]

    @property
    def investment(self) -> Any:
        return self.lists["investment"]

    @property
    def all_forms(self) -> list[forms.Form]:
        return [self.form, *(line for lines in self.lists.values() for line in lines)]

    @property
    def has_errors(self) -> bool:
        return any(one.is_bound and one.errors for one in self.all_forms) or any(
            lines.is_bound and lines.non_form_errors() for lines in self.lists.values()
        )

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(lines.is_valid() for lines in self.lists.values())])

    def kept_lines(self, name: str) -> list[LineForm]:
        """The lines that count, in their order."""
        return [line for line in self.lists[name] if line.is_kept]

    def plan(self) -> dict[str, Any]:
        """The plan as it is kept. Asked of a valid form only."""
        told = self.form.cleaned_data
        plan: dict[str, Any] = {
            "name": told["name"],
            "municipality": told["municipality"].name_fi,
            "year": told["year"],
            "prices": "",
            "turnover": told["turnover"],
            "person_years": told["person_years"],
            "wages": _shares({"euros": told["wages"]}, told, "wages_"),
            "owners": _shares({}, told, "owners_"),
        }
        plan |= {name: [self._kept(name, line.cleaned_data) for line in self.kept_lines(name)] for name in LINE_KINDS}
        first = self.reference
        plan["told"] = {
            key: first["source"] if _alike(plan[key], first[key]) else "own"
            for key in ("turnover", "person_years", "wages", "owners")
        }
        return plan

    def _kept(self, name: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """A line with its source: that of the reference while nobody has changed it."""
        local = {ring: told[ring] for ring in RINGS if told.get(ring) is not None}
        line = {"key": told["key"], "product": told["product"], "euros": told["euros"], "local": local}
        line["additional"] = told.get("additional") or [1.0, 1.0, 1.0]
        first = next((one for one in self.reference.get(name, ()) if one["key"] == told["key"]), None)
        is_named = told["key"] in LINES and told["name"] == str(LINES[told["key"]])
        line["name"] = "" if is_named else told["name"]
        if first is not None and "additional_source" in first:
            line["additional_source"] = first["additional_source"]
        is_ours = first is not None and not told["note"] and _is_as_given(line, first)
        return line | {"source": first["source"] if is_ours else "own", "note": told["note"]}

    def refuse(self, faults: Iterable[tuple[str, str]]) -> None:
        """Say each fault of the engine at the field that it is about."""
        for place, says in faults:
            form, field = self._at(place)
            form.add_error(field if field in form.fields else None, says)

    def _at(self, place: str) -> tuple[forms.Form, str]:
        found = re.fullmatch(r"(input|displaced|investment)\[(\d+)\]\.(?:local\.)?(\w+).*", place)
        if found and int(found[2]) <= len(self.kept_lines(found[1])):
            return self.kept_lines(found[1])[int(found[2]) - 1], found[3]
        return self.form, place.replace("wages.euros", "wages").replace(".", "_")


def _general(plan: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: plan[key] for key in ("name", "municipality", "year", "turnover", "person_years") if key in plan}
    told["wages"], told["induced"] = plan["wages"]["euros"], plan.get("induced", False)
    for part in ("wages", "owners"):
        told |= {f"{part}_{ring}": plan[part][ring] for ring in ("municipality", "region") if ring in plan[part]}
    return told


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": line.get("key", ""),
        "name": line_name(line),
        "product": line["product"],
        "euros": line["euros"],
        "additional": line.get("additional", 1.0),
        "note": line.get("note", ""),
        **line.get("local", {}),
    }


def _shares(found: dict[str, Any], told: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    rings = {ring: told[prefix + ring] for ring in ("municipality", "region") if told[prefix + ring] is not None}
    return found | rings


def _alike(one: Any, other: Any) -> bool:
    """Whether two figures say the same; a number alone is three equal ones."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    one, other = (value if isinstance(value, (list, tuple)) else [value] * 3 for value in (one, other))
    return all(abs(a - b) < 1e-9 for a, b in zip(one, other, strict=True))


def _is_as_given(line: Mapping[str, Any], first: Mapping[str, Any]) -> bool:
    return (
        line["product"] == first["product"]
        and _alike(line["euros"], first["euros"])
        and _alike(line["local"], first.get("local", {}))
        and _alike(line["additional"], first.get("additional", 1.0))
    )
