"""What cannot be true of one organisation on one day, written down (§6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tokka.benchmark.catalogue import size_class
from tokka.rulebook.model import Fact
from tokka.words import Remark, _

Numbers = Mapping[str, float | None]
Texts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that exclude each other. `holds` is asked only where every number that it reads is known."""

    message: str
    reads: tuple[str, ...]
    holds: Callable[[Texts, Texts, tuple[float, ...]], bool]


def _is_wrong_band(profile: Texts, _answers: Texts, read: tuple[float, ...]) -> bool:
    return profile["size"] != size_class({"committed_participants": Fact(read[0])})


CONTRADICTIONS: Final = (
    Contradiction(
        _("It counts %(committed_companies)g committed companies among %(committed_participants)g participants."),
        ("committed_companies", "committed_participants"),
        lambda _profile, _answers, read: read[0] > read[1],
    ),
    Contradiction(
        _("It counts %(committed_types)g types among %(committed_participants)g participants."),
        ("committed_types", "committed_participants"),
        lambda _profile, _answers, read: read[0] > read[1],
    ),
    Contradiction(
        _("It counts %(needs_reviews)g reviews with company needs among %(reviews)g reviews."),
        ("needs_reviews", "reviews"),
        lambda _profile, _answers, read: read[0] > read[1],
    ),
    Contradiction(
        _("Its size band does not hold %(committed_participants)g participants."),
        ("committed_participants",),
        _is_wrong_band,
    ),
    Contradiction(
        _("It answers that there is no strategy, and counts %(strategies)g."),
        ("strategies",),
        lambda _profile, answers, read: answers["strategy_cycle"] == "none" and read[0] > 0,
    ),
    Contradiction(
        _("It answers that there is a strategy, and counts none: %(strategies)g."),
        ("strategies",),
        lambda _profile, answers, read: answers["strategy_cycle"] not in (None, "none") and read[0] == 0,
    ),
    Contradiction(
        _("It answers that nothing is monitored, and measures %(monitored_share)g %% of its goals."),
        ("monitored_share",),
        lambda _profile, answers, read: answers["monitoring"] == "none" and read[0] > 0,
    ),
    Contradiction(
        _("It answers that the management decides alone, and counts %(shared_decisions)g decisions with stakeholders."),
        ("shared_decisions",),
        lambda _profile, answers, read: answers["decisions"] == "management" and read[0] > 0,
    ),
)


def contradictions(profile: Texts, indicators: Numbers, answers: Texts) -> tuple[Remark, ...]:
    """Every contradiction on the sheet, each with the numbers that it read."""
    found = []
    for one in CONTRADICTIONS:
        read = {key: value for key in one.reads if (value := indicators[key]) is not None}
        if len(read) == len(one.reads) and one.holds(profile, answers, tuple(read.values())):
            found.append(Remark(one.message, read))
    return tuple(found)
