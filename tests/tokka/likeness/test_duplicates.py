"""Pairs that may be one organisation: what speaks for it, what against, and what is never merged."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.likeness.duplicates import Known, find_duplicates
from tokka.likeness.model import Body, Likely

ID, OTHER_ID = "0112038-9", "1927400-1"
CROWD = tuple(Body(f"crowd {number}", f"{word} Oy") for number, word in enumerate(
    ("Aurinko", "Bambu", "Citrus", "Daalia", "Einari", "Fasaani", "Granaatti", "Hopea", "Ilves", "Jaspis", "Kettu")
))  # fmt: skip


def verdict(first, second):
    """The verdict on two bodies among eleven others; OTHER where they are no pair at all."""
    one, other = replace(first, key=1), replace(second, key=2)
    pairs = {(pair.first, pair.second): pair for pair in find_duplicates([one, other, *CROWD]).pairs}
    return pairs[1, 2].likely if (1, 2) in pairs else Likely.OTHER


def named(name, **known):
    return Body(0, name, **known)


@pytest.mark.parametrize(
    ("first", "second", "likely"),
    [
        (named("Kemin Pienkone Ky"), named("KEMIN PIENKONE KY"), Likely.SAME),
        (named("Kemin Pienkone Ky"), named("Kemin Pienkone Oy"), Likely.PERHAPS),
        (named("Rovaseudun Markkinakiinteistöt Oy"), named("ROVASEUDUN MARKKINAKIINTEISTOT OY"), Likely.SAME),
        (named("Rovaniemen ammattikorkeakoulu"), named("RAMK"), Likely.SAME),
        (named("Kemi-Tornion ammattikorkeakoulu"), named("KT-AMK"), Likely.SAME),
        (named("LAB-ammattikorkeakoulu Oy"), named("Teknillinen korkeakoulu"), Likely.OTHER),
        (named("Levin Matkailu Oy"), named("Levin Matkailukeskus Oy"), Likely.OTHER),
        (named("Lapin Puupalvelu Oy"), named("Lapin Pesupalvelu Oy"), Likely.OTHER),
        (named("Lapin yliopisto"), named("Oulun yliopisto"), Likely.OTHER),
        (named("Kaivos 1 Oy"), named("Kaivos 2 Oy"), Likely.OTHER),
        (named("Lapin yliopisto"), named("Lapin yliopisto / Arktinen keskus"), Likely.OTHER),
        (named("A Oy", business_id=ID), named("Toinen nimi Oy", business_id=ID), Likely.SAME),
        (named("Sama Nimi Oy", business_id=ID), named("Sama Nimi Oy", business_id=OTHER_ID), Likely.OTHER),
        (named("Ministry of Agriculture", country="ZM"), named("Ministry of Agriculture", country="MW"), Likely.OTHER),
        (named("Stena Recycling AS"), named("Stena Recycling AB"), Likely.PERHAPS),
    ],
    ids=lambda case: getattr(case, "name", case),
)
def test_what_becomes_of_two_names(first, second, likely):
    assert verdict(first, second) is likely


def test_every_reason_is_told_with_its_weight_the_weightiest_first():
    one = Body(1, "Kemin Satama Oy", ID, "Kemi", "www.portofkemi.fi")
    found = find_duplicates([one, replace(one, key=2, website="https://portofkemi.fi/en"), *CROWD]).pairs[0]
    assert [(reason.what, str(reason.says)) for reason in found.reasons] == [
        ("business id", "Both have 01120389."),
        ("name", "The names are the same."),
        ("web domain", "Both have portofkemi.fi."),
        ("municipality", "Both have kemi."),
        ("legal form", "The legal forms fit together."),
    ]
    assert found.score > 0.999


def test_units_of_one_body_are_a_family_and_no_pair():
    bodies = [
        Body(1, "Lapin yliopisto"),
        Body(2, "Lapin yliopisto / Arktinen keskus"),
        Body(3, "Lapin yliopisto taiteiden tiedekunta"),
        Body(4, "Oulun yliopisto"),
        *CROWD,
    ]
    found = find_duplicates(bodies)
    assert found.pairs == ()
    assert [(one.name, one.members) for one in found.families] == [("Lapin yliopisto", (1, 2, 3))]


def test_a_warning_while_typing_names_the_likeliest_first():
    others = [Body("a", "Kemin Satama Oy", municipality="Kemi"), Body("b", "Kemin Satamat Oy"), *CROWD]
    known = Known(others)
    assert [pair.second for pair in known.near(Body("new", "kemin satama", municipality="Kemi"))][:1] == ["a"]
    assert known.near(others[0]) == known.near(replace(others[0], key="a", municipality="KEMI"))
    assert known.near(Body("new", "")) == ()


def test_a_place_in_another_language_and_a_business_id_written_otherwise_are_the_same():
    known = Known([Body(1, "Nuori Oy", ID, "Torneå"), *CROWD], places={"Torneå": "Tornio", "Tornio": "Tornio"})
    reasons = known.near(Body(2, "Nuori Oy", "FI01120389", "Tornio"))[0].reasons
    assert {reason.what: reason.bits for reason in reasons}["municipality"] == 2
    assert {reason.what: reason.bits for reason in reasons}["business id"] == 24


def test_two_bodies_of_one_key_are_a_wrong_call():
    with pytest.raises(ValueError, match="the same key"):
        find_duplicates([Body(1, "A"), Body(1, "B")])


def test_a_domain_that_many_share_tells_little():
    many = [Body(number, f"{letter}arkku Oy", website="hotelli.fi") for number, letter in enumerate("BDFGHJKLMN")]
    assert find_duplicates(many).same == ()


def test_a_crowd_of_one_name_does_not_grow_with_its_square():
    found = find_duplicates(Body(number, "Urheiluseura ry") for number in range(1_000))
    assert (found.weighed, len(found.remarks)) == (999, 1)


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_names_are_compared_without_fault_and_each_pair_once(names):
    found = find_duplicates(Body(number, name) for number, name in enumerate(names))
    pairs = [(pair.first, pair.second) for pair in found.pairs]
    assert len(pairs) == len(set(pairs))
    assert all(first < second for first, second in pairs)
    assert all(0 <= pair.score <= 1 for pair in found.pairs)
