"""The declared weights as a model of Splink, for a list too long for one process.

Splink runs one model on DuckDB and on Spark. Names are taken apart here first (`columns_of`), because no engine knows
bodies and units; what is left is to join on the columns and to weigh, which the model says
(docs/explanation/likeness.md, §6). Two things are simpler there: letters are compared by Jaro and Winkler, and rare
words and shared domains count no bits of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tokka.likeness import evidence
from tokka.likeness.duplicates import NO_PLACES, Known
from tokka.likeness.model import Body
from tokka.likeness.parts import Rank

JARO_WINKLER: Final = {"duckdb": "jaro_winkler_similarity", "spark": "jaro_winkler"}
"""What the engines call it."""
NAME_SEEN: Final = (0.6, 0.15, 0.1, 0.1)
"""How often true pairs have names the same, and at least 0.95, 0.88 and 0.80 alike: m of §6."""
UNIT_SEEN: Final = (0.001, 0.0008)
"""How often true pairs have the body told once, and one alone that is a unit."""

Level = dict[str, object]


def columns_of(bodies: Iterable[Body], *, places: Mapping[str, str] = NO_PLACES) -> list[dict[str, object]]:
    """A row for each body, its name taken apart; what is not known is None."""
    known = Known(bodies, places=places)
    return [
        {
            "unique_id": subject.body.key,
            "name": " ".join(subject.parts.meant.words),
            "name_start": subject.parts.meant.joined[:6],
            "name_end": subject.parts.meant.joined[-8:],
            "is_unit": subject.parts.meant.rank is Rank.UNIT,
            "above": " ".join(subject.parts.above[0].words) if subject.parts.above else None,
            "form": subject.parts.form or None,
            "identifier": subject.identifier or None,
            "place": subject.place or None,
            "country": subject.country or None,
            "site": subject.site or None,
            "mail": subject.mail or None,
        }
        for subject in known.subjects
    ]


def splink_model(count: int, *, dialect: str = "duckdb") -> dict[str, object]:
    """The settings for a list of `count` rows, as Splink reads them from JSON."""
    alike = JARO_WINKLER[dialect]
    prior = 2.0 ** evidence.prior_of(count)
    names = [f"{alike}(name_l, name_r) >= {least}" for least, _bits in evidence.NAME[1:-1]]
    units = ["above_l = above_r", "above_l IS NULL OR above_r IS NULL", "is_unit_l <> is_unit_r", "ELSE"]
    bodies = (evidence.SAME_BODY, evidence.ONE_BODY_UNTOLD, evidence.ONLY_ONE_IS_A_UNIT, evidence.OTHER_BODY)
    # What is told first counts first, and that one of the two is no unit is told before their bodies.
    order = (2, 0, 1, 3)
    unit_levels = levels(units, bodies, {1: UNIT_SEEN[0], 2: UNIT_SEEN[1]})
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "sql_dialect": dialect,
        "probability_two_random_records_match": prior / (1 + prior),
        "comparisons": [
            comparison(
                "name",
                "name_l IS NULL OR name_r IS NULL",
                levels(
                    ["name_l = name_r", *names, "ELSE"],
                    [bits for _least, bits in evidence.NAME],
                    dict(enumerate(NAME_SEEN)),
                ),
            ),
            comparison("is_unit", "NOT is_unit_l AND NOT is_unit_r", [unit_levels[place] for place in order]),
            same("identifier", evidence.SAME_ID, evidence.OTHER_ID),
            same("form", evidence.SAME_FORM, evidence.OTHER_FORM),
            same("place", evidence.SAME_PLACE, evidence.OTHER_PLACE),
            same("country", evidence.SAME_COUNTRY, evidence.OTHER_COUNTRY),
            same("site", evidence.SAME_SITE, evidence.OTHER_SITE),
            same("mail", evidence.SAME_MAIL, evidence.OTHER_MAIL),
        ],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.{column} = r.{column}", "sql_dialect": dialect}
            for column in ("identifier", "name_start", "name_end", "site", "mail")
        ],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
    }


def same(column: str, yes: float, no: float) -> dict[str, object]:
    """A column that is the same, another, or not known."""
    return comparison(
        column,
        f"{column}_l IS NULL OR {column}_r IS NULL",
        levels([f"{column}_l = {column}_r", "ELSE"], (yes, no), {}),
    )


def comparison(column: str, unknown: str, told: Sequence[Level]) -> dict[str, object]:
    nothing = {"sql_condition": unknown, "label_for_charts": "not known", "is_null_level": True}
    return {"output_column_name": column, "comparison_description": column, "comparison_levels": [nothing, *told]}


def levels(conditions: Sequence[str], bits: Sequence[float], seen: Mapping[int, float]) -> list[Level]:
    """Each outcome with m and u such that log2(m / u) is its bits, and both add up to one.

    The m of all but two outcomes are given (`seen`, by place); those two follow from the two sums.
    """
    first, last = (place for place in range(len(bits)) if place not in seen)
    left = 1 - sum(seen.values())
    against = 1 - sum(m / 2.0 ** bits[place] for place, m in seen.items())
    one, other = 2.0 ** -bits[first], 2.0 ** -bits[last]
    m_of_first = (against - left * other) / (one - other)
    m_of = {**seen, first: m_of_first, last: left - m_of_first}
    return [
        {
            "sql_condition": condition,
            "label_for_charts": condition,
            "m_probability": m_of[place],
            "u_probability": m_of[place] / 2.0 ** bits[place],
        }
        for place, condition in enumerate(conditions)
    ]
