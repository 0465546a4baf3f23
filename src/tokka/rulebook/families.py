"""The rule families, written down in the order in which screens and pages list them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from tokka.rulebook import (
    baden_wuerttemberg,
    eccp,
    ecei,
    ecei_reference,
    flanders,
    hungary,
    label_life,
    lapland,
    poland,
)
from tokka.rulebook.load import with_operator_values
from tokka.rulebook.model import Parameter, Rule, Source
from tokka.words import _


@dataclass(frozen=True, slots=True)
class Family:
    """Rules of one publisher, with all the numbers that it knows, and the sentence that a screen shows beside it."""

    key: str
    label: str
    source: Source
    note: str
    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameter]

    def rule(self, key: str) -> Rule:
        """The rule named `key`. Raises KeyError with the keys that there are."""
        for rule in self.rules:
            if rule.key == key:
                return rule
        raise KeyError(f"{self.key!r} has no rule {key!r}. It has: {', '.join(rule.key for rule in self.rules)}.")

    def with_values(self, text: str, file: str) -> "Family":
        """This family with an operator's numbers added to the histories of its parameters.

        `text` is the content of the operator's file, `file` its name for the messages. Raises WrongFile.
        """
        merged = with_operator_values(self.parameters, text, file)
        rules = tuple(
            replace(rule, parameters={name: merged[one.key] for name, one in rule.parameters.items()})
            for rule in self.rules
        )
        return replace(self, rules=rules, parameters=MappingProxyType(merged))


FAMILIES: Final = (
    Family(
        "lapland",
        _("Cluster criteria of Lapland"),
        lapland.SOURCE,
        _(
            "The eight criteria of the region's smart-specialisation clusters. Their page is undated; "
            "Tokka applies them from 2016."
        ),
        lapland.RULES,
        MappingProxyType(lapland.VALUES),
    ),
    Family(
        "eccp",
        _("Profile on the European Cluster Collaboration Platform"),
        eccp.SOURCE,
        _("The readable part of the platform's list. Its page is undated; Tokka applies it from 15 November 2019."),
        eccp.RULES,
        MappingProxyType(eccp.VALUES),
    ),
    Family(
        "ecei",
        _("Gold indicators of the European Cluster Excellence Initiative"),
        ecei.SOURCE,
        _("Official thresholds are not public: an indicator is unknown until the handbook's number is entered."),
        ecei.RULES,
        MappingProxyType(ecei.VALUES),
    ),
    Family(
        "ecei_reference",
        _("Reference levels for the Gold indicators"),
        ecei_reference.DECISION,
        ecei_reference.NOT_OFFICIAL,
        ecei_reference.RULES,
        MappingProxyType(ecei_reference.VALUES),
    ),
    Family(
        "label_life",
        _("Life of the quality labels"),
        label_life.ELIGIBILITY_SOURCE,
        _("Eligibility, the way from Bronze to Silver, validity, prices. What no public source tells stays unknown."),
        label_life.RULES,
        MappingProxyType(label_life.VALUES),
    ),
    Family(
        "hungary",
        _("Accreditation of clusters in Hungary"),
        hungary.SOURCE,
        _("Public is how many points each area can bring; how they are given and how many are asked for is not."),
        hungary.RULES,
        MappingProxyType(hungary.VALUES),
    ),
    Family(
        "poland",
        _("Standards of cluster management in Poland"),
        poland.SOURCE,
        _("Asked for by the phase of the cluster's life. Of the five areas one number is readable."),
        poland.RULES,
        MappingProxyType(poland.VALUES),
    ),
    Family(
        "baden_wuerttemberg",
        _("Quality label of Baden-Württemberg"),
        baden_wuerttemberg.SOURCE,
        _("A frame of 34 indicators. Thresholds are told on request only: without them an indicator is unknown."),
        baden_wuerttemberg.RULES,
        MappingProxyType(baden_wuerttemberg.VALUES),
    ),
    Family(
        "flanders",
        _("Active actors in the cluster policy of Flanders"),
        flanders.SOURCE,
        _("The definition of an active actor is public; how many are asked for is not."),
        flanders.RULES,
        MappingProxyType(flanders.VALUES),
    ),
)
_BY_KEY: Final = MappingProxyType({family.key: family for family in FAMILIES})


def family_named(key: str) -> Family:
    """The shipped family of that key. Raises KeyError with the keys that there are."""
    if key not in _BY_KEY:
        raise KeyError(f"There is no rule family {key!r}. There are: {', '.join(_BY_KEY)}.")
    return _BY_KEY[key]
