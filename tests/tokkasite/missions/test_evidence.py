"""Documents of missions: kept under their digest, checked by their content, listed with the costs and the outcomes."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.builders import make_user
from tests.tokkasite.missions.conftest import DAY
from tokkasite.accounts.models import User
from tokkasite.missions import actions, readers
from tokkasite.missions.models import CostLine, Mission, Outcome, Paper
from tokkasite.ui.files import store

PDF = b"%PDF-1.7 a ticket"
YEAR_LATER = DAY + timedelta(days=400)


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    options = {"location": tmp_path / "evidence", "base_url": None}
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"evidence": kept}


def line(world, **told) -> CostLine:
    told = {"kind": "travel", "amount_eur": Decimal(90), "on": DAY, "payer": "cluster"} | told
    return actions.add_cost(line=CostLine(mission=world.mission, **told), by=world.manager)


def paper(world, content: bytes | None = PDF, file: str = "ticket.pdf", **told) -> Paper:
    row = Paper(mission=world.mission, **{"kind": "ticket", "title": "Train", "on": DAY} | told)
    brought = {"file": file, "content": content} if content is not None else {}
    return actions.add_paper(paper=row, by=world.manager, today=DAY, **brought)


def test_a_document_is_kept_under_its_digest_with_the_day_and_who_brought_it(world):
    kept = paper(world)
    digest = sha256(PDF).hexdigest()
    assert (kept.digest, kept.size, kept.kept_on, kept.kept_by) == (digest, len(PDF), DAY, world.manager)
    with readers.SHELF.opened(digest) as content:
        assert content.read() == PDF


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("ticket.pdf", b"no PDF at all", "not what the name says"),
        ("ticket.exe", b"MZ", "not taken"),
        ("ticket.pdf", b"", "is empty"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_and_nothing_is_kept(world, file, content, says):
    with pytest.raises(ValidationError, match=says):
        paper(world, content, file)
    assert not Paper.objects.exists()


def test_the_same_file_twice_is_refused_and_says_where_it_is(world):
    paper(world)
    with pytest.raises(ValidationError, match="is here already: Ticket: Train"):
        paper(world, title="Again")


def test_a_cost_line_of_another_mission_is_refused(world):
    theirs = Mission.objects.get(pk=world.mission.pk)
    theirs.pk = None
    theirs.save()
    strange = CostLine.objects.create(mission=theirs, kind="fee", amount_eur=1, on=DAY, payer="host")
    with pytest.raises(ValidationError, match="of another mission"):
        paper(world, line=strange)


def test_the_cost_report_lists_the_documents_and_counts_lines_without_one(client, world):
    proved, _bare = line(world), line(world, kind="venue")
    paper(world, line=proved)
    costs = readers.costs_of(world.mission)
    assert ([one.kind for one in costs.unproved], [one.title for one in costs.evidence]) == (["venue"], ["Train"])
    client.force_login(world.manager)
    page = client.get(reverse("missions:costs", args=["ours", world.mission.pk])).content.decode()
    assert ["1 line has no document yet." in page, "Ticket: Train" in page] == [True, True]
    rows = client.get(reverse("missions:costs_csv", args=["ours", world.mission.pk])).getvalue().decode()
    assert f",1,{sha256(PDF).hexdigest()}" in rows
    assert client.get(reverse("missions:costs_pdf", args=["ours", world.mission.pk])).content.startswith(b"%PDF")


def test_the_outcome_counts_its_proofs_and_the_letter_a_year_later_says_how_many_documents_there_are(world):
    for body, kind in ((world.small, "contract"), (world.large, "nothing")):
        told = Outcome(mission=world.mission, organisation=body, kind=kind, words="Sold.", on=YEAR_LATER)
        actions.tell_outcome(outcome=told, by=world.manager, today=YEAR_LATER)
    assert readers.tally_of(world.mission) == readers.Tally(outcomes=1, proved=0, documents=0)
    paper(world, kind="outcome", title="Order", organisation=world.small)
    assert readers.tally_of(world.mission) == readers.Tally(outcomes=1, proved=1, documents=1)
    Outcome.objects.filter(organisation=world.large).delete()
    User.objects.update(language="en")
    actions.ask_for_outcomes(day=YEAR_LATER)
    assert "1 document of the mission is kept as evidence." in " ".join(mail.outbox[0].body.split())


def test_a_document_that_is_taken_out_is_destroyed_unless_another_is_the_same_file(
    world, django_capture_on_commit_callbacks
):
    one, other = paper(world, line=line(world)), paper(world, line=line(world))
    place = readers.SHELF.place_of(one.digest)
    for document, is_there in ((one, True), (other, False)):
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_paper(paper=document, by=world.manager)
        assert store().exists(place) is is_there


def test_the_team_brings_a_file_on_screen_and_saves_it_again_and_a_reader_does_not(client, world):
    client.force_login(world.manager)
    page = reverse("missions:mission", args=["ours", world.mission.pk])
    told = {"deed": "paper", "paper-kind": "receipt", "paper-title": "Hotel", "paper-on": "2026-03-10"}
    assert client.post(page, told).status_code == 422  # neither a file nor a place
    brought = client.post(page, told | {"paper-file": SimpleUploadedFile("hotel.pdf", PDF)})
    kept = Paper.objects.get()
    assert (brought.status_code, kept.name, kept.kept_by) == (302, "hotel.pdf", world.manager)
    address = reverse("missions:paper", args=["ours", world.mission.pk, kept.pk])
    answer = client.get(address)
    assert (answer.getvalue(), answer["Content-Disposition"]) == (PDF, 'attachment; filename="hotel.pdf"')
    client.force_login(make_user("auditor", world.ours))
    assert client.get(address).status_code == 403


def test_a_file_that_was_changed_behind_our_back_is_not_given_out(client, world):
    kept = paper(world)
    place = readers.SHELF.place_of(kept.digest)
    store().delete(place)
    with store().open(place, "wb") as content:
        content.write(b"another")
    client.force_login(world.manager)
    answer = client.get(reverse("missions:paper", args=["ours", world.mission.pk, kept.pk]), follow=True)
    assert "missing or was changed" in answer.content.decode()
