"""Lists of persons, and of who takes part in what: no more of a person than the work needs."""

import re
from typing import Final

from tokka.tables.identifiers import business_id
from tokka.tables.model import Column, Holds, Table, called
from tokka.words import Remark, _

_MAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")


def mail_address(told: str) -> str | Remark:
    """A mail address as it is kept, its domain in small letters, or what is wrong with it."""
    bare = told.removeprefix("mailto:").strip("<> ")
    if len(bare) > 254 or not _MAIL.fullmatch(bare):
        return Remark(_("“%(value)s” is no mail address."), {"value": told[:80]})
    name, _at, domain = bare.rpartition("@")
    return f"{name}@{domain.casefold()}"


def organisation_column(*, required: bool = False) -> Column:
    """The organisation that a row belongs to, by its name."""
    return Column(
        "organisation",
        _("Organisation"),
        _("The organisation by its name in the register."),
        required=required,
        headings=called(
            fi="organisaatio, organisaation nimi, yritys, yrityksen nimi, työnantaja, toimija, jäsen, jäsenyritys",
            sv="företag, företagets namn, organisationens namn, bolag, arbetsgivare, medlem",
            en="organisation name, organization, organization name, company, company name, firm, employer, member",
        ),
    )


BUSINESS_ID: Final = Column(
    "business_id",
    _("Business id"),
    _("The Finnish business id of the organisation, such as 0112038-9."),
    headings=called(fi="y-tunnus, ytunnus, liike- ja yhteisötunnus", sv="fo-nummer", en="business id"),
    check=business_id,
)
FROM_ON: Final = Column(
    "from_on",
    _("From"),
    _("The first day."),
    holds=Holds.DAY,
    headings=called(
        fi="alkaen, alku, alkupvm, aloituspvm, alkamispäivä, liittynyt, liittymispäivä",
        sv="från, från och med, startdatum, börjar, anslöt",
        en="from, start, start date, since, joined, join date",
    ),
)
UNTIL_ON: Final = Column(
    "until_on",
    _("Until"),
    _("The last day; empty while it goes on."),
    holds=Holds.DAY,
    headings=called(
        fi="asti, saakka, loppu, loppupvm, päättymispvm, päättymispäivä, eronnut",
        sv="till, till och med, slutdatum, slutar, utträdde",
        en="until, to, end, end date, left",
    ),
)
EMAIL: Final = Column(
    "email",
    _("Mail address"),
    _("The mail address at work."),
    headings=called(
        fi="sähköposti, sähköpostiosoite, s-posti", sv="e-post, e-postadress", en="e-mail, mail, email address"
    ),
    check=mail_address,
)

PERSONS: Final = Table(
    "persons",
    _("Persons"),
    (
        Column(
            "name",
            _("Name"),
            _("The whole name."),
            required=True,
            headings=called(
                fi="nimi, koko nimi, henkilö, henkilön nimi, yhteyshenkilö, kontaktihenkilö",
                sv="namn, kontaktperson, personens namn",
                en="full name, person, contact, contact person, contact name",
            ),
        ),
        organisation_column(),
        BUSINESS_ID,
        Column(
            "title",
            _("Title"),
            _("What the person does there."),
            headings=called(
                fi="nimike, titteli, tehtävä, tehtävänimike, asema, rooli",
                sv="titel, befattning, roll, uppgift",
                en="position, role, job title",
            ),
        ),
        EMAIL,
        Column(
            "phone",
            _("Telephone"),
            _("The telephone number at work."),
            headings=called(
                fi="puhelin, puhelinnumero, puh, matkapuhelin, gsm",
                sv="telefon, telefonnummer, mobil",
                en="telephone, phone number, mobile, tel",
            ),
        ),
        Column(
            "language",
            _("Language"),
            _("The language to write in."),
            headings=called(fi="kieli, asiointikieli", sv="språk, kontaktspråk", en="preferred language"),
        ),
    ),
)

PARTICIPATIONS: Final = Table(
    "participations",
    _("Participations"),
    (
        organisation_column(required=True),
        BUSINESS_ID,
        Column(
            "cluster",
            _("Cluster"),
            _("The cluster by its name."),
            headings=called(fi="klusteri, verkosto", sv="kluster, nätverk", en="network, cluster name"),
        ),
        Column(
            "role",
            _("Role"),
            _("How it takes part."),
            headings=called(
                fi="rooli, jäsenlaji, jäsenluokka", sv="roll, medlemskategori", en="membership class, category"
            ),
        ),
        FROM_ON,
        UNTIL_ON,
        Column(
            "is_committed",
            _("Committed"),
            _("Whether it has committed itself in writing."),
            holds=Holds.TRUTH,
            headings=called(fi="sitoutunut, sitoumus", sv="förbunden, förbindelse", en="committed, commitment, signed"),
        ),
        Column(
            "committed_on",
            _("Committed on"),
            _("The day of the commitment."),
            holds=Holds.DAY,
            headings=called(
                fi="sitoutumispäivä, sitoumuksen päivä", sv="förbindelsedatum", en="commitment date, signed on"
            ),
        ),
    ),
)
