"""Tells the public site of the demonstration: one piece of news, one practice and a page of text, in both languages.

The clusters are real; what is told of a label round, the people who speak and their numbers are invented and marked.
"""

import json
import tomllib
from datetime import date, timedelta
from importlib import resources
from typing import Any

from wagtail.models import Page

from tokkasite.portal.actions import fill_languages
from tokkasite.portal.models import (
    Article,
    ArticleContact,
    ContactCard,
    HomePage,
    NewsIndex,
    PlainPage,
    Story,
    StoryContact,
    StoryIndex,
)
from tokkasite.register.models import Cluster

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
