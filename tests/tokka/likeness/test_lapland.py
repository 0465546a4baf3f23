"""The real list of Lapland against its labels: the figures that the register promises before anybody reviews."""

from itertools import combinations

from tests.tokka.likeness.lapland import labels, lapland, places, precision_and_recall
from tokka.likeness.duplicates import find_duplicates


def test_the_labels_are_271_pairs_of_one_body_and_756_of_linked_parts():
    same, linked = labels()
    assert (len(same), len(linked), same & linked) == (271, 756, set())


def test_what_is_taken_for_one_is_one_in_95_of_100_cases_and_80_of_100_are_found():
    same, _linked = labels()
    found = find_duplicates(lapland(), places=places())
    pairs = {tuple(sorted((pair.first, pair.second))) for pair in found.same}
    precision, recall = precision_and_recall(pairs, same)
    assert (precision >= 0.95, recall >= 0.80) == (True, True), (precision, recall)


def test_units_of_one_body_are_linked_and_not_merged():
    same, linked = labels()
    found = find_duplicates(lapland(), places=places())
    merged = {tuple(sorted((pair.first, pair.second))) for pair in found.same}
    family = {pair for one in found.families for pair in combinations(sorted(one.members), 2)}
    precision, recall = precision_and_recall(family - merged, linked)
    assert (precision >= 0.9, recall >= 0.9, merged & linked <= {(203, 209)}) == (True, True, True), (precision, recall)


def test_the_same_list_gives_the_same_pairs_in_any_order():
    bodies = lapland()
    one, other = find_duplicates(bodies, places=places()), find_duplicates(bodies[::-1], places=places())
    assert {frozenset((pair.first, pair.second)) for pair in one.same} == {
        frozenset((pair.first, pair.second)) for pair in other.same
    }
