"""What the code of a European topic says: its year, programme part, destination and family."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_STAGE: Final = re.compile(r"-(two|single)-stage$", re.IGNORECASE)
_YEARED: Final = re.compile(r"^(?P<programme>.*?)-(?P<year>20\d\d)(?:-(?P<rest>.*))?$")


@dataclass(frozen=True, slots=True)
class TopicCode:
    """The parts of a code such as HORIZON-CL5-2023-D3-02-07. A code without a year is its own programme (§10)."""

    code: str
    programme: str
    year: int | None
    destination: str
    """The programme with the first word behind the year: HORIZON-CL5-D3."""
    family: str
    """The programme with every word behind the year that is no number: topics that come again year by year."""


@lru_cache(maxsize=65536)
def topic_code(code: str) -> TopicCode:
    """Read a topic's code (§10)."""
    bare = _STAGE.sub("", code.strip())
    found = _YEARED.match(bare)
    if found is None:
        return TopicCode(code, bare, None, bare, bare)
    programme, steps = found["programme"], (found["rest"] or "").split("-")
    words = [step for step in steps if step and not step.isdigit()]
    return TopicCode(
        code,
        programme,
        int(found["year"]),
        f"{programme}-{steps[0]}" if steps[0] else programme,
        "-".join([programme, *words]),
    )
