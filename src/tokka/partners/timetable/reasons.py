"""Why somebody has no meeting, and which requests have no language in common (§11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tokka.partners.timetable.wishes import Absence, Meeting, Request
from tokka.words import Remark, _

NOBODY_ASKED: str = _("%(name)s asks for nobody, and nobody asks for %(name)s.")
NEVER_PRESENT: str = _("%(name)s is present in no slot.")
NEVER_TOGETHER: str = _("%(name)s is never present together with anybody of these requests: %(others)s.")
ALL_TAKEN: str = _(
    "Whenever %(name)s is present together with one of these, that one has another meeting or all tables are taken: "
    "%(others)s. Move one of those meetings, or open a slot or a table."
)


def why_without(
    people: Iterable[str],
    requests: Iterable[Request],
    absences: Iterable[Absence],
    meetings: Iterable[Meeting],
    *,
    slots: int,
) -> tuple[tuple[str, Remark], ...]:
    """Everybody without a meeting, in the order of `people`, with the reason."""
    met = {name for one in meetings for name in (one.a, one.b)}
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    for request in requests:
        wanted[request.a][request.b] = None
        wanted[request.b][request.a] = None
    away: dict[str, set[int]] = defaultdict(set)
    for absence in absences:
        away[absence.person].add(absence.slot)
    present = {name: set(range(1, slots + 1)) - away[name] for name in {*wanted, *people}}
    return tuple((name, _reason(name, list(wanted[name]), present)) for name in people if name not in met)


def _reason(name: str, others: Sequence[str], present: Mapping[str, set[int]]) -> Remark:
    if not present[name]:
        return Remark(NEVER_PRESENT, {"name": name})
    if not others:
        return Remark(NOBODY_ASKED, {"name": name})
    together = [other for other in others if present[name] & present[other]]
    told = {"name": name, "others": ", ".join((together or others)[:10])}
    return Remark(ALL_TAKEN if together else NEVER_TOGETHER, told)


def in_a_common_language(
    requests: Iterable[Request], languages: Mapping[str, Iterable[str]]
) -> tuple[tuple[Request, ...], tuple[Remark, ...]]:
    """The requests of two who speak a language together, and a remark for each pair that does not.

    Whose languages are not told counts as speaking any: nobody is left out for a blank field.
    """
    spoken = {name: frozenset(told) for name, told in languages.items()}
    kept: list[Request] = []
    apart: dict[tuple[str, str], Remark] = {}
    for request in requests:
        a, b = spoken.get(request.a, frozenset()), spoken.get(request.b, frozenset())
        if not a or not b or a & b:
            kept.append(request)
            continue
        pair = (min(request.a, request.b), max(request.a, request.b))
        values = {"a": request.a, "b": request.b, "of_a": ", ".join(sorted(a)), "of_b": ", ".join(sorted(b))}
        apart[pair] = Remark(
            _(
                "%(a)s (%(of_a)s) and %(b)s (%(of_b)s) have no language in common: left out. Have interpreters, and "
                "say so in the settings of the meetings."
            ),
            values,
        )
    return tuple(kept), tuple(apart.values())
