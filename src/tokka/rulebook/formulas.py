"""The few sentences that most rules are made of. Each gives a formula: a case in, a verdict out.

A fact that nobody has kept and a number that nobody has published make a verdict unknown, which is never a pass.
"""

from dataclasses import replace

from tokka.rulebook.model import Case, Formula, Outcome, Value, Verdict
from tokka.words import Remark, _

NOT_KEPT = Remark(_("No record has been kept that would tell."))
NOT_GIVEN = Remark(_("The assessors' number has not been entered. Enter it with their report as source."))
NOT_PUBLIC = Remark(_("The number asked for is not public. Enter it from the handbook, with its edition as source."))


def number_in(case: Case, name: str) -> float | None:
    """The number that the case holds under `name`; None where none is in force. Raises TypeError for another value."""
    value = case.values[name]
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise TypeError(f"The parameter {name!r} holds {value!r}, which is not a number. Correct the family's values.")
    return value


def scale_in(case: Case, name: str) -> tuple[tuple[float, float], ...] | None:
    """The steps of points under `name`; None where none are in force. Raises TypeError for another value."""
    value = case.values[name]
    if value is not None and not isinstance(value, tuple):
        raise TypeError(f"The parameter {name!r} holds {value!r}, which is not a scale. Correct the family's values.")
    return value


def points_for(value: float, scale: tuple[tuple[float, float], ...]) -> float:
    """The points of the last step that `value` reaches; 0 below the first one."""
    return next((points for start, points in reversed(scale) if value >= start), 0)


def unknown(value: Value | None, *remarks: Remark) -> Verdict:
    """Nobody can tell, and why."""
    return Verdict(Outcome.UNKNOWN, value, remarks)


def compared(value: float, asked: float) -> Verdict:
    """Met where `value` reaches `asked`, with both in one sentence. Neither is rounded before."""
    outcome = Outcome.MET if value >= asked else Outcome.MISSED
    says = Remark(_("The value is %(value)s; at least %(asked)s is asked for."), {"value": value, "asked": asked})
    return Verdict(outcome, value, (says,), blocks=outcome is Outcome.MISSED)


def at_least(measure: str, number: str) -> Formula:
    """The measure reaches the number."""

    def judge(case: Case) -> Verdict:
        value, asked = case.facts[measure].value, number_in(case, number)
        if value is None:
            return unknown(None, NOT_KEPT)
        return unknown(value, NOT_PUBLIC) if asked is None else compared(value, asked)

    return judge


def each_present(*measures: str, reading: Remark | None = None) -> Formula:
    """Each measure is above zero: the publication names no number. The value says how many of them are.

    With one measure, the value is the measure itself. `reading` says how the publication's words were understood.
    """

    def judge(case: Case) -> Verdict:
        values = [case.facts[measure].value for measure in measures]
        present = sum(1 for value in values if value)
        value = values[0] if len(values) == 1 else present
        remarks = (reading,) if reading else ()
        if any(one is not None and not one for one in values):
            return Verdict(Outcome.MISSED, value, remarks, blocks=True)
        if None in values:
            return unknown(value, NOT_KEPT, *remarks)
        return Verdict(Outcome.MET, value, remarks)

    return judge


def waived_by(measure: str, formula: Formula, reason: Remark) -> Formula:
    """What `formula` says, unless it is not met and the measure, known and above zero, waives it.

    A waiver is itself a kept record, so this is no pass on an unknown.
    """

    def judge(case: Case) -> Verdict:
        verdict = formula(case)
        if verdict.outcome is Outcome.MET or not case.facts[measure].value:
            return verdict
        return replace(verdict, outcome=Outcome.MET, remarks=(reason, *verdict.remarks), blocks=False)

    return judge


def given(points: str, asked: str) -> Formula:
    """The number that assessors gave reaches the number asked for. Tokka counts neither: both are entered or published.

    What the rule reads beside them is laid before the assessors and decides nothing here.
    """

    def judge(case: Case) -> Verdict:
        value, number = number_in(case, points), number_in(case, asked)
        if value is None:
            return unknown(None, NOT_GIVEN)
        return unknown(value, NOT_PUBLIC) if number is None else compared(value, number)

    return judge


def for_a_person(measure: str, reading: Remark) -> Formula:
    """What a person has to judge: never met here, and missed only where the measure is known to be zero."""

    def judge(case: Case) -> Verdict:
        value = case.facts[measure].value
        if value is None:
            return unknown(None, NOT_KEPT, reading)
        if not value:
            return Verdict(Outcome.MISSED, value, (reading,), blocks=True)
        return unknown(value, reading)

    return judge


def unreadable(reason: Remark) -> Formula:
    """A rule of which only the name or heading is public: unknown whatever is known."""
    return lambda _case: unknown(None, reason)
