"""Every worked example of every family holds, and a wrong example file is refused with file, line, key and remedy."""

import pytest

from tokka.rulebook.examples import NOT_IN_FORCE, examples_of, read_examples
from tokka.rulebook.families import FAMILIES, family_named
from tokka.rulebook.load import WrongFile
from tokka.rulebook.model import Outcome

EXAMPLES = [example for family in FAMILIES for example in examples_of(family)]

NEVER = {  # what these rules can never say, because nobody has published what would decide it
    "label_life.eligible_otherwise": {Outcome.MET, Outcome.MISSED},
    "label_life.improvements": {Outcome.MET, Outcome.MISSED},
    "hungary.strategy": {Outcome.MET},
    **{
        f"poland.{area}": {Outcome.MET, Outcome.MISSED}
        for area in ("organisation", "resources", "processes", "services", "external_cooperation")
    },
    **{
        f"baden_wuerttemberg.{subject}": {Outcome.MET, Outcome.MISSED}
        for subject in ("sustainable_financing", "internationalisation")
    },
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule.key}: {example.name}")
def test_what_follows_is_what_the_example_says(example):
    assert example.seen() == example.expected


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_every_rule_has_an_example_of_every_outcome_that_it_can_have(family):
    wanted = {
        rule.key: {outcome.value for outcome in Outcome} - NEVER.get(rule.key, set()) | {NOT_IN_FORCE}
        for rule in family.rules
    }
    shown = {rule.key: set() for rule in family.rules}
    for example in examples_of(family):
        shown[example.rule.key].add(example.expected.outcome)
    assert shown == wanted


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_every_wording_has_an_example_on_its_first_day_and_on_the_day_before(family):
    days = {rule.key: set() for rule in family.rules}
    for example in examples_of(family):
        days[example.rule.key].add(example.day.toordinal())
    lacking = [
        (rule.key, since)
        for rule in family.rules
        for since in rule.versions
        if not {since.toordinal() - 1, since.toordinal()} <= days[rule.key]
    ]
    assert lacking == []


@pytest.mark.parametrize("key", ["lapland", "eccp", "ecei_reference", "label_life"])
def test_every_number_that_is_compared_with_a_value_has_an_example_on_it_and_one_below(key):
    """`shown` are the values judged. The months of validity are counted by the label's life and tested there."""
    shown = {}
    for example in examples_of(family_named(key)):
        shown.setdefault(example.rule.key, set()).add(example.expected.value)
    for rule in family_named(key).rules:
        for name, parameter in rule.parameters.items():
            if name.partition("_")[0] in ("bronze", "silver", "gold"):
                continue
            for dated in parameter.values:
                below = {value for value in shown[rule.key] if value is not None and value < dated.value}
                assert dated.value in shown[rule.key], f"{rule.key}: nothing on {name} = {dated.value}"
                assert below, f"{rule.key}: nothing below {name} = {dated.value}"


ONE = """[[example]]
name = "Two activities are enough"
rule = "lapland.activities"
day = 2016-01-01
facts = { activities = 2 }
expect = { outcome = "met", value = 2 }
"""


def refusals(text, family="lapland"):
    with pytest.raises(WrongFile) as refused:
        read_examples(text, "examples.toml", family_named(family))
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (
            'name = "Two activities are enough"\n',
            "",
            "line 1, example[1].name: The name is missing. Say in one sentence what the example shows.",
        ),
        (
            'rule = "lapland.activities"',
            'rule = "lapland.activity"',
            "line 3, example[1].rule: The family has no rule 'lapland.activity'. Name one of the 8 it has.",
        ),
        (
            "day = 2016-01-01",
            'day = "2016-01-01"',
            "line 4, example[1].day: '2016-01-01' is not a date. Give the day that is judged, as 2024-01-31.",
        ),
        (
            "activities = 2",
            "activity = 2",
            "line 5, example[1].facts.activity: This key is unknown. Did you mean 'activities'?",
        ),
        (
            "activities = 2",
            'activities = "two"',
            "line 5, example[1].facts.activities: 'two' is not a number. "
            "Give a number; leave the key out where it is not known.",
        ),
        (
            '"met"',
            '"passed"',
            "line 6, example[1].expect.outcome: 'passed' is no outcome. "
            "Use one of: met, missed, unknown, not in force.",
        ),
        (
            'outcome = "met", ',
            "",
            "line 6, example[1].expect.outcome: The outcome is missing. "
            "Use one of: met, missed, unknown, not in force.",
        ),
        (
            "value = 2 }",
            "value = 2, blocks = 1 }",
            "line 6, example[1].expect.blocks: 1 is not true or false. Write true, or leave it out.",
        ),
        (
            "value = 2 }",
            "value = 2, level = 1 }",
            "line 6, example[1].expect.level: 1 is not a text. Write the level, or leave the key out.",
        ),
        (
            'expect = { outcome = "met", value = 2 }',
            "",
            "line 1, example[1].expect: The expect is missing. Write expect = { outcome = …, value = … }.",
        ),
        (
            'expect = { outcome = "met", value = 2 }',
            'expect = "met"',
            "line 6, example[1].expect: The expect is not a table. Write expect = { outcome = …, value = … }.",
        ),
        (
            "facts = { activities = 2 }",
            "facts = 2",
            "line 5, example[1].facts: This is not a table. Write facts = { measure = number }.",
        ),
        (
            "facts = { activities = 2 }",
            'base = "many"',
            "line 5, example[1].base: There is no base 'many'. Write [base.many], or leave it out.",
        ),
        (
            "facts = { activities = 2 }",
            "operator = { activities_year = 3 }",
            "line 5, example[1].operator.activities_year: This key is unknown. Did you mean 'activities_a_year'?",
        ),
        (
            "facts = { activities = 2 }",
            'operator = { activities_a_year = "three" }',
            "line 5, example[1].operator.activities_a_year: 'three' is not a number. Give a number.",
        ),
        (
            "day = 2016-01-01",
            "day = 2016-01-01\nwhen = 2016-01-01",
            "line 5, example[1].when: This key is unknown. Known here: name, rule, day, base, facts, operator, ….",
        ),
        (
            "[[example]]",
            "[[examples]]",
            "line 1, examples: This key is unknown. Did you mean 'example'?",
        ),
    ],
)
def test_a_wrong_example_is_refused_with_file_line_key_and_remedy(right, wrong, says):
    assert right in ONE
    assert refusals(ONE.replace(right, wrong)) == [f"examples.toml, {says}"]


def test_two_examples_of_one_name_are_refused():
    assert refusals(ONE + ONE) == [
        "examples.toml, line 8, example[2].name: Two examples are called 'Two activities are enough'. "
        "Give each a name of its own."
    ]


def test_what_examples_share_is_checked_too():
    assert refusals("[base.many]\nfacts = { activity = 9 }\n" + ONE.replace("day", 'base = "many"\nday')) == [
        "examples.toml, line 2, base.many.facts.activity: This key is unknown. Did you mean 'activities'?"
    ]


def test_an_example_takes_what_is_shared_and_says_what_differs():
    text = "[base.many]\nfacts = { activities = 9 }\n" + ONE.replace("facts = { activities = 2 }", 'base = "many"')
    (example,) = read_examples(text, "examples.toml", family_named("lapland"))
    assert example.seen().value == 9
    (example,) = read_examples(
        text.replace('"many"', '"many"\nfacts = { activities = 2 }'), "examples.toml", family_named("lapland")
    )
    assert example.seen() == example.expected


def test_what_is_not_toml_is_refused_with_its_line():
    assert [fault.split(":")[0] for fault in refusals("[[example]]\nname = ")] == ["examples.toml, line 2, -"]
