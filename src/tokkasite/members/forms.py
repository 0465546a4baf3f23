"""What members and the team that invites them type."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tokkasite.accounts.models import User
from tokkasite.journal.forms import DayInput
from tokkasite.journal.models import SurveyAnswer, SurveyQuestion
from tokkasite.members.models import Invitation
from tokkasite.register.membership import OWN_WORDS
from tokkasite.register.models import Language, Municipality, Organisation, Profile
from tokkasite.symbiosis.describe_forms import ENDED_PERMIT
from tokkasite.symbiosis.models import Need, Offer

SCORES = [(str(score), str(score)) for score in range(1, 6)]
ON_TOP = {
    Offer: ("name", "material", "waste_code", "tonnes", "avoided_cost_eur_t", "lat", "lon"),
    Need: ("name", "materials", "waste_codes", "tonnes", "price_eur_t", "lat", "lon"),
}
"""What every offer and need says; the rest waits behind one heading."""
AT_THE_END = ("visibility", "language", "from_on", "until_on")


class InvitationForm(forms.ModelForm):
    """Whom to invite, for which organisation of the cluster."""

    class Meta:
        model = Invitation
        fields = ("organisation", "email", "name", "language")
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["organisation"].queryset = organisations


class AccountForm(forms.Form):
    """The first sign-in: a name and a password of one's own."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least eight characters. Several words are easier to remember."),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        password, again = given.get("password"), given.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        if password:
            try:
                validate_password(password, User(email=self.email))
            except ValidationError as wrong:
                self.add_error("password", wrong)
        return given


class ProfileForm(forms.ModelForm):
    """What the organisation tells of itself; the name and the municipality are looked at by the team first."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)
    staff_year = forms.IntegerField(label=_("Accounting year"), required=False)
    staff = forms.DecimalField(
        label=_("Staff, annual work units"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=1,
        help_text=_("Two people who work half of the time make one."),
    )
    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    municipality = forms.ModelChoiceField(Municipality.objects.all(), label=_("Municipality"), required=False)

    class Meta:
        model = Profile
        fields = OWN_WORDS
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "services": forms.Textarea(attrs={"rows": 4}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "work tel"}),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["staff_year"].validators = [MinValueValidator(2000), MaxValueValidator(today.year)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        told = given.get("staff_year") is not None, given.get("staff") is not None
        if any(told) and not all(told) and not {"staff", "staff_year"} & set(self.errors):
            self.add_error("staff_year" if told[1] else "staff", _("Give both the year and the staff, or neither."))
        return given

    def deed(self) -> dict[str, Any]:
        """What `tell_profile` is told."""
        told = self.cleaned_data
        staff = (told["staff_year"], told["staff"]) if told["staff"] is not None else None
        words = {field: told[field] for field in OWN_WORDS}
        return {name: told[name] for name in ("name", "municipality", "website")} | {"words": words, "staff": staff}


class AgreementForm(forms.Form):
    """Who signs, until when."""

    signed_by = forms.CharField(
        label=_("Who signs"), max_length=120, help_text=_("Your name, as one who may sign for the organisation.")
    )
    until_on = forms.DateField(
        label=_("Until"), required=False, widget=DayInput, help_text=_("Empty: until it is withdrawn.")
    )
    agrees = forms.BooleanField(label=_("I have read the agreement, and sign it for the organisation."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class WrongForm(forms.Form):
    """What is wrong with a record."""

    says = forms.CharField(
        label=_("What is wrong, and what is right?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class PersonsForm(forms.Form):
    """For how many people to sign up."""

    persons = forms.IntegerField(label=_("Persons"), min_value=1, max_value=500, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class SurveyForm(forms.Form):
    """The questions of a survey, each answered from 1 to 5 or in words, or not at all."""

    def __init__(
        self, *args: Any, questions: Iterable[SurveyQuestion], given: Mapping[int, SurveyAnswer], **kwargs: Any
    ) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.questions = {f"question_{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            answer = given.get(question.pk)
            if question.kind == SurveyQuestion.Kind.SCALE:
                self.fields[name] = forms.TypedChoiceField(
                    label=question.text,
                    choices=SCORES,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    widget=forms.RadioSelect,
                    help_text=_("1 is poor, 5 is excellent."),
                    initial=answer.score if answer else None,
                )
            else:
                self.fields[name] = forms.CharField(
                    label=question.text,
                    required=False,
                    max_length=2000,
                    widget=forms.Textarea(attrs={"rows": 3}),
                    initial=answer.words if answer else "",
                )

    def answers(self) -> dict[SurveyQuestion, int | str]:
        """What `answer_survey` is told."""
        return {question: self.cleaned_data[name] for name, question in self.questions.items()}


class ThingForm(forms.ModelForm):
    """An offer or a need. The place is the organisation's municipality until somebody says better."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.today = today
        first, last = ON_TOP[self._meta.model], AT_THE_END
        self.order_fields([*first, *(name for name in self.fields if name not in (*first, *last)), *last])
        self.fields["from_on"].widget, self.fields["until_on"].widget = DayInput(), DayInput()
        if "permit_until" in self.fields:
            self.fields["permit_until"].widget = DayInput()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        until = told.get("permit_until")
        if until and until < self.today and "permit_until" in self.changed_data:
            self.add_error("permit_until", ENDED_PERMIT)
        return told

    @property
    def on_top(self) -> list[forms.BoundField]:
        return [self[name] for name in ON_TOP[self._meta.model]]

    @property
    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in (*ON_TOP[self._meta.model], *AT_THE_END)]

    @property
    def at_the_end(self) -> list[forms.BoundField]:
        return [self[name] for name in AT_THE_END]

    @property
    def is_more_said(self) -> bool:
        """Whether anything behind the heading is said or wrong, so that it stands open."""
        return any(field.errors or (field.value() and field.name != "country") for field in self.more)


NOT_ASKED = ("organisation", "levels", "centre", "source_title", "source_url", "is_invented")
"""What a member does not write: who reads which field is chosen on a page of its own, the rest is the centre's."""

THING_FORMS = {
    "offer": forms.modelform_factory(Offer, ThingForm, exclude=NOT_ASKED),
    "need": forms.modelform_factory(Need, ThingForm, exclude=NOT_ASKED),
}


def first_words(organisation: Organisation, language: str, today: date) -> dict[str, Any]:
    """What a new offer or need begins with."""
    place = organisation.municipality
    return {
        "lat": place.latitude if place else None,
        "lon": place.longitude if place else None,
        "country": "FI",
        "language": language if language in Language.values else Language.FI,
        "from_on": today,
    }
