"""What the coordinator, the team and a reader give: a file of calls, a floor, a condition, what to look for."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tokka.rulebook.eligibility.consortium import MEMBER_STATES
from tokkasite.funding.models import Call, Condition, Source
from tokkasite.register.models import Role

LARGEST_FILE: Final = 50_000_000
NUTS: Final = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
COUNTRIES: Final = MEMBER_STATES | {"NO", "IS", "LI", "CH", "UK", "FO", "GL", "AL", "ME", "MK", "RS", "TR"}
"""Countries whose regions have codes, and those that programmes of the north count as regions."""
SIZES: Final = (
    ("micro", _("Micro")),
    ("small", _("Small")),
    ("medium", _("Medium-sized")),
    ("large", _("Large")),
)


class LookForm(forms.Form):
    """Which calls to show."""

    q = forms.CharField(label=_("Words of the title, or a reference"), max_length=120, required=False)
    status = forms.ChoiceField(
        label=_("State"),
        choices=[
            (Call.Status.OPEN, _("Open")),
            *[one for one in Call.Status.choices if one[0] != "open"],
            ("all", _("All")),
        ],
        required=False,
    )
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.all(), required=False, empty_label=_("All")
    )

    def asked(self) -> dict[str, str]:
        """What was asked, with what cannot be used left out: open calls of every source."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        source = given.get("source")
        return {
            "words": given.get("q") or "",
            "status": given.get("status") or Call.Status.OPEN,
            "source": source.pk if source else "",
        }


class ImportForm(forms.Form):
    """A file of calls."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An answer of the EU portal's search or its reference file, the page of EURA 2021, a list of "
        "haeavustuksia.fi, or CSV with at least the columns reference and title. At most 50 MB."),
    )  # fmt: skip
    is_whole = forms.BooleanField(
        label=_("The file is the whole listing of its source"),
        required=False,
        help_text=_("Then what it does not name counts as missing once, and a file below the floor is refused."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 50 MB. Import it by the command of the operator."))
        return file


class SourceForm(forms.ModelForm):
    class Meta:
        model = Source
        fields = ("floor", "is_fetched_nightly")


class ConditionForm(forms.Form):
    """What a call asks of those who apply, with the sentence that says so."""

    kind = forms.ChoiceField(label=_("What it asks"), choices=Condition.Kind.choices)
    roles = forms.MultipleChoiceField(
        label=_("Kinds of applicants that are admitted"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sizes = forms.MultipleChoiceField(
        label=_("Size classes that are admitted"),
        choices=SIZES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counted with owners and holdings."),
    )
    regions = forms.CharField(
        label=_("Regions that are admitted"),
        required=False,
        max_length=200,
        help_text=_("NUTS codes with blanks between, such as FI1D7 FI1D9. A shorter code admits all within it."),
    )
    partners = forms.IntegerField(label=_("Independent partners at least"), required=False, min_value=1, max_value=50)
    quote = forms.CharField(
        label=_("The sentence of the call"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Copy it word for word: it is shown beside every verdict that rests on it."),
    )

    def clean_regions(self) -> list[str]:
        codes = self.cleaned_data["regions"].upper().replace(",", " ").split()
        wrong = [code for code in codes if not NUTS.fullmatch(code) or code[:2] not in COUNTRIES]
        if wrong:
            message = _("%(codes)s is no NUTS code. It is two letters and up to three more signs, such as FI1D7.")
            raise forms.ValidationError(message, params={"codes": ", ".join(wrong)})
        return codes

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        field = FIELDS.get(told.get("kind", ""))
        if field and not told.get(field) and field not in self.errors:
            self.add_error(field, _("Say here what is admitted."))
        return told

    def values(self) -> list[str]:
        """What is admitted, as it is kept."""
        found = self.cleaned_data[FIELDS[self.cleaned_data["kind"]]]
        return [str(found)] if isinstance(found, int) else list(found)


FIELDS: Final = {"region": "regions", "role": "roles", "size": "sizes", "consortium": "partners"}
"""Where each kind of condition says what is admitted."""
