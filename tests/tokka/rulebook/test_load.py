"""A wrong rule file is refused with file, key, line and remedy; a right one keeps every number with its source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.rulebook.load import Declared, Fault, WrongFile, read_values, with_operator_values
from tokka.rulebook.model import DatedValue, Shape, Source

DECLARED = {
    "least": Declared("Least"),
    "points": Declared("Points", Shape.SCALE),
    "open": Declared("Open", Shape.TRUTH),
    "name": Declared("Name", Shape.TEXT),
}
SOURCE = '{ title = "Handbook", article = "2.5", url = "https://example.org", checked = 2026-05-04 }'
RIGHT = f"""[least]
unit = "members"

[[least.values]]
since = 2016-01-01
value = 10
source = {SOURCE}

[[least.values]]
since = 2020-01-01
value = 15
source = {SOURCE}

[points]
unit = "points"
values = [{{ since = 2016-01-01, value = [[0, 0], [15, 3]], source = {SOURCE} }}]

[open]
unit = "yes or no"
values = [{{ since = 2016-01-01, value = true, source = {SOURCE} }}]

[name]
unit = "name"
values = [{{ since = 2016-01-01, value = "Gold", source = {SOURCE} }}]
"""
HANDBOOK = Source("Handbook", "https://example.org", date(2026, 5, 4), "2.5")


def refused(text, declared=DECLARED):
    with pytest.raises(WrongFile) as wrong:
        read_values(text, "values.toml", declared)
    return [(fault.line, fault.key, fault.says, fault.remedy) for fault in wrong.value.faults]


def test_a_right_file_keeps_every_number_with_its_unit_date_and_source():
    found = read_values(RIGHT, "values.toml", DECLARED)
    assert list(found) == ["least", "points", "open", "name"]
    assert (found["least"].label, found["least"].unit) == ("Least", "members")
    assert found["least"].values == (
        DatedValue(date(2016, 1, 1), 10, HANDBOOK),
        DatedValue(date(2020, 1, 1), 15, HANDBOOK),
    )
    assert [found[key].values[0].value for key in ("points", "open", "name")] == [((0, 0), (15, 3)), True, "Gold"]


WHERE = "least.values[1]"


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        (
            f"value = 10\nsource = {SOURCE}",
            "value = 10",
            (4, f"{WHERE}.source", "The source is missing.", "Write source = { title = …, url = …, checked = … }."),
        ),
        (
            f"value = 10\nsource = {SOURCE}",
            'value = 10\nsource = "Handbook"',
            (
                7,
                f"{WHERE}.source",
                "The source is not a table.",
                "Write source = { title = …, url = …, checked = … }.",
            ),
        ),
        (
            'unit = "members"\n',
            "",
            (1, "least.unit", "The unit is missing.", "Say in what it is counted, such as participants, EUR or %."),
        ),
        (
            'unit = "members"',
            'unit = ""',
            (2, "least.unit", "The unit is empty.", "Say in what it is counted, such as participants, EUR or %."),
        ),
        (
            "since = 2016-01-01\nvalue = 10",
            "value = 10",
            (4, f"{WHERE}.since", "The since is missing.", "Give the first day on which it holds, as 2024-01-31."),
        ),
        (
            "since = 2016-01-01\nvalue = 10",
            'since = "1.1.2016"\nvalue = 10',
            (
                5,
                f"{WHERE}.since",
                "'1.1.2016' is not a date.",
                "Give the first day on which it holds, as 2024-01-31.",
            ),
        ),
        (
            "since = 2020-01-01",
            "since = 2016-01-01",
            (
                10,
                "least.values[2].since",
                "Two values overlap: both begin on 2016-01-01.",
                "Keep one, or date the later one later.",
            ),
        ),
        (
            "since = 2020-01-01",
            "since = 2015-01-01",
            (
                10,
                "least.values[2].since",
                "2015-01-01 stands after 2016-01-01.",
                "Put the values in the order of their dates.",
            ),
        ),
        (
            "value = 10",
            "value = 10\nvalues = 11",
            (7, f"{WHERE}.values", "This key is unknown.", "Did you mean 'value'?"),
        ),
        (
            "[name]",
            "[nome]",
            (22, "nome", "This key is unknown.", "Did you mean 'name'?"),
        ),
        (
            'unit = "members"',
            'unit = "members"\nfoo = 1',
            (3, "least.foo", "This key is unknown.", "Known here: unit, values."),
        ),
        (
            "value = 10",
            'value = "ten"',
            (6, f"{WHERE}.value", "'ten' is not a number.", "Give a number, or 'none' where there is none."),
        ),
        (
            "value = 10",
            "value = true",
            (6, f"{WHERE}.value", "True is not a number.", "Give a number, or 'none' where there is none."),
        ),
        (
            "value = 10",
            "value = nan",
            (6, f"{WHERE}.value", "nan is not a number.", "Give a number, or 'none' where there is none."),
        ),
        (
            "value = 10\n",
            "",
            (4, f"{WHERE}.value", "The value is missing.", "Give a number, or 'none' where there is none."),
        ),
        (
            "[15, 3]]",
            "[0, 3]]",
            (
                16,
                "points.values[1].value",
                "[[0, 0], [0, 3]] is not a scale such as [[0, 0], [15, 3]] with rising steps.",
                "Give a scale such as [[0, 0], [15, 3]] with rising steps, or 'none' where there is none.",
            ),
        ),
        (
            "value = true",
            'value = "yes"',
            (
                20,
                "open.values[1].value",
                "'yes' is not true or false.",
                "Give true or false, or 'none' where there is none.",
            ),
        ),
        (
            f"value = 10\nsource = {SOURCE}",
            f"value = 10\nsource = {SOURCE.replace('https://example.org', 'example.org')}",
            (
                7,
                f"{WHERE}.source.url",
                "'example.org' is not an address.",
                "Begin it with https://, http:// or docs/.",
            ),
        ),
        (
            f"value = 10\nsource = {SOURCE}",
            f"value = 10\nsource = {SOURCE.replace(', checked = 2026-05-04', '')}",
            (
                7,
                f"{WHERE}.source.checked",
                "The checked is missing.",
                "Give the day on which the source was last read, as 2024-01-31.",
            ),
        ),
        (
            f"value = 10\nsource = {SOURCE}",
            f"value = 10\nsource = {SOURCE.replace('Handbook', ' ')}",
            (7, f"{WHERE}.source.title", "' ' is not a text.", "Name the publication and its edition."),
        ),
        (
            f"value = 10\nsource = {SOURCE}",
            f"value = 10\nsource = {SOURCE.replace('2.5', '')}",
            (7, f"{WHERE}.source.article", "The article is empty.", "Name the place, or leave the key out."),
        ),
        (
            f'[open]\nunit = "yes or no"\nvalues = [{{ since = 2016-01-01, value = true, source = {SOURCE} }}]',
            '[open]\nunit = "yes or no"\nvalues = true',
            (20, "open.values", "This is not a list of values.", "Write [[open.values]] for each."),
        ),
        (
            f'[open]\nunit = "yes or no"\nvalues = [{{ since = 2016-01-01, value = true, source = {SOURCE} }}]',
            '[open]\nunit = "yes or no"\nvalues = [true]',
            (
                20,
                "open.values[1]",
                "This value has no date and no source.",
                "Write it as a table: since, value, source.",
            ),
        ),
    ],
)
def test_a_wrong_file_is_refused_with_line_key_and_remedy(right, wrong, fault):
    assert right in RIGHT
    assert fault in refused(RIGHT.replace(right, wrong, 1))


def test_a_fault_names_its_file_first():
    fault = Fault("values.toml", 7, "least.unit", "The unit is missing.", "Give one.")
    assert str(fault) == "values.toml, line 7, least.unit: The unit is missing. Give one."


def test_every_fault_is_told_at_once_in_the_order_of_the_lines():
    text = RIGHT.replace('unit = "members"', "").replace("value = 15", "value = 'x'").replace("[points]", "[pints]")
    assert [(line, key) for line, key, _says, _remedy in refused(text)] == [
        (1, "points"),
        (1, "least.unit"),
        (11, "least.values[2].value"),
        (14, "pints"),
    ]


def test_a_parameter_that_the_file_lacks_is_missed():
    text = RIGHT[: RIGHT.index("[name]")]
    assert refused(text) == [
        (1, "name", "The family declares this parameter; the file lacks it.", "Add [name] with a unit.")
    ]


def test_a_parameter_that_is_no_table_is_refused():
    declared = {"least": Declared("Least")}
    assert refused("least = 15\n", declared) == [
        (1, "least", "This is not a table.", "Write [least] and a unit below it.")
    ]


def test_what_is_not_toml_is_refused_with_its_line():
    (found,) = refused("[least]\nunit = members\n")
    assert (found[0], found[1], found[3]) == (2, "-", "Correct the line; https://toml.io shows the form.")
    assert found[2].startswith("This is not TOML: Invalid value (at line 2, column 8)")


def test_toml_that_ends_too_early_has_the_last_line():
    (found,) = refused('[least]\nunit = "members\n')
    assert found[0] in (2, 3)


def test_a_number_may_end_without_another():
    text = RIGHT.replace("value = 15", 'value = "none"')
    assert read_values(text, "values.toml", DECLARED)["least"].on(date(2021, 1, 1)) is None


OURS = read_values(RIGHT, "values.toml", DECLARED)
THEIRS = f"""[least]
unit = "members"

[[least.values]]
since = 2018-01-01
value = 12
source = {SOURCE}
"""


def refused_of_operator(text):
    with pytest.raises(WrongFile) as wrong:
        with_operator_values(OURS, text, "operator.toml")
    return [str(fault) for fault in wrong.value.faults]


def test_an_operators_number_joins_the_history_and_changes_nothing_shipped():
    merged = with_operator_values(OURS, THEIRS, "operator.toml")
    assert [(dated.since.year, dated.value) for dated in merged["least"].values] == [(2016, 10), (2018, 12), (2020, 15)]
    assert [(dated.since.year, dated.value) for dated in OURS["least"].values] == [(2016, 10), (2020, 15)]
    assert {key: merged[key] for key in ("points", "open", "name")} == {
        key: OURS[key] for key in ("points", "open", "name")
    }


def test_an_operator_never_overwrites_a_number():
    assert refused_of_operator(THEIRS.replace("2018", "2016")) == [
        "operator.toml, line 5, least.values[1].since: The rulebook already has a value since 2016-01-01 (Handbook). "
        "A value is never overwritten: remove yours, or give the later day from which it holds."
    ]


def test_an_operators_unit_has_to_be_the_rulebooks():
    assert refused_of_operator(THEIRS.replace('"members"', '"persons"')) == [
        "operator.toml, line 2, least.unit: The unit is 'persons'; the rulebook counts this in 'members'. "
        'Convert the values and write unit = "members".'
    ]


def test_an_operator_gives_numbers_only_to_parameters_that_there_are():
    assert refused_of_operator(THEIRS.replace("least", "lest")) == [
        "operator.toml, line 1, lest: This key is unknown. Did you mean 'least'?"
    ]


def test_an_operators_number_needs_a_source_too():
    assert refused_of_operator(THEIRS.replace(f"source = {SOURCE}\n", "")) == [
        "operator.toml, line 4, least.values[1].source: The source is missing. "
        "Write source = { title = …, url = …, checked = … }."
    ]


def faults_of(text):
    try:
        read_values(text, "values.toml", DECLARED)
    except WrongFile as wrong:
        return wrong.faults
    return ()


@given(st.text())
def test_any_text_is_refused_with_lines_that_it_has_and_remedies(text):
    faults = faults_of(text)
    assert faults
    assert all(1 <= fault.line <= text.count("\n") + 1 and fault.says and fault.remedy for fault in faults)


@given(st.lists(st.dates(), min_size=1, max_size=6))
def test_dates_are_accepted_only_in_rising_order_and_each_once(days):
    entries = "".join(f"[[least.values]]\nsince = {day}\nvalue = 1\nsource = {SOURCE}\n" for day in days)
    text = f'[least]\nunit = "members"\n{entries}'
    declared = {"least": Declared("Least")}
    if sorted(set(days)) == days:
        assert [one.since for one in read_values(text, "values.toml", declared)["least"].values] == days
    else:
        with pytest.raises(WrongFile):
            read_values(text, "values.toml", declared)
