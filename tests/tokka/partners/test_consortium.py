"""Consortia: independence, countries, coverage, shares, alternatives, and the smallest conflict."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tokka.partners.consortium.build import build_consortia
from tokka.partners.consortium.independence import controlled_groups
from tokka.partners.consortium.nouns import Candidate, Ownership, Pair, Requirements

MEMBERS, ASSOCIATED = frozenset({"FI", "SE", "DE", "EL"}), frozenset({"NO", "IS"})


def candidate(key, country, *covers, fit=1.0, **more):
    return Candidate(key, country, frozenset(covers), fit, **more)


def needs(**more):
    return Requirements(member_states=MEMBERS, associated=ASSOCIATED, **more)


def keys(line_up):
    return {one.key for one in line_up.partners}


TEAM = [
    candidate("oulu", "FI", "research", fit=0.9),
    candidate("mine", "FI", "pilot", fit=0.8, is_sme=True),
    candidate("umea", "SE", "research", "modelling", fit=0.7),
    candidate("bergen", "NO", "pilot", fit=0.6),
    candidate("berlin", "DE", "modelling", fit=0.5),
    candidate("athens", "EL", "dissemination", fit=0.4),
    candidate("boston", "US", "dissemination", fit=5.0),
]


def test_three_independent_entities_in_three_countries_with_one_member_state():
    found = build_consortia(TEAM, needs(most_partners=3), alternatives=1).line_ups[0]
    assert keys(found) == {"oulu", "umea", "bergen"}  # Boston is worth more but leaves no three eligible countries
    assert len(found.entities) == 3
    assert found.entities[0] in {"oulu", "umea"}
    assert found.is_proven


def test_associated_countries_alone_are_not_enough():
    found = build_consortia([candidate("a", "NO"), candidate("b", "IS"), candidate("c", "NO")], needs(entities=2))
    assert found.line_ups == ()
    assert found.conflict == ("1 of them in a Member State",)


def test_a_daughter_and_its_mother_are_one_entity():
    team = [candidate("mother", "FI"), candidate("daughter", "SE"), candidate("other", "DE")]
    held = [Ownership("mother", "daughter", 51.0)]
    assert build_consortia(team, needs(), holdings=held).conflict == (
        "3 independent entities in as many eligible countries",
    )
    assert len(build_consortia(team, needs(), holdings=[Ownership("mother", "daughter", 50.0)]).line_ups) == 1


def test_sisters_under_an_owner_outside_the_list_are_one_group():
    held = [Ownership("holding", "a", 60), Ownership("holding", "b", 70), Ownership("fund", "c", 50)]
    groups = controlled_groups(["a", "b", "c"], held)
    assert groups["a"] == groups["b"] != groups["c"]


def test_shares_of_one_group_add_up_to_control():
    held = [Ownership("top", "left", 100), Ownership("top", "firm", 30), Ownership("left", "firm", 30)]
    groups = controlled_groups(["top", "firm"], held)
    assert groups["top"] == groups["firm"]


def test_each_line_up_says_who_covers_what():
    wanted = needs(
        covered={"research": 1, "pilot": 1, "dissemination": 1}, most_partners=3, excluded=frozenset({"boston"})
    )
    found = build_consortia(TEAM, wanted, alternatives=1).line_ups[0]
    assert {one.key: one.covers for one in found.partners} == {
        "oulu": ("research",),
        "bergen": ("pilot",),
        "athens": ("dissemination",),
    }


def test_alternatives_differ_by_two_partners_and_keep_the_coordinator():
    wanted = needs(most_partners=4, fixed=("mine",), covered={"research": 1})
    found = build_consortia(TEAM, wanted, alternatives=4, different=2)
    assert 3 <= len(found.line_ups) <= 4
    assert all(one.partners[0].key == "mine" for one in found.line_ups)
    assert all(
        len(keys(one) - keys(other)) + len(keys(other) - keys(one)) >= 2
        for one, other in combinations(found.line_ups, 2)
    )
    worths = [one.worth for one in found.line_ups]
    assert worths == sorted(worths, reverse=True)


def test_shares_add_up_and_keep_caps_and_the_part_of_smes():
    wanted = needs(most_partners=4, most_share=0.4, least_sme_share=0.25, least_smes=1)
    found = build_consortia(TEAM, wanted, alternatives=1).line_ups[0]
    shares = {one.key: one.share for one in found.partners}
    assert abs(sum(shares.values()) - 1) < 1e-9
    assert max(shares.values()) <= 0.4
    assert shares["mine"] >= 0.25


def test_the_smallest_conflict_is_named():
    wanted = needs(covered={"research": 1, "quantum": 1}, most_partners=5)
    found = build_consortia(TEAM, wanted)
    assert (found.line_ups, found.conflict) == ((), ("1 × quantum",))


def test_too_few_places_for_the_roles_name_both():
    wanted = needs(covered={"research": 2, "dissemination": 2}, most_partners=3)
    conflict = build_consortia(TEAM, wanted).conflict
    assert set(conflict) == {"2 × research", "2 × dissemination", "at most 3 partners"}


def test_those_who_cannot_work_together_do_not_and_old_partners_come_first():
    pairs = [Pair("oulu", "umea", is_conflict=True), Pair("mine", "berlin", worth=2.0)]
    found = build_consortia(TEAM, needs(most_partners=3, excluded=frozenset({"boston"})), pairs=pairs, alternatives=1)
    assert {"mine", "berlin"} <= keys(found.line_ups[0])
    assert not {"oulu", "umea"} <= keys(found.line_ups[0])


def test_a_candidate_listed_twice_counts_once():
    found = build_consortia([*TEAM, TEAM[0]], needs(most_partners=3), alternatives=1)
    assert str(found.remarks[0]) == "oulu is listed more than once: the first entry counts. Remove the others."


people = st.lists(
    st.tuples(
        st.sampled_from(["FI", "SE", "DE", "NO", "US"]), st.sets(st.sampled_from("rp"), max_size=2), st.integers(0, 9)
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(people)
def test_the_proven_best_is_the_best_of_all_subsets(drawn):
    team = [candidate(f"c{n}", country, *covers, fit=fit) for n, (country, covers, fit) in enumerate(drawn)]
    wanted = needs(covered={"r": 1, "p": 1}, most_partners=4)
    found = build_consortia(team, wanted, alternatives=1)
    best = max((worth for size in range(1, 5) for worth in worths_of(team, size)), default=None)
    assert (found.line_ups == ()) == (best is None)
    if best is not None:
        assert abs(found.line_ups[0].worth - best) < 1e-6


def worths_of(team, size):
    """The worth of every subset that meets the requirements, counted by hand."""
    for some in combinations(team, size):
        countries = {one.country for one in some} & (MEMBERS | ASSOCIATED)
        covers = set().union(*(one.covers for one in some))
        if len(countries) >= 3 and countries & MEMBERS and {"r", "p"} <= covers:
            yield sum(one.fit for one in some) - 0.0001 * size
