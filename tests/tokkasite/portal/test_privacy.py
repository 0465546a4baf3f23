"""The privacy notice names every table that says something of a person, with the columns that it has."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.db.models import ForeignKey, OneToOneField
from django.utils import translation
from wagtail.models import Page

from tokkasite.accounts.models import User
from tokkasite.journal.models import TeamMember
from tokkasite.portal.privacy import PERSONAL
from tokkasite.register.models import ContactPerson

PEOPLE = (User, ContactPerson, TeamMember)
OF_THE_EDITOR = (
    "wagtailcore",
    "wagtailadmin",
    "wagtailusers",
    "wagtailsearch",
    "wagtailimages",
    "wagtaildocs",
    "wagtailforms",
    "wagtail_localize",
)
"""Wagtail's tables for pages name the editor who wrote them; that is told by the line on whoever changes something."""
NOT_USED = {EmailAddress, EmailConfirmation}
"""Tables of django-allauth for addresses that people add and confirm themselves, which nobody here does."""


def test_every_table_that_points_to_a_person_is_in_the_notice():
    pointing = {
        model
        for model in apps.get_models()
        if not issubclass(model, Page)
        for field in model._meta.fields
        if isinstance(field, ForeignKey | OneToOneField) and field.related_model in PEOPLE
    }
    told = {one.model for one in PERSONAL}
    left = {
        model._meta.label
        for model in (pointing | set(PEOPLE)) - told - NOT_USED
        if model._meta.app_label not in OF_THE_EDITOR
    }
    assert left == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "column"), [("en", "Privacy", "work telephone"), ("fi", "Tietosuoja", "työpuhelin")]
)
def test_the_notice_names_the_columns_in_the_readers_language(client, language, title, column):
    page = client.get(f"/{language}/privacy/").content.decode()
    with translation.override(language):
        columns = ContactPerson._meta.get_field("phone").verbose_name
    assert (f"<h1>{title}</h1>" in page, str(columns) in page, column == str(columns)) == (True, True, True)


def test_the_columns_are_those_of_the_table():
    with translation.override("en"):
        (told,) = (one for one in PERSONAL if one.model is ContactPerson)
        assert told.columns == [
            "organisation", "name", "task", "work e-mail", "work telephone", "language", "from", "until",
            "lawful basis", "verified on", "keep until",
        ]  # fmt: skip
