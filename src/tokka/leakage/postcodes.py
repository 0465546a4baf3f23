"""Postcodes of a place as people write them: single ones, beginnings, and ranges (§10)."""

from dataclasses import dataclass

from tokka.leakage.refusals import refuse
from tokka.words import _

DIGITS = 5


@dataclass(frozen=True, slots=True)
class Postcodes:
    """Ranges of postcodes, each from a first to a last one."""

    ranges: tuple[tuple[str, str], ...]

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and any(first <= code <= last for first, last in self.ranges)

    def within(self, other: "Postcodes") -> bool:
        """Whether both ends of every range lie in the other's."""
        return all(first in other and last in other for first, last in self.ranges)


def read_postcodes(text: str) -> Postcodes:
    """`99800-99899, 996, 97110`: ranges, beginnings and single ones. Raises Refused for anything else."""
    ranges = []
    for part in text.replace(";", ",").replace("–", "-").split(","):
        ends = [end.strip() for end in part.split("-")]
        if not any(ends):
            continue
        is_range = len(ends) == 2 and 1 < len(ends[0]) == len(ends[1]) <= DIGITS and ends[0] <= ends[1]
        is_beginning = len(ends) == 1 and 1 < len(ends[0]) <= DIGITS
        if not all(end.isascii() and end.isdigit() for end in ends) or not (is_range or is_beginning):
            remedy = _(
                "Write postcodes of five digits, their beginnings of two or more, or ranges such as 99800-99899."
            )
            raise refuse(_("“%(part)s” is no postcode."), {"part": part.strip()}, remedy)
        ranges.append((ends[0].ljust(DIGITS, "0"), ends[-1].ljust(DIGITS, "9")))
    if not ranges:
        raise refuse(_("No postcode is named."), {}, _("Name at least one, or its beginning."))
    return Postcodes(tuple(ranges))


def tidy(code: str) -> str:
    """A postcode as lists have it: `FI-99600`, `99600 SODANKYLÄ` and a spreadsheet's number 100 become five digits.

    One of another country (`SE-953 31`) stays as it is, and so lies nowhere at home.
    """
    told = code.strip().upper().removeprefix("FI").lstrip("- ")
    if not told[:1].isdigit():
        return told
    return told.split()[0].split(".")[0].zfill(DIGITS)
