"""Names made comparable, and taken apart into bodies and units."""

import pytest

from tokka.likeness.names import folded, mail_domain, place_names, web_domain, words_of
from tokka.likeness.parts import Rank, parts_of

PLACES = place_names({"Tornio": "Tornio", "Torneå": "Tornio", "Inari": "Inari", "Anár": "Inari", "Aanaar": "Inari"})


def meant(name, *known):
    parts = parts_of(name, PLACES, {tuple(words_of(one, PLACES)) for one in known})
    return parts.meant.words, {part.words for part in parts.above}


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Kiinteistöt ÅÄÖ", "kiinteistot aao"),
        ("Sámi Oahpahusguovddáš", "sami oahpahusguovddas"),
        ("Guovdageainnu čđŋšŧž", "guovdageainnu cdnstz"),
        ("Sääʹmmuseum Ǩeâđđ", "saammuseum keadd"),
        ("Straße Ærø", "strasse aero"),
    ],
)
def test_letters_of_the_north_are_compared_without_their_marks(name, letters):
    assert folded(name) == letters


@pytest.mark.parametrize(
    "names",
    [
        ("Tornion kaupunki", "Tornio kaupunki", "TORNION KAUPUNKI", "Torneå stad", "City of Tornio"),
        ("Inarin kunta", "Inari kunta", "Anár gielda", "Municipality of Inari"),
        ("Utsjoen kunta", "UTSJOEN KUNTA", "Utsjoki kunta"),
        ("Kemijärven kaupunki", "Kemijärvi kaupunki", "KEMIJARVEN KAUPUNKI"),
        ("Lapin yliopisto", "University of Lapland", "Lapplands universitet", "LAPIN YLIOPISTO"),
        ("Lapin ammattikorkeakoulu", "Lapin AMK", "Lapland University of Applied Sciences"),
        ("Lapin liitto", "Lapin Liitto", "REGIONAL COUNCIL OF LAPLAND", "Lapplands förbund"),
        ("Lapin ELY-keskus", "Lapin Ely- keskus", "Lapin elinkeino-, liikenne- ja ympäristökeskus"),
        ("Foo Srl", "FOO S.R.L.", "Foo, s. r. l."),
    ],
    ids=lambda names: names[0],
)
def test_names_in_several_languages_and_spellings_have_the_same_words(names):
    assert len({tuple(sorted(meant(name)[0])) for name in names}) == 1


@pytest.mark.parametrize(
    ("name", "unit", "above"),
    [
        ("Lapin yliopisto / Arktinen keskus", "Arktinen keskus", {"Lapin yliopisto"}),
        ("Arktinen keskus, Lapin yliopisto", "Arktinen keskus", {"Lapin yliopisto"}),
        ("Lapin yliopisto kasvatustieteiden tiedekunta", "kasvatustieteiden tiedekunta", {"Lapin yliopisto"}),
        ("Kemin kaupunki Tekninen palvelukeskus", "Tekninen palvelukeskus", {"Kemin kaupunki"}),
        ("Metsä Fibre Oy, Kemin biotuotetehdas", "Kemin biotuotetehdas", {"Metsä Fibre"}),
        ("Koulutuskuntayhtymä Lappia / Kemi-Tornion AMK", "Kemi-Tornion AMK", {"Koulutuskuntayhtymä Lappia"}),
        ("Lapin taiteilijaseura ry (LTS)", "Lapin taiteilijaseura", set()),
        ("LapinSampo Oy jakautunut", "LapinSampo", set()),
    ],
)
def test_a_name_is_taken_apart_into_what_is_meant_and_what_stands_above(name, unit, above):
    assert meant(name) == (words_of(unit, PLACES), {words_of(one, PLACES) for one in above})


def test_a_body_that_the_list_knows_alone_is_recognised_without_a_mark():
    name, body = "Metsäntutkimuslaitos Rovaniemen toimintayksikkö", "Metsäntutkimuslaitos"
    assert meant(name, body) == (words_of("Rovaniemen toimintayksikkö", PLACES), {words_of(body, PLACES)})


def test_the_legal_form_is_apart_and_tells_the_rank():
    parts = parts_of("Oy Lapinpuukko Ab", PLACES, set())
    assert (parts.meant.words, parts.form, parts.meant.rank) == (("lapinpuukko",), "oy", Rank.PERSON)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.Example.fi/en?x", "example.fi"),
        ("example.fi", "example.fi"),
        ("http://facebook.com/us", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_the_domain_of_a_site(address, domain):
    assert web_domain(address) == domain


@pytest.mark.parametrize(("address", "domain"), [("A@Firm.fi", "firm.fi"), ("a@gmail.com", ""), ("", "")])
def test_the_domain_of_a_mail_address_unless_anybody_may_have_it(address, domain):
    assert mail_domain(address) == domain
