"""The weight of evidence that two bodies are one, in bits, after Fellegi and Sunter (1969).

Each comparison has outcomes, and each outcome a weight log2(m / u): m is how often it comes out so where the two are
one, u where they are not. Weights add up, with the prior odds that any two rows of the list are one; the score is the
probability that follows. The weights are declared, not fitted: docs/explanation/likeness.md, §6, gives m and u of each.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2
from typing import Final

from tokka.likeness.compare import Rarity, likeness
from tokka.likeness.model import Body, Reason
from tokka.likeness.names import bare, mail_domain, web_domain
from tokka.likeness.parts import Part, Parts, Rank
from tokka.likeness.words import are_compatible
from tokka.words import Remark, _

NAME: Final = ((1.0, 14.0), (0.95, 11.0), (0.88, 7.0), (0.8, 2.0), (0.65, -4.0), (0.0, -12.0))
"""Bits for names that are at least so much alike."""
MOST_FOR_RARITY: Final = 4.0
ALIKE_ENOUGH_FOR_RARITY: Final = 0.95
"""A name of rare words counts for up to four bits more; one of common words, such as Urheiluseura, for none."""
SAME_ID, OTHER_ID = 24.0, -16.0
SAME_FORM, OTHER_FORM = 1.0, -8.0
SAME_PLACE, OTHER_PLACE = 2.0, -1.5
SAME_COUNTRY, OTHER_COUNTRY = 0.5, -14.0
SAME_SITE, OTHER_SITE = 9.0, -2.0
SAME_MAIL, OTHER_MAIL = 6.0, -1.0
SAME_BODY, OTHER_BODY, ONE_BODY_UNTOLD = 2.0, -12.0, -5.0
ONLY_ONE_IS_A_UNIT = -9.0
LEAST_PRIOR: Final = -10.0
ALIKE_BODIES: Final = 0.85


@dataclass(frozen=True, slots=True)
class Subject:
    """A body with its name taken apart, and what else is told of it in one form."""

    body: Body
    parts: Parts
    identifier: str
    place: str
    country: str
    site: str
    mail: str


def subject_of(body: Body, parts: Parts, places: Mapping[str, str]) -> Subject:
    """A body made ready. Places are compared by the one name that `places` gives for each of their names."""
    return Subject(
        body,
        parts,
        bare(body.business_id).removeprefix("fi"),
        places.get(bare(body.municipality), bare(body.municipality)),
        bare(body.country),
        web_domain(body.website),
        mail_domain(body.email),
    )


def prior_of(count: int) -> float:
    """The bits, against, that any two of `count` rows are one."""
    return max(LEAST_PRIOR, -log2(max(2, count)))


class Weights:
    """What the list as a whole says: how rare words and domains are, and how likely any two rows are one."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        told = list(subjects)
        self.rarity = Rarity([word for part in one.parts.every for word in part.words] for one in told)
        self.sites = Counter(one.site for one in told)
        self.mails = Counter(one.mail for one in told)
        self.prior = prior_of(len(told))

    def reasons(self, first: Subject, second: Subject) -> list[Reason]:
        """Every piece of evidence for and against, the weightiest first."""
        told = [self._name(first.parts, second.parts), self._bodies(first.parts, second.parts)]
        told += [
            _equal(_("business id"), first.identifier, second.identifier, SAME_ID, OTHER_ID),
            _form(first.parts.form, second.parts.form),
            _equal(_("municipality"), first.place, second.place, SAME_PLACE, OTHER_PLACE),
            _equal(_("country"), first.country, second.country, SAME_COUNTRY, OTHER_COUNTRY),
            _equal(_("web domain"), first.site, second.site, _shared(SAME_SITE, self.sites[first.site]), OTHER_SITE),
            _equal(_("mail domain"), first.mail, second.mail, _shared(SAME_MAIL, self.mails[first.mail]), OTHER_MAIL),
        ]
        return sorted((one for one in told if one is not None), key=lambda one: (-abs(one.bits), one.what))

    def score(self, reasons: Iterable[Reason]) -> float:
        """The probability that two bodies are one."""
        bits = self.prior + sum(reason.bits for reason in reasons)
        return 1 / (1 + 2.0**-bits) if bits > -1000 else 0.0

    def _name(self, first: Parts, second: Parts) -> Reason:
        alike = likeness(first.meant, second.meant, self.rarity)
        bits = next(bits for least, bits in NAME if alike >= least)
        if alike >= ALIKE_ENOUGH_FOR_RARITY:
            bits += min(MOST_FOR_RARITY, max(0.0, self._rarity(first.meant, second.meant) - NAME[0][1]))
        says = _("The names are %(percent)s %% alike.") if alike < 1 else _("The names are the same.")
        return Reason(_("name"), Remark(says, {"percent": round(100 * alike)}), bits)

    def _rarity(self, first: Part, second: Part) -> float:
        """The bits of the words of the commoner name: two rows of a rare name are hardly one by chance."""
        return min(sum(map(self.rarity.bits, part.words)) for part in (first, second))

    def _bodies(self, first: Parts, second: Parts) -> Reason | None:
        """Units are one only where they belong to one body; a unit and a body are two."""
        ranks = {first.meant.rank is Rank.UNIT, second.meant.rank is Rank.UNIT}
        if ranks == {False}:
            return None
        if ranks == {True, False}:
            return Reason(_("body"), Remark(_("One is a unit, the other is none.")), ONLY_ONE_IS_A_UNIT)
        if not first.above or not second.above:
            if not first.above and not second.above:
                return None
            return Reason(_("body"), Remark(_("Of one unit the body is not told.")), ONE_BODY_UNTOLD)
        if self.shared_body(first.above, second.above):
            return Reason(_("body"), Remark(_("They are units of one body.")), SAME_BODY)
        return Reason(_("body"), Remark(_("They are units of different bodies.")), OTHER_BODY)

    def shared_body(self, first: Iterable[Part], second: Iterable[Part]) -> bool:
        others = list(second)
        return any(likeness(one, other, self.rarity) >= ALIKE_BODIES for one in first for other in others)


def _equal(what: str, first: str, second: str, same: float, other: float) -> Reason | None:
    """Nothing is said where one of the two is not known."""
    if not first or not second:
        return None
    if first == second:
        return Reason(what, Remark(_("Both have %(value)s."), {"value": first}), same)
    return Reason(
        what, Remark(_("One has %(first)s, the other %(second)s."), {"first": first, "second": second}), other
    )


def _shared(bits: float, count: int) -> float:
    """A domain that many share tells less: a bit less for every doubling over two."""
    return max(0.0, bits - log2(max(1.0, count / 2)))


def _form(first: str, second: str) -> Reason | None:
    if not first or not second:
        return None
    if are_compatible(first, second):
        return Reason(_("legal form"), Remark(_("The legal forms fit together.")), SAME_FORM)
    return _equal(_("legal form"), first, second, SAME_FORM, OTHER_FORM)
