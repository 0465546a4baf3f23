"""Measures of what others say of the cluster: media, success stories, satisfaction, labels."""

from typing import Final

from tokka.excellence.book import Sight
from tokka.excellence.life import Life, interviews_of, life_on
from tokka.excellence.measures.model import TWO_YEARS, Count, Measure, keys_of, number_of
from tokka.excellence.months import months_between
from tokka.rulebook.model import UNTOLD, Fact
from tokka.words import _


def count_satisfaction(sight: Sight) -> Fact:
    """The mean answer of the latest satisfaction survey within two years. A mean over none is unknown (§7)."""
    answered = [row for row in sight.within(TWO_YEARS, "survey", "satisfaction") if row.amount is not None]
    return Fact(answered[-1].amount, keys_of(answered[-1:])) if answered else UNTOLD


def count_months_between_benchmarks(sight: Sight) -> Fact:
    """Completed months between the last two Bronze interviews; unknown with fewer than two."""
    last = interviews_of(sight, "bronze")[-2:]
    return Fact(months_between(last[0].on, last[1].on), keys_of(last)) if len(last) == 2 else UNTOLD


def count_interviews(level: str) -> Count:
    """How many interviews led to a label of the level, up to the day."""
    return lambda sight: number_of(interviews_of(sight, level))


def count_days_left(level: str) -> Count:
    """Days from the day to the last one on which the label of the level holds; below zero after it."""
    return lambda sight: _days_to(sight, life_on(sight, level), "valid_until")


def count_window_days_left(level: str) -> Count:
    """Days from the day to the last one on which the label of the level can be renewed; below zero after it."""
    return lambda sight: _days_to(sight, life_on(sight, level), "renewable_until")


def _days_to(sight: Sight, life: Life, end: str) -> Fact:
    last = life.valid_until if end == "valid_until" else life.renewable_until
    return Fact((last - sight.day).days, life.records) if last else UNTOLD


_SURVEY: Final = _("Ask the participants how satisfied they are, and record mean answer and response rate.")
_LABEL: Final = _("Record the label with the day of the interview.")

MEASURES: Final = (
    Measure(
        "media_mentions",
        _("Media mentions"),
        _("mentions"),
        _("Mentions in print, on the web, on radio and television within two years."),
        ("media_mention",),
        lambda sight: number_of(sight.within(TWO_YEARS, "media_mention")),
        "media_mention",
        _("Record each mention in the media on its day."),
    ),
    Measure(
        "success_stories",
        _("Success stories"),
        _("stories"),
        _("Success stories within two years."),
        ("success_story",),
        lambda sight: number_of(sight.within(TWO_YEARS, "success_story")),
        "success_story",
        _("Ask participants what the cluster brought them, and record the story."),
    ),
    Measure(
        "satisfaction",
        _("Satisfaction"),
        _("mean answer from 1 to 5"),
        _("Mean answer of the latest satisfaction survey within two years."),
        ("survey",),
        count_satisfaction,
        "survey",
        _SURVEY,
    ),
    Measure(
        "bronze_interviews",
        _("Bronze interviews"),
        _("interviews"),
        _("Bronze labels recorded up to the day."),
        ("label",),
        count_interviews("bronze"),
        "label",
        _LABEL,
    ),
    Measure(
        "silver_interviews",
        _("Silver interviews"),
        _("interviews"),
        _("Silver labels recorded up to the day."),
        ("label",),
        count_interviews("silver"),
        "label",
        _LABEL,
    ),
    Measure(
        "gold_interviews",
        _("Gold interviews"),
        _("interviews"),
        _("Gold labels recorded up to the day."),
        ("label",),
        count_interviews("gold"),
        "label",
        _LABEL,
    ),
    Measure(
        "months_between_benchmarks",
        _("Months between the last two Bronze benchmarks"),
        _("months"),
        _("Completed months from one Bronze interview to the next, of the last two."),
        ("label",),
        count_months_between_benchmarks,
        "label",
        _LABEL,
    ),
    Measure(
        "bronze_days_left",
        _("Days that Bronze still holds"),
        _("days"),
        _("Days to the last one on which Bronze holds; below zero after it."),
        ("label",),
        count_days_left("bronze"),
        "label",
        _LABEL,
    ),
    Measure(
        "silver_days_left",
        _("Days that Silver still holds"),
        _("days"),
        _("Days to the last one on which Silver holds; below zero after it."),
        ("label",),
        count_days_left("silver"),
        "label",
        _LABEL,
    ),
    Measure(
        "gold_days_left",
        _("Days that Gold still holds"),
        _("days"),
        _("Days to the last one on which Gold holds; below zero after it."),
        ("label",),
        count_days_left("gold"),
        "label",
        _LABEL,
    ),
    Measure(
        "bronze_window_days_left",
        _("Days in which Bronze can be renewed"),
        _("days"),
        _("Days to the last one on which Bronze can be renewed; below zero after it."),
        ("label",),
        count_window_days_left("bronze"),
        "label",
        _LABEL,
    ),
    Measure(
        "silver_window_days_left",
        _("Days in which Silver can be renewed"),
        _("days"),
        _("Days to the last one on which Silver can be renewed; below zero after it."),
        ("label",),
        count_window_days_left("silver"),
        "label",
        _LABEL,
    ),
    Measure(
        "gold_window_days_left",
        _("Days in which Gold can be renewed"),
        _("days"),
        _("Days to the last one on which Gold can be renewed; below zero after it."),
        ("label",),
        count_window_days_left("gold"),
        "label",
        _LABEL,
    ),
)
