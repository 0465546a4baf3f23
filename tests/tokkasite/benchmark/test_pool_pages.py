"""The pages of the pool: who acts, what they say, in how few queries, and that no two readers find anybody by them."""

import itertools
import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from tests.builders import make_user
from tests.tokkasite.benchmark.conftest import as_file, numbered_cluster, sheets
from tokkasite.benchmark import actions, figures, readers
from tokkasite.benchmark.models import Answers, Delivery, Installation, OwnWay, Release, Sheet
from tokkasite.journal.models import Communication, Contact, Event
from tokkasite.register.models import Cluster, Commitment, Organisation, Participation

pytestmark = pytest.mark.django_db

PAGES = (
    "clusters/forest/pool/",
    "clusters/forest/pool/sheet/?consent=study&portfolio=food",
    "clusters/forest/management/",
    "clusters/forest/management/questions/",
    "clusters/forest/practices/",
    "clusters/forest/practices/meets_monthly/",
    "pool/",
    "published/",
)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager(forest) -> Client:
    return client_of(make_user("manager", forest))


@pytest.fixture
def keeper(db) -> Client:
    return client_of(make_user("coordinator"))


def test_a_manager_sees_what_would_leave_and_shares_exactly_that(forest, manager):
    page = manager.get("/en/clusters/forest/pool/sheet/", {"consent": "study", "portfolio": "food"})
    draft = page.context["draft"]
    shown = page.content.decode()
    assert draft.text.replace('"', "&quot;") in shown
    done = manager.post(
        "/en/clusters/forest/pool/sheet/", {"consent": "study", "portfolio": "food", "digest": draft.digest}
    )
    assert done.url == "/en/clusters/forest/pool/"
    left = manager.get("/en/clusters/forest/pool/sheet.jsonl").content.decode()
    body = json.loads(left)
    del body["signature"]
    assert body == json.loads(draft.text)


def test_a_changed_record_is_looked_at_again_before_it_leaves(forest, manager):
    told = {"consent": "study", "portfolio": "food"}
    digest = manager.get("/en/clusters/forest/pool/sheet/", told).context["draft"].digest
    Event.objects.create(cluster=forest, on=localdate(), kind="event", title="Fair")
    page = manager.post("/en/clusters/forest/pool/sheet/", told | {"digest": digest})
    assert "The records have changed since you looked" in page.content.decode()
    assert page.context["draft"].digest != digest
    assert Sheet.objects.count() == 0


@pytest.mark.parametrize("role", ["team", "assessor", "auditor", "coordinator"])
def test_nobody_but_the_manager_shares_answers_or_writes_for_the_cluster(forest, role):
    client = client_of(make_user(role, None if role == "coordinator" else forest))
    for place in PAGES[1:6]:
        assert client.post(f"/en/{place}", {"consent": "study", "portfolio": "food", "text": "x"}).status_code != 200
    assert (Sheet.objects.count(), Answers.objects.count(), OwnWay.objects.count()) == (0, 0, 0)


def test_nobody_but_the_coordinator_keeps_the_pool(forest, manager, known, bring):
    delivery = bring(sheets(6))
    file = SimpleUploadedFile("pool.jsonl", as_file(sheets(8)))
    for place, told in (
        ("bring/", {"file": file}),
        ("release/", {}),
        ("installations/", {"forget": known.pk}),
        (f"deliveries/{delivery.pk}/", {}),
    ):
        assert manager.post(f"/en/pool/{place}", told).status_code == 404
    assert (Delivery.objects.filter(is_undone=False).count(), Installation.objects.count()) == (1, 1)
    assert Release.objects.count() == 0
    assert known.key not in manager.get("/en/pool/").content.decode()


def test_the_coordinator_brings_in_sees_each_verdict_and_takes_back(keeper, known):
    lines = as_file(sheets(8)).replace(b'"consent":"contact"', b'"consent":"compare"', 1)
    sent = keeper.post("/en/pool/bring/", {"file": SimpleUploadedFile("theirs.jsonl", lines)})
    delivery = Delivery.objects.get()
    assert sent.url == f"/en/pool/deliveries/{delivery.pk}/"
    page = keeper.get(sent.url).content.decode()
    assert "7 sheets count." in page
    assert "1 is refused." in page
    assert "The sheet was changed after Neighbours had signed it. Ask for it anew." in page
    assert keeper.post("/en/pool/release/").url == "/en/pool/"
    assert Release.objects.get().sheets == 7
    assert keeper.post(sent.url).url == "/en/pool/"
    assert (Sheet.objects.count(), Release.objects.last().sheets) == (0, 0)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SimpleUploadedFile("pool.jsonl", b" \n\n"), "The file holds no line."),
        (SimpleUploadedFile("pool.exe", b"x"), "File extension “exe” is not allowed"),
        (None, "This field is required."),
    ],
)
def test_a_wrong_file_is_refused_at_its_field(keeper, file, says):
    page = keeper.post("/en/pool/bring/", {"file": file} if file else {})
    assert says in page.content.decode()
    assert Delivery.objects.count() == 0


def test_a_contradiction_is_told_in_words(keeper, known):
    wrong = replace(sheets(1)[0], indicators=sheets(1)[0].indicators | {"needs_reviews": 9.0, "reviews": 2.0})
    sent = keeper.post("/en/pool/bring/", {"file": SimpleUploadedFile("a.jsonl", as_file([wrong]))})
    assert "It counts 9 reviews with company needs among 2 reviews." in keeper.get(sent.url).content.decode()
    assert "tarkistuk" in keeper.get(sent.url.replace("/en/", "/fi/")).content.decode()


def test_an_installation_is_known_by_a_real_key_and_forgotten(keeper):
    page = keeper.post("/en/pool/installations/", {"name": "X", "key": "abc"})
    assert "This is no public key." in page.content.decode()
    key = "knMI9T1nZVA9K2TBA6tapHIGqzlQLP6PmEQv21QxALc="
    keeper.post("/en/pool/installations/", {"name": "X", "key": f" {key} "})
    assert Installation.objects.get().key == key
    keeper.post("/en/pool/installations/", {"forget": Installation.objects.get().pk})
    assert Installation.objects.count() == 0


def test_who_has_shared_nothing_compares_nothing(manager, known, bring):
    bring(sheets(30))
    actions.release_pool(by=None, today=localdate())
    page = manager.get("/en/clusters/forest/pool/")
    assert page.context["standing"] is None
    assert "First share your own sheet" in page.content.decode()


def test_the_answers_are_those_of_the_form_and_a_foreign_one_is_refused(forest, manager):
    manager.post("/en/clusters/forest/management/questions/", {"stage": "growing"})
    assert Answers.objects.get().given["stage"] == "growing"
    page = manager.post("/en/clusters/forest/management/questions/", {"stage": "golden"})
    assert page.status_code == 200
    assert Answers.objects.count() == 1


def test_the_published_figures_come_with_their_sources(client):
    page = client.get("/en/published/").content.decode()
    assert "no rule in force gives it to a best fifth" in page
    assert page.count("https://arcticclusterteam.no/aktuelt/2023/europeisk-gold-label-tildelt-act/") >= 4
    assert "179 rows could be read" in page
    assert "24.5" in page


@pytest.mark.parametrize(
    ("value", "text"), [(74.0, "74"), (1261, "1,261"), (22.4469, "22.45"), (0.0, "0"), (None, "–")]
)
def test_a_number_is_written_as_people_write_it(value, text):
    assert figures.shown(value) == text


def filled(forest: Cluster, bring, share, count: int) -> None:
    bring(sheets(count, 2), name=f"{count}.jsonl")
    share(forest, make_user(email=f"m{count}@example.org"))
    actions.release_pool(by=None, today=localdate())


@pytest.mark.parametrize("place", PAGES)
def test_queries_do_not_grow_with_the_pool(forest, manager, known, bring, share, place):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert manager.get(f"/en/{place}").status_code == 200
        return len(caught)

    filled(forest, bring, share, 8)
    manager.get(f"/en/{place}")
    few = queries()
    Sheet.objects.filter(delivery__cluster=None).delete()
    filled(forest, bring, share, 60)
    assert queries() <= few <= 25


# What two readers could find out together


def busy(cluster: Cluster, companies: int) -> None:
    """A journal from which several indicators and every class of the profile are known."""
    since = localdate() - timedelta(days=3 * 365)
    bodies = Organisation.objects.bulk_create(
        Organisation(name=f"{cluster.key} {n} Oy", role="company") for n in range(companies)
    )
    held = Participation.objects.bulk_create(
        Participation(cluster=cluster, organisation=one, from_on=since) for one in bodies
    )
    Commitment.objects.bulk_create(Commitment(participation=one, proof="letter", from_on=since) for one in held)
    recent = {"cluster": cluster, "on": localdate() - timedelta(days=20)}
    Contact.objects.bulk_create(Contact(**recent, organisation=one, channel="call") for one in bodies[::2])
    Event.objects.bulk_create(Event(**recent, kind="event", title=f"{n}") for n in range(companies // 2))
    Communication.objects.bulk_create(
        Communication(**recent, kind="newsletter", title=f"{n}") for n in range(companies)
    )


def statements(client: Client, key: str) -> dict[tuple[str, str], tuple[int, float]]:
    """Everything that one reader is shown over HTTP: by group and indicator the number of peers and the percentile."""
    found = {}
    page = client.get(f"/en/clusters/{key}/pool/")
    standing = page.context["standing"]
    for group in standing.groups:
        shown = client.get(f"/en/clusters/{key}/pool/", {"group": group.key}).context["standing"]
        assert shown.group == group
        for one in shown.positions:
            found[group.key, one.indicator.key] = (one.peers, one.percentile)
    return found


def members(group: str, indicator: str, names: list[str], bodies: dict[str, dict], without: str) -> np.ndarray:
    """Who is counted in a group for an indicator: one column for each organisation."""
    wanted = dict(part.split("=") for part in group.split(",")) if group != "all" else {}
    return np.array(
        [
            name != without
            and bodies[name]["indicators"][indicator] is not None
            and all(bodies[name]["profile"][facet] == value for facet, value in wanted.items())
            for name in names
        ],
        dtype=float,
    )


@pytest.mark.parametrize("newcomers", [1, 6])
def test_two_readers_before_and_after_newcomers_find_nobody(forest, known, bring, share, newcomers):
    """Each asks for every group over HTTP before and after; then they put it all together. One is not shown yet."""
    other = numbered_cluster("rural", "1927400-1")
    readers_of = {"forest": client_of(make_user("manager", forest)), "rural": client_of(make_user("manager", other))}
    everybody = sheets(86, seed=8)
    bring(everybody[:80], name="one.jsonl")
    for cluster in (forest, other):
        busy(cluster, companies=20 if cluster is forest else 26)
        share(cluster, make_user(email=f"{cluster.key}@example.org"))
    actions.release_pool(by=None, today=localdate())
    told = [{key: statements(client, key) for key, client in readers_of.items()}]
    bring(everybody[80 : 80 + newcomers], name="two.jsonl")
    actions.release_pool(by=None, today=localdate())
    told.append({key: statements(client, key) for key, client in readers_of.items()})

    counting = {row.organisation: readers.body_of(row) for row in Sheet.objects.filter(reason="")}
    names = sorted(counting)
    own = {sheet.delivery.cluster.key: sheet.organisation for sheet in readers.own_lines()}
    strangers = np.array([name not in own.values() for name in names])
    new = [names.index(one.organisation) for one in everybody[80 : 80 + newcomers]]
    assert all(len(page) >= 20 and len({group for group, _about in page}) >= 3 for page in told[0].values())
    for indicator in counting[names[0]]["indicators"]:
        rows = []
        for visit, key in itertools.product((0, 1), readers_of):
            for (group, about), (peers, _percentile) in told[visit][key].items():
                if about == indicator:
                    row = members(group, indicator, names, counting, own[key])
                    if visit == 0 or newcomers == 1:
                        row[new] = 0
                    assert row.sum() == peers >= 5
                    rows.append(row[strangers])
        if not rows:
            continue
        seen = np.unique(np.array(rows), axis=0)
        for one, two in itertools.combinations(seen, 2):
            differ = int((one != two).sum())
            assert differ == 0 or differ >= 4, (indicator, differ)
        for person in np.eye(strangers.sum()):  # and by no sum with any factors either
            rest = seen.T @ np.linalg.lstsq(seen.T, person, rcond=None)[0] - person
            assert np.abs(rest).max() > 1e-6, indicator


def test_no_question_makes_a_group_that_was_not_registered(forest, manager, known, bring, share):
    bring(sheets(40))
    share(forest, make_user())
    actions.release_pool(by=None, today=localdate())
    plain = manager.get("/en/clusters/forest/pool/").context["standing"]
    for asked in (
        {"group": "country=FI,age=from_4,size=from_15"},
        {"group": "country=DE"},
        {"organisation": "0" * 32},
        {"day": "2020-01-01", "year": "1999"},
    ):
        shown = manager.get("/en/clusters/forest/pool/", asked).context["standing"]
        assert (shown.group, shown.positions) == (plain.group, plain.positions)


def test_a_record_added_later_moves_no_percentile(forest, manager, known, bring, share):
    """Who could move the own value at will could find every peer's by and by."""
    bring(sheets(40))
    share(forest, make_user())
    actions.release_pool(by=None, today=localdate())
    before = manager.get("/en/clusters/forest/pool/").context["standing"].positions
    Event.objects.bulk_create(Event(cluster=forest, on=localdate(), kind="event", title=f"{n}") for n in range(30))
    assert manager.get("/en/clusters/forest/pool/").context["standing"].positions == before
