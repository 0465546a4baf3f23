"""Words of people's lists, in Finnish, Swedish and English, for what the register and the journal let one choose.

The keys that an exported list holds are understood beside them.
"""

from collections.abc import Mapping
from typing import Final

from tokka.tables.model import called, plain
from tokkasite.journal.models import Contact, Cost, Event, Income
from tokkasite.register.models import Language


def meaning(words: Mapping[str, str]) -> dict[str, str]:
    """The key by each of its words, as words are compared."""
    return {plain(word): key for key, told in words.items() for word in (key, *called(en=told))}


CHANNELS: Final = meaning(
    {
        Contact.Channel.MEETING: "kokous, tapaaminen, palaveri, neuvottelu, möte, sammanträde, meeting",
        Contact.Channel.VISIT: "käynti, vierailu, yritysvierailu, yrityskäynti, besök, företagsbesök, site visit",
        Contact.Channel.CALL: "puhelu, puhelin, puhelimitse, soitto, samtal, telefonsamtal, telefon, phone, phone call,"
        "telephone",
        Contact.Channel.VIDEO: "etäkokous, etäpalaveri, videopuhelu, teams, zoom, videosamtal, distansmöte, video call,"
        "online, online meeting",
        Contact.Channel.EMAIL: "sähköposti, e-post, mejl, e-mail, mail",
        Contact.Channel.OTHER: "muu, annat, övrigt",
    }
)
EVENTS: Final = meaning(
    {
        Event.Kind.EVENT: "tapahtuma, tilaisuus, seminaari, webinaari, evenemang, seminarium, seminar,webinar, meeting",
        Event.Kind.TRAINING: "koulutus, kurssi, valmennus, utbildning, kurs, course",
        Event.Kind.WORKSHOP: "työpaja, verkstad",
        Event.Kind.MATCHMAKING: "kontaktitapahtuma, verkottumistapahtuma, verkostoitumistapahtuma, kontaktmässa,"
        "brokerage event",
        Event.Kind.ADVICE: "neuvonta, rådgivning, consultation",
        Event.Kind.EXCURSION: "opintomatka, tutustumismatka, vierailu, studieresa, studiebesök, study visit, visit",
        Event.Kind.FAIR: "messut, mässa, trade fair, exhibition",
    }
)
SECTORS: Final = meaning(
    {
        Income.Sector.PUBLIC: "julkinen, julkista, offentlig, offentligt",
        Income.Sector.PRIVATE: "yksityinen, yksityistä, privat",
    }
)
COSTS: Final = meaning(
    {
        Cost.Kind.STAFF: "henkilöstö, henkilöstökulut, henkilöstökustannukset, palkat, palkkakulut, personal,"
        "personalkostnader, löner, salaries, personnel",
        Cost.Kind.SERVICES: "palvelut, ostopalvelut, palveluhankinnat, tjänster, köpta tjänster, service",
        Cost.Kind.EVENTS: "tapahtumat, tapahtumakulut, evenemang, event",
        Cost.Kind.TRAVEL: "matkat, matkakulut, matkakustannukset, resor, resekostnader, travel costs",
        Cost.Kind.OTHER: "muu, muut, muut kulut, annat, övrigt, övriga kostnader",
    }
)
LANGUAGES: Final = meaning(
    {
        Language.FI: "suomi, finska, finnish",
        Language.SV: "ruotsi, svenska, swedish",
        Language.EN: "englanti, engelska, english",
        Language.SE: "pohjoissaame, saame, nordsamiska, samiska, davvisámegiella, northern sámi, sámi",
    }
)
