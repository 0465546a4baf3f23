"""Signing in by OpenID Connect, where the operator has set it up; loaded there alone."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Only whom the site knows already, by the address that the provider has verified, comes in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
