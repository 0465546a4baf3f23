"""What is asked before a sheet leaves or comes in."""

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokkasite.benchmark import readers
from tokkasite.benchmark.models import Installation, OwnWay

CONSENTS = (
    ("compare", _("Compare: percentiles of peer groups, and nothing else")),
    ("study", _("Study: also models of management and practices")),
    (
        "contact",
        _(
            "Contact: peers may also ask, through this installation, how we do a practice; "
            "here our name stands beside the practices that we do"
        ),
    ),
)
LARGEST_POOL = 64 * 2**20


class SheetForm(forms.Form):
    """What the manager decides of a sheet: what it may be used for, and among whose sectors it is compared."""

    consent = forms.ChoiceField(
        label=_("What the pool may do with our sheet"), choices=CONSENTS, widget=forms.RadioSelect
    )
    portfolio = forms.ChoiceField(label=_("Sector portfolio"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["portfolio"].choices = readers.portfolios()


class BringForm(forms.Form):
    """A file of sheets from elsewhere."""

    file = forms.FileField(
        label=_("File of sheets"),
        help_text=_("One sheet a line, as another installation exported it (.jsonl, at most 64 MB)."),
        validators=[FileExtensionValidator(["jsonl", "json", "txt"])],
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_POOL:
            raise forms.ValidationError(gettext("The file is larger than 64 MB. Bring it in as several files."))
        return file


class InstallationForm(forms.ModelForm):
    """Whose sheets count."""

    class Meta:
        model = Installation
        fields = ("name", "key", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if not readers.is_key(key):
            raise forms.ValidationError(
                gettext("This is no public key. It has 44 letters and ends with an equals sign.")
            )
        return key


class QuestionsForm(forms.Form):
    """The dimensions that a person answers. What the journal proposes is chosen at first; nothing counts unsaved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for dimension in readers.dimensions():
            if dimension.choices:
                choices = [(key, gettext(label)) for key, label in dimension.choices.items()]
                self.fields[dimension.key] = forms.ChoiceField(
                    label=gettext(dimension.question),
                    choices=[("", gettext("not known")), *choices],
                    required=False,
                    widget=forms.RadioSelect,
                )


class OwnWayForm(forms.ModelForm):
    """How we do it."""

    class Meta:
        model = OwnWay
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["text"].required = False
