"""Rounds: the journal answers, people answer the rest, what is wrong is named, and what is handed in stays."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from tests.builders import make_user
from tests.tokkasite.journal.conftest import a_cluster, one_of_each
from tokka.rulebook.families import family_named
from tokkasite.excellence import actions, evidence, rounds
from tokkasite.excellence.models import Evidence, Item, Round
from tokkasite.journal.models import Contact
from tokkasite.register.models import Mandate
from tokkasite.ui import files

DAY = date(2026, 3, 31)
TODAY = date(2026, 4, 15)
FAMILY = family_named("ecei_reference")
PDF = b"%PDF-1.7\nminutes of the board\n%%EOF\n"
CONTACTS, TRAINING, COMMITTED = "ecei_reference.2.5", "ecei_reference.2.2.3", "ecei_reference.1.1.2"


@pytest.fixture(autouse=True)
def _in_english(settings, tmp_path):
    """Evidence goes into a folder of the test's own."""
    store = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "evidence", "base_url": None},
    }
    settings.STORAGES = settings.STORAGES | {"evidence": store}
    with translation.override("en"):
        yield


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Our cluster and a neighbour, both with one record of each kind; a manager, and two assessors with a pass."""
    ours, theirs = one_of_each(a_cluster("ours")), one_of_each(a_cluster("theirs"))
    manager = make_user("manager", ours.cluster)
    assessor = make_user("assessor", ours.cluster)
    found = open_round(ours.cluster, manager)
    return SimpleNamespace(
        ours=ours, cluster=ours.cluster, manager=manager, assessor=assessor, found=found,
        other=make_user("assessor", ours.cluster, email="other@example.org"),
        neighbour=make_user("manager", theirs.cluster),
    )  # fmt: skip


def open_round(cluster, by, day=DAY, today=TODAY, label="silver"):
    return actions.open_round(cluster=cluster, family=FAMILY, label=label, day=day, by=by, today=today)


def submit(found, by, today=TODAY):
    return actions.submit_round(found=found, family=FAMILY, by=by, today=today)


def answer(item, told, by, text="As the minutes say."):
    return actions.answer_item(item=item, answer=told, text=text, by=by, today=TODAY)


def add(item, by, name="minutes.pdf", content=PDF):
    return actions.add_file(item=item, name=name, content=content, by=by, today=TODAY)


def of(found, rule):
    return found.items.select_related("round__cluster").get(rule=rule)


def seen(found, rule):
    [one] = rounds.seen_of([of(found, rule)])
    return one


def place_of(file):
    return evidence.store().path(evidence.place_of(file.digest))


# What the journal answers


def test_the_journal_answers_what_its_records_tell(world):
    counts = rounds.counts_of(rounds.seen_of(rounds.items_of(world.found)))
    assert (counts.met + counts.missed + counts.unknown, counts.total) == (31, 31)
    assert counts.automatic == sum(item.found["value"] is not None for item in world.found.items.all()) > 20
    one = seen(world.found, COMMITTED)
    assert (one.told.value, one.told.outcome, one.told.level) == (1, "missed", "red")
    assert one.told.records == (("commitment", world.ours.commitment.pk),)
    assert one.item.found["version"] == "2013-01-01"


def test_a_day_ahead_and_a_second_open_round_are_refused(world):
    with pytest.raises(ValidationError, match="This day lies ahead"):
        open_round(world.cluster, world.manager, day=date(2026, 4, 16), label="gold")
    with pytest.raises(ValidationError, match="is open already"):
        open_round(world.cluster, world.manager)
    assert Round.objects.count() == 1


def test_the_journal_answers_again_and_says_what_changed(world):
    world.ours.commitment.delete()
    changed = actions.refresh_round(found=world.found, family=FAMILY, day=DAY, by=world.manager)
    assert COMMITTED in [item.rule for item in changed]
    assert seen(world.found, COMMITTED).told.records == ()


# Answers by hand


def test_an_answer_by_hand_fills_what_the_journal_does_not_know(world):
    Item.objects.filter(round=world.found, rule=TRAINING).update(
        found={**of(world.found, TRAINING).found, "outcome": "unknown", "value": None, "level": ""}
    )
    before = seen(world.found, TRAINING)
    assert (before.outcome, before.is_open) == ("unknown", True)
    answer(before.item, "met", world.manager)
    after = seen(world.found, TRAINING)
    assert (after.outcome, after.is_open, after.contradicts) == ("met", False, False)
    assert (after.item.answered_on, after.item.answered_by) == (TODAY, world.manager)


def test_an_answer_against_the_journal_counts_for_neither(world):
    before = rounds.counts_of(rounds.seen_of(rounds.items_of(world.found)))
    answer(of(world.found, COMMITTED), "met", world.manager)
    after = rounds.counts_of(rounds.seen_of(rounds.items_of(world.found)))
    assert seen(world.found, COMMITTED).outcome == "contradictory"
    assert (after.met, after.missed, after.contradictory) == (before.met, before.missed - 1, 1)


def test_an_answer_by_hand_needs_its_reason_in_the_deed_and_in_the_database(world):
    item = of(world.found, TRAINING)
    with pytest.raises(ValidationError, match="Say what the answer rests on"):
        answer(item, "met", world.manager, text="  ")
    with pytest.raises(DatabaseError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(answer="met", text="")


# Evidence files


def test_a_file_is_kept_under_its_digest_outside_the_web_root(world, settings):
    file = add(of(world.found, COMMITTED), world.manager)
    assert (file.digest, file.size, file.kept_on, file.kept_by) == (
        sha256(PDF).hexdigest(), len(PDF), TODAY, world.manager,
    )  # fmt: skip
    assert Path(place_of(file)).read_bytes() == PDF
    assert not place_of(file).startswith((str(settings.MEDIA_ROOT), str(settings.STATIC_ROOT)))
    assert seen(world.found, COMMITTED).broken == ()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("macro.exe", b"MZ\x90\x00", "Files of this kind are not taken"),
        ("minutes.pdf", b"", "The file is empty"),
        ("minutes.pdf", b"MZ\x90\x00 a program under another name", "not what the name says"),
        ("page.txt", PDF, "not what the name says"),
        ("data.csv", b"a;b\0c", "not what the name says"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(world, name, content, says):
    with pytest.raises(ValidationError, match=says):
        add(of(world.found, COMMITTED), world.manager, name, content)
    assert not Evidence.objects.exists()


def test_a_file_that_is_too_large_is_refused(world, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    with pytest.raises(ValidationError, match="larger than"):
        add(of(world.found, COMMITTED), world.manager)


def test_a_path_in_the_name_of_a_file_is_cut_off(world):
    assert add(of(world.found, COMMITTED), world.manager, "../../etc/board.pdf").name == "board.pdf"
    assert add(of(world.found, COMMITTED), world.manager, "C:\\board\\minutes.pdf").name == "minutes.pdf"


def test_the_content_goes_with_the_last_answer_that_names_it(world, django_capture_on_commit_callbacks):
    one = add(of(world.found, COMMITTED), world.manager)
    two = add(of(world.found, TRAINING), world.manager, "the same.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(file=one, by=world.manager)
    assert evidence.look_at(two).is_whole
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(file=two, by=world.manager)
    assert not evidence.store().exists(evidence.place_of(two.digest))


def test_a_round_that_is_given_up_takes_only_its_own_files_along(world, django_capture_on_commit_callbacks):
    other = open_round(world.cluster, world.manager, label="gold")
    shared = add(of(world.found, COMMITTED), world.manager)
    add(of(other, COMMITTED), world.manager)
    alone = add(of(world.found, TRAINING), world.manager, "plan.txt", b"The plan")
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop_round(found=world.found, by=world.manager)
    assert list(Round.objects.all()) == [other]
    assert evidence.store().exists(evidence.place_of(shared.digest))
    assert not evidence.store().exists(evidence.place_of(alone.digest))


def break_file(file, how):
    if how == "missing":
        evidence.store().delete(evidence.place_of(file.digest))
    else:
        Path(place_of(file)).write_bytes(PDF + b"one line more")


@pytest.mark.parametrize("how", ["missing", "changed"])
def test_a_broken_file_is_named_and_nothing_is_handed_in_with_it(world, client, how):
    file = add(of(world.found, COMMITTED), world.manager)
    break_file(file, how)
    assert [looked.condition for looked in seen(world.found, COMMITTED).broken] == [how]
    with pytest.raises(ValidationError, match=r"1\.1\.2 Number of committed participants: minutes\.pdf"):
        submit(world.found, world.manager)
    client.force_login(world.manager)
    page = client.get(reverse("excellence:round", args=["ours", world.found.pk])).content.decode()
    assert {"missing": "The file minutes.pdf is missing.", "changed": "The file minutes.pdf was changed"}[how] in page
    given = client.get(reverse("excellence:file", args=["ours", world.found.pk, file.pk]))
    assert given.url == reverse("excellence:item", args=["ours", world.found.pk, COMMITTED])


# Handed in


def test_a_round_is_handed_in_with_its_editions_and_a_digest_over_everything(world):
    answer(of(world.found, TRAINING), "missed", world.manager)
    add(of(world.found, COMMITTED), world.manager)
    found = submit(world.found, world.manager)
    edition = next(one for one in found.editions if one["rule"] == COMMITTED)
    assert (edition["version"], edition["numbers"]["yellow"]["value"]) == ("2013-01-01", 15)
    assert set(edition["source"]) == {"title", "article", "url", "checked"}
    assert (found.frozen_on, found.frozen_by, len(found.digest)) == (TODAY, world.manager, 64)
    assert rounds.is_as_handed_in(found, rounds.items_of(found))


def test_nothing_is_handed_in_that_the_journal_says_otherwise_by_now(world):
    world.ours.commitment.delete()
    with pytest.raises(ValidationError, match=r"Let the journal answer again: .*Number of committed participants"):
        submit(world.found, world.manager)
    world.found.refresh_from_db()
    assert not world.found.is_frozen


WRITES = {
    "answer": lambda found, user: Item.objects.filter(round=found).update(answer="met", text="late"),
    "finding": lambda found, user: Item.objects.filter(round=found, rule=COMMITTED).update(found={}),
    "who answered": lambda found, user: Item.objects.filter(round=found).update(answered_by=user),
    "day": lambda found, user: Round.objects.filter(pk=found.pk).update(day=TODAY),
    "thaw": lambda found, user: Round.objects.filter(pk=found.pk).update(frozen_on=None, digest=""),
    "who handed in": lambda found, user: Round.objects.filter(pk=found.pk).update(frozen_by=user),
    "file": lambda found, user: Evidence.objects.filter(item__round=found).update(digest="0" * 64),
    "one more file": lambda found, user: Evidence.objects.create(
        item=of(found, TRAINING), name="late.pdf", size=1, digest="0" * 64, kept_on=TODAY
    ),
    "one more item": lambda found, user: Item.objects.create(round=found, place=99, rule="x", label="x", found={}),
    "one file less": lambda found, user: Evidence.objects.filter(item__round=found).delete(),
    "one item less": lambda found, user: Item.objects.filter(round=found).delete(),
    "gone": lambda found, user: found.delete(),
}


@pytest.mark.parametrize("write", WRITES)
def test_the_database_itself_refuses_any_change_of_what_was_handed_in(world, write):
    answer(of(world.found, TRAINING), "missed", world.manager)
    add(of(world.found, COMMITTED), world.manager)
    found = submit(world.found, world.manager)
    with pytest.raises(DatabaseError, match="handed in"), transaction.atomic():
        WRITES[write](found, world.neighbour)
    kept = Round.objects.get(pk=found.pk)
    assert rounds.is_as_handed_in(kept, rounds.items_of(kept))


def test_an_item_of_an_open_round_cannot_be_moved_into_one_that_was_handed_in(world):
    found = submit(world.found, world.manager)
    open_one = open_round(world.cluster, world.manager, label="gold")
    with pytest.raises(DatabaseError, match="handed in"), transaction.atomic():
        Item.objects.filter(round=open_one, rule=TRAINING).update(round=found, rule="y")


def test_the_deeds_refuse_what_was_handed_in_in_words(world):
    file = add(of(world.found, COMMITTED), world.manager)
    found = submit(world.found, world.manager)
    item = of(found, COMMITTED)
    for deed in (
        lambda: answer(item, "met", world.manager),
        lambda: add(item, world.manager, "late.pdf"),
        lambda: actions.remove_file(file=Evidence.objects.get(pk=file.pk), by=world.manager),
        lambda: actions.refresh_round(found=found, family=FAMILY, day=TODAY, by=world.manager),
        lambda: actions.drop_round(found=found, by=world.manager),
        lambda: submit(found, world.manager),
    ):
        with pytest.raises(ValidationError, match="was handed in and never changes"):
            deed()


def test_the_page_of_a_round_handed_in_refuses_an_answer_in_words(world, client):
    found = submit(world.found, world.manager)
    client.force_login(world.manager)
    item = reverse("excellence:item", args=["ours", found.pk, COMMITTED])
    answered = client.post(item, {"deed": "answer", "answer": "met", "text": "Late."}, follow=True)
    assert "was handed in and never changes" in answered.content.decode()
    assert of(found, COMMITTED).answer == ""


def test_an_account_can_go_and_what_was_handed_in_stays(world):
    answer(of(world.found, TRAINING), "missed", world.manager)
    found = submit(world.found, world.manager)
    world.manager.delete()
    found.refresh_from_db()
    assert found.frozen_by is None
    assert rounds.is_as_handed_in(found, rounds.items_of(found))


def test_records_that_change_afterwards_are_named(world, client):
    found = submit(world.found, world.manager)
    Contact.objects.filter(cluster=world.cluster).update(on=date(2026, 3, 3))
    client.force_login(world.manager)
    page = client.get(reverse("excellence:round", args=["ours", found.pk]))
    assert [one.item.rule for one in page.context["flagged"] if one.has_other_records] == [CONTACTS]
    assert page.context["is_intact"]


def test_a_new_round_begins_from_the_one_before_and_shows_only_what_changed(world):
    answer(of(world.found, TRAINING), "missed", world.manager, text="No plan yet.")
    add(of(world.found, COMMITTED), world.manager)
    found = submit(world.found, world.manager)
    world.ours.commitment.delete()
    after = open_round(world.cluster, world.manager, day=DAY)
    assert after.previous == found
    assert (of(after, TRAINING).text, of(after, TRAINING).answered_by) == ("No plan yet.", world.manager)
    assert [file.name for file in of(after, COMMITTED).files.all()] == ["minutes.pdf"]
    changes = rounds.changes_between(rounds.items_of(found), rounds.items_of(after))
    changed = {change.after.item.rule: (change.before.told.value, change.after.told.value) for change in changes}
    assert changed[COMMITTED] == (1, None)
    assert TRAINING not in changed
    assert len(changed) < 10


# Who may what


def status(client, address):
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def test_an_assessor_reads_and_comments_what_is_shared_and_nothing_else(world):
    client = Client()
    client.force_login(world.assessor)
    page = reverse("excellence:round", args=["ours", world.found.pk])
    item = reverse("excellence:item", args=["ours", world.found.pk, COMMITTED])
    file = add(of(world.found, COMMITTED), world.manager)
    content = reverse("excellence:file", args=["ours", world.found.pk, file.pk])
    assert [status(client, address) for address in (page, item, content)] == [404, 404, 404]
    actions.share_round(found=world.found, users=[world.assessor], by=world.manager, today=TODAY)
    assert [status(client, address) for address in (page, item, content)] == [200, 200, 200]
    assert client.post(item, {"deed": "comment", "text": "Where are the letters?"}).status_code == 302
    for told in ({"deed": "answer", "answer": "met", "text": "x"}, {"deed": "file"}, {"remove": file.pk}):
        assert client.post(item, told).status_code == 403
    for deed in ("submit", "refresh", "drop", "share", "reopen"):
        assert client.post(page, {"deed": deed}).status_code == 403
    assert client.post(reverse("excellence:make_dossier", args=["ours", world.found.pk])).status_code == 403
    assert [comment.text for comment in of(world.found, COMMITTED).comments.all()] == ["Where are the letters?"]
    assert list(client.get(reverse("excellence:shared")).context["rounds"]) == [world.found]
    client.force_login(world.other)
    assert client.get(page).status_code == 404
    assert list(client.get(reverse("excellence:shared")).context["rounds"]) == []


def test_a_share_ends_with_the_pass(world, client):
    actions.share_round(found=world.found, users=[world.assessor], by=world.manager, today=TODAY)
    Mandate.objects.filter(user=world.assessor).update(until_on=date(2026, 1, 31))
    client.force_login(world.assessor)
    assert client.get(reverse("excellence:round", args=["ours", world.found.pk])).status_code == 404
    assert list(client.get(reverse("excellence:shared")).context["rounds"]) == []


def test_a_round_cannot_be_shared_with_whoever_has_no_pass(world, client):
    client.force_login(world.manager)
    client.post(
        reverse("excellence:round", args=["ours", world.found.pk]), {"deed": "share", "users": [world.neighbour.pk]}
    )
    assert not world.found.shares.exists()


def test_a_neighbour_sees_no_round_of_ours(world, client):
    client.force_login(world.neighbour)
    theirs = reverse("excellence:round", args=["theirs", world.found.pk])
    assert client.get(theirs).status_code == 404
    assert client.get(reverse("excellence:rounds", args=["ours"])).status_code == 404


def test_a_file_is_only_ever_saved_and_never_shown(world, client):
    file = add(of(world.found, COMMITTED), world.manager, "minutes of the board.pdf")
    client.force_login(world.manager)
    given = client.get(reverse("excellence:file", args=["ours", world.found.pk, file.pk]))
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Disposition"] == 'attachment; filename="minutes of the board.pdf"'
    assert (given["Content-Type"], given["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


# Pages


def test_a_walk_over_the_pages_by_forms_alone(world, client):
    client.force_login(world.manager)
    opened = client.post(
        reverse("excellence:rounds", args=["ours"]), {"family": "ecei", "label": "gold", "day": "2026-03-31"}
    )
    found = Round.objects.get(family="ecei")
    assert opened.url == reverse("excellence:round", args=["ours", found.pk])
    item = reverse("excellence:item", args=["ours", found.pk, "ecei.1.1.2"])
    wrong = client.post(item, {"deed": "answer", "answer": "met", "text": ""})
    assert wrong.context["answer_form"].errors == {"text": ["Say what the answer rests on."]}
    client.post(item, {"deed": "answer", "answer": "met", "text": "Handbook, page 12."})
    assert of(found, "ecei.1.1.2").answer == "met"
    page = reverse("excellence:round", args=["ours", found.pk])
    client.post(page, {"deed": "submit"})
    found.refresh_from_db()
    assert found.is_frozen
    again = client.post(page, {"deed": "reopen"})
    assert again.url != page
    assert of(Round.objects.get(previous=found), "ecei.1.1.2").text == "Handbook, page 12."


def test_the_pages_of_rounds_ask_the_database_the_same_however_much_is_kept(world, client):
    client.force_login(world.manager)
    page = reverse("excellence:round", args=["ours", world.found.pk])

    def asked(items):
        for item in items:
            add(of(world.found, item.rule), world.manager, f"{item.pk}.pdf", PDF + str(item.pk).encode())
            actions.comment_on(item=of(world.found, item.rule), text="Seen", by=world.manager, today=TODAY)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    first, *others = world.found.items.all()
    assert asked([first]) == asked(others)


def test_every_deed_leaves_one_line_that_the_clusters_own_trail_finds(world):
    add(of(world.found, COMMITTED), world.manager)
    submit(world.found, world.manager)
    lines = ModelLogEntry.objects.filter(data__cluster=world.cluster.pk).order_by("pk")
    assert [(line.action, line.user) for line in lines] == [
        (f"excellence.{deed}", world.manager) for deed in ("open_round", "add_file", "submit_round")
    ]
