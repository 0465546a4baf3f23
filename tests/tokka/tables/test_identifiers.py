import pytest

from tokka.tables.identifiers import business_id, european_id, legal_entity_id, vat_number


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


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("fifpro.0112038-9", "FIFPRO.0112038-9"),
        ("SEBOLREG.5560000167", "SEBOLREG.5560000167"),
        ("FIFPRO.0112038-8", "“0112038-8” is no Finnish business id: its check digit does not fit."),
        ("0112038-9", "“0112038-9” is no European unique identifier: it is written like FIFPRO.0112038-9."),
    ],
)
def test_a_european_identifier_names_country_register_and_number(told, kept):
    assert str(european_id(told)) == kept


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"),
        ("213800KUD8LXJWSQ9D15", "“213800KUD8LXJWSQ9D15” is no legal entity identifier: its check digits do not fit."),
        ("213800", "“213800” is no legal entity identifier: it has twenty letters and digits."),
    ],
)
def test_a_legal_entity_identifier_has_its_check_digits_right(told, kept):
    assert str(legal_entity_id(told)) == kept
