"""What members and the team give for partner profiles, consortia and cluster profiles."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokkasite.partners import readers
from tokkasite.partners.models import Candidate, Consortium, OwnProfile, PartnerProfile, lines_of
from tokkasite.register.models import Organisation, Role

MOST_BYTES: Final = 5_000_000
SECTOR: Final = re.compile(r"[A-V]|\d{2}(\.\d{1,2})?")
NOT_KNOWN: Final = [("", _("not known")), ("true", _("yes")), ("false", _("no"))]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def long_text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def two_letters(text: str) -> str:
    """Codes of countries with a blank between each; refuses whatever else stands there."""
    codes = text.upper().replace(",", " ").split()
    wrong = [one for one in codes if not re.fullmatch(r"[A-Z]{2}", one)]
    if wrong:
        says = gettext("%(wrong)s is no code of a country. Write two letters each, with blanks between: NO SE.")
        raise forms.ValidationError(says % {"wrong": wrong[0]})
    return " ".join(dict.fromkeys(codes))


class ProfileForm(forms.ModelForm):
    """What an organisation offers and seeks, and how much is shown of it."""

    wanted_kinds = forms.MultipleChoiceField(
        label=_("kinds of partner wanted"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: any kind."),
    )
    anonymity = PartnerProfile._meta.get_field("anonymity").formfield(widget=forms.RadioSelect)
    consents = forms.BooleanField(
        label=_("We agree that this profile is found as chosen above"),
        required=False,
        help_text=_("Without it the profile stays a draft that nobody finds. It can be withdrawn at any time."),
    )

    class Meta:
        model = PartnerProfile
        fields = (
            *("title", "offers", "seeks", "text", "sectors", "stage", "rights", "partnership", "country"),
            *("wanted_countries", "wanted_kinds", "ends_on", "contact", "anonymity"),
        )
        widgets = {"offers": long_text(), "seeks": long_text(), "text": long_text(), "ends_on": day_input()}

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

    def clean_wanted_countries(self) -> str:
        return two_letters(self.cleaned_data["wanted_countries"])

    def clean_sectors(self) -> str:
        codes = self.cleaned_data["sectors"].upper().replace(",", " ").split()
        if wrong := [one for one in codes if not SECTOR.fullmatch(one)]:
            says = gettext("%(wrong)s is no activity code. Write a section or class of NACE, such as C or 16.23.")
            raise forms.ValidationError(says % {"wrong": wrong[0]})
        return " ".join(dict.fromkeys(codes))


class AdvisedProfileForm(ProfileForm):
    """A profile that the team writes for one of its participants."""

    organisation = forms.ModelChoiceField(label=_("organisation"), queryset=Organisation.objects.none())
    field_order = ("organisation",)

    def __init__(self, *args: object, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["consents"].label = _("The organisation has agreed that this profile is found as chosen above")
        if self.instance.pk:
            del self.fields["organisation"]


class ConsortiumForm(forms.ModelForm):
    """What a call asks of a consortium."""

    class Meta:
        model = Consortium
        fields = (
            *("title", "call", "covered", "entities", "of_member_states", "associated", "most_partners"),
            *("most_per_country", "least_smes", "least_sme_percent", "most_share_percent", "alternatives"),
        )
        widgets = {"covered": long_text(5)}

    def clean_associated(self) -> str:
        return two_letters(self.cleaned_data["associated"])

    def clean_covered(self) -> str:
        covered = "\n".join(lines_of(self.cleaned_data["covered"]))
        try:
            readers.covered_of(covered)
        except ValueError as wrong:
            says = gettext(
                "“%(line)s” cannot be read, or stands there twice. Write a name, and behind a colon 1 to 20."
            )
            raise forms.ValidationError(says % {"line": wrong}) from wrong
        return covered


class CandidateForm(forms.ModelForm):
    """What is known of a candidate."""

    covers = forms.MultipleChoiceField(label=_("covers"), required=False, widget=forms.CheckboxSelectMultiple)
    is_sme = forms.TypedChoiceField(
        label=_("small or medium-sized enterprise"),
        choices=NOT_KNOWN,
        required=False,
        coerce=lambda told: told == "true",
        empty_value=None,
    )

    class Meta:
        model = Candidate
        fields = ("name", "country", "covers", "fit", "is_sme", "owners", "least_percent", "most_percent", "place")
        widgets = {"owners": long_text(2)}

    def __init__(self, *args: object, consortium: Consortium, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covers"].choices = [(one, one) for one in readers.covered_of(consortium.covered)]
        if self.instance.is_sme is not None:
            self.initial["is_sme"] = "true" if self.instance.is_sme else "false"
        self.fields["country"].help_text = _("As two letters, such as SE. Empty: not known.")

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

    def clean_owners(self) -> str:
        try:
            readers.owners_of(self.cleaned_data["owners"])
        except ValueError as wrong:
            says = gettext("“%(line)s” cannot be read. Write a name, a colon and the share in per cent, 0 to 100.")
            raise forms.ValidationError(says % {"line": wrong}) from wrong
        return self.cleaned_data["owners"]


class PickForm(forms.Form):
    """Adds somebody who is known here to the candidates."""

    source = forms.ChoiceField(label=_("Who"))

    def __init__(self, *args: object, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(label, [(one.value, one.label) for one in rows]) for label, rows in sources if rows]
        self.fields["source"].choices = [("", "–"), *groups]


class OwnProfileForm(forms.ModelForm):
    """What the cluster tells other clusters of itself."""

    class Meta:
        model = OwnProfile
        fields = (
            *("region", "label", "url", "founded", "sme", "large", "research", "public", "other", "sectors"),
            *("technologies", "offers", "seeks", "target_countries", "languages", "is_published"),
        )
        widgets = {name: long_text(3) for name in ("sectors", "technologies", "offers", "seeks")}

    def clean_target_countries(self) -> str:
        return two_letters(self.cleaned_data["target_countries"])


class ReceiveForm(forms.Form):
    """A file with profiles of other clusters."""

    file = forms.FileField(
        label=_("File with cluster profiles (JSON)"),
        help_text=_("As other clusters export it; its format is described in the manual."),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is larger than 5 MB. Ask the sender to split it."))
        return self.cleaned_data["file"]
