"""The front page's events, calls and exchanges: what everybody may read, and what stays a number."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from icalendar import Calendar
from pypdfium2 import PdfDocument

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_region
from tests.tokkasite.portal.test_public_site import faults_of, page
from tests.tokkasite.portal.trees import make_tree
from tokkasite.config.settings import SITE
from tokkasite.funding.models import Call, Source
from tokkasite.journal.models import Event
from tokkasite.portal import events
from tokkasite.portal.readers import counts_of_exchanges, public_calls, public_exchanges
from tokkasite.register.models import PublicConsent
from tokkasite.symbiosis.models import Exchange, Need, Offer

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def cluster():
    make_region()
    found = make_cluster("forest")
    make_tree(found)
    return found


# Calls


@pytest.fixture
def source(db):
    return Source.objects.create(key="eu", name="EU portal", url="https://example.org/calls")


def make_call(source: Source, title: str, **changes: object) -> Call:
    told = {
        "reference": title,
        "url": "https://example.org/calls/1",
        "opens_at": NOW - timedelta(days=5),
        "deadline_at": NOW + timedelta(days=20),
        "first_seen_at": NOW,
        "last_seen_at": NOW,
    }
    return Call.objects.create(source=source, title=title, **(told | changes))


def test_calls_of_public_sources_that_are_open_are_told_the_next_to_close_first(source):
    make_call(source, "Later", deadline_at=NOW + timedelta(days=40))
    make_call(source, "Soon")
    make_call(source, "Closed", deadline_at=NOW - timedelta(days=1))
    make_call(source, "To come", opens_at=NOW + timedelta(days=1))
    make_call(source, "Withdrawn", is_withdrawn=True)
    make_call(source, "Nowhere to be read", url="")
    make_call(Source.objects.create(key="own", name="A list of our own"), "Ours alone")
    assert [call.title for call in public_calls(NOW)] == ["Soon", "Later"]


def test_the_front_page_and_the_list_lead_to_where_a_call_is_published(cluster, source):
    moment = timezone.now()
    make_call(source, "Heat for villages", opens_at=moment - timedelta(days=2), deadline_at=moment + timedelta(days=9))
    assert 'href="https://example.org/calls/1"' in page("/en/")
    html = page("/en/open-calls/?words=heat")
    assert ("1 call is open." in html, "Heat for villages" in html) == (True, True)
    assert "No open call has these words" in page("/en/open-calls/?words=zebra")


# Exchanges


def make_exchange(cluster, *, stage: str = "running", is_public: bool = True, loss: str = "") -> Exchange:
    number = Exchange.objects.count()
    place = {"lat": 66.5, "lon": 25.7, "tonnes": 10, "from_on": LONG_AGO}
    giver, taker = make_organisation(f"Giver {number}"), make_organisation(f"Taker {number}")
    levels = {"name": "public"} if is_public else {}
    offer = Offer.objects.create(
        name="Ash", waste_code="100103", avoided_cost_eur_t=1, organisation=giver, levels=levels, **place
    )
    need = Need.objects.create(name="Fertiliser", waste_codes="100103", price_eur_t=1, organisation=taker, **place)
    need.levels = levels
    need.save()
    if is_public:
        for side in (giver, taker):
            PublicConsent.objects.create(organisation=side, from_on=LONG_AGO)
    told = {"tonnes": 12, "km": 1, "eur_t": 1, "co2_kg_t": 1, "since_on": LONG_AGO, "loss": loss}
    return Exchange.objects.create(cluster=cluster, offer=offer, need=need, stage=stage, **told)


def test_an_exchange_that_both_sides_made_public_is_told_without_what_one_of_them_keeps(cluster):
    exchange = make_exchange(cluster)
    (told,) = public_exchanges(DAY)
    assert (told.what, told.giver.name, told.taker.name, told.tonnes) == ("Ash", "Giver 0", "Taker 0", None)
    for side in (exchange.offer, exchange.need):
        side.levels = {"name": "public", "tonnes": "public"}
        side.save()
    assert public_exchanges(DAY)[0].tonnes == 12
    html = page("/en/")
    assert ("Giver 0" in html, "Taker 0" in html) == (True, True)


@pytest.mark.parametrize("kept_by", ["offer", "need"])
@pytest.mark.parametrize("how", ["levels", "consent", "visibility"])
def test_what_one_side_keeps_is_a_number_and_nothing_else(cluster, kept_by, how):
    exchange = make_exchange(cluster)
    side = getattr(exchange, kept_by)
    if how == "consent":
        PublicConsent.objects.filter(organisation=side.organisation).update(until_on=LONG_AGO)
    else:
        setattr(side, how, {"levels": {}, "visibility": "own"}[how])
        side.save()
    assert public_exchanges(DAY) == []
    for path in ("/en/", "/en/material-exchanges/"):
        html = page(path)
        assert [word for word in ("Giver 0", "Taker 0", "Fertiliser") if word in html] == [], path
        assert "so only their number is told" in html


def test_nothing_is_told_by_name_before_both_agreed_and_nothing_counted_that_came_to_nothing(cluster):
    for stage in ("idea", "permit"):
        make_exchange(cluster, stage=stage)
    make_exchange(cluster, stage="lost", loss="price")
    assert public_exchanges(DAY) == []
    with translation.override("en"):
        counts = [(str(label), count) for label, count in counts_of_exchanges()]
    assert counts == [("Under way", 2), ("Running", 0), ("Ended", 0)]


# Events


def make_event(cluster, *, days: int = 5, **changes: object) -> Event:
    told = {
        "kind": "workshop",
        "title": "Ash & <snow>",
        "place": "Inari",
        "starts_at": time(10),
        "is_public": True,
        "on": timezone.localdate() + timedelta(days=days),
    }
    return Event.objects.create(cluster=cluster, **(told | changes))


@pytest.mark.parametrize("language", ["fi", "en", "sv", "se"])
def test_events_have_their_index_and_page_in_every_language(cluster, language):
    event = make_event(cluster)
    index, own = page(f"/{language}/events/"), page(f"/{language}/events/{event.pk}/")
    for html in (index, own):
        assert faults_of(html) == []
        assert f'<html lang="{language}">' in html
        assert 'hreflang="se" lang="se"' in html
        assert 'type="application/rss+xml" title="' in html
    assert f'href="/{language}/events/{event.pk}/"' in index


def test_an_event_that_was_not_published_is_nowhere(cluster):
    hidden = make_event(cluster, is_public=False, title="A talk of the board")
    paths = ("/en/", "/en/events/", "/en/site-map/", "/en/events.rss", "/en/events.atom", "/en/events.ics")
    assert [path for path in (*paths, "/sitemap.xml") if "A talk of the board" in page(path)] == []
    for path in (f"/en/events/{hidden.pk}/", f"/en/events/{hidden.pk}.ics", f"/en/pdf/events/{hidden.pk}/"):
        assert Client().get(path).status_code == 404, path
    assert f"/events/{hidden.pk}/" not in page("/sitemap.xml")


def test_a_coming_event_stands_on_the_front_page_the_site_map_and_the_map_for_machines(cluster):
    event, past = make_event(cluster), make_event(cluster, days=-3, title="Held")
    for path in ("/en/", "/en/site-map/", "/en/events.rss", "/en/events.atom"):
        assert f"/en/events/{event.pk}/" in page(path), path
    told = page("/sitemap.xml")
    for language in ("fi", "en", "sv", "se"):
        assert f"<loc>http://localhost/{language}/events/{event.pk}/</loc>" in told
    assert f"/events/{past.pk}/" not in told
    assert "Held lately" in page("/en/events/")


def test_a_calendar_takes_the_hour_in_the_zone_of_the_region(cluster):
    event = make_event(cluster, about="Bring boots.")
    for path in ("/en/events.ics", f"/en/events/{event.pk}.ics"):
        response = Client().get(path)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
        assert (entry["summary"], entry["location"], entry["description"]) == ("Ash & <snow>", "Inari", "Bring boots.")
        assert entry.decoded("dtstart").isoformat() == events.begins(event).isoformat()
    assert events.begins(Event(on=DAY)) == DAY


def test_search_engines_read_the_event_and_no_word_of_it_ends_the_data(cluster):
    event = make_event(cluster, about="</script><b>x</b>")
    html = page(f"/en/events/{event.pk}/")
    data = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    told = json.loads(data)
    assert (told["@type"], told["name"], told["description"]) == ("Event", "Ash & <snow>", "</script><b>x</b>")
    assert (told["location"]["name"], told["organizer"]["name"]) == ("Inari", "Cluster forest")
    assert told["startDate"][:16] == f"{event.on}T10:00"
    assert "<" not in data


def test_events_can_be_printed_and_had_as_pdf(cluster, tmp_path, settings):
    settings.DATA = tmp_path
    event = make_event(cluster, title="Ash and snow", sign_up_until=timezone.localdate() + timedelta(days=2))
    for path in ("events/", f"events/{event.pk}/"):
        assert f'href="/en/pdf/{path}"' in page(f"/en/{path}")
        response = Client().get(f"/en/pdf/{path}")
        text = " ".join(one.get_textpage().get_text_range() for one in PdfDocument(response.content))
        assert ("Ash and snow" in text, "E-mail" in text, "LinkedIn" in text) == (True, False, False)


def test_the_empty_front_page_says_what_to_do(cluster):
    html = page("/en/")
    for words in ("No event is published", "No open call is known", "so only their number is told"):
        assert words in html


def test_every_public_page_is_light(cluster, source):
    """Its HTML and the style sheet, which is all that a page without pictures loads, stay under 150 kB."""
    moment = timezone.now()
    for number in range(30):
        make_call(source, f"Call {number}", opens_at=moment - timedelta(days=2), deadline_at=moment + timedelta(days=9))
        make_event(cluster, title=f"Event {number}")
    sheet = (SITE / "ui/static/ui/tokka.css").read_bytes()
    paths = ("", "forest/", "events/", "open-calls/", "material-exchanges/", "site-map/")
    other = ("feedback/", "letters/", "accessibility/", "privacy/", "find/?q=cluster")
    heavy = [path for path in (*paths, *other) if len(page(f"/en/{path}").encode()) + len(sheet) > 150_000]
    assert heavy == []
