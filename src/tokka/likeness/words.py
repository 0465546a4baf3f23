"""Words in the names of bodies: legal forms, translations, short forms, and what kind of body or unit a word tells."""

from typing import Final

LIMITED, PUBLIC, PARTNERSHIP, COOPERATIVE, ASSOCIATION, FOUNDATION, SOLE = (
    "limited", "public", "partnership", "cooperative", "association", "foundation", "sole",
)  # fmt: skip

FORMS: Final = {
    **dict.fromkeys(("oy", "ab", "ltd", "limited", "osakeyhtio", "aktiebolag", "gmbh", "as", "aps", "bv", "srl", "sarl",
                     "sas", "doo", "kft", "ou", "uab", "sia", "inc", "llc", "spzoo", "sro", "slu", "lda", "bvba", "ug",
                     "hf", "ehf", "eood", "ood"), LIMITED),
    **dict.fromkeys(("oyj", "abp", "plc", "asa", "ag", "spa", "nv", "sa", "se", "publ"), PUBLIC),
    **dict.fromkeys(("ky", "kb", "ay", "hb", "kommandiittiyhtio", "kommanditbolag", "kg", "ohg", "lp"), PARTNERSHIP),
    **dict.fromkeys(("osk", "osuuskunta", "andelslag", "cooperative"), COOPERATIVE),
    **dict.fromkeys(("ry", "rf", "ev", "yhdistys", "forening"), ASSOCIATION),
    **dict.fromkeys(("saatio", "stiftelse", "stiftelsen", "stiftung", "foundation", "sr", "rs"), FOUNDATION),
    **dict.fromkeys(("tmi", "toiminimi", "firma"), SOLE),
}  # fmt: skip
"""Legal forms in Finnish, Swedish, English and those of the neighbours, by the kind of legal person."""

COUNTRIES: Final = {
    "oy": "fi", "oyj": "fi", "osakeyhtio": "fi", "ab": "fi se", "aktiebolag": "fi se", "abp": "fi",
    "as": "no dk ee lv cz",
    "asa": "no", "aps": "dk", "gmbh": "de at ch", "ag": "de at ch", "ug": "de", "ou": "ee", "uab": "lt", "sia": "lv",
    "bv": "nl be", "nv": "nl be", "bvba": "be", "spa": "it", "srl": "it ro", "sarl": "fr ch lu", "sas": "fr",
    "kft": "hu", "doo": "hr si rs", "spzoo": "pl", "sro": "cz sk", "slu": "es", "lda": "pt", "hf": "is", "ehf": "is",
    "inc": "us", "llc": "us",
}  # fmt: skip
"""Where a legal form is at home. ABB AS and ABB AB are sister companies in two countries."""


def are_compatible(first: str, second: str) -> bool:
    """Whether one legal person can be written with both forms. A company may go public without becoming another one."""
    kinds = {FORMS[first], FORMS[second]}
    homes, others = COUNTRIES.get(first, "").split(), COUNTRIES.get(second, "").split()
    return (len(kinds) == 1 or kinds == {LIMITED, PUBLIC}) and (not homes or not others or bool({*homes} & {*others}))


DROPPED: Final = frozenset((
    "ja", "och", "and", "of", "the", "de", "und", "et", "i", "for", "la", "le", "in", "sulautunut",
    "jakautunut", "lakannut", "konkurssissa", "selvitystilassa",
))  # fmt: skip
"""Joining words of the languages, and the register's words for what became of a company."""

PHRASES: Final = (
    (("university", "applied", "sciences"), ("ammattikorkeakoulu",)),
    (("elinkeino", "liikenne", "ymparistokeskus"), ("elykeskus",)),
    (("ely", "keskus"), ("elykeskus",)),
    (("te", "keskus"), ("tekeskus",)),
    (("tyo", "elinkeinokeskus"), ("tekeskus",)),
    (("te", "toimisto"), ("tetoimisto",)),
    (("tyo", "elinkeinotoimisto"), ("tetoimisto",)),
    (("regional", "council"), ("liitto",)),
    (("joint", "municipal", "authority"), ("kuntayhtyma",)),
    (("y", "vastuualue"), ("ymparisto", "luonnonvarat", "vastuualue")),
    (("oy", "ab"), ("oy",)),
)
"""Names of kinds of bodies in several words and their one form. Joining words are dropped before."""

SAME_WORD: Final = {
    "university": "yliopisto", "universitet": "yliopisto", "universitehta": "yliopisto", "yliopiston": "yliopisto",
    "yrkeshogskola": "ammattikorkeakoulu", "yrkeshogskolan": "ammattikorkeakoulu", "polytechnic": "ammattikorkeakoulu",
    "ammattikorkekoulu": "ammattikorkeakoulu", "amk": "ammattikorkeakoulu",
    "kommun": "kunta", "municipality": "kunta", "gielda": "kunta", "suohkan": "kunta", "kunnan": "kunta",
    "stad": "kaupunki", "city": "kaupunki", "town": "kaupunki", "gavpot": "kaupunki", "kaupungin": "kaupunki",
    "forbund": "liitto", "ely": "elykeskus", "elinvoimakeskus": "elinvoimakeskus",
    "samkommun": "kuntayhtyma", "kuntayhtyman": "kuntayhtyma", "koulutusky": "koulutuskuntayhtyma",
    "lapland": "lappi", "lappland": "lappi", "lapplands": "lappi", "lapin": "lappi", "lapi": "lappi",
    "church": "seurakunta", "forsamling": "seurakunta", "searvegoddi": "seurakunta",
    "toimipaikka": "toimipiste", "toimintayksikko": "toimipiste",
}  # fmt: skip
"""Words of Finnish, Swedish, English and Northern Sámi for one kind of body, without accents, by the Finnish word."""

LEGAL_PERSONS: Final = (
    "kunta", "kaupunki", "kuntayhtyma", "liitto", "seurakunta", "yhtyma", "sairaanhoitopiiri",
)  # fmt: skip
INSTITUTIONS: Final = (
    "yliopisto", "ammattikorkeakoulu", "amk", "ammattiopisto", "elykeskus", "tekeskus", "elinvoimakeskus",
    "opisto", "tetoimisto", "ymparistokeskus", "tutkimuskeskus", "tutkimuslaitos", "luonnonvarakeskus",
    "metsahallitus", "kesayliopisto", "urheiluopisto", "koulutuskeskus", "hogskola", "universitat",
    "universite", "universidad", "universita",
)  # fmt: skip
UNITS: Final = (
    "tiedekunta", "osasto", "laitos", "instituutti", "palvelut", "lautakunta", "toimisto", "yksikko", "alat",
    "vastuualue", "toimipiste", "asema", "tehdas", "tehtaat", "kaivos", "oppiaine", "oppimiskeskus",
    "palvelukeskus", "keskus", "faculty", "department", "institute", "school", "unit", "office", "plant",
    "fakultet", "institution", "voimala", "voimalaitos", "puhdistamo", "jatevedenpuhdistamo", "kaatopaikka",
    "lampokeskus", "teollisuus", "laboratory", "division", "alue",
)  # fmt: skip
"""Endings of words by what they tell: a legal person, an institution that may stand alone, a unit of a body."""
