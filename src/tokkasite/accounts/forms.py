"""What those who sign in may tell of what is theirs."""

from django import forms

from tokkasite.accounts.models import SavedFilter


class SavedFilterForm(forms.ModelForm):
    """A name for a question."""

    class Meta:
        model = SavedFilter
        fields = ("of_list", "name", "query")
