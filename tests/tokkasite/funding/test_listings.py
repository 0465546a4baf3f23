"""Calls come from files and sources into the register: versions, withdrawal, floors, broken and refused fetches."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.builders import make_user
from tests.tokkasite.funding.conftest import NOW, call, listed, told
from tokkasite.funding import sources
from tokkasite.funding.listing_actions import (
    begin_fetch,
    fetch_source,
    fetch_tonight,
    go_on,
    import_file,
    known_sources,
    stop_fetch,
)
from tokkasite.funding.models import Call, CallVersion, Fetch, Page, Source

DATA = Path(__file__).resolve().parents[4] / "shared/data/funding"
CSV = (
    b"reference,title,deadline_on,programme\nA-1,Meat products,2027-01-31,Leader\nA-2,,2027-01-31,Leader\n"
    b"A-3,Wrong,2027-99-99,Leader\n"
)
STATE_GRANT = {
    "hakuasianAsianumero": "va-1-2026-1",
    "nimi": {"fi": "Yksityisteiden avustus"},
    "kuvaus": {"fi": "Tiekunnille."},
    "hakuAlkaaDateTimeUtc": "2026-01-01T00:00:00Z",
    "hakuPaattyyDateTimeUtc": "2027-06-30T13:00:00Z",
    "hakuTyyppi": "Haku",
}


def state_grants(page: int, pages: int, count: int = 20) -> bytes:
    notices = [STATE_GRANT | {"hakuasianAsianumero": f"va-{page}-{number}"} for number in range(count)]
    return json.dumps({"totalCount": pages * count, "pageCount": pages, "hakuilmoitukset": notices}).encode()


def hit(reference: str, kind: str = "1", status: str = "31094502") -> dict:
    metadata = {
        "title": ["A topic"],
        "identifier": ["HORIZON-CL6-2027-01"],
        "type": [kind],
        "status": [status],
        "deadlineDate": ["2027-03-04T16:00:00.000+0000"],
    }
    return {"reference": reference, "language": "en", "metadata": metadata}


class Recorded:
    """A source whose answers were recorded; one that is an exception is raised."""

    def __init__(self, *answers: bytes | Exception) -> None:
        self.answers, self.asked = list(answers), []

    def __call__(self, asked: sources.Asked, **told: str) -> sources.Answered:
        self.asked.append((asked, told))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return sources.Answered(answer, etag='"1"') if answer else sources.Answered(is_unchanged=True)


def fetched(source: Source, ask: Recorded, at: datetime = NOW) -> Fetch:
    return fetch_source(source=source, now=at, by=None, ask=ask, pause=lambda _seconds: None)


@pytest.fixture
def known(db) -> dict[str, Source]:
    return {source.way: source for source in known_sources()}


def test_a_call_is_kept_with_its_first_version(db):
    fetch = listed(told("1"), told("2"))
    assert (fetch.state, fetch.listed, fetch.added) == ("done", 2, 2)
    assert call("1").deadline_at == datetime(2027, 1, 31, 15, tzinfo=UTC)
    assert [version.changes for version in call("1").versions.all()] == [[]]


def test_a_deadline_that_moves_is_a_version_with_both_moments(db):
    listed(told("1"))
    moved = (datetime(2027, 1, 15, 15, tzinfo=UTC),)
    listed(told("1", deadlines_at=moved), at=NOW + timedelta(days=1))
    version = CallVersion.objects.first()
    assert version.shift == "earlier"
    assert [(change["field"], change["before"], change["after"]) for change in version.changes] == [
        ("deadlines_at", ["2027-01-31T15:00:00+00:00"], ["2027-01-15T15:00:00+00:00"])
    ]
    assert call("1").deadline_at == moved[0]


def test_seconds_that_jitter_make_no_noise(db):
    listed(told("1"))
    listed(told("1", deadlines_at=(datetime(2027, 1, 31, 15, 0, 37, tzinfo=UTC),)), at=NOW + timedelta(days=1))
    version = CallVersion.objects.first()
    assert version.shift == "silent"
    assert all(change["is_silent"] for change in version.changes)


def test_what_vanishes_is_not_closed_and_is_withdrawn_after_fourteen_listings_only(db):
    listed(told("1"), told("2"))
    for day in range(1, 14):
        listed(told("1"), at=NOW + timedelta(days=day))
    assert (call("2").misses, call("2").is_withdrawn, call("2").status_at(NOW)) == (13, False, "open")
    assert listed(told("1"), at=NOW + timedelta(days=14)).withdrawn == 1
    assert call("2").is_withdrawn
    assert listed(told("1"), told("2"), at=NOW + timedelta(days=15)).returned == 1
    assert not call("2").is_withdrawn


def test_a_listing_below_the_floor_changes_nothing(db):
    listed(told("1"), told("2"))
    Source.objects.update(floor=2)
    fetch = listed(told("1", "Another title"), at=NOW + timedelta(days=1))
    assert (fetch.state, fetch.error["values"]) == ("refused", {"count": 1, "floor": 2})
    assert (call("1").title, call("2").misses) == ("Call 1", 0)


def test_a_part_of_a_listing_leaves_the_rest_as_it_is(db):
    listed(told("1"), told("2"))
    listed(told("1"), at=NOW + timedelta(days=1), is_whole=False)
    assert (call("2").misses, call("2").last_seen_at) == (0, NOW)


def test_the_state_is_told_from_the_dates_whatever_the_source_says(db):
    listed(told("1", told_status="open", deadlines_at=(datetime(2024, 9, 19, tzinfo=UTC),)))
    assert call("1").status_at(NOW) == "closed"


def test_a_title_longer_than_the_row_does_not_change_at_every_listing(db):
    listed(told("1", "x" * 900))
    assert listed(told("1", "x" * 900), at=NOW + timedelta(days=1)).changed == 0


def test_a_spreadsheet_is_taken_and_its_wrong_rows_are_kept_apart(db):
    (fetch,) = import_file(content=CSV, file="leader.csv", now=NOW, by=None)
    assert (fetch.listed, fetch.kept_apart, fetch.source.name) == (1, 2, "leader.csv")
    assert call("A-1").programme == "Leader"
    assert len(fetch.says) == 2


@pytest.mark.parametrize("content", [b"", b"<html>503</html>", b'{"results": []}'], ids=["empty", "error page", "none"])
def test_a_file_without_calls_is_refused_in_words(db, content):
    with pytest.raises(ValidationError):
        import_file(content=content, file="answer.json", now=NOW, by=None)
    assert not Call.objects.exists()


def test_a_source_is_fetched_page_by_page_and_its_answers_are_forgotten_once_taken(known):
    ask = Recorded(state_grants(1, 2), state_grants(2, 2))
    fetch = fetched(known["state_grants"], ask)
    assert (fetch.state, fetch.pages, fetch.added) == ("done", 2, 40)
    assert ["Pagination.Page=1&" in ask.asked[0][0].url, "Pagination.Page=2&" in ask.asked[1][0].url] == [True, True]
    assert not Page.objects.exists()


def test_a_fetch_that_breaks_off_goes_on_where_it_stopped(known):
    broken = fetched(known["state_grants"], Recorded(state_grants(1, 2), sources.NoAnswer("the source answered 503")))
    assert (broken.state, broken.pages, Call.objects.count()) == ("failed", 1, 0)
    ask = Recorded(state_grants(2, 2))
    fetch = fetched(known["state_grants"], ask, NOW + timedelta(hours=1))
    assert (fetch.pk, fetch.state, fetch.added, len(ask.asked)) == (broken.pk, "done", 40, 1)


def test_a_fetch_is_stopped_between_two_answers_and_goes_on_there(known):
    source = known["state_grants"]
    fetch = begin_fetch(source=source, now=NOW, by=None)

    def ask(asked: sources.Asked, **told: str) -> sources.Answered:
        stop_fetch(fetch=fetch, by=None)
        return sources.Answered(state_grants(1, 2))

    stopped = go_on(fetch=fetch, now=NOW, ask=ask, pause=lambda _seconds: None)
    assert (stopped.state, stopped.pages, stopped.error["message"][:16]) == ("failed", 1, "Stopped by hand.")
    done = fetched(source, Recorded(state_grants(2, 2)), NOW + timedelta(hours=5))
    assert (done.pk, done.state, done.added) == (fetch.pk, "done", 40)


def test_a_fetch_runs_beside_the_requests_and_its_page_tells_how_far_it_is(known, client, monkeypatch):
    started: list[int] = []
    monkeypatch.setattr("tokkasite.funding.tasks.start_fetch", started.append)
    client.force_login(make_user("coordinator"))
    address = reverse("funding:source", args=[known["state_grants"].pk])
    client.post(address, {"fetch": "1"})
    fetch = Fetch.objects.get()
    assert (started, fetch.state) == ([fetch.pk], "running")
    Fetch.objects.update(pages=7)
    page = client.get(address).content.decode()
    assert ["7 answers so far" in page, 'value="1" class="button-quiet">Stop' in page] == [True, True]
    client.post(address, {"stop": "1"})
    fetch.refresh_from_db()
    assert fetch.is_to_stop
    client.post(address, {"fetch": "1"})
    assert len(started) == 1  # it is under way


def test_an_answer_that_is_cut_off_is_told_and_takes_nothing(known):
    fetch = fetched(known["state_grants"], Recorded(b'{"pageCount": 2, "hakuilm'))
    assert fetch.state == "failed"
    assert "cut off" in fetch.error["values"]["fault"]
    later = NOW + timedelta(hours=1)
    assert fetched(known["state_grants"], Recorded(state_grants(1, 1)), later).state == "done"


def test_a_search_whose_filter_was_ignored_is_refused(known):
    hits = [hit("1TOPICSen"), hit("2TOPICSen", status="31094503")]
    answers = [json.dumps({"totalResults": len(rows), "results": rows}).encode() for rows in (hits, [hit("3", "8")])]
    fetch = fetched(known["search"], Recorded(*answers))
    assert (fetch.state, fetch.error["values"]) == ("refused", {"count": 1, "all": 2})
    assert not Call.objects.exists()


def test_a_search_asks_for_cascade_calls_apart_and_takes_both(known):
    Source.objects.filter(way="search").update(floor=1)
    rows = ([hit("1TOPICSen"), hit("2TOPICSen")], [hit("3COMPETITIVE_CALLen", "8"), hit("4COMPETITIVE_CALLen", "8")])
    ask = Recorded(*(json.dumps({"totalResults": 2, "results": hits}).encode() for hits in rows))
    fetch = fetched(Source.objects.get(way="search"), ask)
    assert (fetch.state, fetch.added) == ("done", 4)
    assert [json.loads(asked.parts[0][1])["bool"]["must"][0]["terms"]["type"] for asked, _told in ask.asked] == [
        ["1", "2"],
        ["8"],
    ]
    assert Call.objects.filter(parent="HORIZON-CL6-2027-01").count() == 2


def test_a_search_that_promises_more_than_it_gives_is_not_begun(known):
    fetch = fetched(known["search"], Recorded(json.dumps({"totalResults": 4_170_000, "results": []}).encode()))
    assert (fetch.state, Page.objects.count()) == ("failed", 0)


def test_a_file_that_has_not_changed_is_left_in_peace(known):
    Source.objects.filter(way="eura").update(etag='"7"')
    ask = Recorded(b"")
    fetch = fetched(Source.objects.get(way="eura"), ask)
    assert fetch.state == "unchanged"
    assert ask.asked[0][1]["etag"] == '"7"'


def test_nobody_fetches_a_source_twice_at_once(known):
    Fetch.objects.create(source=known["eura"], began_at=NOW - timedelta(minutes=5))
    with pytest.raises(ValidationError):
        fetched(known["eura"], Recorded())


def test_at_night_only_the_chosen_sources_are_fetched(known):
    assert fetch_tonight(day=NOW.date(), ask=Recorded()) == 0
    Source.objects.filter(way="state_grants").update(is_fetched_nightly=True)
    assert fetch_tonight(day=NOW.date(), ask=Recorded(state_grants(1, 1))) == 1


def test_the_form_of_a_search_is_what_its_interface_reads():
    asked = sources.next_asked("search", [])
    body = sources._form(asked.parts, "edge").decode()
    assert [body.count("--edge"), 'name="query"' in body, "Content-Type: application/json" in body] == [4, True, True]


@pytest.mark.skipif(not DATA.exists(), reason="The shared data folder is not beside this checkout.")
def test_22_euroclusters_survive_import_under_one_identifier(db):
    lines = gzip.decompress((DATA / "portal_records_2026-03_2026-08.jsonl.gz").read_bytes()).splitlines()
    content = b"\n".join(line for line in lines if b"SMP-COSME-2024-CLUSTER-01" in line)
    import_file(content=content, file="portal.jsonl", now=NOW, by=None)
    assert Call.objects.filter(identifier="SMP-COSME-2024-CLUSTER-01", kind="cascade").count() == 22


def test_html_of_a_source_becomes_plain_text(db):
    row = json.dumps({"reference": "1", "title": "T", "descriptionByte": "<p>Meat<script>alert(1)</script></p>"})
    import_file(content=row.encode(), file="one.json", now=NOW, by=None)
    assert call("1").text == "Meat"


def test_a_link_that_is_no_web_address_is_dropped(db):
    listed(replace(told("1"), url="javascript:alert(1)"))
    assert call("1").url == ""
