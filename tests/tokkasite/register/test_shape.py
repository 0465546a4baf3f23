"""The shape of the register: relations are dated alike, editions stand side by side, languages are equal."""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, DateField
from django.utils import translation

from tests.builders import make_cluster, make_organisation, make_user
from tests.tokkasite.register.test_staff import INSIDE, no_rows
from tokkasite.register.history import keep_former
from tokkasite.register.models import (
    ActivityCode,
    Identifier,
    Language,
    Municipality,
    Organisation,
    Succession,
)
from tokkasite.register.readers import bodies_today, official

DAY, NEXT = date(2026, 1, 1), date(2026, 6, 1)
RELATIONS = {
    "register.Participation", "register.Ownership", "register.ContactPerson", "register.Mandate",
    "journal.WorkingGroupMember", "journal.BodyMember", "journal.ProjectPartner",
}  # fmt: skip
"""Who belongs to what as what: participation, ownership, employment, rights; seats in groups, bodies and projects."""


def test_every_relation_of_an_organisation_has_one_dated_shape_that_the_database_keeps():
    dated = {
        model._meta.label: {field.name: field.null for field in model._meta.fields if isinstance(field, DateField)}
        for model in (apps.get_model(label) for label in RELATIONS)
    }
    days = {label: (fields["from_on"], fields["until_on"]) for label, fields in dated.items()}
    assert days == dict.fromkeys(RELATIONS, (False, True))  # a first day always, a last day where it ended
    for label in RELATIONS:
        names = [rule.name for rule in apps.get_model(label)._meta.constraints if isinstance(rule, CheckConstraint)]
        assert [name for name in names if name.endswith("_ends_after_it_begins")] != [], label


def test_no_table_relates_an_organisation_for_a_time_in_a_shape_of_its_own():
    """A new table with two days and an organisation is a relation, or says here what else it is."""
    facts = {
        "register.OrganisationName", "register.Identifier", "register.ActivityCode",
        "register.FormerFact", "register.RegisterFact", "register.RegisterAlert", "register.PublicConsent",
        "symbiosis.Offer", "symbiosis.Need", "symbiosis.Processor",
    }  # fmt: skip
    found = {
        model._meta.label
        for model in apps.get_models()
        if {"from_on", "until_on"} <= {field.name for field in model._meta.fields}
        and any(field.related_model is Organisation for field in model._meta.fields)
    }
    assert found == RELATIONS | facts


def test_every_name_is_kept_in_every_language_alike():
    for label in ("Region", "Municipality", "Cluster"):
        names = [field.name for field in apps.get_model("register", label)._meta.fields if field.name[:5] == "name_"]
        assert sorted(names) == sorted(f"name_{code}" for code in Language.values), label


@pytest.mark.parametrize(
    ("language", "names", "shown"),
    [
        ("smn", {"fi": "Suomi", "se": "Davvi", "smn": "Aanaar"}, "Aanaar"),
        ("smn", {"fi": "Suomi", "en": "English", "se": "Davvi"}, "Davvi"),
        ("sms", {"fi": "Suomi", "smn": "Aanaar"}, "Aanaar"),
        ("se", {"fi": "Suomi", "sv": "Svenska"}, "Suomi"),
        ("sv", {"fi": "Suomi", "en": "English"}, "Suomi"),
    ],
)
def test_a_sami_reader_is_shown_the_nearest_language_that_has_a_name(language, names, shown):
    with translation.override(language):
        assert str(Municipality(**{f"name_{code}": name for code, name in names.items()})) == shown


def test_a_body_that_went_on_is_followed_to_today_and_a_divided_one_to_all_that_have_its_tasks(db):
    first, second, third, left, right = (
        make_organisation(name) for name in ("First", "Second", "Third", "Left", "Right")
    )
    Succession.objects.create(predecessor=first, successor=second, on=DAY)
    Succession.objects.create(predecessor=second, successor=third, on=NEXT)
    Succession.objects.create(predecessor=third, successor=right, on=date(2027, 1, 1), tasks="Roads")
    Succession.objects.create(predecessor=third, successor=left, on=date(2027, 1, 1), tasks="Money")
    assert bodies_today(DAY) == {first.pk: (second.pk,)}
    assert bodies_today(NEXT) == {first.pk: (third.pk,), second.pk: (third.pk,)}
    assert bodies_today(date(2027, 1, 1)) == dict.fromkeys((first.pk, second.pk, third.pk), (left.pk, right.pk))


def test_successions_in_a_circle_end(db):
    one, other = make_organisation("One"), make_organisation("Other")
    Succession.objects.create(predecessor=one, successor=other, on=DAY)
    Succession.objects.create(predecessor=other, successor=one, on=DAY)
    assert bodies_today(DAY) == {one.pk: (other.pk,), other.pk: (one.pk,)}


def test_the_business_id_that_holds_is_told_before_one_that_ended(db):
    body = make_organisation("Poro Oy")
    Identifier.objects.create(organisation=body, scheme="fi_business_id", value="0112038-9", until_on=DAY)
    Identifier.objects.create(organisation=body, scheme="fi_business_id", value="2532004-8")
    told = Organisation.objects.annotate(number=official("fi_business_id"), vat=official("eu_vat"))
    assert list(told.values_list("number", "vat")) == [("2532004-8", None)]


def changed(body, **values):
    before = Organisation.objects.get(pk=body.pk)
    for name, value in values.items():
        setattr(body, name, value)
    body.save()
    return before


def test_what_an_organisation_was_is_kept_with_its_days(db):
    kemi = Municipality.objects.create(code="240", name_fi="Kemi")
    body = make_organisation("Poro Oy", municipality=kemi)
    keep_former(before=changed(body, name="Hirvi Oy", municipality=None), after=body, today=DAY)
    keep_former(before=changed(body, name="Hirvi Oyj", website="https://example.org/"), after=body, today=NEXT)
    assert list(body.former_facts.values_list("field", "value", "from_on", "until_on")) == [
        ("name", "Hirvi Oy", DAY, NEXT),
        ("municipality", "Kemi", None, DAY),
        ("name", "Poro Oy", None, DAY),
    ]


def test_of_what_changes_twice_on_one_day_the_first_is_kept(db):
    body = make_organisation("Poro Oy")
    keep_former(before=changed(body, name="Porro Oy"), after=body, today=DAY)
    keep_former(before=changed(body, name="Hirvi Oy"), after=body, today=DAY)
    assert [one.value for one in body.former_facts.all()] == ["Poro Oy"]


def test_the_screen_keeps_the_former_role_and_the_page_tells_it(db, client):
    cluster = make_cluster("forest")
    body = make_organisation("Poro Oy", "education")
    client.force_login(make_user("team", cluster))
    told = {"name": "Poro Oy", "role": "research"} | no_rows(*INSIDE)
    assert client.post(f"/admin/register_organisation/edit/{body.pk}/", told).status_code == 302
    assert [(one.field, one.value) for one in body.former_facts.all()] == [("role", "education")]
    assert "Role, formerly" in client.get(f"/en/organisations/{body.pk}/").content.decode()


def test_both_editions_of_the_activity_codes_are_shown_and_a_missing_one_is_unknown(db, client):
    body = make_organisation("Poro Oy")
    ActivityCode.objects.create(organisation=body, scheme="tol_2008", code="16230", from_on=DAY, source="register")
    client.force_login(make_user("team", make_cluster("forest")))
    page = client.get(f"/en/organisations/{body.pk}/")
    told = [(scheme, [code.code for code in codes]) for scheme, codes in page.context["activities"]]
    assert told == [("TOL 2008", ["16230"]), ("TOL 2025", [])]
    assert "<dt>TOL 2025</dt><dd>unknown</dd>" in page.content.decode()


def test_where_no_code_is_kept_nothing_is_said(db, client):
    body = make_organisation("Poro Oy")
    client.force_login(make_user("team", make_cluster("forest")))
    assert client.get(f"/en/organisations/{body.pk}/").context["activities"] == []
