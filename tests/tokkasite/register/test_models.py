"""What the register refuses, at the field, whatever door it comes through; and what the database keeps beneath."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.builders import make_organisation
from tokkasite.register import models

EARLY, LATE = date(2025, 1, 1), date(2025, 12, 31)
REVERSED = {"until_on": ["The last day is before the first day. Correct one of the two."]}


def refusal(row):
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.message_dict


def dated(forest, kind, **days):
    """An unsaved row of each kind that lasts."""
    of = {"cluster": forest.cluster}
    return {
        "participation": lambda: models.Participation(**of, organisation=forest.cluster.host, **days),
        "commitment": lambda: models.Commitment(participation=forest.participation, proof="fee", **days),
        "contact person": lambda: models.ContactPerson(organisation=forest.company, name="Oula", **days),
        "standing": lambda: models.Standing(**of, kind="recognition", **days),
        "website": lambda: models.Website(**of, url="https://example.org/", language="en", **days),
        "mandate": lambda: models.Mandate(**of, user=forest.member, role="team", **days),
        "identifier": lambda: models.Identifier(organisation=forest.company, scheme="list", value="7", **days),
        "activity code": lambda: models.ActivityCode(
            organisation=forest.company, scheme="nace_2_1", code="10.51", **days
        ),
    }[kind]()


LASTING = (
    "participation",
    "commitment",
    "contact person",
    "standing",
    "website",
    "mandate",
    "identifier",
    "activity code",
)


@pytest.mark.parametrize("kind", LASTING)
def test_what_ends_before_it_begins_is_refused_at_its_last_day(forest, kind):
    assert refusal(dated(forest, kind, from_on=LATE, until_on=EARLY)) == REVERSED


@pytest.mark.parametrize("kind", LASTING)
def test_the_database_refuses_it_too(forest, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(dated(forest, kind)).objects.bulk_create([dated(forest, kind, from_on=LATE, until_on=EARLY)])


@pytest.mark.parametrize("kind", LASTING)
def test_one_day_is_long_enough(forest, kind):
    dated(forest, kind, from_on=EARLY, until_on=EARLY).full_clean()


@pytest.mark.parametrize(
    ("scheme", "value", "says"),
    [
        ("fi_business_id", "0112038-8", "“0112038-8” is no Finnish business id: its check digit does not fit."),
        ("fi_business_id", "Nokia", "“Nokia” is no Finnish business id: it is written like 0112038-9."),
        ("eu_vat", "FI01120388", "“FI01120388” is no VAT number: its check digit does not fit."),
    ],
)
def test_a_wrong_identifier_is_refused_with_what_to_do(forest, scheme, value, says):
    identifier = models.Identifier(organisation=forest.company, scheme=scheme, value=value)
    assert refusal(identifier) == {"value": [f"{says} Look it up in the register that gave it, and correct it."]}


@pytest.mark.parametrize(
    ("scheme", "told", "kept"),
    [
        ("fi_business_id", "01120389", "0112038-9"),
        ("eu_vat", "fi 01120389", "FI01120389"),
        ("list", "0112038-8", "0112038-8"),
    ],
)
def test_an_identifier_is_kept_as_its_register_writes_it(forest, scheme, told, kept):
    identifier = models.Identifier(organisation=forest.company, scheme=scheme, value=told, source="a list")
    identifier.full_clean()
    assert identifier.value == kept


def test_an_official_identifier_names_one_organisation_whatever_the_source(forest):
    models.Identifier.objects.create(
        organisation=forest.company, scheme="fi_business_id", value="0112038-9", source="register"
    )
    other = models.Identifier(
        organisation=make_organisation(), scheme="fi_business_id", value="01120389", source="a list"
    )
    assert refusal(other) == {"__all__": ["Another organisation has this identifier. Open that one instead."]}


@pytest.mark.parametrize(
    ("held", "asked", "is_refused"),
    [
        ((EARLY, None), (LATE, None), True),
        ((EARLY, LATE), (LATE, None), True),
        ((EARLY, LATE), (date(2026, 1, 1), None), False),
        ((LATE, None), (EARLY, date(2025, 12, 30)), False),
        ((LATE, None), (EARLY, LATE), True),
        ((LATE, None), (EARLY, None), True),
    ],
)
def test_an_organisation_takes_part_once_at_a_time(forest, held, asked, is_refused):
    newcomer = make_organisation()
    of = {"cluster": forest.cluster, "organisation": newcomer}
    models.Participation.objects.create(**of, from_on=held[0], until_on=held[1])
    row = models.Participation(**of, from_on=asked[0], until_on=asked[1])
    if is_refused:
        assert "from_on" in refusal(row)
    else:
        row.full_clean()


def test_the_overlap_is_named_with_its_days_and_what_to_do(forest):
    open_one = models.Participation(cluster=forest.cluster, organisation=forest.company, from_on=LATE)
    says = "This organisation takes part already, since 1 Jan 2020. End that participation first."
    assert refusal(open_one)["from_on"] == [says]


def test_another_cluster_does_not_overlap(forest, reindeer):
    models.Participation(cluster=reindeer.cluster, organisation=forest.company, from_on=LATE).full_clean()


@pytest.mark.parametrize(("kind", "level"), [("label", ""), ("recognition", "gold")])
def test_a_label_and_nothing_else_has_a_level(forest, kind, level):
    standing = models.Standing(cluster=forest.cluster, kind=kind, level=level, from_on=EARLY)
    assert refusal(standing) == {"level": ["Give the level of a label; leave it empty otherwise."]}


def test_an_activity_code_is_digits(forest):
    code = models.ActivityCode(organisation=forest.company, scheme="nace_2", code="C10")
    assert refusal(code) == {"code": ["Write the code as digits, such as 10.51 or 10510."]}


@pytest.mark.parametrize("written", ["Kittilä", "KITTILA", "  kittilä "])
def test_a_name_is_found_without_its_accents(db, written):
    assert models.searchable(written) == "kittila"
