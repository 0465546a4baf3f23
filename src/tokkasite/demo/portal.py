"""Tells the public site of the demonstration: one piece of news, one practice and a page of text, in both languages.

Beside them two published events, an exchange that both its sides made public, how often pages were read, and messages.
The clusters are real; what is told of a label round, the people who speak and their numbers are invented and marked.
"""

import json
import tomllib
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from importlib import resources
from random import Random
from typing import Any

from django.utils.timezone import get_default_timezone
from wagtail.models import Page

from tokkasite.accounts.models import User
from tokkasite.journal.models import Event
from tokkasite.portal.actions import DAYS_TO_ANSWER, fill_languages
from tokkasite.portal.models import (
    Article,
    ArticleContact,
    ContactCard,
    DayOfReading,
    HomePage,
    Message,
    NewsIndex,
    PlainPage,
    Story,
    StoryContact,
    StoryIndex,
)
from tokkasite.portal.publicity import paths_of
from tokkasite.register.membership import give_consent
from tokkasite.register.models import Cluster
from tokkasite.symbiosis.actions import set_levels
from tokkasite.symbiosis.models import Exchange, Level

DAYS_OF_READINGS = 330
PARENTS: dict[type[Page], type[Page]] = {Article: NewsIndex, Story: StoryIndex, PlainPage: HomePage}
CONTACTS = {Article: ArticleContact, Story: StoryContact}
KINDS: dict[str, type[Page]] = {"article": Article, "story": Story, "page": PlainPage}


def tell_portal(today: date) -> None:
    """The pages of the table beside this module, each in Finnish and English, tied to each other."""
    told = tomllib.loads((resources.files("tokkasite.demo") / "portal.toml").read_text(encoding="utf-8"))
    cards = [ContactCard.objects.create(is_public=True, **row) for row in told["card"]]
    for row in told["page"]:
        model, twin = KINDS[row["type"]], None
        for code in ("fi", "en"):
            twin = tell_page(model, row, code, twin, cards, today)
    fill_languages()


def tell_page(
    model: type[Page], row: dict[str, Any], code: str, twin: Page | None, cards: list[ContactCard], today: date
) -> Page:
    """One page in one language."""
    said = row[code]
    parent = PARENTS[model].objects.get(locale__language_code=code)
    page = model(title=said["title"], slug=row["slug"], lead=said["lead"], locale=parent.locale)
    page.body = json.dumps([{"type": kind, "value": value} for kind, value in said["body"]])
    if model in CONTACTS:
        page.cluster = Cluster.objects.get(key=row["cluster"])
        page.published_on, page.is_invented = today - timedelta(days=row["days_ago"]), True
        page.contacts = [CONTACTS[model](card=card) for card in cards]
    if twin:
        page.translation_key = twin.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def tell_publicity(today: date) -> None:
    """What the public sees of events and exchanges, and what it read and sent."""
    told = tomllib.loads((resources.files("tokkasite.demo") / "portal.toml").read_text(encoding="utf-8"))
    for row in told["event"]:
        tell_event(row, today)
    show_exchange(today)
    for cluster in Cluster.objects.order_by("key"):
        tell_readings(sorted(paths_of(cluster)), today, Random(cluster.key))
    coordinator = User.objects.filter(mandates__role="coordinator").first()
    for row in told["message"]:
        tell_message(row, today, coordinator)


def tell_event(row: dict[str, Any], today: date) -> None:
    """An invented event to come, open to everyone."""
    on = today + timedelta(days=row["in_days"])
    Event.objects.create(
        cluster=Cluster.objects.get(key=row["cluster"]),
        on=on,
        kind=row["kind"],
        title=row["title"],
        place=row["place"],
        starts_at=row["at"],
        about=row["about"],
        sign_up_until=on - timedelta(days=3),
        capacity=row["places"],
        is_public=True,
    )


def show_exchange(today: date) -> None:
    """The exchange that has run longest between invented participants, made public by both of its sides."""
    running = Exchange.objects.filter(stage=Exchange.Stage.RUNNING, offer__is_invented=True)
    exchange = running.order_by("since_on", "pk").first()
    manager = User.objects.filter(mandates__role="manager").order_by("pk").first()
    if exchange is None or manager is None:
        return
    for side in (exchange.offer, exchange.need):
        set_levels(thing=side, levels={"name": Level.PUBLIC, "tonnes": Level.PUBLIC}, by=manager)
        give_consent(organisation=side.organisation, by=manager, today=today)


def tell_readings(paths: list[str], today: date, chance: Random) -> None:
    """Invented readings: more in winter than in July, and more of the Finnish pages than of others."""
    rows = []
    for path in paths:
        often = {"fi": 6, "en": 3}.get(path[1:3], 1)
        for back in range(0, DAYS_OF_READINGS, 3):
            on = today - timedelta(days=back)
            count = chance.randint(0, often if on.month == 7 else 3 * often)
            if count:
                rows.append(DayOfReading(on=on, path=path, count=count))
    DayOfReading.objects.bulk_create(rows, ignore_conflicts=True)


def tell_message(row: dict[str, Any], today: date, by: User | None) -> None:
    """An invented message, and its answer where it has one."""
    zone = get_default_timezone()
    came = datetime.combine(today - timedelta(days=row["days_ago"]), time(10), zone)
    message = Message(
        about=row["about"],
        text=row["text"],
        page=row["page"],
        language=row["language"],
        received_at=came,
        due_on=came.date() + DAYS_TO_ANSWER,
        digest=sha256(row["text"].encode()).hexdigest(),
    )
    if "answer" in row:
        message.answer, message.answered_by = row["answer"], by
        message.answered_at = came + timedelta(days=row["answered_after"])
    message.save()
