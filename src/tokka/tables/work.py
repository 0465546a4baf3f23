"""Lists of everyday work: contacts, events and who came, income and costs."""

from typing import Final

from tokka.tables.model import Column, Holds, Table, called
from tokka.tables.people import BUSINESS_ID, EMAIL, FROM_ON, UNTIL_ON, organisation_column
from tokka.words import _

ON: Final = Column(
    "on",
    _("Day"),
    _("The day, such as 2026-11-24 or 24.11.2026."),
    holds=Holds.DAY,
    required=True,
    headings=called(
        fi="päivä, päivämäärä, pvm, ajankohta, tapahtumapäivä", sv="dag, datum", en="day, date, event date"
    ),
)
AMOUNT: Final = Column(
    "amount_eur",
    _("Amount"),
    _("The amount without value added tax."),
    holds=Holds.NUMBER,
    unit="EUR",
    required=True,
    headings=called(
        fi="summa, määrä, euroa, euromäärä, summa eur, summa euroa",
        sv="belopp, belopp eur",
        en="amount, amount eur, sum, euros, eur, net amount",
    ),
)
PERSON: Final = Column(
    "person",
    _("Person"),
    _("The person by name."),
    headings=called(
        fi="henkilö, henkilön nimi, osallistujan nimi, yhteyshenkilö, nimi",
        sv="kontaktperson, deltagarens namn, namn",
        en="contact person, participant name, attendee, name",
    ),
)
PERSONS_COUNTED: Final = Column(
    "persons",
    _("Persons"),
    _("How many came."),
    holds=Holds.NUMBER,
    unit=_("persons"),
    headings=called(
        fi="osallistujia, osallistujamäärä, henkilöitä, hlö, lkm",
        sv="antal, antal deltagare, deltagare, antal personer",
        en="participants, attendees, number of participants, count",
    ),
)


def title_column(*, required: bool = False) -> Column:
    """What a deed is called."""
    return Column(
        "title",
        _("Title"),
        _("What it is called."),
        required=required,
        headings=called(
            fi="otsikko, nimi, tapahtuma, tapahtuman nimi, aihe, selite, kuvaus",
            sv="rubrik, namn, evenemang, ämne, beskrivning",
            en="name, event, event name, subject, description",
        ),
    )


def kind_column(meaning: str, *, fi: str, sv: str, en: str) -> Column:
    """What kind of deed it is."""
    own = called(fi=f"laji, tyyppi, luokka, {fi}", sv=f"typ, slag, kategori, {sv}", en=f"type, category, {en}")
    return Column("kind", _("Kind"), meaning, headings=own)


CONTACTS: Final = Table(
    "contacts",
    _("Contacts"),
    (
        ON,
        organisation_column(required=True),
        BUSINESS_ID,
        PERSON,
        Column(
            "channel",
            _("Channel"),
            _("How it took place: visit, call, mail, meeting."),
            headings=called(fi="kanava, tapa, yhteydenottotapa, laji", sv="kanal, sätt, kontaktsätt", en="type"),
        ),
        Column(
            "subject",
            _("Subject"),
            _("What it was about."),
            headings=called(fi="aihe, asia, otsikko", sv="ämne, ärende, rubrik", en="topic, title"),
        ),
        Column(
            "note",
            _("Note"),
            _("What was said."),
            headings=called(
                fi="muistiinpano, muistio, huomautus, lisätiedot",
                sv="anteckning, anmärkning, kommentar",
                en="notes, comment, remarks",
            ),
        ),
        Column(
            "by",
            _("By"),
            _("Who of the team had it."),
            headings=called(fi="tekijä, kuka, vastuuhenkilö", sv="av, ansvarig", en="owner, team member"),
        ),
        Column(
            "is_confidential",
            _("Confidential"),
            _("Whether the note stays in its cluster."),
            holds=Holds.TRUTH,
            headings=called(fi="luottamuksellinen, salainen", sv="konfidentiell", en="confidential"),
        ),
    ),
)

EVENTS: Final = Table(
    "events",
    _("Events"),
    (
        ON,
        title_column(required=True),
        kind_column(
            _("Meeting, workshop, seminar, fair, visit."), fi="tapahtumatyyppi", sv="evenemangstyp", en="event type"
        ),
        Column(
            "place",
            _("Place"),
            _("Where it was held."),
            headings=called(fi="paikka, tapahtumapaikka, sijainti", sv="plats, ort", en="location, venue"),
        ),
        PERSONS_COUNTED,
    ),
)

ATTENDANCE: Final = Table(
    "attendance",
    _("Attendance"),
    (
        Column(
            "event",
            _("Event"),
            _("The event by its title."),
            headings=called(
                fi="tapahtuma, tapahtuman nimi", sv="evenemang, evenemangets namn", en="event name, event title"
            ),
        ),
        ON,
        organisation_column(required=True),
        BUSINESS_ID,
        PERSON,
        EMAIL,
        PERSONS_COUNTED,
    ),
)

INCOME: Final = Table(
    "income",
    _("Income"),
    (
        Column(
            "payer",
            _("Payer"),
            _("Who pays."),
            required=True,
            headings=called(
                fi="maksaja, rahoittaja, rahoituslähde, tulolähde",
                sv="betalare, finansiär, inkomstkälla",
                en="source, source of income, funder, financier, paid by",
            ),
        ),
        Column(
            "sector",
            _("Public or private"),
            _("Whether the money is public or private."),
            headings=called(
                fi="sektori, julkinen/yksityinen", sv="sektor, offentlig/privat", en="public/private, public or private"
            ),
        ),
        FROM_ON,
        UNTIL_ON,
        AMOUNT,
    ),
)

COSTS: Final = Table(
    "costs",
    _("Costs"),
    (
        ON,
        kind_column(
            _("Staff, travel, services, other."), fi="kululaji, kustannuslaji", sv="kostnadsslag", en="cost type"
        ),
        title_column(),
        AMOUNT,
    ),
)

TABLES_OF_WORK: Final = (CONTACTS, EVENTS, ATTENDANCE, INCOME, COSTS)
