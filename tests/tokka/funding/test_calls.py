"""Calls from every source, their versions and their dates (docs/explanation/funding.md §1 to §5)."""

import gzip
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.funding.calls import Call, Kind, Shift, Status, changes_between, deadline_shift, utc
from tokka.funding.json_lines import rows_of
from tokka.funding.listings import Listings
from tokka.funding.mending import mended, plain_text
from tokka.funding.portal import parse_records, parse_search, unfiltered
from tokka.funding.programmes import programme_of, successors
from tokka.funding.reading import read_calls
from tokka.tables.model import WrongTable

DATA = Path(__file__).resolve().parents[3] / "../shared/data/funding"
with_data = pytest.mark.skipif(not DATA.exists(), reason="the shared data folder is not beside this checkout")


NAMES = (
    "reference", "id", "title", "identifier", "type", "kind", "metadata", "language", "keywords", "budgetOverview",
    "budgetTopicActionMap", "deadlineDate", "startDate", "frameworkProgramme", "GrantTenderObj", "hankehaku",
    "hakuaika", "koodisto", "maakunnat", "nimi", "hakuasianAsianumero", "otsikko", "status", "action", "budgetYearMap",
)  # fmt: skip


def read(name):
    return read_calls((DATA / name).read_bytes(), name)


def as_bytes(value):
    return json.dumps(value, ensure_ascii=False).encode()


# --- what the facts ask to be shown with real data


@with_data
def test_22_euroclusters_survive_though_they_carry_one_identifier():
    calls = read("portal_records_2026-03_2026-08.jsonl.gz").calls
    clusters = [call for call in calls if call.identifier == "SMP-COSME-2024-CLUSTER-01"]
    assert (len(calls), len(clusters), len({call.key for call in clusters})) == (1368, 22, 22)
    assert {call.kind for call in clusters} == {Kind.CASCADE}
    assert {call.parent for call in clusters} == {"SMP-COSME-2024-CLUSTER-01"}
    assert len({call.title for call in clusters}) > 20


@with_data
def test_replay_of_164_days_gives_69_real_and_137_silent_changes_and_closes_nothing_that_came_back():
    days, faults = rows_of((DATA / "portal_daily_deltas.jsonl.gz").read_bytes(), "deltas")
    listings, shifts, returned, withdrawn = Listings(), [], 0, set()
    for _row, day in days:
        stated = {**day["added"], **day["changed"]}
        records = [
            {"reference": one, "title": one, "status": status, "startDate": start, "deadlineDate": deadline}
            for one, (status, start, deadline) in stated.items()
        ]
        calls = {call.key: call for call in parse_records(enumerate(records, start=1)).calls}
        missing = [("eu-portal", one) for one in day["removed"]]
        found = listings.differ(utc(day["at"]), calls, missing)
        shifts += [shift for _key, shift in found.shifts]
        returned += len(found.returned)
        withdrawn |= set(found.withdrawn)
    counts = {shift: shifts.count(shift) for shift in Shift if shift in shifts}
    assert (len(days), faults) == (164, [])
    assert counts == {Shift.SILENT: 137, Shift.LATER: 63, Shift.EARLIER: 6}
    assert (returned, withdrawn) == (818, set())


@with_data
def test_zombies_that_say_they_are_open_are_closed():
    calls = read("portal_records_2026-03_2026-08.jsonl.gz").calls
    zombies = [call for call in calls if call.url.endswith(".json")]
    first_day = datetime(2026, 3, 13, tzinfo=UTC)
    assert len(zombies) == 4
    assert {call.status_at(first_day) for call in zombies} == {Status.CLOSED}
    assert {call.told_status for call in zombies} == {"Open for submission", "Forthcoming"}


@with_data
def test_wrongly_decoded_text_is_repaired_in_the_612_records_known_and_in_three_spanish_and_french_ones():
    raw = gzip.decompress((DATA / "sedia_open_topics_2026-08-10.jsonl.gz").read_bytes()).decode()
    known = [line for line in raw.splitlines() if "â€" in line]
    found = read("sedia_open_topics_2026-08-10.jsonl.gz")
    assert (len(found.calls), len(known)) == (629, 612)
    assert [str(remark) for remark in found.remarks] == [
        "615 records held text that was decoded wrongly; it was repaired."
    ]
    assert not [call for call in found.calls if "â€" in call.text + call.conditions + call.title]


@with_data
@pytest.mark.parametrize(
    ("name", "references"),
    [
        ("raw/eura2021_page_data_sample.json", ["d62b6d71-91c0-40e3-83b3-c5db0d51f134", "eakr-1", "closed-1"]),
        ("raw/haeavustuksia_list_sample.json", ["va-lou-2026-5"]),
    ],
)
def test_finnish_samples_are_read_by_what_they_hold(name, references):
    assert [call.reference for call in read(name).calls] == references


# --- dates and versions


def call_due(*deadlines, opens="2026-01-01T00:00:00Z"):
    return Call("s", "1", "t", opens_at=utc(opens), deadlines_at=tuple(map(utc, deadlines)))


def test_the_state_is_told_from_the_dates_alone():
    call = call_due("2026-03-01T16:00:00Z", "2026-09-01T16:00:00Z")
    states = {day: call.status_at(utc(f"{day}T12:00:00Z")) for day in ("2025-12-31", "2026-05-01", "2026-09-02")}
    assert list(states.values()) == [Status.FORTHCOMING, Status.OPEN, Status.CLOSED]
    assert call.next_deadline(utc("2026-05-01T12:00:00Z")) == utc("2026-09-01T16:00:00Z")
    assert Call("s", "1", "t").status_at(utc("2026-05-01T12:00:00Z")) is Status.UNKNOWN


def test_a_portal_deadline_without_its_hour_counts_to_the_end_of_that_day_in_brussels():
    found = parse_records(
        [(1, {"reference": "1", "title": "t", "startDate": "2026-01-01", "deadlineDate": "2026-03-17"})]
    )
    assert found.calls[0].deadlines_at == (utc("2026-03-17T23:00:00Z"),)


def test_a_deadline_of_the_finnish_register_counts_to_the_end_of_its_last_day():
    register = {
        "hankehaku": [{"id": "1", "otsikko": "Haku", "hakuaika": {"alku": "2026-06-01", "loppu": "2026-09-30"}}]
    }
    call = read_calls(as_bytes(register), "eura.json").calls[0]
    assert (call.opens_at, call.deadlines_at) == (utc("2026-05-31T21:00:00Z"), (utc("2026-09-30T21:00:00Z"),))


@pytest.mark.parametrize(
    ("before", "after", "shift"),
    [
        ("2026-04-21T13:00:34Z", "2026-04-21T13:00:17Z", Shift.SILENT),
        ("2026-04-21T13:00:00Z", "2026-04-21T13:01:00Z", Shift.LATER),
        ("2026-04-21T13:00:00Z", "2026-04-20T13:00:00Z", Shift.EARLIER),
        ("2026-04-21T13:00:00Z", "2026-04-21T13:00:00Z", None),
    ],
)
def test_deadlines_are_compared_to_the_minute(before, after, shift):
    assert deadline_shift(call_due(before), call_due(after)) is shift


def test_changes_name_the_fields_and_say_which_need_no_notice():
    old, new = call_due("2026-04-21T13:00:34Z"), call_due("2026-04-21T13:00:17Z")
    changes = changes_between(old, Call(**{name: getattr(new, name) for name in new.__slots__} | {"title": "u"}))
    assert [(one.field, one.is_silent) for one in changes] == [("title", False), ("deadlines_at", True)]


def test_what_vanishes_is_withdrawn_only_after_so_many_listings_and_comes_back():
    listings, moment, kept = Listings(misses=3), utc("2026-01-01T00:00:00Z"), Call("s", "kept", "t")
    listings.take(moment, [kept, Call("s", "gone", "t")])
    days = [listings.take(moment + timedelta(days=n), [kept]) for n in range(1, 5)]
    assert [day.withdrawn for day in days] == [(), (), (("s", "gone"),), ()]
    assert listings.take(moment, [kept, Call("s", "gone", "t")]).returned == (("s", "gone"),)


def test_a_listing_below_its_floor_is_refused_and_changes_nothing():
    listings = Listings(floor=2)
    listings.take(utc("2026-01-01T00:00:00Z"), [Call("s", str(n), "t") for n in range(3)])
    day = listings.take(utc("2026-01-02T00:00:00Z"), [])
    assert str(day.refusal).startswith("The listing has 0 calls, below its floor of 2")
    assert [one.missed for one in listings.followed.values()] == [0, 0, 0]


# --- the traps of the portal's records


def search_answer(**metadata):
    return {"results": [{"reference": "1TOPICSen", "language": "en", "metadata": metadata}]}


def test_every_value_of_a_search_answer_is_a_list_and_some_lists_are_text():
    call = parse_search(
        search_answer(
            identifier=["T-1"],
            title=["A topic"],
            type=["1"],
            keywords=['["heat", "cold"]'],
            deadlineDate=["2026-03-01T16:00:00.000+0000", "2026-09-01T16:00:00.000+0000"],
            descriptionByte=["<p>Heat</p><script>steal()</script><ul><li>and cold</li></ul>"],
        )
    ).calls[0]
    assert (call.reference, call.keywords, len(call.deadlines_at)) == ("1TOPICSen", ("heat", "cold"), 2)
    assert call.text.split() == ["Heat", "and", "cold"]


def test_of_a_shared_budget_only_the_rows_of_the_topic_count():
    overview = {
        "budgetTopicActionMap": {
            "1": [
                {"action": "T-1 - IA", "budgetYearMap": {"2026": 5_000_000}, "minContribution": 1, "maxContribution": 9}
            ],
            "2": [{"action": "T-10 - IA", "budgetYearMap": {"2026": 7_000_000}, "maxContribution": 8}],
        }
    }
    record = {"identifier": ["T-1"], "title": ["t"], "budgetOverview": [json.dumps(overview)]}
    call = parse_search(search_answer(**record)).calls[0]
    assert (call.budget_eur, call.grant_least_eur, call.grant_most_eur) == (5_000_000, 1, 9)


def test_a_budget_by_years_that_topics_share_belongs_to_none_of_them():
    shared = {"2026": 5_000_000}
    rows = {n: [{"action": f"T-{n} - IA", "budgetYearMap": shared, "maxContribution": 9}] for n in ("1", "2")}
    record = {"identifier": ["T-1"], "title": ["t"], "budgetOverview": [json.dumps({"budgetTopicActionMap": rows})]}
    call = parse_search(search_answer(**record)).calls[0]
    assert (call.budget_eur, call.grant_most_eur) == (None, 9)


def test_language_variants_are_one_topic_and_english_comes_first():
    hits = [
        {"reference": f"1TOPICS{language}", "language": language, "metadata": {"title": [language]}}
        for language in ("fr", "en")
    ]
    assert [call.title for call in parse_search({"results": hits}).calls] == ["en"]


def test_the_reference_file_tells_dates_in_milliseconds_and_programmes_in_two_shapes():
    grants = [
        {
            "identifier": "T-1",
            "title": "t",
            "ccm2Id": 1,
            "type": 1,
            "deadlineDatesLong": [1769972400000],
            "frameworkProgramme": {"id": 43108390},
        },
        {"identifier": "T-2", "title": "t", "ccm2Id": 2, "type": 0, "frameworkProgramme": [{"id": 43252405}]},
    ]
    first, second = read_calls(as_bytes({"fundingData": {"GrantTenderObj": grants}}), "grantsTenders.json").calls
    assert (first.deadlines_at, first.programme) == ((utc("2026-02-01T19:00:00Z"),), "43108390")
    assert (second.kind, second.programme) == (Kind.TENDER, "43252405")


def test_an_answer_with_hits_that_were_not_asked_for_is_told():
    found = search_answer(type=["5"], status=["31094502"], title=["t"])
    said = unfiltered(found, frozenset({"1", "2", "8"}), frozenset({"31094501", "31094502"}))
    assert str(said).startswith("1 of 1 hits are not what was asked for")
    asked = search_answer(type=["1"], status=["31094502"], title=["t"])
    assert unfiltered(asked, frozenset({"1"}), frozenset({"31094502"})) is None


def test_a_cascade_call_bears_its_own_name_and_not_that_of_its_parent():
    record = {
        "id": "1COMPETITIVE_CALLen",
        "identifier": "P-1",
        "title": "Parent",
        "callTitle": "Own",
        "kind": {"id": "8"},
    }
    call = parse_records([(1, record)]).calls[0]
    assert (call.title, call.parent, call.text) == ("Own", "P-1", "")


# --- bad files


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty: an outage, not an empty list."),
        (b'{"results": [', "This is no complete JSON: it breaks in line 1."),
        (b'{"results": []}', "The file holds no call: an outage, not an empty list."),
        (b'{"error": "500"}', "This is an answer of another kind, with the keys error."),
        (b"<html><body>502 Bad Gateway</body></html>", "The page carries no call register."),
        (gzip.compress(b"{}" * 99, mtime=0)[:20], "The compressed file is truncated or damaged."),
        (b'{"title": "\xff"}', "The file is not UTF-8: byte 11 is wrong."),
    ],
)
def test_a_file_that_is_no_answer_is_refused_with_its_reason(content, says):
    with pytest.raises(WrongTable) as refused:
        read_calls(content, "answer.json")
    assert str(refused.value.says) == says


def test_records_without_key_and_repeated_ones_are_kept_apart_and_the_rest_is_read():
    rows = [
        {"reference": "1", "title": "one"},
        {"title": "no key"},
        {"reference": "1", "title": "again"},
        {"reference": "2"},
    ]
    found = read_calls("\n".join(map(json.dumps, rows)).encode(), "records.jsonl")
    assert [call.title for call in found.calls] == ["one"]
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "reference"), (3, "reference"), (4, "title")]


def test_the_page_of_the_finnish_register_is_read_with_its_code_lists():
    register = {
        "preRenderData": {
            "koodisto": {"viranomainen": {"6413": {"fi": "Pohjois-Suomen elinvoimakeskus"}}},
            "hankehaku": [{"id": "a", "otsikko": "Haku", "viranomainen": "6413", "maakunnat": ["19"]}],
        }
    }
    page = f'<html><script type="__PREACT_CLI_DATA__">{quote(json.dumps(register))}</script></html>'
    call = read_calls(page.encode(), "hakuilmoitukset.html").calls[0]
    assert (call.authority, call.regions, call.source) == ("Pohjois-Suomen elinvoimakeskus", ("19",), "eura2021")


def test_a_spreadsheet_of_calls_is_read_and_a_row_that_closes_before_it_opens_is_kept_apart():
    lines = "tunnus;nimi;alkaa;päättyy;budget\nA;Avustus;1.2.2026;31.3.2026;1 000,50\nB;Väärin;1.5.2026;1.4.2026;\n"
    found = read_calls(lines.encode(), "leader.csv")
    assert [(call.reference, call.budget_eur) for call in found.calls] == [("A", 1000.5)]
    assert [(fault.row, fault.column) for fault in found.faults] == [(3, "deadline_on")]


# --- text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("beneficiariesâ€™ costs", "beneficiaries’ costs"),
        ("KittilÃ¤", "Kittilä"),
        ("Ã…land och Ã–rebro", "Åland och Örebro"),
        ("Ã¢â‚¬â„¢", "’"),
        ("Kittilä, Åland, café – “fine”", "Kittilä, Åland, café – “fine”"),
        ("Â§ 5", "§ 5"),
    ],
)
def test_text_that_was_decoded_wrongly_is_put_right_and_right_text_stays(wrong, right):
    assert mended(wrong)[0] == right


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=40))
def test_text_that_went_through_the_wrong_decoder_comes_back(text):
    text = mended(text)[0]
    wrong = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())
    assert mended(mended(wrong)[0])[0] == text


@given(st.text(max_size=200))
def test_no_tag_survives(text):
    found = plain_text(f"{text}<script>x</script><b onclick='x'>y</b>")
    assert "<script" not in found.casefold()
    assert "onclick" not in found or "onclick" in text


def test_a_programme_leads_to_its_successor():
    assert [one.key for one in successors("interreg_nord")] == ["aurora"]
    assert programme_of("43252476").follows == ("cosme",)
    assert programme_of("unheard") is None


def test_records_that_name_a_code_only_are_keyed_by_it():
    found = read_calls(b'{"code": "T-1", "title": "A topic"}\n{"code": "T-2", "title": "Another"}', "topics.jsonl")
    assert [(call.reference, call.identifier) for call in found.calls] == [("T-1", "T-1"), ("T-2", "T-2")]


@given(st.binary(max_size=200))
def test_whatever_the_bytes_a_file_is_read_or_refused_in_words(content):
    with suppress(WrongTable):
        found = read_calls(content, "file")
        assert found.calls or found.faults


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
        max_leaves=12,
    )
)
def test_whatever_the_values_of_a_record_no_parser_stumbles(value):
    for key in ("results", "fundingData", "preRenderData", "hankehaku", "hakuilmoitukset"):
        with suppress(WrongTable):
            read_calls(as_bytes({key: value, "x": [value]}), "file")
    parse_records([(1, value)])
