"""Applications from idea to result: what is refused, what the journal counts, and what the pages say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry

from tests.tokkasite.applications.conftest import TODAY, an_application
from tokkasite.applications import actions, readers
from tokkasite.applications.aid_readers import consortium_of
from tokkasite.applications.forms import EurosField
from tokkasite.applications.models import Application, Claim, Partner, Score, SizeFacts, Step
from tokkasite.funding.models import Call, Source
from tokkasite.journal.models import Project
from tokkasite.register.models import Ownership

LONG_PAST = datetime(2020, 1, 1, tzinfo=UTC)
PDF = b"%PDF-1.7\ngrant agreement\n%%EOF\n"


def followed(world, *, on=TODAY, **told) -> Application:
    return actions.keep_application(application=an_application(world, **told), by=world.manager, today=on)


def moved(application, to, on, **told) -> Application:
    return actions.move(application=application, to=to, on=on, today=TODAY, by=None, **told)


def won(world, **told) -> Application:
    days = {"starts_on": date(2026, 2, 1), "ends_on": date(2027, 1, 31), "costs_eur": 100}
    one = followed(world, on=date(2025, 5, 1), **days | told)
    one = moved(one, "submitted", date(2025, 6, 1))
    return moved(one, "contract", date(2025, 12, 1), granted_eur=Decimal(70))


def send(world, name, *args, user=None, **data):
    client = Client()
    client.force_login(user or world.manager)
    return client.post(reverse(f"applications:{name}", args=args), data)


def page(user, name, *args, **asked) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(f"applications:{name}", args=args), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_new_application_names_its_lead_as_coordinator_and_begins_its_history(world):
    one = followed(world)
    assert [(part.organisation, part.role, part.is_agreed) for part in one.partners.all()] == [
        (world.lead, "coordinator", True)
    ]
    assert list(one.steps.values_list("stage", "on")) == [("idea", TODAY)]


def test_an_application_walks_to_its_result_and_keeps_every_step(world):
    one = won(world)
    one = moved(one, "claims", date(2026, 5, 1), note="First claim")
    one = moved(one, "result", date(2026, 11, 1))
    assert list(one.steps.values_list("stage", "on", "note")) == [
        ("idea", date(2025, 5, 1), ""),
        ("submitted", date(2025, 6, 1), ""),
        ("contract", date(2025, 12, 1), ""),
        ("claims", date(2026, 5, 1), "First claim"),
        ("result", date(2026, 11, 1), ""),
    ]
    assert (one.is_open, one.is_won, one.own_share_eur, one.due_on) == (False, True, Decimal(30), None)


@pytest.mark.parametrize(
    ("to", "told", "field"),
    [
        ("lost", {}, "reason"),
        ("contract", {}, "granted_eur"),
        ("drafting", {"on": TODAY + timedelta(days=1)}, "on"),
        ("drafting", {"on": date(2025, 1, 1)}, "on"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field_and_nothing_is_kept(world, to, told, field):
    one = followed(world)
    with pytest.raises(ValidationError) as refused:
        moved(one, to, told.pop("on", TODAY), **told)
    assert (list(refused.value.error_dict), Step.objects.count()) == ([field], 1)


def test_why_it_was_lost_is_kept_and_taken_back_when_it_goes_on(world):
    one = moved(followed(world), "lost", TODAY, reason="score")
    assert (one.reason, one.is_open) == ("score", False)
    assert moved(one, "drafting", TODAY).reason == ""


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"costs_eur": 10, "asked_eur": 20}, "More is asked for than the project costs"),
        ({"asked_eur": -1}, "greater than or equal to 0"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}, "ends before it begins"),
        ({"reference": "REF-1"}, "followed already"),
    ],
)
def test_an_application_that_cannot_be_is_refused(world, told, says):
    followed(world, reference="REF-1")
    with pytest.raises(ValidationError, match=says):
        followed(world, title="Second", **told)


def test_the_alarm_rings_before_the_deadline_and_after_it_until_it_is_submitted(world):
    one = an_application(world, deadline_on=TODAY + timedelta(days=14), stage="drafting")
    assert [one.alarm_on(TODAY + timedelta(days=days)) for days in (-1, 0, 14, 15)] == ["", "soon", "soon", "late"]
    one.stage = "submitted"
    assert one.alarm_on(TODAY + timedelta(days=30)) == ""


def test_a_funded_application_makes_one_project_of_the_journal_however_often_it_is_entered(world):
    one = won(world)
    actions.keep_part(part=Partner(application=one, organisation=world.partner), by=None, today=TODAY)
    first = actions.record_project(application=one, kind="development", by=world.manager)
    Application.objects.filter(pk=one.pk).update(costs_eur=120)
    again = actions.record_project(application=one, kind="research", by=world.manager)
    assert (first.pk, Project.objects.count()) == (again.pk, 1)
    assert (again.budget_eur, again.kind, again.from_on) == (120, "research", date(2026, 2, 1))
    assert set(again.partners.values_list("organisation__name", flat=True)) == {"Lead Oy", "Partner Oy"}


def test_a_project_that_was_entered_by_hand_is_taken_up_and_not_doubled(world):
    by_hand = Project.objects.create(cluster=world.cluster, name="slag", kind="research", from_on=date(2026, 2, 1))
    assert actions.record_project(application=won(world), kind="research", by=None).pk == by_hand.pk
    second = won(world, title="Slag", reference="2")
    assert actions.record_project(application=second, kind="research", by=None).pk != by_hand.pk


def test_what_has_no_contract_is_no_project(world):
    with pytest.raises(ValidationError, match="Note the contract first"):
        actions.record_project(application=followed(world), kind="research", by=None)


def test_claims_are_counted_once_and_money_of_the_future_is_refused(world):
    one = won(world)
    claim = {"application": one, "reference": "1", "on": date(2026, 5, 1), "amount_eur": 50}
    actions.keep_part(part=Claim(**claim, paid_on=date(2026, 6, 1), paid_eur=45), by=None, today=TODAY)
    for wrong, says in (
        (claim, "noted already"),
        (claim | {"reference": "2", "on": date(2027, 1, 1)}, "still to come"),
        (claim | {"reference": "2", "paid_on": TODAY}, "both the day and the amount"),
        (claim | {"reference": "2", "paid_on": date(2026, 4, 1), "paid_eur": 1}, "before the claim"),
    ):
        with pytest.raises(ValidationError, match=says):
            actions.keep_part(part=Claim(**wrong), by=None, today=TODAY)
    money = readers.money_of(one)
    assert (money.claimed, money.paid, money.left) == (50, 45, 25)


def test_points_above_the_most_are_refused_and_those_below_the_threshold_are_marked(world):
    one = followed(world)
    with pytest.raises(ValidationError, match="more points than there are"):
        actions.keep_part(part=Score(application=one, criterion="A", points=6, most=5), by=None, today=TODAY)
    assert Score(points=2, most=5, threshold=3).is_below


def test_the_report_counts_by_the_year_of_submission_and_pays_in_the_year_of_payment(world):
    one = won(world, asked_eur=80)
    claim = Claim(application=one, reference="1", on=date(2026, 5, 1), amount_eur=50, paid_on=TODAY, paid_eur=45)
    actions.keep_part(part=claim, by=None, today=TODAY)
    other = moved(followed(world, title="B", on=date(2025, 1, 1)), "submitted", date(2025, 3, 1))
    moved(other, "lost", date(2025, 9, 1), reason="score")
    rows = [
        (row.year, row.submitted, row.won, row.lost, row.success, row.asked_eur, row.granted_eur, row.paid_eur)
        for row in readers.report_of(world.cluster)
    ]
    assert rows == [(2026, 0, 0, 0, None, 0, 0, 45), (2025, 2, 1, 1, 0.5, 80, 70, 0)]


def test_the_file_of_results_holds_what_the_page_holds(world):
    won(world, asked_eur=80)
    client = Client()
    client.force_login(world.manager)
    response = client.get(reverse("applications:results_file", args=["ours"]))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == "2025,Horizon Europe,1,1,0,0,1,80.00,70.00,0"


def test_partners_under_one_control_are_one_entity_and_a_country_that_may_be_associated_leaves_it_open(world):
    one = followed(world)
    for country, body in (("FI", world.lead), ("SE", world.partner), ("NO", world.stranger)):
        SizeFacts.objects.create(organisation=body, country=country)
    for body in (world.partner, world.stranger):
        actions.keep_part(part=Partner(application=one, organisation=body), by=None, today=TODAY)
    together = consortium_of(one, TODAY)
    assert (together.outcome.value, together.open_countries) == ("unknown", ("NO",))
    Ownership.objects.create(owner=world.lead, owned=world.partner, share_percent=80, from_on=date(2020, 1, 1))
    together = consortium_of(one, TODAY)
    assert (together.outcome.value, together.groups) == ("missed", (("Lead Oy", "Partner Oy"),))


def test_a_document_is_kept_once_by_its_digest_and_comes_back_as_it_was(world):
    one = followed(world)
    file = SimpleUploadedFile("decision.pdf", PDF)
    response = send(
        world, "application", "ours", one.pk, **{"deed": "paper", "paper-kind": "contract", "paper-file": file}
    )
    assert response.status_code == 302
    paper = one.papers.get()
    client = Client()
    client.force_login(world.manager)
    answer = client.get(reverse("applications:paper", args=["ours", one.pk, paper.pk]))
    assert (b"".join(answer.streaming_content), paper.kept_by, len(paper.digest)) == (PDF, world.manager, 64)


def test_a_document_that_is_not_what_its_name_says_is_refused(world):
    file = SimpleUploadedFile("decision.pdf", b"no pdf at all")
    told = {"deed": "paper", "paper-kind": "contract", "paper-file": file}
    response = send(world, "application", "ours", followed(world).pk, **told)
    assert (response.status_code, "not what the name says" in response.content.decode()) == (422, True)


def test_an_application_needs_a_call_and_a_programme(world):
    response = send(world, "add", "ours", title="Slag", lead=world.lead.pk, owes="team")
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"call_title", "programme"}


@pytest.mark.parametrize(
    ("told", "kept"),
    [("12 500", "12500.00"), ("12.500,00 €", "12500.00"), ("EUR 1,5", "1.50"), ("1,234,567", "1234567.00"), ("", None)],
)
def test_euros_are_read_as_people_write_them(told, kept):
    found = EurosField(required=False).clean(told)
    assert (None if found is None else str(found)) == kept


@pytest.mark.parametrize(
    ("told", "says"), [("500 SEK", "SEK"), ("$20", "no euro"), ("1-2", "no amount"), ("-5", "greater")]
)
def test_another_currency_or_no_amount_is_refused_by_name(told, says):
    with pytest.raises(ValidationError, match=says):
        EurosField(min_value=0).clean(told)


def test_the_board_takes_as_many_queries_for_many_rows_as_for_one(world):
    client = Client()
    client.force_login(world.manager)
    address = reverse("applications:board", args=["ours"])
    followed(world, title="0")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(1, 30):
        followed(world, title=str(number))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_the_board_filters_by_stage_words_and_what_presses(world):
    followed(world, title="Near", due_on=TODAY + timedelta(days=3))
    moved(followed(world, title="Far"), "drafting", TODAY)
    names = lambda **asked: [one.title for one in readers.board_of(world.cluster, TODAY, **asked)]  # noqa: E731
    assert (names(pressing=True), names(stage="drafting"), names(text="nea")) == (["Near"], ["Far"], ["Near"])
    assert names(text="lead oy") == ["Near", "Far"]


def test_a_cluster_does_not_open_the_application_of_another(world, make_cluster):
    theirs = make_cluster("theirs")
    one = Application.objects.create(cluster=theirs, title="Theirs", programme="X", lead=world.stranger, since_on=TODAY)
    client = Client()
    client.force_login(world.manager)
    assert client.get(reverse("applications:application", args=["ours", one.pk])).status_code == 404


def test_the_calendar_tells_the_deadline_and_the_next_step(world):
    today = localdate()
    followed(
        world, on=today, deadline_on=today + timedelta(days=9), due_on=today + timedelta(days=2), next_step="Write"
    )
    file = page(world.manager, "days", "ours")
    assert (file.count("BEGIN:VEVENT"), "Deadline: Slag" in file, "Write: Slag" in file) == (2, True, True)


def test_every_deed_leaves_one_line_that_the_cluster_finds(world):
    won(world)
    lines = ModelLogEntry.objects.filter(data__cluster=world.cluster.pk).order_by("pk")
    assert list(lines.values_list("action", flat=True)) == [
        "wagtail.create", "applications.move", "applications.move",
    ]  # fmt: skip


def test_the_lead_stays_in_the_consortium(world):
    one = followed(world)
    send(world, "remove_part", "ours", one.pk, part="partner", number=one.partners.get().pk)
    assert one.partners.count() == 1


def test_an_application_is_followed_from_a_call_and_takes_its_programme_and_deadline(world):
    source = Source.objects.create(key="test", name="Test")
    seen = {"first_seen_at": LONG_PAST, "last_seen_at": LONG_PAST}
    told = {"source": source, "reference": "R", "title": "Slag call", "programme": "LIFE", **seen}
    call = Call.objects.create(deadline_at=datetime(2020, 3, 1, 23, 30, tzinfo=UTC), **told)
    client = Client()
    client.force_login(world.manager)
    address = f"{reverse('applications:add', args=['ours'])}?call={call.pk}"
    form = client.get(address).context["form"]
    assert (form["title"].value(), form["programme"].value(), form["deadline_on"].value()) == (
        "Slag call", "LIFE", date(2020, 3, 2),
    )  # fmt: skip
    sent = client.post(address, {"title": "Ours", "call": call.pk, "lead": world.lead.pk, "owes": "team"})
    assert sent.status_code == 302
    one = Application.objects.get()
    assert (one.programme, one.deadline_on, one.name_of_call) == ("LIFE", date(2020, 3, 2), "Slag call")
