"""Deeds that a team can decide to do, and the records that each would leave (§15).

Imagined records and organisations bear numbers below zero, so nothing kept is ever mistaken for them. What depends on
others (how members answer a survey, whether a funder pays) is no deed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tokka.excellence.book import Book, Sight
from tokka.excellence.measures.governance import uncontacted, uncooperating
from tokka.excellence.measures.model import YEAR
from tokka.excellence.measures.structure import uncommitted
from tokka.excellence.records import Participant, Record
from tokka.words import _

MANY: Final = 1_000
"""How often a deed can be done that nothing limits."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a deed would leave: records, and organisations that are new to the register."""

    records: tuple[Record, ...]
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a team can do: how often it can be done at most, and what so many times leave.

    `hours` is the effort of one time, Tokka's own estimate: it is there to be changed.
    """

    key: str
    label: str
    hours: float
    most: Callable[[Sight], int]
    leave: Callable[[Sight, int], Left]


def left_by(sight: Sight, deed: Deed, times: int) -> Left:
    """What the deed leaves. More often than possible is as often as possible."""
    return deed.leave(sight, min(times, deed.most(sight)))


def with_all(book: Book, left: Iterable[Left]) -> Book:
    """The book as it would be with all that is left."""
    parts = tuple(left)
    return book.with_more(
        (record for one in parts for record in one.records), (who for one in parts for who in one.participants)
    )


def _many(_sight: Sight) -> int:
    return MANY


def _once(_sight: Sight) -> int:
    return 1


def _record(key: str, sight: Sight, time: int, kind: str, **columns: object) -> Record:
    """One imagined record of the day, with a number that no other deed gives."""
    return Record(kind, -(_PLACE[key] * MANY + time + 1), sight.day, **columns)  # type: ignore[arg-type]  # by kind


def _same(key: str, kind: str, **columns: object) -> Callable[[Sight, int], Left]:
    return lambda sight, times: Left(tuple(_record(key, sight, time, kind, **columns) for time in range(times)))


def _contacts(sight: Sight, times: int) -> Left:
    silent = uncontacted(sight)[:times]
    return Left(tuple(_met("contact", sight, time, who) for time, who in enumerate(silent)))


def _met(key: str, sight: Sight, time: int, who: int) -> Record:
    return _record(key, sight, time, "contact", organisation=who, tag="meeting")


def _signed(key: str, sight: Sight, time: int, who: int) -> tuple[Record, Record]:
    """A signature, and the meeting that it takes."""
    signature = _record(key, sight, time, "commitment", organisation=who, tag="agreement")
    return signature, _met(key, sight, time, who)


def _commitments(sight: Sight, times: int) -> Left:
    """The companies sign first: most rules ask for them."""
    free = uncommitted(sight)
    companies = sight.with_roles(free, "company")
    first = sorted(free, key=lambda who: who not in companies)[:times]
    return Left(tuple(one for time, who in enumerate(first) for one in _signed("commitment", sight, time, who)))


def _companies(sight: Sight, times: int) -> Left:
    """New companies that take part and sign."""
    newcomers = tuple(-(time + 1) for time in range(times))
    parts = (_record("company", sight, -who - 1, "participation", organisation=who) for who in newcomers)
    signed = (one for who in newcomers for one in _signed("company", sight, -who - 1, who))
    return Left((*parts, *signed), tuple(Participant(who, "company") for who in newcomers))


def _partners(sight: Sight, times: int) -> Left:
    if not times:
        return Left(())
    project = sight.holding("project")[0].id
    alone = enumerate(uncooperating(sight)[:times])
    return Left(
        tuple(
            _record("partner", sight, time, "project_partner", organisation=who, group=project) for time, who in alone
        )
    )


def _strategy(sight: Sight) -> int:
    """The number of the strategy in force, or the one that the deed of writing it would give."""
    held = sight.holding("document", "strategy")
    return held[0].id if held else -(_PLACE["strategy"] * MANY + 1)


def _reviews(sight: Sight, times: int) -> Left:
    return _same("review", "review", share=1.0, group=_strategy(sight))(sight, times)


def _goals(sight: Sight, times: int) -> Left:
    """Goals with a target, measured at once."""
    goals = _same("goal", "goal", amount=1.0, tag="management", group=_strategy(sight))(sight, times).records
    values = (_record("goal", sight, time, "goal_value", amount=0.0, group=goal.id) for time, goal in enumerate(goals))
    return Left((*goals, *values))


def _meetings(sight: Sight, times: int) -> Left:
    """A meeting of each group that has not met for a year, then of new ones."""
    met = {row.group for row in sight.within(YEAR, "working_group_meeting")}
    groups = [row.id for row in sight.holding("working_group") if row.id not in met][:times]
    new = _same("working_group", "working_group")(sight, times - len(groups)).records
    every = enumerate((*groups, *(row.id for row in new)))
    meetings = (_record("working_group", sight, time, "working_group_meeting", group=one) for time, one in every)
    return Left((*new, *meetings))


def _trainings(sight: Sight, times: int) -> Left:
    """One day for each one of the team, so many times."""
    team = dict.fromkeys(row.group for row in sight.holding("team_period"))
    days = enumerate(who for _time in range(times) for who in team)
    return Left(tuple(_record("training", sight, place, "training", amount=1.0, group=who) for place, who in days))


DEEDS: Final = (
    Deed("contact", _("Meet a participant who has been silent"), 1.5, lambda sight: len(uncontacted(sight)), _contacts),
    Deed("commitment", _("Win the signature of a participant"), 4, lambda sight: len(uncommitted(sight)), _commitments),
    Deed("company", _("Win a new company that signs"), 20, _many, _companies),
    Deed("event", _("Hold a workshop"), 24, _many, _same("event", "event", tag="workshop")),
    Deed(
        "partner",
        _("Bring a participant into a running joint project"),
        12,
        lambda sight: len(uncooperating(sight)) if sight.holding("project") else 0,
        _partners,
    ),
    Deed(
        "strategy",
        _("Write a strategy and put it in force"),
        80,
        _once,
        _same("strategy", "document", tag="strategy"),
    ),
    Deed(
        "implementation_plan",
        _("Write the implementation plan"),
        40,
        _once,
        _same("implementation_plan", "document", tag="implementation_plan"),
    ),
    Deed("review", _("Review the strategy with company needs"), 8, _many, _reviews),
    Deed("goal", _("Set a goal with a target and measure it"), 4, _many, _goals),
    Deed(
        "training_plan",
        _("Put a training plan in force"),
        8,
        _once,
        _same("training_plan", "document", tag="training_plan"),
    ),
    Deed(
        "training",
        _("Train the whole team for a day"),
        16,
        lambda sight: 20 if sight.holding("team_period") else 0,
        _trainings,
    ),
    Deed("working_group", _("Hold a meeting of a working group"), 10, _many, _meetings),
    Deed("web_news", _("Publish news on the web"), 1, _many, _same("web_news", "communication", tag="web")),
    Deed(
        "website",
        _("Open a website in English that says what is offered"),
        24,
        _once,
        _same("website", "website", tag="en", share=1.0),
    ),
    Deed("success_story", _("Write a success story"), 6, _many, _same("success_story", "success_story")),
)
BY_KEY: Final = MappingProxyType({deed.key: deed for deed in DEEDS})
_PLACE: Final = MappingProxyType({deed.key: place for place, deed in enumerate(DEEDS)})
