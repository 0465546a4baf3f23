"""Reads a family's worked examples from TOML, and refuses a wrong file with every fault at once.

An example is a test and a paragraph of the manual. It tells a rule the facts of one day, and says what follows:

    [[example]]
    name = "Fifteen committed members are enough"
    rule = "eccp.committed_members"
    day = 2019-11-15
    facts = { committed_participants = 15 }
    expect = { outcome = "met", value = 15 }

A fact that is left out is not known. `operator` gives numbers that an operator would enter, as if they held from that
day on; `base` takes facts and numbers from a table of `[base.NAME]` that several examples share. The outcome is met,
missed, unknown, or "not in force" where the rule has no wording on the day. A value left out of `expect` is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Final

from tokka.rulebook.families import Family
from tokka.rulebook.lines import Path
from tokka.rulebook.load import SHAPES, Draft, refuse_strangers, required_day, required_text
from tokka.rulebook.model import DatedValue, Fact, Finding, Outcome, Parameter, Rule, Source, Value
from tokka.words import _

NOT_IN_FORCE: Final = "not in force"
OUTCOMES: Final = (*(outcome.value for outcome in Outcome), NOT_IN_FORCE)
OPERATOR: Final = _("A number invented for this example: the handbook's own is not public.")
_KEYS: Final = ("name", "rule", "day", "base", "facts", "operator", "expect")


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to follow: the outcome, the value judged, the level, and whether it blocks."""

    outcome: str
    value: Value | None = None
    level: str = ""
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What an example tells a rule: facts by measure, and an operator's numbers by parameter."""

    facts: Mapping[str, Fact]
    operator: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Example:
    """One real case of a rule: the day, what is told of its own and by its base, and what follows."""

    name: str
    rule: Rule
    day: date
    given: Given
    expected: Expected
    base_name: str = ""
    base: Given = Given(MappingProxyType({}), MappingProxyType({}))

    def find(self) -> Finding | None:
        """What the rule says of the case; None where it is not in force on the day."""
        if self.rule.version_on(self.day) is None:
            return None
        told = {name: self._with_number(one) for name, one in self.rule.parameters.items()}
        return replace(self.rule, parameters=told).find(self.day, {**self.base.facts, **self.given.facts})

    def seen(self) -> Expected:
        """What follows in fact, in the shape in which it is expected."""
        finding = self.find()
        if finding is None:
            return Expected(NOT_IN_FORCE)
        return Expected(finding.outcome.value, finding.value, finding.level, finding.blocks)

    def _with_number(self, parameter: Parameter) -> Parameter:
        operator = {**self.base.operator, **self.given.operator}
        if parameter.key not in operator:
            return parameter
        source = Source(OPERATOR, "docs/reference/rules.md", self.day)
        entered = DatedValue(self.day, operator[parameter.key], source)
        return replace(parameter, values=(*(one for one in parameter.values if one.since < self.day), entered))


def examples_of(family: Family) -> tuple[Example, ...]:
    """The examples in the family's package, in the order of the file. Raises WrongFile."""
    package = f"tokka.rulebook.{family.key}"
    text = resources.files(package).joinpath("examples.toml").read_text(encoding="utf-8")
    return read_examples(text, f"{package.replace('.', '/')}/examples.toml", family)


def read_examples(text: str, file: str, family: Family) -> tuple[Example, ...]:
    """The examples of a text, in its order. Raises WrongFile with every fault, each with file, line, key and remedy."""
    draft = Draft(text, file)
    tables = draft.tables()
    refuse_strangers(draft, (), tables, ("base", "example"))
    bases, entries = tables.get("base", {}), tables.get("example", [])
    if not isinstance(bases, dict):
        draft.fault(("base",), "This is not a table.", "Write [base.NAME] with facts and operator.")
        bases = {}
    if not isinstance(entries, list):
        draft.fault(("example",), "This is not a list of examples.", "Write [[example]] for each.")
        entries = []
    reader = _Reader(draft, family, bases)
    read = [reader.example(("example", place), entry) for place, entry in enumerate(entries)]
    _refuse_repeats(draft, [one.name if one else "" for one in read])
    draft.close()
    return tuple(one for one in read if one)


def _refuse_repeats(draft: Draft, names: list[str]) -> None:
    for place, name in enumerate(names):
        if name and name in names[:place]:
            draft.fault(
                ("example", place, "name"), f"Two examples are called {name!r}.", "Give each a name of its own."
            )


@dataclass(frozen=True, slots=True)
class _Reader:
    """What one file is read with: the draft that gathers faults, the family, and the tables that examples share."""

    draft: Draft
    family: Family
    bases: Mapping[str, object]

    def example(self, path: Path, entry: object) -> Example | None:
        """One example, or None with its faults noted."""
        if not isinstance(entry, dict):
            self.draft.fault(path, "This example is not a table.", "Write [[example]] and its keys below.")
            return None
        known = len(self.draft.faults)
        refuse_strangers(self.draft, path, entry, _KEYS)
        name = required_text(self.draft, (*path, "name"), entry, "Say in one sentence what the example shows.")
        day = required_day(self.draft, (*path, "day"), entry, "Give the day that is judged, as 2024-01-31.")
        rule = self._rule((*path, "rule"), entry)
        expected = self._expected((*path, "expect"), entry)
        given = self._given(path, entry, rule)
        base = self._base((*path, "base"), entry)
        if len(self.draft.faults) > known or not (name and day and rule and expected):
            return None
        return Example(name, rule, day, given, expected, str(entry.get("base", "")), base)

    def _rule(self, path: Path, entry: Mapping[str, object]) -> Rule | None:
        key = required_text(self.draft, path, entry, f"Name a rule of {self.family.key!r}.")
        if key is None:
            return None
        for rule in self.family.rules:
            if rule.key == key:
                return rule
        self.draft.fault(path, f"The family has no rule {key!r}.", f"Name one of the {len(self.family.rules)} it has.")
        return None

    def _expected(self, path: Path, entry: Mapping[str, object]) -> Expected | None:
        table = entry.get("expect")
        if not isinstance(table, dict):
            says = "The expect is missing." if table is None else "The expect is not a table."
            self.draft.fault(path, says, "Write expect = { outcome = …, value = … }.")
            return None
        refuse_strangers(self.draft, path, table, ("outcome", "value", "level", "blocks"))
        outcome, level, blocks = table.get("outcome"), table.get("level", ""), table.get("blocks", False)
        if outcome not in OUTCOMES:
            says = "The outcome is missing." if outcome is None else f"{outcome!r} is no outcome."
            self.draft.fault((*path, "outcome"), says, f"Use one of: {', '.join(OUTCOMES)}.")
        if not isinstance(level, str):
            self.draft.fault((*path, "level"), f"{level!r} is not a text.", "Write the level, or leave the key out.")
        if not isinstance(blocks, bool):
            self.draft.fault((*path, "blocks"), f"{blocks!r} is not true or false.", "Write true, or leave it out.")
        value = self._known((*path, "value"), table["value"]) if "value" in table else None
        return Expected(str(outcome), value, str(level), blocks is True)

    def _known(self, path: Path, raw: object) -> bool | int | float | None:
        """A fact or value of an example: a number, or true or false."""
        if isinstance(raw, bool | int | float):
            return raw
        self.draft.fault(path, f"{raw!r} is not a number.", "Give a number; leave the key out where it is not known.")
        return None

    def _base(self, path: Path, entry: Mapping[str, object]) -> Given:
        """What the example shares with others; nothing where it names no base."""
        name = entry.get("base")
        if name is not None and name not in self.bases:
            self.draft.fault(path, f"There is no base {name!r}.", f"Write [base.{name}], or leave it out.")
        shared = self.bases.get(str(name), {}) if name is not None else {}
        return self._given(("base", str(name)), shared, None)

    def _given(self, path: Path, entry: object, rule: Rule | None) -> Given:
        facts = MappingProxyType(self._facts(path, entry, rule))
        return Given(facts, MappingProxyType(self._numbers(path, entry)))

    def _facts(self, path: Path, entry: object, rule: Rule | None) -> dict[str, Fact]:
        where = (*path, "facts")
        table = self._table(where, entry, "facts", "Write facts = { measure = number }.")
        known = rule.reads if rule else tuple(dict.fromkeys(key for one in self.family.rules for key in one.reads))
        refuse_strangers(self.draft, where, table, known)
        return {key: Fact(self._known((*where, key), raw)) for key, raw in table.items()}

    def _numbers(self, path: Path, entry: object) -> dict[str, Value]:
        where = (*path, "operator")
        table = self._table(where, entry, "operator", "Write operator = { parameter = value }.")
        refuse_strangers(self.draft, where, table, self.family.parameters)
        found: dict[str, Value] = {}
        for key, raw in table.items():
            if key not in self.family.parameters:
                continue
            shape = self.family.parameters[key].shape
            value = SHAPES[shape](raw)
            if value is None:
                self.draft.fault((*where, key), f"{raw!r} is not a {shape.value}.", f"Give a {shape.value}.")
            else:
                found[key] = value
        return found

    def _table(self, path: Path, entry: object, key: str, remedy: str) -> Mapping[str, object]:
        table = entry.get(key, {}) if isinstance(entry, dict) else None
        if isinstance(table, dict):
            return table
        self.draft.fault(path, "This is not a table.", remedy)
        return {}
