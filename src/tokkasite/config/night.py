"""What the night does, in this order. `tokka night` reads the list; a new nightly action is a new line here."""

from collections.abc import Callable
from dataclasses import dataclass

from tokkasite.excellence.plan_actions import remind
from tokkasite.funding.actions import send_letters
from tokkasite.funding.listing_actions import fetch_tonight
from tokkasite.funding.ranking_actions import rank_tonight
from tokkasite.journal.actions import erase_expired_people
from tokkasite.journal.guests import forget_guests, remind_of_events
from tokkasite.leakage.actions import forget_addresses
from tokkasite.lists.actions import forget_lists
from tokkasite.missions.actions import ask_for_outcomes, forget_names
from tokkasite.partners.letters import send_letters as send_partner_letters
from tokkasite.portal.actions import forget_orders, forget_senders
from tokkasite.portal.link_actions import look_at_links


@dataclass(frozen=True, slots=True)
class Nightly:
    """An action of the night: what it is called, what it does, and the deed, which is told the day and counts."""

    key: str
    label: str
    act: Callable[..., int]


NIGHT = (
    Nightly("retention", "Erase the contact people whose last day of keeping is past", erase_expired_people),
    Nightly("lists", "Forget lists that nobody imported, and the names in the rows of those imported", forget_lists),
    Nightly("orders", "Erase the addresses of letters that nobody confirmed in a week", forget_orders),
    Nightly("questions", "Erase the addresses of firms that did not answer until their last day", forget_addresses),
    Nightly("senders", "Erase the addresses in messages that were answered a year ago", forget_senders),
    Nightly("guests", "Forget the guests of events that were held half a year ago", forget_guests),
    Nightly(
        "events", "Remind of events soon to come, and tell who got a place from the waiting list", remind_of_events
    ),
    Nightly("meetings", "Forget who was named in timetables of events that were held half a year ago", forget_names),
    Nightly("missions", "Ask what came of missions that ended a year ago, by e-mail", ask_for_outcomes),
    Nightly("reminders", "Remind the teams of the days of labels and of steps that are due, by e-mail", remind),
    Nightly("calls", "Fetch the sources of calls that are to be fetched every night", fetch_tonight),
    Nightly("ranking", "Rank the calls that are not closed for the members of every cluster", rank_tonight),
    Nightly(
        "call letters", "Tell members of new calls, and of deadlines that moved or are near, by e-mail", send_letters
    ),
    Nightly(
        "partner letters",
        "Tell members who asks for them, who answered and what ends soon, by e-mail",
        send_partner_letters,
    ),
    Nightly(
        "links", "Look at the pages of other sites to which ours lead, where the operator allows it", look_at_links
    ),
)
