"""Where the keys of a TOML text stand."""

import pytest

from tokka.rulebook.lines import Lines

TEXT = '''# a note
top = 1
[first] # with a note
note = """
[not_a_header]
unit = "not a key"
"""
unit = "members"

[[first.values]]
since = 2016-01-01
source = { title = "x" }

  [[ first . values ]]
since = 2020-01-01

["a.b"]
c.d = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("first",), 3),
        (("first", "note"), 4),
        (("first", "unit"), 8),
        (("first", "values", 0), 10),
        (("first", "values", 0, "since"), 11),
        (("first", "values", 0, "source", "title"), 12),
        (("first", "values", 1), 14),
        (("first", "values", 1, "since"), 15),
        (("a.b",), 17),
        (("a.b", "c", "d"), 18),
        (("first", "missing"), 3),
        (("not_a_header", "unit"), 1),
    ],
)
def test_a_key_has_its_line_or_that_of_what_holds_it(path, line):
    assert Lines(TEXT).of(path) == line
