"""Profiles: nothing shown without consent, nothing revealed before both agree; partners that complement."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.partners.cluster_profiles import ClusterProfile, WrongProfiles, from_json, merged, to_json
from tokka.partners.profiles import Anonymity, Answer, Interest, Profile, shown
from tokka.partners.search import find_partners, met, words_of

DAY = date(2026, 11, 24)
CONSENT = {"consented_on": date(2026, 1, 1)}


def profile(key, country="FI", **more):
    return Profile(key=key, name=f"{key} Ltd", country=country, text="We are known", contact="mail", **(CONSENT | more))


def test_partners_complement_and_those_who_are_alike_are_not_found():
    ours = profile("ours", offers=("drilling",), seeks=("battery recycling",))
    twin = profile("twin", "SE", offers=("drilling",), seeks=("battery recycling",))
    match = profile("match", "DE", offers=("recycling of batteries",), seeks=("drilling",))
    half = profile("half", "DE", offers=("battery",), seeks=("tourism",))
    found = find_partners(ours, [twin, half, match], DAY)
    assert [one.key for one in found] == ["match"]  # half gives something, but nothing of what it seeks is here
    assert found[0].score == found[0].gets == found[0].gives == 1.0
    assert [str(reason) for reason in found[0].reasons] == [
        "It offers what is sought here: battery, recycling.",
        "It seeks what is offered here: drilling.",
    ]


def test_one_who_seeks_nothing_is_found_by_what_it_offers():
    found = find_partners(profile("ours", seeks=("sensor design",)), [profile("lab", offers=("sensor",))], DAY)
    assert [(one.key, round(one.gives, 3)) for one in found] == [("lab", 0.0)]
    assert 0 < found[0].score < 1


def test_words_are_compared_by_their_base_form_in_finnish_and_swedish():
    for sought, offered in (
        ("sivuvirtojen", "sivuvirta"),
        ("gruvindustri", "gruvindustrins"),
        ("battery", "batteries"),
    ):
        assert met(frozenset({sought}), frozenset({offered})) == {sought}
    assert met(words_of(["wood and metal"]), words_of(["metallic"])) == frozenset()


def test_unwanted_countries_and_kinds_exclude_on_either_side():
    ours = profile("ours", seeks=("wood",), wanted_countries=("SE",))
    closed = profile("closed", "SE", offers=("wood",), wanted_kinds=("research",))
    abroad = profile("abroad", "DE", offers=("wood",))
    fine = profile("fine", "SE", offers=("wood",))
    assert [one.key for one in find_partners(ours, [closed, abroad, fine], DAY)] == ["fine"]


def test_without_consent_or_after_the_end_nobody_is_found_and_hidden_ones_by_their_adviser_only():
    ours = profile("ours", seeks=("wood",))
    others = [
        profile("silent", offers=("wood",), consented_on=None),
        profile("withdrawn", offers=("wood",), consent_ended_on=DAY),
        profile("over", offers=("wood",), ends_on=date(2026, 11, 23)),
        profile("hidden", offers=("wood",), anonymity=Anonymity.HIDDEN),
    ]
    assert find_partners(ours, others, DAY) == ()
    assert [one.key for one in find_partners(ours, others, DAY, as_adviser=True)] == ["hidden"]


def test_an_unnamed_profile_shows_neither_name_nor_text_nor_contact_before_both_agree():
    unnamed = profile("x", offers=("wood",))
    assert {"name", "text", "contact"} & shown(unnamed, DAY).keys() == set()
    assert shown(unnamed, DAY, both_agreed=True)["contact"] == "mail"
    named = profile("y", anonymity=Anonymity.NAMED)
    assert shown(named, DAY)["name"] == "y Ltd"
    assert "contact" not in shown(named, DAY)
    assert shown(profile("z", anonymity=Anonymity.HIDDEN), DAY) is None
    assert shown(profile("w", consented_on=None), DAY, both_agreed=True) is None


def test_an_interest_waits_lapses_or_reveals_only_when_the_other_agrees_in_time():
    asked = Interest("a", "b", date(2026, 11, 1), date(2026, 11, 20))
    assert (asked.state_on(date(2026, 11, 20)), asked.state_on(date(2026, 11, 21))) == ("waiting", "lapsed")
    agreed = Interest("a", "b", date(2026, 11, 1), date(2026, 11, 20), Answer.AGREED, date(2026, 11, 10))
    assert (agreed.reveals_on(date(2026, 11, 9)), agreed.reveals_on(date(2026, 11, 10))) == (False, True)
    late = Interest("a", "b", date(2026, 11, 1), date(2026, 11, 20), Answer.AGREED, date(2026, 11, 21))
    assert not late.reveals_on(DAY)
    with pytest.raises(ValueError, match="cannot ask for itself"):
        Interest("a", "a", DAY, DAY)


CLUSTER = ClusterProfile(
    "https://example.org/arctic",
    "Arctic Design",
    "FI",
    date(2026, 5, 1),
    region="FI1D7",
    members={"sme": 40, "research": 3},
    sectors=("C25",),
    target_countries=("DE", "NO"),
    seeks=("test sites",),
)


def test_cluster_profiles_travel_as_json_and_come_back_the_same():
    text = to_json([CLUSTER], sender="Lapland", made_on=DAY)
    back = from_json(text.encode())
    assert (back.sender, back.profiles, back.remarks) == ("Lapland", (CLUSTER,), ())
    assert to_json(back.profiles, sender="Lapland", made_on=DAY) == text


def test_a_wrong_profile_is_left_out_by_number_and_field_and_the_rest_is_read():
    told = json.loads(to_json([CLUSTER], sender="x", made_on=DAY))
    told["profiles"] += [
        {"key": "k", "name": "n", "country": "Finland", "updated_on": "2026-05-01", "members": {"sme": -1}},
        {"key": "k2", "country": "FI", "updated_on": "May"},
        "text",
        {**told["profiles"][0], "key": "other", "secret": 1},
    ]
    back = from_json(json.dumps(told).encode())
    assert [one.key for one in back.profiles] == [CLUSTER.key, "other"]
    assert [str(remark) for remark in back.remarks] == [
        "Profile 2 is left out: correct or fill in the fields country, members, and import the file again.",
        "Profile 3 is left out: correct or fill in the fields name, updated_on, and import the file again.",
        "Profile 4 is no object. It is left out.",
        "Profile 5 has fields that are not known here: secret. Not used.",
    ]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b'{"format": "other"}', b'{"format": "tokka.cluster_profiles", "version": 9}']
)
def test_a_file_that_is_no_list_of_profiles_is_refused(content):
    with pytest.raises(WrongProfiles):
        from_json(content)


def test_of_two_profiles_the_later_counts_whatever_the_order_of_arrival():
    newer = ClusterProfile(CLUSTER.key, "New name", "FI", date(2026, 6, 1))
    assert merged([CLUSTER], [newer]) == merged([newer], [CLUSTER]) == (newer,)


json_values = st.sampled_from(
    [None, True, 0, -1, "", "FI", "2026-01-01", "x", [], ["x"], [1], {}, {"sme": 1}, {"sme": None}]
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["key", "name", "country", "updated_on", "members", "sectors", "x"]), json_values
        ),
        max_size=4,
    )
)
def test_no_content_breaks_the_import(profiles):
    told = {"format": "tokka.cluster_profiles", "version": 1, "profiles": profiles}
    assert len(from_json(json.dumps(told).encode()).profiles) <= len(profiles)
