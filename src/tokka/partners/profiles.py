"""Profiles of those who look for partners, and how much of one is shown to whom (§1).

The fields are those of the European networks' partnering profiles: what is offered and sought, the stage, the rights,
the partner and the partnership wanted, countries, sectors, and a deadline.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tokka.words import _


class Anonymity(StrEnum):
    """How much a profile shows before both sides have agreed."""

    NAMED = "named"
    UNNAMED = "unnamed"
    """Everything but who it is and where exactly."""
    HIDDEN = "hidden"
    """In no list: only its own adviser proposes it."""


LABELS: Mapping[Anonymity, str] = {
    Anonymity.NAMED: _("With name"),
    Anonymity.UNNAMED: _("Without name"),
    Anonymity.HIDDEN: _("Not shown; proposed by the adviser only"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation offers and seeks. `consented_on` is None where it never agreed to be shown."""

    key: str
    name: str
    country: str
    offers: tuple[str, ...] = ()
    """Words or short phrases, in any language."""
    seeks: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    """Activity codes."""
    wanted_countries: tuple[str, ...] = ()
    """Empty: any."""
    kind: str = ""
    """The kind of organisation: company, research, cluster, …"""
    wanted_kinds: tuple[str, ...] = ()
    """Empty: any."""
    stage: str = ""
    rights: str = ""
    """The state of patents and other rights."""
    partnership: str = ""
    text: str = ""
    contact: str = ""
    ends_on: date | None = None
    """The last day on which answers are welcome."""
    consented_on: date | None = None
    consent_ended_on: date | None = None
    anonymity: Anonymity = Anonymity.UNNAMED

    def is_open_on(self, day: date) -> bool:
        """Whether it consents to be found on the day, and its deadline has not passed."""
        consents = self.consented_on is not None and self.consented_on <= day
        withdrawn = self.consent_ended_on is not None and self.consent_ended_on <= day
        return consents and not withdrawn and (self.ends_on is None or day <= self.ends_on)


OPENLY = ("key", "country", "kind", "offers", "seeks", "sectors", "wanted_countries", "stage", "rights", "partnership")
"""What an unnamed profile shows. Its text is kept back: people write their own names into it."""


def shown(profile: Profile, day: date, *, both_agreed: bool = False) -> dict[str, object] | None:
    """What somebody else may read of a profile on the day; None where it may not be shown at all.

    Contact data are shown only after both agreed, whatever the level.
    """
    if not profile.is_open_on(day):
        return None
    if profile.anonymity is Anonymity.HIDDEN and not both_agreed:
        return None
    fields = {name: getattr(profile, name) for name in OPENLY}
    if both_agreed or profile.anonymity is Anonymity.NAMED:
        fields |= {"name": profile.name, "text": profile.text}
    if both_agreed:
        fields |= {"contact": profile.contact}
    return fields


class Answer(StrEnum):
    """What the other side says to an interest."""

    NONE = "none"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Interest:
    """One profile asks for another. Without an answer it lapses after `expires_on`."""

    asks: str
    asked: str
    on: date
    expires_on: date
    answer: Answer = Answer.NONE
    answered_on: date | None = None

    def __post_init__(self) -> None:
        if self.asks == self.asked:
            raise ValueError(f"{self.asks} cannot ask for itself.")
        if self.expires_on < self.on:
            raise ValueError(f"The interest of {self.asks} expires on {self.expires_on}, before it began on {self.on}.")

    def state_on(self, day: date) -> str:
        """`agreed`, `declined`, `lapsed` or `waiting` as it stands on the day. An answer after the end is none."""
        answered = self.answered_on is not None and self.answered_on <= min(day, self.expires_on)
        if answered and self.answer is not Answer.NONE:
            return self.answer.value
        return "lapsed" if day > self.expires_on else "waiting"

    def reveals_on(self, day: date) -> bool:
        """Whether the two may read each other's names and contacts: only after the other side agreed."""
        return self.state_on(day) == Answer.AGREED.value
