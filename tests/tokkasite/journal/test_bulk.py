"""Many records changed at once: one deed, one audit line, and a way back."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.tokkasite.journal.conftest import DAY
from tokkasite.journal import actions
from tokkasite.journal.models import Contact


@pytest.fixture
def three(ours, theirs):
    """Three contacts of ours: a visit, a call and an e-mail."""
    made = [
        Contact.objects.create(cluster=ours.cluster, on=DAY, organisation=ours.company, channel=channel)
        for channel in ("call", "email")
    ]
    return [ours.contact, *made]


def channels(cluster):
    return list(Contact.objects.filter(cluster=cluster).order_by("pk").values_list("channel", flat=True))


def lines_of(cluster, action):
    return ModelLogEntry.objects.for_instance(cluster).filter(action=action)


def post(client, name, kind="contact", **told):
    return client.post(reverse(f"journal:{name}", args=["ours", kind]), told, follow=True)


def test_ticked_records_get_the_value_with_one_audit_line_that_keeps_what_stood_there(ours, three, user_with):
    user = user_with("team", ours.cluster)
    numbers = [three[0].pk, three[1].pk]
    actions.change_in_bulk(cluster=ours.cluster, kind="contact", numbers=numbers, value="video", by=user)
    assert channels(ours.cluster) == ["video", "video", "email"]
    (line,) = lines_of(ours.cluster, "journal.change_in_bulk")
    assert line.data == {
        "kind": "contact",
        "field": "channel",
        "value": "video",
        "before": {str(numbers[0]): "visit", str(numbers[1]): "call"},
    }


def test_the_change_is_put_back_except_where_somebody_changed_the_record_since(ours, three, user_with):
    user = user_with("team", ours.cluster)
    numbers = [one.pk for one in three]
    change = actions.change_in_bulk(cluster=ours.cluster, kind="contact", numbers=numbers, value="video", by=user)
    Contact.objects.filter(pk=three[1].pk).update(channel="other")
    assert actions.undo_bulk(cluster=ours.cluster, change=change, by=user) == 2
    assert channels(ours.cluster) == ["visit", "other", "email"]
    with pytest.raises(ValidationError, match="put back already"):
        actions.undo_bulk(cluster=ours.cluster, change=change, by=user)
    assert lines_of(ours.cluster, "journal.undo_bulk").count() == 1


def test_a_neighbours_record_is_not_touched_even_when_its_number_is_sent(ours, theirs, three, user_with, client):
    client.force_login(user_with("team", ours.cluster))
    post(client, "change", numbers=[theirs.contact.pk, three[0].pk], value="other")
    assert (channels(theirs.cluster), channels(ours.cluster)) == (["visit"], ["other", "call", "email"])


def test_the_list_says_how_many_were_changed_and_offers_to_put_them_back(ours, three, user_with, client):
    client.force_login(user_with("team", ours.cluster))
    page = post(client, "change", numbers=[three[0].pk, three[1].pk], value="call", query="text=ours")
    assert [str(message) for message in page.context["messages"]] == ["1 record was changed."]
    assert page.redirect_chain == [("/en/clusters/ours/records/contact/?text=ours", 302)]
    assert "Put back the last change of many records" in page.content.decode()
    page = post(client, "put_back")
    assert [str(message) for message in page.context["messages"]] == ["1 record was put back."]
    assert channels(ours.cluster) == ["visit", "call", "email"]
    assert post(client, "put_back").status_code == 404


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"value": "call"}, "Nothing was changed: Tick at least one record."),
        (
            {"value": "carrier pigeon", "numbers": ["1"]},
            "Nothing was changed: Select a valid choice. carrier pigeon is not one of the available choices.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(ours, three, user_with, client, told, says):
    client.force_login(user_with("team", ours.cluster))
    assert [str(message) for message in post(client, "change", **told).context["messages"]] == [says]
    assert channels(ours.cluster) == ["visit", "call", "email"]


@pytest.mark.parametrize("role", ["assessor", "coordinator"])
def test_readers_neither_see_the_ticks_nor_change_anything(ours, three, user_with, client, role):
    client.force_login(user_with(role, None if role == "coordinator" else ours.cluster))
    assert "checkbox" not in client.get(reverse("journal:records", args=["ours", "contact"])).content.decode()
    assert post(client, "change", numbers=[three[0].pk], value="other").status_code == 403
    assert channels(ours.cluster) == ["visit", "call", "email"]


def test_kinds_without_such_a_field_have_no_change_of_many(ours, user_with, client):
    client.force_login(user_with("team", ours.cluster))
    assert post(client, "change", kind="decision", numbers=["1"], value="x").status_code == 404
    assert "checkbox" not in client.get(reverse("journal:records", args=["ours", "decision"])).content.decode()


def test_a_change_of_three_hundred_records_takes_as_many_queries_as_of_one(ours, user_with, query_count):
    user = user_with("team", ours.cluster)
    rows = Contact.objects.bulk_create(
        Contact(cluster=ours.cluster, on=DAY, organisation=ours.company, channel="call") for _ in range(300)
    )

    def change(numbers, value):
        return query_count(
            lambda: actions.change_in_bulk(cluster=ours.cluster, kind="contact", numbers=numbers, value=value, by=user)
        )

    assert change([rows[0].pk], "video") == change([row.pk for row in rows], "other")
