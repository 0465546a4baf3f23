"""Links in the pages that lead nowhere: to pages of this site that are gone or not published, and to documents gone."""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.models import Page, ReferenceIndex

from tokkasite.portal.models import Article, HomePage, PlainPage, Story


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A page on which a link stands, and what it leads to."""

    page: Page
    target: str


def broken_links() -> list[BrokenLink]:
    """The published pages with links to pages that visitors cannot open, read from Wagtail's index of references."""
    return list(_broken())


def _broken() -> Iterator[BrokenLink]:
    hidden = {page.pk: page.title for page in Page.objects.filter(live=False)}
    for model in (HomePage, Article, Story, PlainPage):
        for page in model.objects.live():
            for reference in ReferenceIndex.get_references_for_object(page):
                if reference.to_content_type.model_class() in (Page, *LINKED) and int(reference.to_object_id) in hidden:
                    yield BrokenLink(page, hidden[int(reference.to_object_id)])


LINKED = (HomePage, Article, Story, PlainPage)
