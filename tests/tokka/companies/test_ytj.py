"""Answers of the Finnish company register, in the shape that its description gives; all companies are made up."""

import copy
import csv
from datetime import date
from pathlib import Path

import pytest

from tokka.companies.model import Activity, Change, Company, Kept, Situation, changes
from tokka.companies.ytj import WrongAnswer, read_answer
from tokka.tables.identifiers import business_id

SAMPLE = Path(__file__).resolve().parents[4] / "shared/data/organisations/fi_prh_ytj_sample/prh_companies_sample.csv"
ANSWER = {
    "totalResults": 1,
    "companies": [
        {
            "businessId": {"value": "0112038-9", "registrationDate": "1978-03-15", "source": "3"},
            "euId": {"value": "FIFPRO.0112038-9"},
            "names": [
                {
                    "name": "Poro ja Kuusi Oy",
                    "type": "1",
                    "registrationDate": "2021-05-01",
                    "version": 1,
                    "source": "1",
                },
                {"name": "Spruce and Reindeer Ltd", "type": "2", "registrationDate": "2022-01-01", "version": 1},
                {"name": "Poro Oy", "type": "1", "registrationDate": "1978-03-15", "endDate": "2021-04-30"},
            ],
            "mainBusinessLine": {
                "type": "16230",
                "descriptions": [{"languageCode": "1", "description": "Puusepäntuotteiden valmistus"}],
                "typeCodeSet": "TOIMI4",
                "registrationDate": "2026-01-01",
                "source": "2",
            },
            "website": {"url": "www.porojakuusi.example"},
            "companyForms": [
                {
                    "type": "16",
                    "descriptions": [
                        {"languageCode": "3", "description": "Limited company"},
                        {"languageCode": "1", "description": "Osakeyhtiö"},
                    ],
                    "registrationDate": "1978-03-15",
                    "version": 1,
                }
            ],
            "companySituations": [
                {"type": "SANE", "registrationDate": "2019-02-01", "endDate": "2020-02-01", "source": "1"},
                {"type": "KONK", "registrationDate": "2026-03-01", "source": "1"},
            ],
            "addresses": [
                {"type": 2, "postOfficeBox": "12", "postCode": "94101"},
                {
                    "type": 1,
                    "street": "Satamakatu",
                    "buildingNumber": "3",
                    "entrance": "B",
                    "postCode": "94100",
                    "postOffices": [
                        {"city": "KEMI", "languageCode": "1", "municipalityCode": "240"},
                        {"city": "KEMI", "languageCode": "2", "municipalityCode": "240"},
                    ],
                },
            ],
            "tradeRegisterStatus": "1",
            "status": "2",
            "registrationDate": "1978-03-15",
            "lastModified": "2026-03-02 08:12:00",
        }
    ],
}


def answer(**changed):
    """The answer with some fields of its company changed; those set to None are left out."""
    told = copy.deepcopy(ANSWER)
    told["companies"][0] |= changed
    told["companies"][0] = {key: value for key, value in told["companies"][0].items() if value is not None}
    return told


def test_an_answer_is_read_as_it_holds_now():
    assert read_answer(ANSWER, "0112038-9") == Company(
        business_id="0112038-9",
        name="Poro ja Kuusi Oy",
        form="Osakeyhtiö",
        status="active",
        address="Satamakatu 3 B, 94100 KEMI",
        municipality="240",
        activity=Activity("tol_2025", "16230", date(2026, 1, 1)),
        website="https://www.porojakuusi.example",
        euid="FIFPRO.0112038-9",
        situations=(
            Situation("restructuring", date(2019, 2, 1), date(2020, 2, 1)),
            Situation("bankruptcy", date(2026, 3, 1)),
        ),
        last_modified="2026-03-02 08:12:00",
    )


@pytest.mark.parametrize(
    ("code_set", "activity"),
    [
        ("TOIMI4", Activity("tol_2025", "16230")),
        ("TOIMI3", Activity("tol_2008", "16230")),
        ("TOIMI2", None),
        ("TOIMI", None),
        (None, None),
    ],
)
def test_the_code_set_decides_the_classification_and_older_sets_are_not_read(code_set, activity):
    told = answer(mainBusinessLine={"type": "16230", "typeCodeSet": code_set})
    assert read_answer(told, "0112038-9").activity == activity


def test_missing_fields_are_empty_and_propose_nothing():
    told = read_answer({"companies": [{"businessId": {"value": "0112038-9"}}]}, "0112038-9")
    assert told == Company("0112038-9", status="active")
    assert changes(told, Kept(name="Poro Oy", municipality="240", website="https://poro.example")) == ()


def test_a_postal_address_stands_in_for_a_visiting_one_and_a_short_municipality_code_gets_its_zeros():
    box = {"type": 2, "postOfficeBox": "12", "postCode": "99601"}
    office = {"city": "SODANKYLÄ", "languageCode": "1", "municipalityCode": "5"}
    told = read_answer(answer(addresses=[box | {"postOffices": [office]}]), "0112038-9")
    assert (told.address, told.municipality) == ("PL 12, 99601 SODANKYLÄ", "005")


def test_a_company_that_ended_has_ceased():
    told = read_answer(answer(endDate="2026-02-01"), "0112038-9")
    assert (told.status, told.ended_on) == ("ceased", date(2026, 2, 1))


def test_no_company_is_no_answer_and_other_shapes_are_refused():
    assert read_answer({"totalResults": 0, "companies": []}, "0112038-9") is None
    for wrong in ({}, [], None, "x", {"companies": {}}):
        with pytest.raises(WrongAnswer, match="holds no list of companies"):
            read_answer(wrong, "0112038-9")
    with pytest.raises(WrongAnswer, match="another company than 2532004-8"):
        read_answer(ANSWER, "2532004-8")


def test_what_the_register_says_otherwise_is_proposed_code_by_code_within_its_classification():
    kept = Kept(
        name="Poro ja Kuusi Oy",
        address="Satamakatu 3 B, 94100 KEMI",
        municipality="241",
        website="http://porojakuusi.example/",
        activities={"tol_2008": "16.230"},
    )
    assert changes(read_answer(ANSWER, "0112038-9"), kept) == (
        Change("form", "", "Osakeyhtiö"),
        Change("municipality", "241", "240"),
        Change("euid", "", "FIFPRO.0112038-9"),
        Change("tol_2025", "", "16230"),
    )


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared data is not beside the repository")
def test_every_company_of_the_real_sample_is_read_by_its_number_code_and_municipality():
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    read = 0
    for row in rows:
        place = {"city": "X", "languageCode": "1", "municipalityCode": row["municipality_code"]}
        told = read_answer(
            answer(
                businessId={"value": row["business_id"]},
                names=[{"name": row["name"], "type": "1"}],
                mainBusinessLine={"type": row["tol2025"], "typeCodeSet": "TOIMI4"},
                addresses=[{"type": 1, "postOffices": [place]}],
            ),
            business_id(row["business_id"]),
        )
        code = told.activity.code if told.activity else ""
        assert (told.name, told.municipality, code) == (row["name"], row["municipality_code"], row["tol2025"])
        read += 1
    assert read == 88
