"""A cluster in public: mentions, months of readings and answers, and how they become evidence."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.builders import make_cluster, make_region, make_user
from tests.tokkasite.portal.trees import make_articles, make_tree
from tokkasite.excellence.evidence import opened
from tokkasite.excellence.models import Evidence, Item, Round
from tokkasite.journal.actions import record_mention
from tokkasite.journal.models import Communication, MediaMention
from tokkasite.journal.readers import records_of
from tokkasite.portal import publicity, publicity_actions
from tokkasite.portal.models import Article, DayOfReading, Letter, Message
from tokkasite.portal.published import answers_since
from tokkasite.register.models import Cluster

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
ZONE = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def cluster(settings, tmp_path) -> Cluster:
    settings.DATA = tmp_path
    make_region()
    found = make_cluster("industry")
    make_articles(make_tree(found, make_cluster("rural")), found, DAY - timedelta(days=12))
    return found


@pytest.fixture
def manager(cluster):
    return make_user("manager", cluster, email="manager@example.org")


@pytest.fixture
def client_of_manager(manager) -> Client:
    client = Client()
    client.force_login(manager)
    return client


MENTION = {"kind": "web", "outlet": "Yle", "title": "Ash becomes fertiliser", "url": "https://example.org/ash"}


def test_a_mention_entered_on_the_page_is_a_record_that_labels_count(cluster, client_of_manager):
    on = timezone.localdate() - timedelta(days=3)
    response = client_of_manager.post(
        "/en/clusters/industry/publicity/", MENTION | {"on": on.isoformat(), "deed": "mention"}, follow=True
    )
    assert "the mention is in the journal" in response.content.decode()
    (record,) = [one for one in records_of(cluster) if one.kind == "media_mention"]
    assert (record.on, record.tag) == (on, "web")
    html = client_of_manager.get("/en/clusters/industry/publicity/").content.decode()
    assert ("manager@example.org" in html, "Ash becomes fertiliser" in html) == (True, True)
    lines = b"".join(client_of_manager.get("/en/clusters/industry/publicity/mentions.csv")).decode("utf-8-sig")
    assert lines.splitlines() == [
        "day,kind,outlet,title,address,entered_by",
        f"{on},web,Yle,Ash becomes fertiliser,https://example.org/ash,manager@example.org",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"on": "2999-01-01"}, "still to come"),
        ({"title": " "}, "This field is required"),
        ({"url": "ftp//no address"}, "Enter a valid URL"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
    ids=["a day to come", "no title", "no address", "a script for an address"],
)
def test_a_wrong_mention_is_refused_with_the_reason(client_of_manager, changes, says):
    told = MENTION | {"on": "2026-01-02", "deed": "mention"} | changes
    response = client_of_manager.post("/en/clusters/industry/publicity/", told)
    assert (response.status_code, MediaMention.objects.count()) == (422, 0)
    assert says in response.content.decode()


def test_the_same_piece_is_kept_once(cluster, manager):
    told = {"cluster": cluster, "by": manager, "today": DAY, "on": DAY}
    record_mention(**told, **MENTION)
    with pytest.raises(ValidationError, match="on the list already"):
        record_mention(**told, **MENTION | {"title": "The same under another name"})
    unlinked = {"outlet": "Lapin kaiku", "url": ""}
    record_mention(**told, **MENTION | unlinked)
    with pytest.raises(ValidationError, match="on the list already"):
        record_mention(**told, **MENTION | unlinked | {"title": "ASH becomes fertiliser"})


def test_who_only_reads_sees_the_numbers_and_no_form(cluster):
    client = Client()
    client.force_login(make_user("auditor", cluster))
    html = client.get("/en/clusters/industry/publicity/").content.decode()
    assert ("Readings" in html, "Save the mention" in html) == (True, False)
    assert client.post("/en/clusters/industry/publicity/", {"deed": "record"}).status_code == 403


# What was published


def test_news_and_letters_enter_the_journal_once_each_and_in_one_language(cluster, manager):
    article = Article.objects.get(locale__language_code="en", cluster=cluster)
    letter = Letter.objects.create(
        kind="press", language="en", subject="News of November", sent_at=datetime(2026, 11, 19, 9, tzinfo=ZONE), count=3
    )
    letter.articles.add(article)
    found = publicity_actions.record_published(cluster=cluster, by=manager, today=DAY)
    assert [(one.kind, one.on) for one in found] == [
        ("web", DAY - timedelta(days=12)),
        ("press_release", date(2026, 11, 19)),
    ]
    assert (found[0].title, found[0].url) == ("A year fi", "http://localhost/fi/news/a-year/")
    assert publicity_actions.record_published(cluster=cluster, by=manager, today=DAY) == []
    assert Communication.objects.filter(cluster=cluster).count() == 2


def test_what_the_team_entered_by_hand_is_not_entered_again(cluster):
    article = Article.objects.get(locale__language_code="fi")
    assert [one.title for one in publicity.to_record(cluster, DAY)] == ["A year fi"]
    assert publicity.to_record(cluster, article.published_on - timedelta(days=1)) == []
    told = {"cluster": cluster, "on": article.published_on, "kind": "social"}
    Communication.objects.create(title="A YEAR FI", **told)
    assert publicity.to_record(cluster, DAY) == []


# Readings and answers


def read(path: str, on: date, count: int) -> None:
    DayOfReading.objects.create(path=path, on=on, count=count)


def send(number: int, came: date, *, answered: int | None = None, page: str = "/en/industry/", **told: object) -> None:
    at = datetime(came.year, came.month, came.day, 12, tzinfo=ZONE)
    Message.objects.create(
        about="content", text="x", page=page, language="en", received_at=at, due_on=came + timedelta(days=14),
        digest=str(number), answered_at=None if answered is None else at + timedelta(days=answered), **told,
    )  # fmt: skip


def test_the_months_count_readings_of_the_clusters_own_pages_in_every_language(cluster):
    read("/fi/industry/", date(2026, 11, 1), 5)
    read("/en/industry/", date(2026, 11, 20), 2)
    read("/en/news/a-year/", date(2026, 10, 31), 3)
    read("/en/rural/", date(2026, 11, 2), 100)
    read("/fi/industry/", date(2025, 11, 30), 100)
    months = publicity.year_of(cluster, DAY).months
    assert [(one.first, one.readings) for one in months if one.readings] == [
        (date(2026, 10, 1), 3),
        (date(2026, 11, 1), 7),
    ]
    assert (len(months), months[0].first) == (12, date(2025, 12, 1))


def test_answers_within_14_days_are_told_apart_from_late_ones(cluster):
    send(1, date(2026, 9, 1), answered=14)
    send(2, date(2026, 9, 2), answered=15)
    send(3, date(2026, 10, 1))
    send(4, date(2026, 11, 19))
    send(5, date(2026, 9, 3), answered=1, is_suspect=True)
    send(6, date(2026, 9, 3), answered=1, page="/en/rural/")
    year = publicity.year_of(cluster, DAY)
    answers = year.answers
    assert (answers.received, answers.answered, answers.in_time, answers.late) == (4, 2, 1, 1)
    september = next(one for one in year.months if one.first == date(2026, 9, 1))
    assert september.row[-3:] == (2, 2, 1)
    assert answers_since(date(2026, 9, 1), today=DAY).received == 5


def test_the_numbers_back_an_answer_of_a_self_assessment_as_a_file(cluster, manager):
    found = Round.objects.create(cluster=cluster, family="ecei_reference", label="gold", day=DAY, opened_on=DAY)
    item = Item.objects.create(round=found, place=0, rule="recognition", label="Recognition", found={})
    read("/fi/industry/", DAY, 5)
    publicity_actions.keep_as_evidence(item=item, by=manager, today=DAY)
    file = Evidence.objects.get()
    assert file.name == "industry-in-public-2026-11-20.csv"
    with opened(file) as content:
        last = content.read().decode("utf-8-sig").splitlines()[-1]
    assert last == "2026-11;5;1;0;0;0;0"
    with pytest.raises(ValidationError, match="back this answer already"):
        publicity_actions.keep_as_evidence(item=item, by=manager, today=DAY)


def test_a_round_that_was_handed_in_and_one_of_others_cannot_be_chosen(cluster, client_of_manager):
    other = Round.objects.create(
        cluster=Cluster.objects.get(key="rural"), family="ecei_reference", label="gold", day=DAY, opened_on=DAY
    )
    theirs = Item.objects.create(round=other, place=0, rule="recognition", label="Recognition", found={})
    response = client_of_manager.post(
        "/en/clusters/industry/publicity/", {"deed": "evidence", "item": theirs.pk}, follow=True
    )
    assert "Choose the question" in response.content.decode()
    assert Evidence.objects.count() == 0
    assert "No self-assessment is open" in response.content.decode()
