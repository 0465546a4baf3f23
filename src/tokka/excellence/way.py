"""The way to a label as one rule family, and the same rules read strictly (§17)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from tokka.rulebook import label_life
from tokka.rulebook.ecei import INDICATORS, YES, Indicator
from tokka.rulebook.families import Family
from tokka.rulebook.model import Case, Formula, Outcome, Rule, Verdict
from tokka.words import _

STANDS_IN: Final = _(
    "Where an official number is not public, Tokka's reference level stands in. It is not the official threshold."
)
ADDED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "bronze": (),
        "silver": (*(rule.key for rule in label_life.TOWARDS_SILVER), "ecei.minimums"),
        "gold": ("ecei.minimums", "ecei.score"),
    }
)
"""The rules that a level asks for beside eligibility."""


def way_to(level: str, day: date, *, ecei: Family, reference: Family) -> Family:
    """Everything that has to be met for the level on the day, as one family, in the order of its rules.

    An indicator whose official number is unknown on the day is judged by the reference level, and the note says so.
    Raises KeyError for a level that there is not.
    """
    added = {rule.key: rule for rule in (*label_life.RULES, *ecei.rules)}
    rules = (
        *label_life.ELIGIBLE,
        *(added[key] for key in ADDED[level]),
        *(rule for one in INDICATORS for rule in _judged_by(one, level, day, ecei, reference)),
    )
    return Family(
        key=f"way_to_{level}",
        label=label_life.LEVEL_NAMES[level],
        source=label_life.ELIGIBILITY_SOURCE,
        note=STANDS_IN if level != "bronze" else "",
        rules=rules,
        parameters=MappingProxyType({}),
    )


def _judged_by(indicator: Indicator, level: str, day: date, ecei: Family, reference: Family) -> Iterator[Rule]:
    """The rule by which the level judges the indicator: none, the official one, or the reference level for want of it.

    Silver asks for the minimum requirements alone, and `ecei.minimums` judges those that are known.
    """
    if level == "gold" and ecei.parameters[f"threshold_{indicator.slug}"].on(day):
        yield ecei.rule(f"ecei.{indicator.number}")
    elif level == "gold" or (
        level == "silver" and indicator.silver_audit == YES and not ecei.parameters[f"minimum_{indicator.slug}"].on(day)
    ):
        yield reference.rule(f"ecei_reference.{indicator.number}")


def strictly(family: Family) -> Family:
    """The family in which only green is met: yellow counts as missed, so that its next steps are told as well."""
    return replace(family, rules=tuple(_strict(rule) for rule in family.rules))


def _strict(rule: Rule) -> Rule:
    versions = {since: _only_green(formula) if formula else None for since, formula in rule.versions.items()}
    return replace(rule, versions=versions)


def _only_green(formula: Formula) -> Formula:
    def judge(case: Case) -> Verdict:
        verdict = formula(case)
        is_partly = verdict.outcome is Outcome.MET and verdict.level == "yellow"
        return replace(verdict, outcome=Outcome.MISSED) if is_partly else verdict

    return judge
