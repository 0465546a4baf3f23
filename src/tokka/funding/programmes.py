"""Programmes as families with successors: a call of an old programme leads to the one that follows it (§5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of one financing period: its code on the portal where it has one, and what it follows."""

    key: str
    label: str
    family: str
    code: str = ""
    follows: tuple[str, ...] = ()


PROGRAMMES: Final = (
    Programme("h2020", "Horizon 2020", "research", "31045243"),
    Programme("horizon", "Horizon Europe", "research", "43108390", ("h2020",)),
    Programme("euratom", "Euratom Research and Training Programme", "research", "43298916"),
    Programme("rfcs", "Research Fund for Coal and Steel", "research", "43252449"),
    Programme("cosme", "COSME", "enterprises", "31059643"),
    Programme("smp", "Single Market Programme", "enterprises", "43252476", ("cosme",)),
    Programme("digital", "Digital Europe Programme", "digital", "43152860"),
    Programme("life", "LIFE", "environment", "43252405"),
    Programme("cef", "Connecting Europe Facility", "infrastructure", "43251567"),
    Programme("i3", "Interregional Innovation Investments", "regions", "44416173"),
    Programme("innovfund", "Innovation Fund", "climate", "43089234"),
    Programme("edf", "European Defence Fund", "defence", "44181033"),
    Programme("jtm", "Just Transition Mechanism", "regions", "44773066"),
    Programme("emfaf", "European Maritime, Fisheries and Aquaculture Fund", "fisheries", "43392145"),
    Programme("erasmus", "Erasmus+", "education", "43353764"),
    Programme("crea", "Creative Europe", "culture", "43251814"),
    Programme("cerv", "Citizens, Equality, Rights and Values", "society", "43251589"),
    Programme("esf", "European Social Fund Plus", "employment", "43254019"),
    Programme("prospect", "EU External Action", "external action", "111111"),
    Programme("interreg_nord", "Interreg Nord", "interreg north"),
    Programme("botnia_atlantica", "Interreg Botnia-Atlantica", "interreg north"),
    Programme("aurora", "Interreg Aurora", "interreg north", follows=("interreg_nord", "botnia_atlantica")),
)
BY_KEY: Final = {programme.key: programme for programme in PROGRAMMES}
_BY_CODE: Final = {programme.code: programme for programme in PROGRAMMES if programme.code}


def programme_of(code: str) -> Programme | None:
    """The programme of a portal code; None where it is not known, which is told and never guessed."""
    return _BY_CODE.get(code)


def successors(key: str) -> Iterator[Programme]:
    """The programmes that follow, nearest first."""
    for programme in PROGRAMMES:
        if key in programme.follows:
            yield programme
            yield from successors(programme.key)
