"""Who is missing from a consortium, by the projects of the past."""

from tokka.partners.history import History, PastProject

PAST = [
    PastProject("p1", "battery recycling plant with hydrometallurgy", ("a", "b", "c")),
    PastProject("p2", "battery recycling of electric cars", ("a", "b")),
    PastProject("p3", "reindeer herding and climate", ("d", "e")),
    PastProject("p4", "reindeer pasture maps from space", ("d", "f", "a")),
]


def test_an_old_partner_on_the_same_subject_comes_first_with_its_reasons():
    first = History(PAST).suggest("recycling of battery packs", ["a"], most=3)[0]
    assert first.key == "b"
    assert first.reasons.together > 0
    assert first.reasons.subject > 0


def test_those_at_the_table_are_not_suggested_and_ranks_agree_with_suggestions():
    history = History(PAST)
    found = [one.key for one in history.suggest("reindeer climate", ["d"], most=10)]
    assert "d" not in found
    assert [history.rank("reindeer climate", ["d"], key) for key in found] == [1, 2, 3, 4, 5]


def test_without_a_past_there_is_no_rank():
    assert History(PAST).rank("reindeer", ["d"], "newcomer") is None
