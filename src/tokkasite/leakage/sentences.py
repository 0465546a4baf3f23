"""Three sentences that a councillor can read aloud, and how euros are written in sentences."""

from django.utils.formats import localize
from django.utils.translation import gettext as _

from tokkasite.leakage import products
from tokkasite.leakage.readers import YEAR, Page


def euros_in_words(euros: float) -> str:
    """A sum as it is said: 6.3 million euros, 248,000 euros."""
    if euros >= 999_500:
        millions = round(euros / 1e6, 1) if euros < 99.95e6 else round(euros / 1e6)
        return _("%(millions)s million euros") % {"millions": localize(millions)}
    return _("%(euros)s euros") % {"euros": localize(int(round(euros, -3 if euros >= 10_000 else -2)))}


def cents(share: float) -> str:
    return localize(round(100 * share))


def aloud(page: Page) -> list[str]:
    """What is bought, where each euro goes and how sure that is, and what nobody knows yet."""
    went, place = page.whole, str(page.place)
    named = {"place": place, "euros": euros_in_words(went.spent), "year": YEAR}
    first = {
        "food": _("In %(year)s households and public services of %(place)s bought food for %(euros)s."),
        "energy": _("In %(year)s households and public services of %(place)s bought energy and fuels for %(euros)s."),
        "all": _("In %(year)s households and public services of %(place)s bought goods and services for %(euros)s."),
    }[page.topic] % named
    own, leak = went.share("own"), went.leak_share
    at_home, leaves = round(100 * own.mean), round(100 * leak.mean)
    told = {
        "own": at_home,
        "region": 100 - at_home - leaves,  # so that the three are the euro
        "leaves": leaves,
        "low": cents(leak.low),
        "high": cents(leak.high),
    }
    second = _(
        "Of each euro %(own)s cents stay with producers in the municipality and %(region)s elsewhere in Lapland, and "
        "%(leaves)s leave Lapland. It is 90 per cent certain that from %(low)s to %(high)s cents leave."
    )
    third = _("We know least about this: %(buyer)s, “%(product)s”. To ask there would narrow the estimate most.")
    buyer, code = page.ask_next[0]
    asks = {"buyer": str(products.BUYER_NAMES[buyer]).lower(), "product": products.name_of(code)}
    return [first, second % told, third % asks]
