"""Sheets come in, are judged one by one, shown, and taken back."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry

from tests.builders import make_user
from tests.tokkasite.benchmark.conftest import OURS, THEIR_KEY, as_file, sheets
from tokka.benchmark.sheet import spelled
from tokkasite.benchmark import actions, readers
from tokkasite.benchmark.models import Delivery, Installation, OwnWay, Release, Sheet, Study
from tokkasite.excellence.readers import book_of
from tokkasite.journal.models import Event
from tokkasite.register.models import Cluster

pytestmark = pytest.mark.django_db


def reasons(delivery: Delivery) -> dict[int, str]:
    return {row.number: row.reason for row in delivery.sheets.exclude(reason="")}


def bring_lines(lines: list[str], name: str = "pool.jsonl") -> Delivery:
    content = "\n".join(lines).encode()
    return actions.bring_in(content=content, file_name=name, by=None, today=localdate())


def release() -> list[Release]:
    return actions.release_pool(by=None, today=localdate())


def test_each_bad_sheet_is_refused_by_its_line_and_the_others_count(known, bring):
    good = as_file(sheets(8)).decode().splitlines()
    tampered = good[1].replace('"consent":"contact"', '"consent":"compare"')
    foreign = good[2].replace('"edition":"2026.1"', '"edition":"2031.1"')
    two = replace(sheets(8)[4], indicators=sheets(8)[4].indicators | {"activities": 1.0})
    contradiction = replace(
        sheets(8)[3],
        answers=sheets(8)[3].answers | {"strategy_cycle": "none"},
        indicators=sheets(8)[3].indicators | {"strategies": 3.0},
    )
    stranger = as_file(sheets(9)[8:], OURS).decode().strip()
    lines = [good[0], tampered, foreign, as_file([contradiction]).decode().strip(), good[4],
             as_file([two]).decode().strip(), good[5], "not a sheet", good[5], stranger]  # fmt: skip
    delivery = bring_lines(lines)
    assert reasons(delivery) == {
        2: "tampered", 3: "foreign_edition", 4: "contradiction", 5: "same_organisation", 6: "same_organisation",
        8: "not_json", 9: "copy", 10: "unknown_installation",
    }  # fmt: skip
    assert Sheet.objects.filter(reason="").count() == 2
    (line,) = ModelLogEntry.objects.filter(action="benchmark.bring_in")
    assert line.data["verdicts"][""] == 2


def test_one_file_is_not_brought_in_twice(known, bring):
    bring(sheets(6))
    with pytest.raises(ValidationError, match=r"This file was brought in on .* already, as pool.jsonl"):
        bring(sheets(6), name="again.jsonl")


def test_a_file_that_is_no_text_is_refused_line_by_line(known):
    delivery = actions.bring_in(content=b"\xff\xfe\x00\x01\nabc\n", file_name="x.jsonl", by=None, today=localdate())
    assert reasons(delivery) == {1: "not_json", 2: "not_json"}


def test_sheets_of_a_stranger_count_once_the_installation_is_known(bring):
    delivery = bring(sheets(6))
    assert set(reasons(delivery).values()) == {"unknown_installation"}
    known = actions.know(name="Neighbours", key=THEIR_KEY, contact="", by=None, today=localdate())
    assert reasons(delivery) == {}
    actions.forget(installation=known, by=None, today=localdate())
    assert set(reasons(delivery).values()) == {"unknown_installation"}


def test_a_delivery_that_is_taken_back_is_no_longer_shown(known, bring):
    bring(sheets(20)[:10], name="one.jsonl")
    later = bring(sheets(20)[10:], name="two.jsonl")
    (first,) = release()
    assert first.sheets == 20
    assert actions.take_back(delivery=later, by=None, today=localdate()) == 10
    shown = Release.objects.last()
    assert (shown.sheets, Sheet.objects.count(), Release.objects.first().values) == (10, 10, None)
    with pytest.raises(ValidationError, match="taken back already"):
        actions.take_back(delivery=Delivery.objects.get(pk=later.pk), by=None, today=localdate())


def test_nothing_new_is_decided_where_nothing_has_changed(known, bring):
    bring(sheets(12))
    assert len(release()) == 1
    assert release() == []


def test_fewer_than_six_changes_hide_nothing_and_show_nothing_new(forest, known, bring, share):
    """One corrected sheet would hide every group that it is in, for everybody."""
    manager = make_user("manager", forest)
    bring(sheets(40))
    share(forest, manager)
    (first,) = release()
    actions.answer(cluster=forest, book=book_of(forest), given={"stage": "mature"}, by=manager, today=localdate())
    share(forest, manager)
    assert release() == []
    assert readers.latest_releases() == [first]


def test_what_was_never_shown_is_taken_back_without_a_new_decision(known, bring):
    bring(sheets(20)[:12], name="one.jsonl")
    release()
    later = bring(sheets(20)[12:], name="two.jsonl")
    actions.take_back(delivery=later, by=None, today=localdate())
    assert Release.objects.count() == 1


def test_a_pool_of_four_shows_nothing(known, bring):
    bring(sheets(4))
    (made,) = release()
    assert readers.unpacked(made).groups == ()
    assert readers.latest_study(Study.Part.MODELS).found["models"] == []


def test_a_release_comes_back_as_it_was_put_away(known, bring):
    bring(sheets(30))
    (made,) = release()
    shown = readers.unpacked(made)
    assert shown.members.shape == (len(shown.groups), 30)
    assert shown.shown.any()
    assert readers.packed(shown)[0] == bytes(made.groups)


def test_a_shared_sheet_is_signed_counts_and_names_nobody(forest, share):
    manager = make_user("manager", forest)
    delivery = share(forest, manager)
    (sheet,) = readers.counting_sheets(forest)
    body = readers.body_of(sheet)
    assert body["signature"]["key"] == spelled(OURS.public_key())
    assert (body["profile"]["country"], body["profile"]["portfolio"], body["consent"]) == ("FI", "food", "contact")
    assert [word for word in ("forest", "Host", "0112038") if word in sheet.line] == []
    (line,) = ModelLogEntry.objects.filter(action="benchmark.share")
    assert (line.user, line.data["cluster"], line.data["consent"]) == (manager, forest.pk, "contact")
    assert delivery.by == manager


def test_what_was_not_seen_does_not_leave(forest):
    told = {"consent": "study", "portfolio": "food", "digest": "0" * 64}
    with pytest.raises(ValidationError, match="The records have changed since you looked"):
        actions.share(cluster=forest, book=book_of(forest), by=make_user(), today=localdate(), **told)
    assert Sheet.objects.count() == 0


def test_a_second_sheet_of_the_year_takes_the_place_of_the_first(forest, share):
    manager = make_user("manager", forest)
    share(forest, manager, "contact")
    share(forest, manager, "study")
    (sheet,) = readers.own_lines(forest)
    assert (readers.body_of(sheet)["consent"], sheet.reason) == ("study", "")


def test_our_own_sheet_that_comes_back_in_a_file_is_left_to_its_cluster(forest, share, known, bring):
    delivery = share(forest, make_user("manager", forest))
    line = readers.own_lines(forest)[0].line
    actions.take_back(delivery=delivery, by=None, today=localdate())
    assert reasons(bring_lines([line])) == {1: "shared_here"}


def test_two_clusters_of_one_host_have_two_names(forest, share):
    twin = Cluster.objects.create(key="twin", host=forest.host, seat=forest.seat, name_fi="Twin")
    manager = make_user()
    share(forest, manager)
    share(twin, manager)
    assert {sheet.reason for sheet in readers.own_lines()} == {""}
    assert len({sheet.organisation for sheet in readers.own_lines()}) == 2


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("secret", "The operator has not put the pool's secret here yet"),
        ("number", "has no business id in the register"),
        ("seat", "The cluster has no seat"),
    ],
)
def test_what_is_missing_is_told_with_the_remedy(forest, settings, missing, says):
    if missing == "secret":
        settings.POOL_SECRET.unlink()
    elif missing == "number":
        forest.host.identifiers.all().delete()
    else:
        forest.seat = None
    with pytest.raises(ValidationError, match=says):
        readers.draft_of(forest, book_of(forest), day=localdate(), consent="study", portfolio="food")


def test_a_study_is_made_anew_only_when_six_organisations_have_changed(known, bring):
    bring(sheets(60)[:50], name="one.jsonl")
    release()
    bring(sheets(60)[50:55], name="two.jsonl")
    release()
    assert Study.objects.filter(part="models").count() == 1
    bring(sheets(60)[55:], name="three.jsonl")
    release()
    assert [len(one.rests_on) for one in Study.objects.filter(part="models")] == [50, 60]


def test_a_study_that_rests_on_what_was_taken_back_is_silent(known, bring):
    bring(sheets(60)[:57], name="one.jsonl")
    few = bring(sheets(60)[57:], name="two.jsonl")
    release()
    actions.take_back(delivery=few, by=None, today=localdate())
    assert readers.latest_study("models").found is None


def test_a_study_does_not_return_to_one_that_differs_by_few(known, bring):
    """Going six up and seven down again would show one organisation by itself."""
    first = bring(sheets(70)[:50], name="one.jsonl")
    release()
    second = bring(sheets(70)[50:], name="two.jsonl")
    release()
    actions.take_back(delivery=second, by=None, today=localdate())
    bring(sheets(70)[50:51], name="three.jsonl")
    release()
    studies = list(Study.objects.filter(part="models"))
    assert [len(one.rests_on) for one in studies] == [50, 70]
    assert first.sheets.count() == 50


def test_the_models_of_a_pool_are_found_and_kept(known, bring):
    bring(sheets(150, 3, effect=1.0))
    release()
    models = readers.models_shown(readers.latest_study("models"), "")
    assert (len(models), sum(model.size for model in models) > 140) == (3, True)
    told = readers.associations_told()
    assert len(told) == 40
    assert readers.whom_to_ask(readers.practice_of("meets_monthly"), readers.latest_study("models"))[0].count > 10


def test_only_who_allows_contact_is_named_with_its_own_way(forest, share):
    manager = make_user("manager", forest)
    practice = readers.practice_of("meets_monthly")
    Event.objects.bulk_create(
        Event(cluster=forest, on=localdate(), kind="event", title=f"Event {n}") for n in range(20)
    )
    actions.tell_way(cluster=forest, practice=practice.key, text="Every first Monday.", by=manager, today=localdate())
    share(forest, manager, "study")
    assert readers.own_doers(practice) == []
    share(forest, manager, "contact")
    assert readers.own_doers(practice) == [(forest, OwnWay.objects.get())]


def test_answers_are_kept_round_by_round_beside_what_the_journal_proposed(forest, share):
    manager, today = make_user("manager", forest), localdate()
    for stage in ("emerging", "growing"):
        actions.answer(cluster=forest, book=book_of(forest), given={"stage": stage}, by=manager, today=today)
    assert forest.answers.count() == 2
    share(forest, manager)
    answers = readers.body_of(readers.own_lines(forest)[0])["answers"]
    assert {key: value for key, value in answers.items() if value} == {"stage": "growing"}
    with pytest.raises(ValidationError):
        actions.answer(cluster=forest, book=book_of(forest), given={"stage": "old"}, by=manager, today=today)


def test_the_private_key_is_in_no_table(forest, share):
    share(forest, make_user("manager", forest))
    secret = OURS.private_bytes_raw().hex()
    held = [str(row) for model in (Sheet, Delivery, Installation, ModelLogEntry) for row in model.objects.values()]
    assert [row for row in held if secret in row or "a secret of the whole pool" in row] == []


def test_a_key_of_another_installation_signs_for_nobody_else(forest, known, bring, share):
    share(forest, make_user("manager", forest))
    own = readers.own_lines(forest)[0]
    forged = json.loads(own.line)
    forged["signature"]["key"] = THEIR_KEY
    assert reasons(bring_lines([json.dumps(forged)])) == {1: "tampered"}
