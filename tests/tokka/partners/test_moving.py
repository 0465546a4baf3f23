"""A meeting moved by hand, why somebody has none, and pairs without a common language."""

from datetime import date

import pytest

from tokka.partners.missions import Membership, admission
from tokka.partners.timetable.moving import CannotMove, moved
from tokka.partners.timetable.reasons import in_a_common_language, why_without
from tokka.partners.timetable.wishes import Absence, Meeting, Request

ONE, OTHER = Meeting(1, 1, "Ann", "Ben"), Meeting(2, 1, "Cat", "Dan")
EVENT = {"slots": 3, "tables": 2}


def test_a_meeting_keeps_its_table_where_that_is_free_and_else_gets_the_first_one():
    assert moved(ONE, [OTHER], [], slot=3, table=None, **EVENT) == Meeting(3, 1, "Ann", "Ben")
    assert moved(ONE, [OTHER], [], slot=2, table=None, **EVENT) == Meeting(2, 2, "Ann", "Ben")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"slot": 4, "table": None}, "There is no such place. Slots are 1 to 3 and tables 1 to 2."),
        ({"slot": 1, "table": 2, "from_slot": 2}, "Slot 1 is past. Choose a later one."),
        ({"slot": 3, "table": None}, "Ben is absent in slot 3. Choose another one."),
        ({"slot": 2, "table": 1}, "Table 1 has Cat and Dan in slot 2. Choose another table."),
    ],
)
def test_a_place_that_it_cannot_have_is_refused_with_the_reason(told, says):
    with pytest.raises(CannotMove) as refused:
        moved(ONE, [OTHER], [Absence("Ben", 3)], **(EVENT | told))
    assert str(refused.value) == says


def test_who_meets_somebody_else_then_is_named():
    with pytest.raises(CannotMove, match=r"Ann meets Eva in slot 2\."):
        moved(ONE, [Meeting(2, 2, "Eva", "Ann")], [], slot=2, table=None, **EVENT)


def test_each_without_a_meeting_gets_the_first_reason_that_holds():
    requests = [Request("Cat", "Ann"), Request("Dan", "Eva"), Request("Eva", "Ann")]
    absences = [Absence("Dan", 1), Absence("Eva", 2), Absence("Fay", 1), Absence("Fay", 2)]
    found = why_without(["Ann", "Cat", "Dan", "Fay", "Gus"], requests, absences, [Meeting(1, 1, "Ann", "Eva")], slots=2)
    assert [(name, str(why).split(":")[0]) for name, why in found] == [
        (
            "Cat",
            "Whenever Cat is present together with one of these, that one has another meeting or all tables are taken",
        ),
        ("Dan", "Dan is never present together with anybody of these requests"),
        ("Fay", "Fay is present in no slot."),
        ("Gus", "Gus asks for nobody, and nobody asks for Gus."),
    ]


def test_only_two_who_told_different_languages_are_kept_apart_and_named_once():
    requests = [Request("Ann", "Ben"), Request("Ben", "Ann"), Request("Ann", "Cat")]
    kept, says = in_a_common_language(requests, {"Ann": ["en"], "Ben": ["fi"], "Cat": []})
    assert kept == (Request("Ann", "Cat"),)
    assert len(says) == 1


def test_an_organisation_without_any_membership_is_told_which_clusters_there_are():
    day = date(2026, 3, 10)
    found = admission("Firm", ["B", "A"], [Membership("Firm", "C", day)], [], day)
    assert (found.may, found.reason.values["clusters"]) == (False, "A, B")
