"""Timetables: never wrong by an independent checker, near the bound, and each bad wish named (docs/explanation)."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.events import event
from tests.tokka.partners.timetable_checker import bound_of, could_still_meet, faults_in, weight_of
from tokka.partners.timetable.event import WrongEvent
from tokka.partners.timetable.gaps import gaps_in
from tokka.partners.timetable.plan import best_timetable
from tokka.partners.timetable.replan import replan
from tokka.partners.timetable.wishes import Absence, Lock, Request


def planned(requests, *, slots, tables, absences=(), locks=(), **more):
    return best_timetable(
        [Request(*one) for one in requests],
        slots=slots,
        tables=tables,
        absences=[Absence(*one) for one in absences],
        locks=[Lock(*one) for one in locks],
        **more,
    )


def rows_of(timetable):
    return [(one.a, one.b, one.slot, one.table) for one in timetable.meetings]


def said(timetable):
    return [str(remark) for remark in timetable.remarks]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("tail", [1.1, 3.0])
def test_an_event_of_300_reaches_the_bound_with_no_fault_and_nobody_at_zero(seed, tail):
    held = event(300, 12, 7, seed, tail=tail)
    found = planned(held.requests, slots=12, tables=150, absences=held.absences, seconds=5)
    rows = rows_of(found)
    assert faults_in(rows, held.requests, held.absences, slots=12, tables=150) == []
    assert found.weight == weight_of(rows, held.requests)
    assert found.weight >= 0.995 * bound_of(held.requests, held.absences, slots=12, tables=150)
    assert could_still_meet(rows, held.requests, held.absences, slots=12) == set()


def test_the_reported_bound_is_the_linear_bound_where_no_two_ask_each_other():
    held = event(60, 6, 5, 3)
    once = {frozenset(one[:2]): one for one in held.requests}.values()
    found = planned(once, slots=6, tables=8, absences=held.absences, seconds=2)
    assert found.bound == pytest.approx(bound_of(list(once), held.absences, slots=6, tables=8))


def test_with_few_tables_as_many_people_are_served_as_there_are_seats():
    held = event(300, 12, 7, 4)
    found = planned(held.requests, slots=12, tables=16, absences=held.absences, seconds=60)
    assert faults_in(rows_of(found), held.requests, held.absences, slots=12, tables=16) == []
    assert len(found.meetings) == 12 * 16
    assert found.without_meeting == ()


def test_everybody_is_served_before_weight_counts():
    requests = [("hub", "rich", 9.0), ("hub", "poor", 1.0), ("rich", "other", 1.0)]
    found = planned(requests, slots=1, tables=2)
    assert {frozenset((one.a, one.b)) for one in found.meetings} == {
        frozenset(("hub", "poor")),
        frozenset(("rich", "other")),
    }
    assert (found.weight, found.bound, found.is_proven) == (2.0, 9.0, True)


def test_both_directions_of_a_request_are_one_meeting_of_both_weights():
    found = planned([("a", "b", 1.0), ("b", "a", 2.0)], slots=3, tables=3)
    assert (len(found.meetings), found.weight, found.bound) == (1, 3.0, 3.0)


def test_three_who_all_want_to_meet_in_two_slots_hold_two_meetings():
    found = planned([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", 1.0)], slots=2, tables=5)
    assert (len(found.meetings), found.bound, found.is_proven) == (2, 3.0, True)


def test_the_same_wishes_and_seed_give_the_same_timetable():
    held = event(120, 8, 6, 5, tail=20)
    one, other = (
        planned(held.requests, slots=8, tables=30, absences=held.absences, seconds=60, seed=7) for _ in range(2)
    )
    assert (one.meetings, one.remarks) == (other.meetings, other.remarks)
    assert one.seconds < 60


small = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(0, 9)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    small,
    st.integers(1, 4),
    st.integers(1, 3),
    st.sets(st.tuples(st.sampled_from("abcdefx"), st.integers(0, 5)), max_size=6),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdefx"), st.integers(1, 4)), max_size=4),
)
def test_any_wishes_give_a_timetable_without_faults(requests, slots, tables, absences, locks):
    wishes = [(a, b, float(weight)) for a, b, weight in requests]
    found = planned(wishes, slots=slots, tables=tables, absences=absences, locks=locks, seconds=0.5)
    rows = rows_of(found)
    assert faults_in(rows, [*wishes, *locks], absences, slots=slots, tables=tables) == []
    assert found.weight <= found.bound + 1e-6


tiny = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(0, 5)).filter(lambda one: one[0] < one[1]),
    max_size=5,
    unique_by=lambda one: one[:2],
)


@settings(max_examples=60, deadline=None)
@given(tiny, st.integers(1, 3), st.integers(1, 2), st.sets(st.tuples(st.sampled_from("abcd"), st.integers(1, 3))))
def test_a_tiny_event_is_planned_as_well_as_any_and_proven(requests, slots, tables, absences):
    wishes = [(a, b, float(weight)) for a, b, weight in requests]
    found = planned(wishes, slots=slots, tables=tables, absences=absences, seconds=20)
    served = {name for one in found.meetings for name in (one.a, one.b)}
    assert (len(served), found.weight) == best_of_all(wishes, slots, tables, absences)
    assert found.is_proven


def best_of_all(requests, slots, tables, absences):
    """The most people served, then the most weight, of every way to give each request a slot or none."""
    best = (0, 0.0)
    for given_slots in product(range(slots + 1), repeat=len(requests)):
        held = [(a, b, slot, 1) for (a, b, _), slot in zip(requests, given_slots, strict=True) if slot]
        busy = [(name, slot) for a, b, slot, _ in held for name in (a, b)]
        full = any(sum(one[2] == slot for one in held) > tables for slot in range(1, slots + 1))
        if not full and len(set(busy)) == len(busy) and not set(busy) & set(absences):
            best = max(best, (len({name for name, _ in busy}), weight_of(held, requests)))
    return best


def test_a_weight_too_large_to_count_is_planned_without_proof_of_the_small():
    found = planned([("a", "b", 1e300), ("b", "c", 1.0), ("a", "c", 1.0)], slots=2, tables=5)
    assert len(found.meetings) == 2


def test_a_request_to_oneself_is_named_and_the_rest_is_planned():
    found = best_timetable([Request("a", "a", 1.0, row=2), Request("a", "b", 1.0, row=3)], slots=1, tables=1)
    assert len(found.meetings) == 1
    assert said(found)[0] == "Row 2 asks for a meeting of a with itself: left out."


def test_unknown_people_are_named_in_requests_absences_and_locks():
    found = best_timetable(
        [Request("a", "b", row=2), Request("a", "ghost", row=3)],
        slots=2,
        tables=1,
        people=["a", "b"],
        absences=[Absence("ghost", 1, row=2), Absence("a", 9, row=3)],
        locks=[Lock("a", "ghost", 1, row=2)],
    )
    assert len(found.meetings) == 1
    assert said(found)[:4] == [
        "Row 3 names an unknown person “ghost”: left out.",
        "Absence in row 2: ghost is in no request. Nothing follows from it.",
        "Absence in row 3: there is no slot 9; slots are 1 to 2. It is left out.",
        "Lock in row 2: ghost is in no request. Correct the name; the lock is left out.",
    ]


def test_a_negative_weight_is_refused_and_a_repeated_request_counts_once():
    found = best_timetable(
        [Request("a", "b", -1.0, row=2), Request("c", "d", 2.0), Request("c", "d", 1.0, row=4)], slots=1, tables=2
    )
    assert (found.weight, found.bound) == (2.0, 2.0)
    assert len(said(found)) == 3


def test_of_contradictory_locks_the_set_is_named_and_the_first_stays():
    locks = [Lock("a", "b", 1, 1, row=2), Lock("a", "c", 1, None, row=3), Lock("d", "e", 2, 1, row=4)]
    found = best_timetable(
        [Request("a", "b"), Request("a", "c"), Request("d", "e"), Request("c", "d")], slots=2, tables=2, locks=locks
    )
    assert [(one.a, one.b, one.slot) for one in found.meetings] == [
        ("a", "b", 1),
        ("c", "d", 1),
        ("d", "e", 2),
        ("a", "c", 2),
    ]
    assert said(found)[0] == (
        "These locks contradict each other: row 2 (a – b, slot 1, table 1); row 3 (a – c, slot 1). "
        "That of row 3 is left out; its meeting is planned as any other."
    )


def test_a_lock_against_an_absence_is_named_and_the_meeting_is_planned_elsewhere():
    found = best_timetable(
        [Request("a", "b")], slots=2, tables=1, locks=[Lock("a", "b", 1, row=2)], absences=[Absence("b", 1)]
    )
    assert [one.slot for one in found.meetings] == [2]
    assert "the absence of b in slot 1" in said(found)[0]


def test_more_locks_than_tables_in_a_slot_name_the_whole_set():
    locks = [Lock("a", "b", 1, row=2), Lock("c", "d", 1, row=3)]
    found = best_timetable([Request("a", "b"), Request("c", "d")], slots=2, tables=1, locks=locks)
    assert [(one.a, one.slot) for one in found.meetings] == [("a", 1), ("c", 2)]
    assert "row 2 (a – b, slot 1); row 3 (c – d, slot 1)" in said(found)[0]


def test_more_musts_than_slots_name_the_smallest_set_and_hold_as_many_as_fit():
    musts = [Request("a", other, 1.0, must=True) for other in "bcd"] + [Request("a", "e", 50.0)]
    away = [Absence("b", 3), Absence("c", 3), Absence("d", 3)]
    found = best_timetable(musts, slots=3, tables=5, absences=away)
    assert len(found.meetings) == 3
    assert sum(one.slot == 3 and one.b == "e" for one in found.meetings) == 1
    assert said(found)[0] == (
        "a has 3 must-meetings but 2 slots for them (1, 2): a – b; a – c; a – d. As many as fit are held. "
        "Release one of them, or open a slot."
    )


def test_a_lock_without_a_slot_is_a_must_that_comes_before_weight():
    requests = [Request("a", "b", 1.0), Request("a", "c", 9.0)]
    found = best_timetable(requests, slots=1, tables=1, locks=[Lock("a", "b")])
    assert [(one.a, one.b) for one in found.meetings] == [("a", "b")]


def test_locked_meetings_stay_where_they_are():
    held = event(100, 8, 6, 6)
    first = planned(held.requests, slots=8, tables=50, absences=held.absences, seconds=2)
    locks = rows_of(first)[::3]
    again = planned(held.requests, slots=8, tables=50, absences=held.absences, locks=locks, seconds=2, seed=9)
    assert faults_in(rows_of(again), held.requests, held.absences, slots=8, tables=50, locks=locks) == []


def test_after_a_no_show_only_those_who_lost_a_meeting_are_touched():
    held = event(100, 8, 6, 8)
    requests = [Request(*one) for one in held.requests]
    absences = [Absence(*one) for one in held.absences]
    first = best_timetable(requests, slots=8, tables=30, absences=absences, seconds=2)
    missing = first.meetings[0].a
    news = [Absence(missing, slot) for slot in range(3, 9)]
    change = replan(first.meetings, requests, absences, news, slots=8, tables=30, from_slot=3)
    rows = [(one.a, one.b, one.slot, one.table) for one in change.meetings]
    away = [*held.absences, *((missing, slot) for slot in range(3, 9))]
    assert faults_in(rows, held.requests, away, slots=8, tables=30) == []
    changed = set(first.meetings) ^ set(change.meetings)
    assert {name for one in changed for name in (one.a, one.b)} <= set(change.touched)
    assert {missing} | {name for one in change.dropped for name in (one.a, one.b)} == set(change.touched)
    assert all(one.slot >= 3 for one in change.added)


def test_an_absence_is_no_gap_and_a_wait_is_one():
    present, free = 0b110111, 0b010110  # slot 4 absent; busy in slots 1 and 6; idle in 2, 3 and 5
    assert gaps_in(present, free) == 3


def test_an_event_without_slots_or_tables_is_refused():
    with pytest.raises(WrongEvent, match="make no event"):
        best_timetable([Request("a", "b")], slots=0, tables=1)


def test_no_requests_give_an_empty_timetable():
    found = best_timetable([], slots=3, tables=3)
    assert (found.meetings, found.ratio, found.is_proven) == ((), 1.0, True)
