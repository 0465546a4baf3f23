"""What is asked for a self-assessment: the rule set and day, an answer, a file, a comment, and with whom to share."""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tokka.rulebook.families import Family
from tokkasite.accounts.models import User
from tokkasite.excellence.evidence import KINDS, LARGEST_FILE
from tokkasite.excellence.models import Dossier, Item, Label

FIRST_OFFERED = "ecei_reference"
LONGEST_TEXT = 4000


class RoundForm(forms.Form):
    """A new round."""

    family = forms.ChoiceField(label=_("Rule set"))
    label = forms.ChoiceField(label=_("Label aimed at"), choices=[("", _("none")), *Label.choices], required=False)
    day = forms.DateField(
        label=_("Day of the evidence"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, families: Iterable[Family], today: date, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["family"].choices = [(family.key, gettext(family.label)) for family in families]
        self.fields["family"].initial = FIRST_OFFERED
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()


class AnswerForm(forms.Form):
    """An answer by hand with its reason."""

    answer = forms.ChoiceField(
        label=_("Answer by hand"),
        choices=[("", _("None: the journal answers, or nobody yet")), *Item.Answer.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What the answer rests on"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean(self) -> dict[str, str]:
        told = super().clean()
        if told.get("answer") and not told.get("text", "").strip():
            self.add_error("text", _("Say what the answer rests on."))
        return told


class FileForm(forms.Form):
    """A file that backs an answer. What is in it is looked at by the deed."""

    file = forms.FileField(
        label=_("Evidence file"),
        max_length=150,
        validators=[FileExtensionValidator(list(KINDS))],
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{kind}" for kind in KINDS)}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        told = {"size": LARGEST_FILE // 1_000_000, "kinds": ", ".join(KINDS)}
        self.fields["file"].help_text = gettext("At most %(size)d MB. One of: %(kinds)s.") % told

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            says = gettext("The file is larger than %(size)d MB. Make it smaller, or split it.")
            raise forms.ValidationError(says % {"size": LARGEST_FILE // 1_000_000})
        file.name = PurePosixPath(file.name).name
        return file


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), label_suffix=""
    )


class ShareForm(forms.Form):
    """The assessors with a pass to whom the round is open."""

    users = forms.ModelMultipleChoiceField(
        label=_("Assessors with a pass"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class DossierForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the dossier"), choices=Dossier._meta.get_field("language").choices, label_suffix=""
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = (get_language() or "")[:2]
