"""The forms of the improvement plan: an aim, a step, the effort of the deeds, what if, and the rule sets that apply."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokka.rulebook.families import Family
from tokkasite.accounts.models import User
from tokkasite.excellence.models import BOTH_OF_AN_AIM, Course, ImprovementStep
from tokkasite.register.models import Standing

MOST_TIMES = 1_000
MOST_HOURS = 10_000


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants the day as year-month-day whatever the language."""

    input_type = "date"

    def __init__(self, *, first: date) -> None:
        super().__init__({"min": first.isoformat()}, format="%Y-%m-%d")


class AimForm(forms.Form):
    """Which label, and by when. Both empty: no aim."""

    level = forms.ChoiceField(label=_("Label"), choices=[("", _("No aim")), *Standing.Level.choices], required=False)
    aim_on = forms.DateField(label=_("By when"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["aim_on"].widget = DayInput(first=today)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "aim_on" in given and bool(given.get("level")) != bool(given["aim_on"]):
            self.add_error("aim_on", BOTH_OF_AN_AIM)
        return given


class Owner(forms.ModelChoiceField):
    """Somebody of the cluster's team."""

    def __init__(self) -> None:
        super().__init__(User.objects.none(), label=_("Who does it"), required=False, empty_label=_("nobody yet"))


class StepForm(forms.Form):
    """What is to be done, by whom, until when."""

    title = forms.CharField(
        label=_("What is to be done"), max_length=ImprovementStep._meta.get_field("title").max_length
    )
    owner = Owner()
    due_on = forms.DateField(label=_("Due"))

    def __init__(self, *args: Any, team: QuerySet[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["owner"].queryset = team
        self.fields["due_on"].widget = DayInput(first=today)


class PathForm(forms.Form):
    """Who carries out a whole path."""

    owner = Owner()

    def __init__(self, *args: Any, team: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["owner"].queryset = team


class HoursForm(forms.Form):
    """The effort of one time of each deed. An empty field leaves the deed out of every plan."""

    def __init__(self, *args: Any, labels: Mapping[str, tuple[str, float]], course: Course, **kwargs: Any) -> None:
        kept = course.hours
        initial = {key: kept.get(key, estimate) for key, (_label, estimate) in labels.items()}
        super().__init__(*args, label_suffix="", initial=initial, **kwargs)
        for key, (label, estimate) in labels.items():
            self.fields[key] = forms.FloatField(
                label=gettext(label),
                min_value=0.25,
                max_value=MOST_HOURS,
                required=False,
                widget=forms.NumberInput({"step": "0.25", "inputmode": "decimal"}),
                help_text=gettext("Tokka's estimate: %(hours)s h") % {"hours": f"{estimate:g}"},
            )


class WhatIfForm(forms.Form):
    """How often each deed would be done."""

    def __init__(self, *args: Any, labels: Mapping[str, tuple[str, float]], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for key, (label, _hours) in labels.items():
            self.fields[key] = forms.IntegerField(
                label=gettext(label),
                min_value=0,
                max_value=MOST_TIMES,
                required=False,
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )

    @property
    def times(self) -> dict[str, int]:
        """The deeds that were asked about, once the form is right."""
        return {key: count for key, count in self.cleaned_data.items() if count}


class FamiliesForm(forms.Form):
    """The rule sets that apply to the cluster."""

    families = forms.MultipleChoiceField(
        label=_("Rule sets that apply"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one rule set.")},
    )

    def __init__(self, *args: Any, known: Sequence[Family], applied: Iterable[Family], **kwargs: Any) -> None:
        initial = {"families": [family.key for family in applied]}
        super().__init__(*args, label_suffix="", initial=initial, **kwargs)
        self.fields["families"].choices = [(family.key, gettext(family.label)) for family in known]
