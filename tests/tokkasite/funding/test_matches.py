"""Which calls fit whom and why; what a member follows, hears of and sees; what the team confirms."""

from datetime import date, timedelta
from urllib.parse import urlparse

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import LONG_AGO, make_organisation, make_user
from tests.tokkasite.funding.conftest import DAY, NOW, call, listed, open_now, told
from tokkasite.funding import actions, readers
from tokkasite.funding.models import Condition, DeadlineFeed, Follow, Letters, Match, RankingAsked, Shortlist
from tokkasite.funding.ranking_actions import (
    ask_for_ranking,
    judged_now,
    make_ranking,
    rank_cluster,
    rank_clusters,
    stop_ranking,
)
from tokkasite.register.models import Ownership, SizeFigure
from tokkasite.runs.models import Run

MEAT = "Grants for reindeer meat, local food and packaging"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def confirmed(world, kind: str, *values: str, reference: str = "1") -> Condition:
    told = {"quote": "As the call says.", "cluster": world.cluster, "by": world.manager, "today": DAY}
    return actions.confirm(call=call(reference), kind=kind, values=values, **told)


def ranked(world, at=NOW) -> Run:
    return rank_cluster(cluster=world.cluster, now=at, by=world.manager)


def reasons(world, organisation, reference: str = "1") -> dict[str, str]:
    return {one.key: one.outcome.value for one in judged_now(call(reference), organisation, DAY).reasons}


def test_a_call_that_shares_words_leads_the_shortlist_with_its_parts_as_reasons(world):
    listed(told("1", MEAT), told("2", "Quantum computers"))
    run = ranked(world)
    first = Match.objects.filter(shortlist__run=run, shortlist__organisation=world.meat).first()
    assert (first.call.reference, first.rank) == ("1", 1)
    assert "Words in common" in [part.label for part in readers.parts_of(first)]
    assert run.result["organisations"] == 3


def test_a_closed_or_withdrawn_call_is_on_no_shortlist(world):
    listed(told("1", MEAT), told("2", MEAT, deadlines_at=(NOW - timedelta(days=1),)))
    call("1").__class__.objects.filter(reference="1").update(is_withdrawn=True)
    with pytest.raises(ValidationError):
        ranked(world)


def test_who_may_not_apply_is_left_out_and_stays_countable(world):
    listed(told("1", MEAT), told("2", MEAT))
    confirmed(world, "role", "company")
    run = ranked(world)
    theirs = Shortlist.objects.get(run=run, organisation=world.university)
    assert theirs.excluded == {"role": [call("1").pk]}
    assert [one.call.reference for one in theirs.matches.all()] == ["2"]
    assert run.result["excluded"] == {"role": 1}


def test_a_region_that_is_not_known_leaves_the_verdict_unknown(world):
    listed(told("1", MEAT))
    confirmed(world, "region", "FI1D7")
    assert (reasons(world, world.meat)["region"], reasons(world, world.silent)["region"]) == ("met", "unknown")


def test_the_size_counts_with_its_owner(world):
    listed(told("1", MEAT))
    confirmed(world, "size", "micro", "small")
    assert reasons(world, world.meat)["size"] == "met"
    giant = make_organisation("Giant Oyj")
    SizeFigure.objects.create(organisation=giant, year=2025, headcount_awu=900, turnover_eur=2e8, balance_eur=2e8)
    share = Ownership.objects.create(
        owner=giant, owned=world.meat, share_percent=60, from_on=LONG_AGO, source="trade register"
    )
    assert reasons(world, world.meat)["size"] == "missed"
    share.share_percent = 20
    share.save()
    assert reasons(world, world.meat)["size"] == "met"


def test_one_year_beyond_a_ceiling_does_not_change_the_size_and_two_do(world):
    listed(told("1", MEAT))
    confirmed(world, "size", "micro")
    figures = {"headcount_awu": 30, "turnover_eur": 5_000_000, "balance_eur": 3_000_000}
    world.meat.size_figures.update(year=2023)
    SizeFigure.objects.create(organisation=world.meat, year=2024, **figures)
    assert reasons(world, world.meat)["size"] == "met"
    SizeFigure.objects.create(organisation=world.meat, year=2025, **figures)
    assert reasons(world, world.meat)["size"] == "missed"


def test_without_figures_the_size_is_unknown_and_says_what_would_settle_it(world):
    listed(told("1", MEAT))
    confirmed(world, "size", "micro")
    (reason, *_rest) = judged_now(call("1"), world.silent, DAY).reasons
    assert reason.outcome.value == "unknown"
    assert "last accounts" in str(reason.settle)


def test_owners_in_a_circle_do_not_stop_the_ranking(world):
    listed(told("1", MEAT))
    for owner, owned in ((world.meat, world.silent), (world.silent, world.meat)):
        Ownership.objects.create(owner=owner, owned=owned, share_percent=60, from_on=LONG_AGO, source="told")
    assert ranked(world).result["calls"] == 1


def test_a_profile_says_what_it_lacks(world):
    listed(told("1", MEAT))
    ranked(world)
    lacks = {one.organisation.name: one.lacks for one in Shortlist.objects.all()}
    assert lacks["Poro Oy"] == []
    assert lacks["Silent Oy"] == ["words", "activity", "municipality", "figures", "business_id"]


def test_the_rows_of_old_rankings_go_and_the_runs_stay(world):
    listed(told("1", MEAT))
    for hour in range(5):
        rank_clusters(now=NOW + timedelta(hours=hour), by=None)
    runs = Run.objects.filter(cluster=world.cluster)
    assert (runs.count(), Shortlist.objects.filter(run__in=runs).values("run").distinct().count()) == (5, 3)


def test_the_same_records_give_the_same_digest(world):
    listed(told("1", MEAT))
    first, second = ranked(world), ranked(world)
    assert first.digest == second.digest
    confirmed(world, "role", "company")
    assert ranked(world).digest != first.digest


def test_a_member_sees_why_and_follows(world):
    listed(open_now("1", MEAT))
    ranked(world, now())
    client, address = signed_in(world.user), reverse("funding:member_calls", args=[world.mandate.pk])
    page = client.get(address).content.decode()
    assert [MEAT in page, "not known yet" in page, "What would settle it" in page] == [True, True, True]
    client.post(reverse("funding:follow", args=[world.mandate.pk, call("1").pk]))
    assert Follow.objects.get().organisation == world.meat
    assert "Calls that you follow" in client.get(address).content.decode()
    client.post(reverse("funding:follow", args=[world.mandate.pk, call("1").pk]), {"stop": "1"})
    assert not Follow.objects.exists()


def test_a_closed_call_cannot_be_followed(world):
    listed(told("1", MEAT, deadlines_at=(NOW - timedelta(days=1),)))
    who = {"organisation": world.meat, "cluster": world.cluster, "by": world.user}
    with pytest.raises(ValidationError):
        actions.follow(call=call("1"), now=NOW, today=DAY, **who)


def test_excluded_calls_can_be_opened(world):
    listed(open_now("1", MEAT), open_now("2", "Other food"))
    confirmed(world, "role", "research")
    ranked(world, now())
    client = signed_in(world.user)
    page = client.get(reverse("funding:member_calls", args=[world.mandate.pk]))
    assert "1 excluded: kind of applicant" in page.content.decode()
    page = client.get(reverse("funding:member_calls", args=[world.mandate.pk]), {"excluded": "role"})
    assert [one.title for one, _shown in page.context["excluded_rows"]] == [MEAT]


def test_the_team_sees_whom_a_call_fits_and_whom_it_excludes(world):
    listed(open_now("1", MEAT))
    confirmed(world, "role", "company")
    ranked(world, now())
    page = signed_in(world.manager).get(reverse("funding:fitting", args=["ours", call("1").pk]))
    assert [one.match.shortlist.organisation.name for one in page.context["matches"]] == ["Poro Oy"]
    assert [(name, [one.name for one in who]) for name, who in page.context["left_out"]] == [
        ("kind of applicant", ["University"])
    ]


def test_the_team_confirms_a_condition_with_its_quotation(world):
    listed(open_now("1", MEAT))
    client, address = signed_in(world.manager), reverse("funding:confirm", args=["ours", call("1").pk])
    assert client.post(address, {"kind": "region", "regions": "Lappi", "quote": "x"}).status_code == 422
    assert client.post(address, {"kind": "region", "regions": "", "quote": "x"}).status_code == 422
    assert client.post(address, {"kind": "region", "regions": "FI1D7", "quote": ""}).status_code == 422
    client.post(address, {"kind": "region", "regions": "fi1d7, FI1D9", "quote": "Only from the north."})
    one = Condition.objects.get()
    assert (one.values, one.quote, one.by) == (["FI1D7", "FI1D9"], "Only from the north.", world.manager)
    client.post(address, {"take_back": one.pk})
    assert not Condition.objects.exists()


@pytest.mark.parametrize(
    ("name", "who"), [("funding:member_calls", "user"), ("funding:calls", "manager"), ("funding:fitting", "manager")]
)
def test_pages_ask_the_database_a_dozen_times_however_many_calls_there_are(world, name, who):
    asked = []
    for count in (1, 30):
        listed(*(open_now(str(number), f"{MEAT} {number}") for number in range(1, count + 1)))
        ranked(world, now())
        args = {
            "funding:member_calls": [world.mandate.pk],
            "funding:calls": ["ours"],
            "funding:fitting": ["ours", call("1").pk],
        }[name]
        client = signed_in(getattr(world, who))
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(name, args=args)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 18  # of them six for the session, the user and the frame of the page


def test_a_ranking_is_made_beside_the_requests_and_tells_its_step_and_its_end(world, monkeypatch):
    started: list[int] = []
    monkeypatch.setattr("tokkasite.funding.tasks.start_ranking", started.append)
    client, address = signed_in(world.manager), reverse("funding:calls", args=["ours"])
    client.post(address)
    assert started == []  # no call is open
    listed(open_now("1", MEAT))
    client.post(address)
    client.post(address)  # once is enough
    asked = RankingAsked.objects.get()
    assert started == [asked.pk]
    page = client.get(address).content.decode()
    assert ["It waits for its turn." in page, 'data-going="1"' in page] == [True, True]
    make_ranking(asked=asked, now=now())
    page = client.get(address).content.decode()
    assert ["1 call was ranked for 3 members" in page, 'data-going="1"' in page] == [True, False]
    ranked(world, now() + timedelta(hours=8))
    assert "call was ranked" not in client.get(address).content.decode()


def test_a_ranking_that_is_stopped_keeps_the_shortlists_of_before(world):
    listed(told("1", MEAT))
    run = ranked(world)
    asked = ask_for_ranking(cluster=world.cluster, now=NOW, by=world.manager)
    stop_ranking(asked=asked, by=world.manager)
    make_ranking(asked=asked, now=NOW)
    assert (RankingAsked.objects.get().state, readers.last_ranking(world.cluster)) == ("stopped", run)


def test_a_ranking_that_was_broken_off_from_outside_can_be_asked_for_again(world):
    listed(told("1", MEAT))
    told_ = {"cluster": world.cluster, "by": None}
    ask_for_ranking(now=NOW - timedelta(minutes=20), **told_)
    assert ask_for_ranking(now=NOW, **told_) == RankingAsked.objects.get()
    with pytest.raises(ValidationError, match="already"):
        ask_for_ranking(now=NOW, **told_)


def test_the_coordinator_imports_a_file_on_screen_and_others_do_not(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("calls.csv", b"reference,title\nX-1,Food\n")

    address = reverse("funding:sources")
    assert signed_in(world.manager).post(address, {"file": file()}).status_code == 403
    client = signed_in(make_user("coordinator"))
    assert client.post(address, {"file": file()}).status_code == 302
    assert call("X-1").title == "Food"
    page = client.post(address, {"file": SimpleUploadedFile("no.json", b"<html>")})
    assert (page.status_code, "no.json" in page.content.decode()) == (422, True)


def test_the_calendar_tells_the_deadlines_of_followed_calls_to_whom_has_the_address(world):
    listed(open_now("1", MEAT))
    who = {"organisation": world.meat, "cluster": world.cluster, "by": world.user}
    actions.follow(call=call("1"), now=now(), today=DAY, **who)
    page = signed_in(world.user).post(reverse("funding:feed", args=[world.mandate.pk]))
    path = urlparse(page.context["address"]).path
    assert "SUMMARY:Grants for reindeer meat" in Client().get(path).content.decode()
    DeadlineFeed.objects.all().delete()
    assert Client().get(path).status_code == 404


def test_a_letter_tells_what_is_new_once_and_is_stopped_by_one_press(world, settings):
    settings.SENDS_MAIL = True
    listed(told("1", MEAT))
    ranked(world)
    actions.want_letters(mandate=world.mandate, language="en", by=world.user, today=DAY)
    assert (actions.send_letters(day=DAY), actions.send_letters(day=DAY + timedelta(days=1))) == (1, 0)
    letter = mail.outbox[0]
    assert [MEAT in letter.body, letter.to] == [True, ["meat@example.org"]]
    stop = urlparse(letter.extra_headers["List-Unsubscribe"].strip("<>")).path
    client = Client(enforce_csrf_checks=True)
    assert client.get(stop).status_code == 200
    assert Letters.objects.exists()  # a program that only looks at the link stops nothing
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Letters.objects.exists()


def test_a_letter_tells_that_a_followed_deadline_was_brought_forward(world, settings):
    settings.SENDS_MAIL = True
    listed(told("1", "Nothing in common"), at=NOW - timedelta(days=3))
    who = {"organisation": world.meat, "cluster": world.cluster, "by": world.user}
    actions.follow(call=call("1"), now=NOW, today=DAY, **who)
    actions.want_letters(mandate=world.mandate, language="en", by=world.user, today=DAY)
    earlier = (told("1").deadlines_at[0] - timedelta(days=10),)
    at = NOW - timedelta(hours=3)
    listed(told("1", "Nothing in common", deadlines_at=earlier), at=at)
    assert actions.send_letters(day=DAY) == 1
    assert "earlier" in mail.outbox[0].body


def test_who_follows_a_call_is_reminded_14_and_3_days_before_its_deadline_and_once_each(world, settings):
    settings.SENDS_MAIL = True
    listed(told("1", "Nothing in common"))  # closes on 31 January 2027
    actions.follow(call=call("1"), organisation=world.meat, cluster=world.cluster, by=world.user, now=NOW, today=DAY)
    actions.want_letters(mandate=world.mandate, language="en", by=world.user, today=DAY)
    first = date(2027, 1, 16)
    sent = [actions.send_letters(day=first + timedelta(days=days)) for days in range(16)]
    assert [days for days, count in enumerate(sent) if count] == [1, 12]  # on the 17th and the 28th
    assert ["14 days left" in mail.outbox[0].body, "3 days left" in mail.outbox[1].body] == [True, True]
    assert mail.outbox[0].subject.endswith("1 deadline is near")


def test_a_reminder_that_a_night_missed_is_made_up_for_and_a_moved_deadline_counts_anew(world, settings):
    settings.SENDS_MAIL = True
    listed(told("1", "Nothing in common"))
    who = {"organisation": world.meat, "cluster": world.cluster, "by": world.user}
    actions.follow(call=call("1"), now=NOW, today=DAY, **who)
    letters = actions.want_letters(mandate=world.mandate, language="en", by=world.user, today=DAY)
    late = date(2027, 1, 22)
    assert (actions.send_letters(day=late), actions.send_letters(day=late)) == (1, 0)
    call("1").__class__.objects.update(deadlines=["2027-02-02T15:00:00+00:00"])
    assert actions.send_letters(day=late) == 1
    letters.refresh_from_db()
    number = call("1").pk
    assert letters.reminded == [f"{number}:2027-01-31:14", f"{number}:2027-02-02:14"]
    actions.unfollow(call=call("1"), **who)
    assert actions.send_letters(day=date(2027, 1, 31)) == 0


def test_without_a_mail_server_nothing_is_sent_and_nothing_forgotten(world, settings):
    settings.SENDS_MAIL = False
    listed(told("1", MEAT))
    ranked(world)
    actions.want_letters(mandate=world.mandate, language="en", by=world.user, today=DAY)
    assert actions.send_letters(day=DAY) == 0
    assert Letters.objects.get().told == []


def test_a_link_that_we_did_not_make_stops_nothing(world):
    assert Client().get(reverse("funding:stop", args=[f"{world.mandate.pk}:forged"])).status_code == 404
