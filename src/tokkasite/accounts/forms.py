"""Signing in by e-mail address and password, and what those who sign in may tell of what is theirs."""

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from tokkasite.accounts.models import SavedFilter


class SavedFilterForm(forms.ModelForm):
    """A name for a question."""

    class Meta:
        model = SavedFilter
        fields = ("of_list", "name", "query")


class SignInForm(LoginForm):
    """The address goes by the name that password managers know it by."""

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix("username" if field_name == "login" else field_name)

    @property
    def is_mistaken(self) -> bool:
        """Whether address and password do not fit; a closed door says so in its own words."""
        return self.has_error(NON_FIELD_ERRORS, "email_password_mismatch")
