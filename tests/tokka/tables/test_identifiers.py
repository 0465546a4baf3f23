import pytest

from tokka.tables.identifiers import business_id, vat_number


@pytest.mark.parametrize("told", ["0112038-9", "01120389", " 0112038-9 ", "FI01120389"])
def test_a_business_id_is_kept_as_its_register_writes_it(told):
    assert business_id(told) == "0112038-9"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("0112038-8", "“0112038-8” is no Finnish business id: its check digit does not fit."),
        ("112038", "“112038” is no Finnish business id: it is written like 0112038-9."),
    ],
)
def test_a_wrong_business_id_is_told_from_a_mistyped_form(told, says):
    assert str(business_id(told)) == says


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("FI01120389", "FI01120389"),
        ("SE 556703748501", "SE556703748501"),
        ("FI01120388", "“FI01120388” is no VAT number: its check digit does not fit."),
        ("NO123", "“NO123” is no VAT number of the European Union: it is written like FI01120389."),
    ],
)
def test_a_vat_number_is_checked_by_the_rules_of_its_country(told, kept):
    assert str(vat_number(told)) == kept
