"""Letters to members who look for partners: somebody asks, somebody answered, an answer is due.

They tell what the page of the member tells on that day, and less: never a contact, and a name only where the page shows
it. Every member of an organisation with a profile gets them until it stops them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.partners import readers
from tokkasite.partners.models import LetterSent, NoLetters, PartnerProfile
from tokkasite.register.models import Mandate
from tokkasite.ui.letters import absolute, number_in, send_stoppable, signed

SALT: Final = "tokkasite.partners.letters"
DAYS_BEFORE: Final = 5
"""How long before its last day an interest without an answer is told of again."""
DAYS_BACK: Final = 14
"""An answer older than this is no news: whoever becomes a member later is not told of it."""
About = LetterSent.About


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell: about which of the own profiles, of whom as far as that is shown, and until when."""

    talk: readers.Talk
    about: str
    who: str


STILL_OPEN: Final = (readers.WAITING, readers.PROPOSED)


def wanted_by(day: date) -> QuerySet[Mandate]:
    """The members of organisations with a partner profile who have not stopped these letters."""
    profiles = PartnerProfile.objects.filter(cluster=OuterRef("cluster"), organisation=OuterRef("organisation"))
    in_force = Q(until_on=None) | Q(until_on__gte=day)
    held = Mandate.objects.filter(in_force, Exists(profiles), role=Mandate.Role.MEMBER, from_on__lte=day)
    rows = held.filter(user__is_active=True, no_partner_letters=None).exclude(user__email="")
    return rows.select_related("user", "cluster", "organisation").order_by("pk")


def news_for(mandate: Mandate, day: date) -> list[News]:
    """What this member has not been told yet, in the language that is active."""
    told = set(LetterSent.objects.filter(mandate=mandate).values_list("interest", "about"))
    found = []
    for talk in readers.talks_of(mandate.organisation, mandate.cluster, day):
        about = _about(talk, mandate, day, told)
        if about and talk.other is not None and readers.is_open(talk.own, day):
            found.append(News(talk, about, _who(talk.other)))
    return found


def _about(talk: readers.Talk, mandate: Mandate, day: date, told: Iterable[tuple[int, str]]) -> str:
    interest = talk.interest
    new = ""
    if talk.can_answer:
        new = About.PROPOSED if talk.is_ours else About.ASKED
    elif talk.is_ours and interest.answered_on and not interest.is_proposal:
        is_news = interest.answered_on >= max(mandate.from_on, day - timedelta(days=DAYS_BACK))
        new = (About.AGREED if talk.state == readers.AGREED else About.DECLINED) if is_news else ""
    if new and (interest.pk, new) not in told:
        return str(new)
    ends = talk.state in STILL_OPEN and (interest.expires_on - day).days <= DAYS_BEFORE
    return str(About.ENDS) if ends and (interest.pk, About.ENDS) not in told else ""


def _who(other: readers.Shown) -> str:
    """The name where it is shown, else the kind and the country."""
    return other.name or _("%(kind)s in %(country)s") % {"kind": other.kind, "country": other.country}


def send_letters(*, day: date, by: User | None = None) -> int:
    """Write to every member to whom something of its interests is new; says how many letters were sent.

    A letter that could not be sent is tried again the next night and keeps nobody else's; the first fault is raised at
    the end. Where no mail server is set up, nothing is sent and nothing counts as told.
    """
    if not settings.SENDS_MAIL:
        return 0
    sent, faults = 0, []
    for mandate in wanted_by(day):
        try:
            sent += _send(mandate, day, by)
        except OSError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return sent


def _send(mandate: Mandate, day: date, by: User | None) -> bool:
    with translation.override(mandate.user.language or settings.LANGUAGE_CODE):
        news = news_for(mandate, day)
        if not news:
            return False
        stop = absolute("partners:stop", signed(mandate.pk, SALT))
        told = {"news": news, "mandate": mandate, "page": absolute("partners:own", mandate.pk), "stop": stop}
        says = ngettext("%(count)d piece of news on partners", "%(count)d pieces of news on partners", len(news))
        line = _("%(cluster)s: %(news)s") % {"cluster": mandate.cluster, "news": says % {"count": len(news)}}
        text = render_to_string("partners/letter.txt", told)
        send_stoppable(subject=line, text=text, to=mandate.user.email, stop=stop)
    with transaction.atomic():
        keys = sorted({(one.talk.interest.pk, about) for one in news for about in _noted(one, day)})
        LetterSent.objects.bulk_create(
            [LetterSent(mandate=mandate, interest_id=number, about=about, on=day) for number, about in keys],
            ignore_conflicts=True,
        )
        log(mandate, "partners.send_letter", user=by, data={"cluster": mandate.cluster_id, "news": len(news)})
    return True


def _noted(one: News, day: date) -> list[str]:
    """What counts as told: who hears of an interest in its last days is not reminded of it the next night."""
    ends = one.talk.state in STILL_OPEN and (one.talk.interest.expires_on - day).days <= DAYS_BEFORE
    return [one.about, str(About.ENDS)] if ends else [one.about]


@transaction.atomic
def stop_letters(*, mandate: Mandate, by: User | None, today: date) -> None:
    """No more letters of partners to this member; the pages go on telling everything."""
    held, is_new = NoLetters.objects.get_or_create(mandate=mandate, defaults={"from_on": today})
    if is_new:
        log(held, "partners.stop_letters", user=by, data={"cluster": mandate.cluster_id})


@transaction.atomic
def want_letters(*, mandate: Mandate, by: User) -> None:
    """Letters again."""
    for held in NoLetters.objects.filter(mandate=mandate):
        log(held, "partners.want_letters", user=by, deleted=True, data={"cluster": mandate.cluster_id})
        held.delete()


def mandate_of(token: str) -> Mandate | None:
    """Whose letters a link stops; None for a link that we did not make."""
    return Mandate.objects.select_related("organisation", "cluster").filter(pk=number_in(token, SALT)).first()
