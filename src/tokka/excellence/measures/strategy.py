"""Measures of strategy, plans, reviews, goals, activities and communication."""

from typing import Final

from tokka.excellence.book import Sight
from tokka.excellence.measures.model import TWO_YEARS, YEAR, Measure, by_group, by_id, keys_of, number_of, share_of
from tokka.excellence.months import month_shifted
from tokka.rulebook.model import Fact
from tokka.words import _

PLANS: Final = ("implementation_plan", "financial_plan", "monitoring_plan")


def count_strategy_builders(sight: Sight) -> Fact:
    """The most organisations that took part in one step of building a strategy in force; 0 without one."""
    strategies = sight.holding("document", "strategy")
    wanted = by_id(strategies)
    steps = [row for row in sight.ever("strategy_step") if row.group in wanted]
    return Fact(max((row.amount or 0 for row in steps), default=0), keys_of(steps, strategies))


def count_strategy_papers(sight: Sight) -> Fact:
    """The strategies in force, and the kinds of plan in force beside them; 0 without a strategy."""
    strategies, plans = sight.holding("document", "strategy"), sight.holding("document", *PLANS)
    if not strategies:
        return Fact(0)
    return Fact(1 + len({row.tag for row in plans}), keys_of(strategies, plans))


def count_planned_actions(sight: Sight) -> Fact:
    """The actions in force of implementation plans in force."""
    plans = sight.holding("document", "implementation_plan")
    wanted = by_id(plans)
    actions = [row for row in sight.holding("plan_action") if row.group in wanted]
    return Fact(len(actions), keys_of(actions, plans))


def count_needs_reviews(sight: Sight) -> Fact:
    """Reviews within two years in which company needs were used."""
    return number_of([row for row in sight.within(TWO_YEARS, "review") if row.share == 1])


def count_evaluations(sight: Sight) -> Fact:
    """Reviews and surveys within a year."""
    return number_of((*sight.within(YEAR, "review"), *sight.within(YEAR, "survey")))


def count_monitored_share(sight: Sight) -> Fact:
    """Goals in force that were measured within a year, in %. Without goals it is unknown (§7)."""
    goals = {row.id: (row,) for row in sight.holding("goal")}
    return share_of(by_group(sight.within(YEAR, "goal_value")), goals)


def count_measurable_goals(sight: Sight) -> Fact:
    """Goals in force that have a target."""
    return number_of([row for row in sight.holding("goal") if row.amount is not None])


def count_done_share(sight: Sight) -> Fact:
    """Planned actions whose last day lies within two years up to the day, and which were carried out by then, in %.

    Where nothing fell due it is unknown (§7).
    """
    after = month_shifted(sight.day, -TWO_YEARS)
    due = {row.id: (row,) for row in sight.ever("plan_action") if row.until and after < row.until <= sight.day}
    return share_of(by_group(sight.ever("action_done")), due)


def count_actions_done(sight: Sight) -> Fact:
    """Planned actions that were carried out within two years, each once."""
    found = by_group(sight.within(TWO_YEARS, "action_done"))
    return Fact(len(found), keys_of(*found.values()))


def count_active_working_groups(sight: Sight) -> Fact:
    """Working groups in force that met within a year."""
    groups = by_id(sight.holding("working_group"))
    met = {
        group: rows for group, rows in by_group(sight.within(YEAR, "working_group_meeting")).items() if group in groups
    }
    return Fact(len(met), keys_of(*met.values(), (groups[group] for group in met)))


def count_website_languages(sight: Sight) -> Fact:
    """Distinct languages of the websites in force."""
    named = [row for row in sight.holding("website") if row.tag]
    return Fact(len({row.tag for row in named}), keys_of(named))


def count_websites_with_offer(sight: Sight) -> Fact:
    """Websites in force that say what is offered."""
    return number_of([row for row in sight.holding("website") if row.share == 1])


MEASURES: Final = (
    Measure(
        "strategies",
        _("Strategy in force"),
        _("documents"),
        _("Strategies in force on the day."),
        ("document",),
        lambda sight: number_of(sight.holding("document", "strategy")),
        "document",
        _("Record the strategy with the days between which it holds."),
    ),
    Measure(
        "implementation_plans",
        _("Implementation plan in force"),
        _("documents"),
        _("Implementation plans in force on the day."),
        ("document",),
        lambda sight: number_of(sight.holding("document", "implementation_plan")),
        "document",
        _("Record the implementation plan with the days between which it holds."),
    ),
    Measure(
        "strategy_builders",
        _("Organisations that built the strategy"),
        _("organisations"),
        _("The most organisations that took part in one step of building a strategy in force."),
        ("document", "strategy_step"),
        count_strategy_builders,
        "strategy_step",
        _("Record the steps of building the strategy, with how many organisations took part."),
    ),
    Measure(
        "strategy_papers",
        _("Strategy and plans"),
        _("documents"),
        _("The strategy in force, and the implementation, financial and monitoring plans in force beside it."),
        ("document",),
        count_strategy_papers,
        "document",
        _("Record the strategy and the plans with the days between which they hold."),
    ),
    Measure(
        "planned_actions",
        _("Planned actions"),
        _("actions"),
        _("Actions in force of the implementation plans in force."),
        ("document", "plan_action"),
        count_planned_actions,
        "plan_action",
        _("Record the actions of the implementation plan with owner, deadline and budget."),
    ),
    Measure(
        "reviews",
        _("Reviews of strategy and plans"),
        _("reviews"),
        _("Reviews of a strategy or plan within two years."),
        ("review",),
        lambda sight: number_of(sight.within(TWO_YEARS, "review")),
        "review",
        _("Review the strategy, and record what was changed."),
    ),
    Measure(
        "needs_reviews",
        _("Reviews that used company needs"),
        _("reviews"),
        _("Reviews within two years in which company needs were used."),
        ("review",),
        count_needs_reviews,
        "review",
        _("Ask companies for their needs, use them in a review, and say so in its record."),
    ),
    Measure(
        "evaluations",
        _("Evaluations"),
        _("evaluations"),
        _("Reviews and surveys within twelve months."),
        (),
        count_evaluations,
        "review",
        _("Review the strategy or ask the participants, and record it."),
        either=("review", "survey"),
    ),
    Measure(
        "monitored_share",
        _("Goals that are measured"),
        _("%"),
        _("Goals in force that were measured within twelve months."),
        ("goal", "goal_value"),
        count_monitored_share,
        "goal_value",
        _("Measure the goals that have no value of the last twelve months, and record it."),
    ),
    Measure(
        "measurable_goals",
        _("Goals with a target"),
        _("goals"),
        _("Goals in force that have a target."),
        ("goal",),
        count_measurable_goals,
        "goal",
        _("Record the goals of the strategy with their targets."),
    ),
    Measure(
        "activities",
        _("Activities for members"),
        _("activities"),
        _("Events and services within twelve months."),
        ("event",),
        lambda sight: number_of(sight.within(YEAR, "event")),
        "event",
        _("Record each event and service on its day."),
    ),
    Measure(
        "done_share",
        _("Planned actions carried out"),
        _("%"),
        _("Of the planned actions that fell due within two years, those carried out."),
        ("plan_action",),
        count_done_share,
        "action_done",
        _("Carry out the actions that are due, and record the day."),
        also=("action_done",),
    ),
    Measure(
        "actions_done",
        _("Actions carried out"),
        _("actions"),
        _("Planned actions that were carried out within two years."),
        ("action_done",),
        count_actions_done,
        "action_done",
        _("Record the day on which each planned action was carried out."),
    ),
    Measure(
        "active_working_groups",
        _("Active working groups"),
        _("working groups"),
        _("Working groups in force that met within twelve months."),
        ("working_group", "working_group_meeting"),
        count_active_working_groups,
        "working_group_meeting",
        _("Call the working groups together, and record their meetings."),
    ),
    Measure(
        "communications",
        _("Communications"),
        _("communications"),
        _("Newsletters, news on the web, posts, releases and publications within twelve months."),
        ("communication",),
        lambda sight: number_of(sight.within(YEAR, "communication")),
        "communication",
        _("Record each newsletter, post and release on its day."),
    ),
    Measure(
        "web_news",
        _("News on the web"),
        _("news"),
        _("Communications on the web within twelve months."),
        ("communication",),
        lambda sight: number_of(sight.within(YEAR, "communication", "web")),
        "communication",
        _("Publish news on the website, and record it."),
    ),
    Measure(
        "website_languages",
        _("Languages of the website"),
        _("languages"),
        _("Languages of the websites in force on the day."),
        ("website",),
        count_website_languages,
        "website",
        _("Record the website with its languages."),
    ),
    Measure(
        "english_websites",
        _("Website in English"),
        _("websites"),
        _("Websites in English in force on the day."),
        ("website",),
        lambda sight: number_of(sight.holding("website", "en")),
        "website",
        _("Open an English website, and record it; a machine translation is accepted."),
    ),
    Measure(
        "websites_with_offer",
        _("Website that says what is offered"),
        _("websites"),
        _("Websites in force on the day that say concretely what is offered."),
        ("website",),
        count_websites_with_offer,
        "website",
        _("Say on the website what is offered, and tick it in its record."),
    ),
)
