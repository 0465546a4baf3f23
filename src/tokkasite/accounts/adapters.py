"""What django-allauth asks of this site: nobody signs up by themselves, and what opens an account is kept sealed."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Whoever signs in was let in by the operator or a coordinator first."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are sealed with the site's key: a stolen copy of the database opens nothing."""

    def encrypt(self, text: str) -> str:
        return seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return seal().decrypt(encrypted_text.encode()).decode()


def seal() -> Fernet:
    """Made from the secret key; whoever changes that key asks everyone to set up their second factor anew."""
    digest = hashlib.sha256(b"second factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
