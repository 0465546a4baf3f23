"""Strategy, plans, goals, activities and communication, counted for any day. §: docs/explanation/excellence.md."""

from datetime import date

import pytest

from tests.tokka.excellence.builders import DAY, row, rows, value

YEAR_AGO, YEAR_AGO_AND_NEXT = date(2025, 11, 24), date(2025, 11, 25)
TWO_AGO, TWO_AGO_AND_NEXT = date(2024, 11, 24), date(2024, 11, 25)


def paper(tag, on=date(2020, 1, 1), until=None):
    return row("document", on, until, tag=tag)


def test_strategies_and_plans_count_while_they_hold():
    records = [paper("strategy"), paper("strategy", until=date(2026, 1, 1)), paper("implementation_plan", until=DAY)]
    assert (value("strategies", records), value("implementation_plans", records)) == (1, 1)


def test_the_builders_of_a_strategy_are_the_most_of_one_step():
    strategy, old = paper("strategy"), paper("strategy", until=date(2024, 1, 1))
    steps = [
        row("strategy_step", amount=number, group=document.id)
        for document, number in ((strategy, 4), (strategy, 9), (strategy, None), (old, 30))
    ]
    assert value("strategy_builders", [strategy, old, *steps]) == 9


def test_a_strategy_without_steps_was_built_by_nobody():
    step = row("strategy_step", amount=9, group=0)
    assert value("strategy_builders", [paper("strategy"), step]) == 0


def test_strategy_papers_are_the_strategy_and_each_kind_of_plan_once():
    plans = [paper("implementation_plan"), paper("implementation_plan"), paper("financial_plan"), paper("other")]
    assert value("strategy_papers", [paper("strategy"), *plans]) == 3
    assert value("strategy_papers", plans) == 0


def test_planned_actions_are_those_in_force_of_plans_in_force():
    plan, old = paper("implementation_plan"), paper("implementation_plan", until=date(2024, 1, 1))
    actions = [
        row("plan_action", group=plan.id),
        row("plan_action", until=date(2026, 1, 1), group=plan.id),
        row("plan_action", group=old.id),
    ]
    assert value("planned_actions", [plan, old, *actions]) == 1


@pytest.mark.parametrize(
    ("measure", "kind", "columns", "outside", "inside"),
    [
        ("reviews", "review", {"group": 1}, TWO_AGO, TWO_AGO_AND_NEXT),
        ("needs_reviews", "review", {"group": 1, "share": 1}, TWO_AGO, TWO_AGO_AND_NEXT),
        ("evaluations", "review", {"group": 1}, YEAR_AGO, YEAR_AGO_AND_NEXT),
        ("evaluations", "survey", {"tag": "needs"}, YEAR_AGO, YEAR_AGO_AND_NEXT),
        ("activities", "event", {"tag": "training"}, YEAR_AGO, YEAR_AGO_AND_NEXT),
        ("actions_done", "action_done", {"group": 1}, TWO_AGO, TWO_AGO_AND_NEXT),
        ("communications", "communication", {"tag": "social"}, YEAR_AGO, YEAR_AGO_AND_NEXT),
        ("web_news", "communication", {"tag": "web"}, YEAR_AGO, YEAR_AGO_AND_NEXT),
        ("media_mentions", "media_mention", {"tag": "print"}, TWO_AGO, TWO_AGO_AND_NEXT),
        ("success_stories", "success_story", {}, TWO_AGO, TWO_AGO_AND_NEXT),
    ],
)
def test_a_thing_of_one_day_counts_from_the_day_after_the_window_opens_to_the_day_itself(
    measure, kind, columns, outside, inside
):
    """§4"""
    kept = row(kind, date(2020, 1, 1), **columns)
    found = [value(measure, [kept, row(kind, on, **columns)]) for on in (outside, inside, DAY, date(2026, 11, 25))]
    assert found == [0, 1, 1, 0]


@pytest.mark.parametrize("share", [0, 0.5, None])
def test_a_review_that_used_no_company_needs_is_only_a_review(share):
    records = [row("review", date(2026, 5, 1), group=1, share=share)]
    assert (value("reviews", records), value("needs_reviews", records)) == (1, 0)


def test_goals_that_were_measured_within_the_year_are_monitored():
    goals = [row("goal", amount=10, group=9), row("goal", group=9), row("goal", until=date(2026, 1, 1), group=9)]
    measured = [row("goal_value", on, group=goal.id) for on, goal in ((DAY, goals[0]), (YEAR_AGO, goals[1]))]
    assert value("monitored_share", [*goals, *measured]) == 50
    assert value("measurable_goals", goals) == 1


def test_a_share_of_no_goals_is_unknown():
    """§7"""
    records = [row("goal", until=date(2026, 1, 1), group=9), row("goal_value", date(2025, 12, 31), group=1)]
    assert value("monitored_share", records) is None


def test_of_the_actions_that_fell_due_in_two_years_those_carried_out_count():
    due = [row("plan_action", until=until, group=1) for until in (TWO_AGO_AND_NEXT, DAY)]
    not_due = [row("plan_action", until=until, group=1) for until in (TWO_AGO, date(2026, 11, 25), None)]
    done = [row("action_done", date(2026, 1, 1), group=action.id) for action in (due[0], *not_due)]
    assert value("done_share", [*due, *not_due, *done]) == 50


def test_where_nothing_fell_due_nothing_is_known_of_what_was_done():
    """§7"""
    assert value("done_share", [row("plan_action", group=1)]) is None


def test_due_actions_without_a_record_of_doing_are_not_done():
    """§5: what was done is read where it was kept; its absence is a miss, since the plan itself is on record."""
    assert value("done_share", [row("plan_action", until=DAY, group=1)]) == 0


def test_an_action_done_twice_is_one_action():
    assert value("actions_done", rows("action_done", [date(2026, 1, 1), date(2026, 2, 1)], group=1)) == 1


def test_working_groups_in_force_that_met_within_the_year_are_active():
    active, idle, ended = row("working_group"), row("working_group"), row("working_group", until=date(2026, 1, 1))
    meetings = [
        row("working_group_meeting", on, group=group.id)
        for on, group in ((DAY, active), (DAY, active), (YEAR_AGO, idle), (date(2025, 12, 31), ended))
    ]
    assert value("active_working_groups", [active, idle, ended, *meetings]) == 1


def test_only_news_on_the_web_are_web_news():
    records = [row("communication", DAY, tag=tag) for tag in ("web", "newsletter", "press_release")]
    assert (value("web_news", records), value("communications", records)) == (1, 3)


def test_websites_tell_their_languages_and_whether_they_say_what_is_offered():
    records = [
        row("website", tag="en", share=1),
        row("website", tag="fi"),
        row("website", tag="fi", share=0),
        row("website", until=date(2026, 1, 1), tag="sv", share=1),
    ]
    found = [value(measure, records) for measure in ("website_languages", "english_websites", "websites_with_offer")]
    assert found == [2, 1, 1]
