"""A list of organisations."""

from typing import Final

from tokka.tables.identifiers import business_id, vat_number
from tokka.tables.model import Column, Table
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
            headings=("nimi", "namn", "organisation", "organisaatio", "yritys", "company", "toimija"),
        ),
        Column(
            "business_id",
            _("Business id"),
            _("The Finnish business id with its check digit, such as 0112038-9."),
            headings=("y-tunnus", "ytunnus", "business id", "fo-nummer", "liike- ja yhteisötunnus"),
            check=business_id,
        ),
        Column(
            "vat",
            _("VAT number"),
            _("The VAT number with its country, such as FI01120389."),
            headings=("alv-numero", "vat number", "vat id", "momsnummer"),
            check=vat_number,
        ),
        Column(
            "kind",
            _("Kind"),
            _("What it is in a network: a role, or a word for one."),
            headings=("role", "rooli", "tyyppi", "typ", "laji"),
        ),
        Column(
            "municipality",
            _("Municipality"),
            _("The municipality by one of its names."),
            headings=("kunta", "kotikunta", "kommun", "kotipaikka", "town"),
        ),
        Column(
            "url",
            _("Website"),
            _("The address of its website."),
            headings=("website", "www", "kotisivu", "verkkosivu", "webbplats"),
        ),
        Column("source", _("Source"), _("Where the row comes from."), headings=("lähde", "källa")),
        Column(
            "source_id", _("Number in the source"), _("What the source calls it."), headings=("lähteen tunnus", "id")
        ),
    ),
)
