"""Official identifiers with their check digits: the one place that says whether one is right."""

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
