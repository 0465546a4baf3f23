"""Writes the rulebook as a page of the manual: every rule with its wordings, numbers, sources and examples."""

from collections.abc import Iterable, Iterator
from typing import Final

from tokka.rulebook import enterprise_size
from tokka.rulebook.examples import NOT_IN_FORCE, Example, Given, examples_of
from tokka.rulebook.families import FAMILIES, Family
from tokka.rulebook.model import Parameter, Rule, Source, Value

HEAD: Final = """\
# The rules

*Written by `tokka docs` from the code, the numbers and the examples. Change those, not this page.*

An outcome is met, missed or unknown. Unknown is never a pass: a fact that nobody has kept, or a number that nobody has
published, leaves a rule unknown. Each number holds from its date until the next one. How the facts are counted is told
in [how excellence is computed](../explanation/excellence.md).
"""


def rules_page() -> str:
    """The whole page, as Markdown."""
    parts = [HEAD, _contents(), *(line for family in FAMILIES for line in _family(family)), *_sizes()]
    return "\n".join(parts).rstrip() + "\n"


def _contents() -> str:
    rows = [f"| [{one.key}](#{one.key}) | {one.label} | {len(one.rules)} |" for one in FAMILIES]
    return "\n".join(("| Rule set | What it is | Rules |", "|---|---|---|", *rows, ""))


def _family(family: Family) -> Iterator[str]:
    yield f"## {family.key}\n"
    yield f"**{family.label}.** {family.note}\n"
    yield f"Source: {_source(family.source)}\n"
    examples = examples_of(family)
    yield from _bases(examples)
    for rule in family.rules:
        yield from _rule(family, rule, [one for one in examples if one.rule.key == rule.key])
    if unread := _unread(family):
        yield f"### {family.key}: numbers that no rule compares\n"
        yield from _numbers(unread)


def _sizes() -> Iterator[str]:
    """The numbers of the size classes, which answer with a class and not with an outcome."""
    yield "## enterprise_size\n"
    yield "**Size class of an enterprise.** A class and no outcome, so there are no rules here: only its ceilings.\n"
    yield from _numbers(enterprise_size.VALUES.values())


def _unread(family: Family) -> list[Parameter]:
    read = {parameter.key for rule in family.rules for parameter in rule.parameters.values()}
    return [parameter for key, parameter in family.parameters.items() if key not in read]


def _rule(family: Family, rule: Rule, examples: list[Example]) -> Iterator[str]:
    yield f"### {rule.key}\n"
    yield f"{_numbered(rule)}{_sentence(rule.note)}\n"
    if rule.group:
        yield f"- Heading: {rule.group}"
    yield f"- Unit: {rule.unit}"
    yield f"- Reads: {_reads(family, rule)}"
    yield f"- Wording: {', '.join(_wordings(rule))}"
    yield f"- Source: {_source(rule.source)}\n"
    yield from _numbers(_own(family, rule))
    yield from _examples(examples)


def _numbered(rule: Rule) -> str:
    return f"**{rule.number} {rule.label}.**" if rule.number else f"**{rule.label}.**"


def _sentence(note: str) -> str:
    return f" {note.rstrip('.')}." if note else ""


def _is_sum(family: Family, rule: Rule) -> bool:
    """Whether the rule is made of the family's other rules: it reads every fact that they read one by one."""
    return len(rule.reads) > 1 and {key for one in family.rules for key in one.reads} == set(rule.reads)


def _reads(family: Family, rule: Rule) -> str:
    if _is_sum(family, rule):
        return "every measure that the other rules of the set read"
    return ", ".join(f"`{key}`" for key in rule.reads) or "nothing"


def _own(family: Family, rule: Rule) -> list[Parameter]:
    """The numbers to print with the rule. A rule made of the others prints only what they do not."""
    if not _is_sum(family, rule):
        return list(rule.parameters.values())
    elsewhere = {
        parameter.key for one in family.rules if not _is_sum(family, one) for parameter in one.parameters.values()
    }
    return [parameter for parameter in rule.parameters.values() if parameter.key not in elsewhere]


def _wordings(rule: Rule) -> Iterator[str]:
    for since, formula in sorted(rule.versions.items()):
        yield f"retired on {since}" if formula is None else f"since {since}"


def _numbers(parameters: Iterable[Parameter]) -> Iterator[str]:
    rows = [row for parameter in parameters for row in _rows(parameter)]
    if rows:
        yield "| Number | Since | Value | Source |"
        yield "|---|---|---|---|"
        yield from rows
        yield ""


def _rows(parameter: Parameter) -> Iterator[str]:
    name = f"{parameter.label} (`{parameter.key}`)"
    if not parameter.values:
        yield f"| {name} | – | not public; counted in {parameter.unit} | – |"
    for dated in parameter.values:
        value = "none" if dated.value is None else f"{_said(dated.value)} {parameter.unit}"
        yield f"| {name} | {dated.since} | {value} | {_source(dated.source)} |"


def _source(source: Source) -> str:
    address = source.url if source.url.startswith("http") else f"../{source.url.removeprefix('docs/')}"
    article = f", {source.article}" if source.article else ""
    return f"[{source.title}]({address}){article} (last checked {source.checked})"


def _bases(examples: Iterable[Example]) -> Iterator[str]:
    """What several examples share, once for the family."""
    shared = {one.base_name: one.base for one in examples if one.base_name}
    for name, given in shared.items():
        yield f"Shared by examples as “{name}”: {_given(given)}.\n"


def _examples(examples: list[Example]) -> Iterator[str]:
    if examples:
        yield "| Example | Day | What is told | What follows |"
        yield "|---|---|---|---|"
        yield from map(_example, examples)
        yield ""


def _example(example: Example) -> str:
    told = _given(example.given)
    if example.base_name:
        own = f", but {told}" if example.given.facts or example.given.operator else ""
        told = f"as “{example.base_name}”{own}"
    return f"| {example.name} | {example.day} | {told} | {_follows(example)} |"


def _given(given: Given) -> str:
    facts = ", ".join(f"`{key}` = {_said(fact.value)}" for key, fact in given.facts.items())
    numbers = ", ".join(f"`{key}` = {_said(value)}" for key, value in given.operator.items())
    told = [facts or "no fact"] if facts or not numbers else []
    return "; ".join((*told, f"an operator's {numbers}") if numbers else told)


def _follows(example: Example) -> str:
    expected = example.expected
    if expected.outcome == NOT_IN_FORCE:
        return "the rule is not in force"
    words = [f"**{expected.outcome}**"]
    words += [f"value {_said(expected.value)}"] if expected.value is not None else []
    words += [expected.level] if expected.level else []
    words += ["blocks"] if expected.blocks else []
    return ", ".join(words)


def _said(value: Value | None) -> str:
    """A value as people write it: thousands apart, no more than two decimals, a scale as steps."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(f"{_said(points)} from {_said(start)}" for start, points in value)
    if isinstance(value, int | float):
        return f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", "\u00a0")
    return str(value)
