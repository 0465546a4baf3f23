"""Official identifiers with their check digits: the one place that says whether one is right."""

import re
from typing import Final

from stdnum import lei
from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fi import ytunnus

from tokka.words import Remark, _


def business_id(told: str) -> str | Remark:
    """A Finnish business id as its register writes it, 0112038-9, or what is wrong with what was told."""
    named = {"value": told[:80]}
    try:
        return str(ytunnus.format(ytunnus.validate(told)))
    except InvalidChecksum:
        return Remark(_("“%(value)s” is no Finnish business id: its check digit does not fit."), named)
    except ValidationError:
        return Remark(_("“%(value)s” is no Finnish business id: it is written like 0112038-9."), named)


def vat_number(told: str) -> str | Remark:
    """A VAT number of the European Union with its country, FI01120389, or what is wrong with what was told."""
    named = {"value": told[:80]}
    try:
        return str(vat.validate(told))
    except InvalidChecksum:
        return Remark(_("“%(value)s” is no VAT number: its check digit does not fit."), named)
    except ValidationError:
        return Remark(_("“%(value)s” is no VAT number of the European Union: it is written like FI01120389."), named)


_LEI: Final = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_EUID: Final = re.compile(r"[A-Z]{2}[A-Z0-9.]+\.[A-Z0-9][A-Z0-9_/-]*")


def european_id(told: str) -> str | Remark:
    """A company's identifier in the linked registers of Europe: country, register and number, FIFPRO.0112038-9.

    The Finnish register's number is checked; those of other registers have rules of their own.
    """
    named = {"value": told[:80]}
    euid = "".join(told.split()).upper()
    if not _EUID.fullmatch(euid):
        return Remark(_("“%(value)s” is no European unique identifier: it is written like FIFPRO.0112038-9."), named)
    if euid.startswith("FIFPRO.") and isinstance(wrong := business_id(euid.removeprefix("FIFPRO.")), Remark):
        return wrong
    return euid


def legal_entity_id(told: str) -> str | Remark:
    """A legal entity identifier of twenty letters and digits, the last two of them its check, or what is wrong."""
    named = {"value": told[:80]}
    number = str(lei.compact(told))
    if not _LEI.fullmatch(number):  # the library checks the sum alone
        return Remark(_("“%(value)s” is no legal entity identifier: it has twenty letters and digits."), named)
    if not lei.is_valid(number):
        return Remark(_("“%(value)s” is no legal entity identifier: its check digits do not fit."), named)
    return number
