"""A list of organisations."""

from typing import Final

from tokka.tables.identifiers import business_id, vat_number
from tokka.tables.model import Column, Table, called
from tokka.words import _

ORGANISATIONS: Final = Table(
    "organisations",
    _("Organisations"),
    (
        Column(
            "name",
            _("Name"),
            _("The name as the list has it."),
            required=True,
            headings=called(
                fi="nimi, organisaatio, organisaation nimi, yritys, yrityksen nimi, toiminimi, toimija, jäsen,"
                "jäsenen nimi, jäsenyritys, toteuttaja, toteuttajan nimi, tuensaaja, tuensaajan nimi, hakija, kumppani,"
                "osallistuja",
                sv="namn, organisationens namn, företag, företagets namn, företagsnamn, bolag, medlem, stödmottagare,"
                "aktör",
                en="organisation, organization, organisation name, organization name, company, company name,"
                "legal name, member, member name, beneficiary, beneficiary name, name of beneficiary, recipient,"
                "recipient of funds, partner",
            ),
        ),
        Column(
            "business_id",
            _("Business id"),
            _("The Finnish business id with its check digit, such as 0112038-9."),
            headings=called(
                fi="y-tunnus, ytunnus, liike- ja yhteisötunnus, yritystunnus",
                sv="fo-nummer, företagsnummer",
                en="business id, fi business id",
            ),
            check=business_id,
        ),
        Column(
            "vat",
            _("VAT number"),
            _("The VAT number with its country, such as FI01120389."),
            headings=called(
                fi="alv-numero, alv-tunnus, alvnro", sv="momsnummer, momsregistreringsnummer", en="vat number, vat id"
            ),
            check=vat_number,
        ),
        Column(
            "kind",
            _("Kind"),
            _("What it is in a network: a role, or a word for one."),
            headings=called(
                fi="rooli, tyyppi, laji, toimijatyyppi", sv="typ, roll", en="role, type, category, activity type"
            ),
        ),
        Column(
            "municipality",
            _("Municipality"),
            _("The municipality by one of its names."),
            headings=called(
                fi="kunta, kotikunta, kotipaikka, paikkakunta", sv="kommun, hemkommun, hemort, ort", en="town, city"
            ),
        ),
        Column(
            "url",
            _("Website"),
            _("The address of its website."),
            headings=called(
                fi="kotisivu, kotisivut, verkkosivu, verkkosivut",
                sv="webbplats, hemsida",
                en="website, www, web, homepage, homepage url, organization url",
            ),
        ),
        Column("source", _("Source"), _("Where the row comes from."), headings=called(fi="lähde", sv="källa")),
        Column(
            "source_id",
            _("Number in the source"),
            _("What the source calls it."),
            headings=called(
                fi="lähteen tunnus, jäsennumero",
                sv="medlemsnummer",
                en="id, organisation id, organization id, member number, pic, siret",
            ),
        ),
    ),
)
