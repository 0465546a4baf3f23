"""Ranking calls for profiles (docs/explanation/funding.md §7, §8)."""

import csv
import gc
import json
import tracemalloc
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from tokka.fleet import fleet
from tokka.funding.bridges import ACTIVITIES, CONCEPTS, activity_terms, concepts_of
from tokka.funding.calls import Call
from tokka.funding.index import index_of
from tokka.funding.lemmas import terms_of
from tokka.funding.profiles import Profile, read_profiles
from tokka.funding.rank import Ranker, profile_terms, wins_in
from tokka.funding.streams import rank_stream, save_ranker
from tokkasite.terminal.funding import command

NOW = datetime(2026, 8, 10, tzinfo=UTC)


def a_call(reference, title, text="", days=90, **fields):
    due = (NOW + timedelta(days),)
    return Call("s", reference, title, text=text, opens_at=NOW - timedelta(9), deadlines_at=due, **fields)


CALLS = [
    a_call("mine", "Autonomous machines in underground mining"),
    a_call("poro", "Value from reindeer meat and its side streams"),
    a_call("snow", "Winter tourism in arctic villages"),
    a_call("gone", "Reindeer herding of yesterday", days=-1),
]


def first_of(ranking, place=0):
    return [match.call.reference for match in ranking.of(place)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kehitämme poronlihan jalostusta", "poro"),
        ("Vi säljer maskiner till gruvindustrin", "mine"),
        ("Joulumatkailun ohjelmapalveluja", "snow"),
        ("Boazodoallu ja biergu", "poro"),
        ("We raise reindeer", "poro"),
    ],
)
def test_a_profile_in_any_of_our_languages_finds_the_english_call(text, expected):
    assert first_of(Ranker(CALLS, NOW).rank([Profile("1", text)], 5))[0] == expected


def test_an_activity_code_alone_finds_a_call():
    ranking = Ranker(CALLS, NOW).rank([Profile("1", "", activity_codes=("07.29",))], 5)
    assert first_of(ranking) == ["mine"]


def test_a_closed_call_is_left_out_and_counted():
    ranking = Ranker(CALLS, NOW).rank([Profile("1", "reindeer herding")], 5)
    assert (first_of(ranking), dict(ranking.excluded)) == (["poro"], {"closed": 1})


def test_a_profile_without_a_word_in_common_gets_no_call_and_is_told():
    ranking = Ranker(CALLS, NOW).rank([Profile("1", "zzz"), Profile("2", "reindeer")], 5)
    assert (first_of(ranking, 0), first_of(ranking, 1)) == ([], ["poro"])
    assert str(ranking.remarks[0]).startswith("1 profiles share no word with any call")


def test_the_parts_are_the_reasons_of_the_fit():
    calls = [
        a_call("near", "Reindeer meat", days=6, identifier="HORIZON-CL6-2026-A-01", grant_most_eur=1e5),
        a_call("far", "Reindeer meat", identifier="LIFE-2026-A", grant_most_eur=1e6),
    ]
    profile = Profile("1", "reindeer", topics_won=("LIFE-2024-B",), grant_wanted_eur=500_000)
    far, near = Ranker(calls, NOW).rank([profile], 2).of(0)
    assert (far.call.reference, near.call.reference) == ("far", "near")
    assert (far.parts["affinity"], far.parts["time"], far.parts["money"]) == (1.0, 1.0, 1.0)
    assert (near.parts["affinity"], round(near.parts["time"], 4), near.parts["money"]) == (0.0, 0.1, 0.0)
    assert far.parts["words"] == near.parts["words"]


def test_texts_of_projects_won_find_calls_each_in_its_own_language():
    past = ("Poronlihan jalostus ja pakkaaminen on hankkeen aihe", "The tanning of hides")
    calls = [a_call("hides", "Hides and skins"), a_call("meat", "Poronliha")]
    ranking = Ranker(calls, NOW).rank([Profile("1", "", past=past), Profile("2", "", past=past[1:])], 5)
    assert (sorted(first_of(ranking, 0)), first_of(ranking, 1)) == (["hides", "meat"], ["hides"])


def test_wins_count_for_the_programme_of_their_code():
    call = a_call("1", "Hides", identifier="HORIZON-CL6-2027-A-01")
    topics = ("HORIZON-CL6-2022-B-03-two-stage", "HORIZON-CL5-2022-B", "", "LIFE-2022-C")
    assert wins_in(call, topics) == ("HORIZON-CL6-2022-B-03-two-stage",)
    assert wins_in(a_call("2", "Hides"), topics) == ()


def test_of_equal_calls_the_first_by_its_key_leads_whatever_the_order_of_the_file():
    twins = [a_call(name, "Reindeer meat") for name in ("b", "c", "a")]
    for calls in (twins, twins[::-1]):
        assert first_of(Ranker(calls, NOW).rank([Profile("1", "reindeer")], 3)) == ["a", "b", "c"]


def test_no_call_at_all_is_no_failure():
    ranking = Ranker([], NOW).rank([Profile("1", "reindeer")], 5)
    assert (first_of(ranking), ranking.numbers.shape) == ([], (1, 0))


def test_text_is_counted_by_base_forms():
    assert terms_of("Porotaloudessa porotalous", "fi") == Counter({"porotalous": 2})
    assert terms_of("gruvindustrins", "sv") == Counter({"gruvindustri": 1})
    assert terms_of("Mines and mining", "en")["mine"] >= 1


def test_every_activity_names_concepts_that_the_glossary_has():
    assert {key for keys in ACTIVITIES.values() for key in keys} <= set(CONCEPTS)
    assert all(words for words in CONCEPTS.values())
    assert activity_terms(["10.13", "TOL 55"]) == Counter({"§food": 2, "§tourism": 2})


@pytest.mark.parametrize(
    ("word", "concepts"),
    [
        ("poronliha", {"reindeer", "meat"}),
        ("matkailuyrityksille", {"tourism", "enterprise"}),
        ("el", {"energy"}),
        ("elk", set()),
    ],
)
def test_a_compound_names_the_concepts_inside_it(word, concepts):
    assert set(concepts_of(word)) == concepts


@given(seed=st.integers(0, 10_000), calls=st.integers(1, 120), top=st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_the_index_gives_what_the_whole_product_sorted_would_give(seed, calls, top):
    chance = np.random.default_rng(seed)
    shelf = sparse.csr_array(sparse.random(calls, 40, 0.2, rng=chance, format="csr"))
    readers = sparse.csr_array(sparse.random(9, 40, 0.2, rng=chance, format="csr"))
    table = (readers.astype(np.float32) @ shelf.T.astype(np.float32)).toarray()
    ((numbers, scores),) = index_of(shelf).best(readers, top)
    expected = -np.sort(-table, axis=1)[:, : min(top, calls)]
    np.testing.assert_allclose(scores, expected, rtol=1e-5, atol=1e-6)
    assert ((numbers >= 0) == (expected > 0)).all()


def many_profiles(count):
    words = ["reindeer meat", "mining machines", "winter tourism", "arctic villages"]
    return [Profile(str(n), f"{words[n % 4]} {n}") for n in range(count)]


def test_a_stream_gives_the_same_whoever_does_the_work(tmp_path):
    path = save_ranker(Ranker(CALLS, NOW), tmp_path / "ranker")
    profiles = many_profiles(90)
    whole = Ranker(CALLS, NOW).rank(profiles, 3).numbers

    def batches():
        return (profiles[start : start + 20] for start in range(0, 90, 20))

    alone = [ranking.numbers for ranking in rank_stream(path, batches(), 3)]
    with ThreadPoolExecutor(2) as threads, fleet(processes=2) as processes:
        threaded = [ranking.numbers for ranking in rank_stream(path, batches(), 3, threads)]
        apart = [ranking.numbers for ranking in rank_stream(path, batches(), 3, processes)]
    for found in (alone, threaded, apart):
        assert np.concatenate(found).tolist() == whole.tolist()


def test_a_stream_draws_batches_only_as_results_are_taken(tmp_path):
    path = save_ranker(Ranker(CALLS, NOW), tmp_path / "ranker")
    drawn = []

    def batches():
        for number in range(50):
            drawn.append(number)
            yield many_profiles(5)

    with ThreadPoolExecutor(1) as threads:
        next(rank_stream(path, batches(), 3, threads, ahead=3))
    assert drawn == [0, 1, 2]


def test_memory_does_not_grow_with_the_number_of_profiles(tmp_path):
    path = save_ranker(Ranker(CALLS, NOW), tmp_path / "ranker")

    def peak(batches):
        gc.collect()  # what tests before left behind is not ours
        tracemalloc.start()
        for _ranking in rank_stream(path, (many_profiles(50) for _batch in range(batches)), 3):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(2)
    assert peak(40) < 1.5 * peak(8)


def test_profiles_are_read_from_a_spreadsheet_and_from_json_alike():
    table = "id;nimi;kuvaus;toimiala\n1;Poro Oy;poronlihaa;10.13\n2;Tyhjä;;\n"
    lines = '{"id": 1, "nimi": "Poro Oy", "kuvaus": "poronlihaa", "nace": ["10.13"]}\n{"id": 2, "name": "Tyhjä"}'
    for content, row in ((table.encode(), 3), (lines.encode(), 2)):
        profiles, faults = read_profiles(content, "members")
        assert profiles == [Profile("1", "poronlihaa", "Poro Oy", activity_codes=("10.13",))]
        assert [(fault.row, fault.column) for fault in faults] == [(row, "text")]
    assert profile_terms(profiles[0])["§reindeer"] > 0


def files(folder):
    calls = [
        {"reference": "1", "title": "Reindeer meat", "deadlineDate": "2026-12-01T16:00:00Z"},
        {"reference": "2", "title": "Reindeer of old", "deadlineDate": "2020-12-01T16:00:00Z"},
    ]
    (folder / "calls.jsonl").write_text("\n".join(map(json.dumps, calls)))
    (folder / "more.csv").write_text("reference,title,deadline\nA,Poronlihan jalostus,31.12.2026\n")
    (folder / "profiles.csv").write_text("key,text\nporo,reindeer meat\n")
    calls, more, profiles = (str(folder / name) for name in ("calls.jsonl", "more.csv", "profiles.csv"))
    return ["rank", "--calls", calls, more, "--profiles", profiles]


def test_the_command_reads_several_files_and_prints_one_object(tmp_path):
    done = CliRunner().invoke(command, [*files(tmp_path), "--day", "2026-08-10", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert list(told) == ["day", "calls", "excluded", "seconds", "remarks", "kept_apart", "profiles"]
    assert [row["reference"] for row in told["profiles"][0]["calls"]] == ["1", "A"]
    assert told["excluded"] == {"closed": 1}


def test_the_command_writes_one_row_for_each_profile_and_call(tmp_path):
    out = tmp_path / "ranking.csv"
    done = CliRunner().invoke(command, [*files(tmp_path), "--day", "2026-08-10", "--top", "1", "--out", str(out)])
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["profile"], row["rank"], row["reference"]) for row in rows] == [("poro", "1", "1")]


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "The file is empty"), ("key,text\n1,\n", "no profile can be used"), ("a,b\n1,2\n", "no profile can be used")],
)
def test_the_command_refuses_profiles_that_say_nothing(tmp_path, content, says):
    words = files(tmp_path)
    (tmp_path / "profiles.csv").write_text(content)
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 1
    assert says in done.output
