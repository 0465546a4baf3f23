"""The improvement plan: from an aim to steps with owners and days, the least effort, what if, and the rule sets."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry

from tests.builders import make_cluster, make_organisation, make_user
from tests.tokkasite.excellence.test_pages import kept, queries_of
from tokka.rulebook.families import FAMILIES
from tokkasite.excellence.models import Course, ImprovementStep
from tokkasite.excellence.plan_actions import aim_at, choose_families, plan_step, weigh
from tokkasite.register.models import Commitment, ContactPerson, Participation, Standing

HOME = "/en/clusters/forest/"
PLAN, PATH, WHAT_IF, RULE_SETS = (f"{HOME}{name}/" for name in ("plan", "path", "what-if", "rule-sets"))
PAGES = (PLAN, PATH, f"{WHAT_IF}?contact=15&commitment=2", RULE_SETS)


@pytest.fixture
def cluster(db):
    return make_cluster("forest")


@pytest.fixture
def manager(cluster):
    return make_user("manager", cluster)


@pytest.fixture
def signed_in(manager):
    client = Client()
    client.force_login(manager)
    return client


def ahead(days):
    return localdate() + timedelta(days=days)


def step_in(cluster, title="Meet the silent", **told):
    return ImprovementStep.objects.create(
        **({"cluster": cluster, "title": title, "from_on": date(2020, 1, 1), "due_on": ahead(10)} | told)
    )


def suggested(page, rule):
    return next(one for one in page.context["suggestions"] if one.finding.rule.key == rule)


@pytest.mark.parametrize("address", PAGES)
def test_queries_do_not_grow_with_records_steps_and_participants(cluster, manager, signed_in, address):
    kept(cluster, participants=10, contacts=1)
    Course.objects.create(cluster=cluster, level="silver", aim_on=ahead(100))
    step_in(cluster, owner=manager)
    signed_in.get(address)
    few = queries_of(signed_in, address)
    kept(cluster, participants=60, contacts=300)
    for number in range(30):
        step_in(cluster, f"Step {number}", owner=manager)
    assert queries_of(signed_in, address) <= few <= 16


@pytest.mark.parametrize("address", PAGES)
def test_only_readers_of_the_cluster_open_the_pages(cluster, client, address):
    assert client.get(address).status_code == 302
    client.force_login(make_user("manager", make_cluster("theirs")))
    assert client.get(address).status_code == 404


def test_every_missed_yellow_and_unknown_finding_has_its_cheapest_step(cluster, signed_in):
    bodies = kept(cluster, participants=20, contacts=10)
    ContactPerson.objects.create(organisation=bodies[10], name="Aino Kuukkeli", from_on=date(2020, 1, 1))
    other = make_organisation("Muu Oy")
    ContactPerson.objects.create(organisation=other, name="Not to be seen", from_on=date(2020, 1, 1))
    page = signed_in.get(PLAN)
    contacts = suggested(page, "ecei_reference.2.5")
    assert (contacts.finding.value, contacts.finding.level) == (50, "yellow")
    assert [(one.deed.key, one.times, one.hours) for one in contacts.to_green] == [("contact", 6, 9.0)]
    assert contacts.to_met == ()
    assert [one.organisation for one in contacts.callees] == bodies[10:13]
    assert contacts.callees_left == 7
    text = page.content.decode()
    assert "Aino Kuukkeli" in text
    assert "Not to be seen" not in text
    unknown = suggested(page, "ecei_reference.5.3")
    assert (unknown.finding.outcome, unknown.deeds, [step.kind for step in unknown.steps]) == (
        "unknown",
        (),
        ["survey"],
    )
    told = {one.finding.rule.key for one in page.context["suggestions"]}
    assert "ecei_reference.1.1.0" not in told


def test_a_red_finding_is_told_its_step_to_be_met_and_the_one_to_green(cluster, signed_in):
    kept(cluster, participants=20, contacts=5)
    contacts = suggested(signed_in.get(PLAN), "ecei_reference.2.5")
    assert [[(one.deed.key, one.times) for one in deeds] for deeds in (contacts.to_met, contacts.to_green)] == [
        [("contact", 5)],
        [("contact", 11)],
    ]
    assert contacts.hours == 7.5


def test_blockers_come_first_and_then_the_cheapest(cluster, signed_in):
    kept(cluster, participants=20, contacts=10)
    order = [(not one.finding.blocks, not one.deeds, one.hours) for one in signed_in.get(PLAN).context["suggestions"]]
    assert order == sorted(order)


def test_the_unsigned_are_named_where_commitments_are_missing(cluster, signed_in):
    bodies = kept(cluster, participants=3, contacts=0)
    newcomer = make_organisation("Uusi Oy")
    Participation.objects.create(cluster=cluster, organisation=newcomer, from_on=date(2021, 1, 1))
    page = signed_in.get(PLAN)
    wanted = suggested(page, "ecei_reference.1.1.2")
    assert wanted.callees[0].organisation == newcomer
    assert newcomer not in bodies


def test_a_step_is_planned_changed_done_and_opened_again_with_an_audit_line_each(cluster, manager, signed_in):
    helper = make_user("team", cluster)
    address = f"{PLAN}steps/add/?rule=ecei_reference.2.5&title=Meet+the+silent"
    assert signed_in.get(address).context["form"].initial["title"] == "Meet the silent"
    told = {"title": "Meet six silent companies", "owner": helper.pk, "due_on": ahead(30).isoformat()}
    assert signed_in.post(address, told).url == PLAN
    step = ImprovementStep.objects.get()
    assert (step.rule, step.owner, step.from_on, step.due_on) == (
        "ecei_reference.2.5",
        helper,
        localdate(),
        ahead(30),
    )
    changed = f"{PLAN}steps/{step.pk}/"
    assert signed_in.get(changed).context["form"].initial["owner"] == helper.pk
    signed_in.post(changed, told | {"owner": "", "due_on": ahead(40).isoformat()})
    signed_in.post(f"{changed}close/", {"how": "done"})
    step.refresh_from_db()
    assert (step.owner, step.due_on, step.done_on) == (None, ahead(40), localdate())
    signed_in.post(f"{changed}close/", {"how": "dropped"})
    step.refresh_from_db()
    assert (step.done_on, step.dropped_on) == (None, localdate())
    signed_in.post(f"{changed}close/", {"how": "open"})
    step.refresh_from_db()
    assert step.is_open
    lines = ModelLogEntry.objects.for_instance(cluster).order_by("pk").values_list("action", flat=True)
    assert list(lines) == ["excellence.plan_step", "excellence.change_step", *["excellence.close_step"] * 3]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": ""}, "title"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"owner": "stranger"}, "owner"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(cluster, signed_in, told, field):
    stranger = make_user("manager", make_cluster("theirs"))
    right = {"title": "Meet", "owner": "", "due_on": ahead(3).isoformat()}
    given = {name: stranger.pk if value == "stranger" else value for name, value in (right | told).items()}
    page = signed_in.post(f"{PLAN}steps/add/", given)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert not ImprovementStep.objects.exists()


def test_the_deed_itself_refuses_an_owner_who_is_not_of_the_team(cluster, manager):
    assessor = make_user("assessor", cluster)
    with pytest.raises(ValidationError):
        plan_step(cluster=cluster, title="Meet", due_on=ahead(3), owner=assessor, by=manager, today=localdate())


def test_the_same_open_step_stands_in_the_plan_once(cluster, manager, signed_in):
    step_in(cluster, "Meet")
    page = signed_in.post(f"{PLAN}steps/add/", {"title": "Meet", "owner": "", "due_on": ahead(3).isoformat()})
    assert "The same step is open in the plan already." in page.content.decode()
    ImprovementStep.objects.update(done_on=localdate())
    signed_in.post(f"{PLAN}steps/add/", {"title": "Meet", "owner": "", "due_on": ahead(3).isoformat()})
    assert ImprovementStep.objects.count() == 2


def test_the_database_keeps_a_step_from_being_done_and_dropped(cluster):
    with pytest.raises(IntegrityError), transaction.atomic():
        step_in(cluster, done_on=localdate(), dropped_on=localdate())
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.create(cluster=cluster, level="silver")


@pytest.mark.parametrize("name", ["plan/steps/add/", "plan/steps/{}/", "plan/steps/{}/close/", "path/aim/"])
def test_an_assessor_reads_the_plan_and_changes_nothing(cluster, client, name):
    step = step_in(cluster)
    client.force_login(make_user("assessor", cluster))
    assert client.get(PLAN).status_code == 200
    address = HOME + name.format(step.pk)
    told = {"title": "Taken over", "due_on": ahead(3).isoformat(), "how": "dropped", "level": "gold"}
    assert client.post(address, told | {"aim_on": ahead(9).isoformat()}).status_code == 403
    step.refresh_from_db()
    assert (step.title, step.is_open, ImprovementStep.objects.count(), Course.objects.count()) == (
        "Meet the silent",
        True,
        1,
        0,
    )


def test_a_step_of_another_cluster_is_not_there(cluster, signed_in):
    theirs = step_in(make_cluster("theirs"), "Theirs")
    assert signed_in.get(f"{PLAN}steps/{theirs.pk}/").status_code == 404
    assert signed_in.post(f"{PLAN}steps/{theirs.pk}/close/", {"how": "done"}).status_code == 404
    assert "Theirs" not in signed_in.get(PLAN).content.decode()


def test_due_steps_show_on_the_home_page_and_among_the_reminders(cluster, signed_in):
    step_in(cluster, "Overdue one", due_on=ahead(-1))
    step_in(cluster, "Due soon", due_on=ahead(30))
    step_in(cluster, "Due later", due_on=ahead(31))
    step_in(cluster, "Was done", done_on=localdate())
    for address in (HOME, f"{HOME}reminders/"):
        page = signed_in.get(address)
        assert [step.title for step in page.context["due_steps"]] == ["Overdue one", "Due soon"]
        assert page.content.decode().count("overdue</span>") == 1


def test_from_an_aim_to_a_path_to_steps(cluster, manager, signed_in):
    kept(cluster, participants=20, contacts=5)
    on = ahead(100)
    assert signed_in.get(PATH).context.get("plan") is None
    assert signed_in.post(f"{PATH}aim/", {"level": "silver", "aim_on": on.isoformat()}).url == PATH
    page = signed_in.get(PATH)
    deeds = {one.deed.key: one.times for one in page.context["plan"].deeds}
    assert deeds["contact"] == 5
    assert page.context["assessment"].day == on
    still_open = {one.rule.key for one in page.context["plan"].open}
    assert still_open >= {"label_life.eligible_otherwise", "ecei.minimums"}
    signed_in.post(f"{PATH}take/", {"owner": manager.pk})
    titles = set(ImprovementStep.objects.values_list("title", flat=True))
    assert "Meet a participant who has been silent: 5 times" in titles
    assert len(titles) == len(deeds)
    assert set(ImprovementStep.objects.values_list("owner", "due_on")) == {(manager.pk, on)}
    signed_in.post(f"{PATH}take/", {"owner": ""})
    assert ImprovementStep.objects.count() == len(deeds)


@pytest.mark.parametrize(
    "told",
    [
        {"level": "silver", "aim_on": ""},
        {"level": "", "aim_on": "2099-01-01"},
        {"level": "silver", "aim_on": "2020-01-01"},
    ],
)
def test_an_aim_that_cannot_be_is_refused_at_its_day(cluster, signed_in, told):
    page = signed_in.post(f"{PATH}aim/", told)
    assert list(page.context["form"].errors) == ["aim_on"]
    assert not Course.objects.exclude(level="").exists()


def test_an_aim_is_taken_back_and_one_that_passed_is_told(cluster, manager, signed_in):
    aim_at(cluster=cluster, level="gold", on=ahead(5), by=manager, today=localdate())
    Course.objects.update(aim_on=ahead(-1))
    page = signed_in.get(PATH)
    assert "The target day has passed. Choose a new one." in page.content.decode()
    signed_in.post(f"{PATH}aim/", {"level": "", "aim_on": ""})
    assert Course.objects.values_list("level", "aim_on").get() == ("", None)


def test_the_cluster_keeps_its_own_efforts_and_the_path_follows_them(cluster, manager, signed_in):
    kept(cluster, participants=20, contacts=5)
    aim_at(cluster=cluster, level="silver", on=ahead(10), by=manager, today=localdate())
    form = signed_in.get(PATH).context["hours_form"]
    told = {name: form[name].value() for name in form.fields} | {"contact": "4.5", "website": ""}
    assert signed_in.post(f"{PATH}effort/", told).url == PATH
    assert Course.objects.get().hours == {"contact": 4.5, "website": None}
    planned = {one.deed.key: (one.times, one.hours) for one in signed_in.get(PATH).context["plan"].deeds}
    assert planned["contact"] == (5, 22.5)
    assert "website" not in planned
    page = signed_in.post(f"{PATH}effort/", told | {"contact": "0"})
    assert list(page.context["form"].errors) == ["contact"]


def test_efforts_beyond_reason_are_refused_by_the_deed(cluster, manager):
    for hours in ({"contact": -1.0}, {"contact": float("inf")}, {"dance": 1.0}):
        with pytest.raises(ValidationError):
            weigh(cluster=cluster, hours=hours, by=manager)


def test_what_if_shows_today_and_as_it_would_be_and_keeps_nothing(cluster, signed_in):
    kept(cluster, participants=20, contacts=5)
    before = Commitment.objects.count()
    page = signed_in.get(WHAT_IF, {"contact": "11", "company": "2", "event": ""})
    reference = next(one for one in page.context["answers"] if one.before.family.key == "ecei_reference")
    changes = {one.before.rule.number: (one.before.value, one.after.value) for one in reference.changes}
    assert changes["2.5"] == (25, pytest.approx(100 * 18 / 22))
    assert changes["1.1.2"] == (20, 22)
    assert page.context["hours"] == 11 * 1.5 + 2 * 20
    assert Commitment.objects.count() == before


def test_what_cannot_be_done_so_often_is_said(cluster, signed_in):
    kept(cluster, participants=20, contacts=5)
    text = signed_in.get(WHAT_IF, {"contact": "99"}).content.decode()
    assert "Meet a participant who has been silent: 99 times were asked for, and 15 are possible." in text


@pytest.mark.parametrize("times", ["-1", "many", "1001"])
def test_a_question_that_makes_no_sense_is_refused_at_its_field(cluster, signed_in, times):
    page = signed_in.get(WHAT_IF, {"contact": times})
    assert (page.status_code, list(page.context["form"].errors), page.context["answers"]) == (200, ["contact"], ())


def test_a_cluster_chooses_its_rule_sets_and_sees_those_alone(cluster, signed_in):
    assert [one.key for one in signed_in.get(HOME).context["families"]] == [one.key for one in FAMILIES]
    page = signed_in.post(f"{RULE_SETS}choose/", {"families": []})
    assert page.context["form"].errors == {"families": ["Choose at least one rule set."]}
    signed_in.post(f"{RULE_SETS}choose/", {"families": ["poland", "lapland"]})
    home = signed_in.get(HOME)
    assert [one.key for one in home.context["families"]] == ["lapland", "poland"]
    assert [one.family.key for one in home.context["assessments"]] == ["lapland", "poland"]
    assert home.context["first"].family.key == "lapland"
    for address in PAGES:
        assert signed_in.get(address).status_code == 200
    assert [one.family.key for one in signed_in.get(RULE_SETS).context["table"].assessments] == ["lapland", "poland"]
    assert signed_in.get(f"{HOME}readiness/ecei/").status_code == 200


def test_all_rule_sets_chosen_is_no_choice_so_that_a_new_one_applies_too(cluster, manager):
    choose_families(cluster=cluster, families=[one.key for one in FAMILIES], by=manager)
    assert Course.objects.get().families == []


def test_each_cell_of_the_table_opens_its_finding(cluster, signed_in):
    kept(cluster, participants=20, contacts=5)
    page = signed_in.get(RULE_SETS)
    text = page.content.decode()
    [row] = [one for one in page.context["table"].rows if one.measure.key == "committed_participants"]
    assert row.fact.value == 20
    for cell in row.cells:
        for finding in cell:
            assert f'readiness/{finding.rule.key.split(".")[0]}/{finding.rule.key}/"' in text
    sources = {one.family.source.url for one in page.context["table"].assessments}
    assert all(url in text for url in sources if url.startswith("http") and "&" not in url)


def test_an_aim_shows_to_readers_and_the_label_days_until_then(cluster, client):
    Standing.objects.create(cluster=cluster, kind="label", level="bronze", from_on=ahead(-400))
    Course.objects.create(cluster=cluster, level="silver", aim_on=ahead(300))
    client.force_login(make_user("assessor", cluster))
    page = client.get(PATH)
    assert [one.key for one in page.context["milestones"]] == ["second_from"]
    assert "Find the least effort" not in page.content.decode()
    assert Decimal(str(page.context["plan"].hours)) >= 0
