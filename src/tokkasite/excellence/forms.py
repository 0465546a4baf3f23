"""The day that a reader wants to look at."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    """A day up to today. What has not happened yet is no evidence."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date:
        day = self.cleaned_data["day"] or self.today
        if day > self.today:
            raise forms.ValidationError(_("This day lies ahead. Choose today or an earlier day."))
        return day


class MonthsForm(forms.Form):
    """For how long nobody has been in touch."""

    months = forms.IntegerField(label=_("Months without a contact"), min_value=1, max_value=60)
