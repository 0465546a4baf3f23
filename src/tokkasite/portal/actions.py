"""The deeds of the portal: setting up the pages, messages and their answers, letters and their readers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.synctree import synchronize_tree

from tokkasite.accounts.models import User
from tokkasite.portal.models import (
    Article,
    ClusterPage,
    DayOfReading,
    HomePage,
    Letter,
    Message,
    NewsIndex,
    Reader,
    StoryIndex,
)
from tokkasite.register.actions import ensure_groups
from tokkasite.register.models import Cluster, Region
from tokkasite.ui.letters import absolute, send_stoppable

DAYS_TO_ANSWER = timedelta(days=14)
"""The Finnish act on digital services (306/2019) gives feedback on accessibility two weeks. Every message gets them."""
AGAIN_AFTER = timedelta(hours=1)
DAYS_TO_CONFIRM = timedelta(days=7)
DAYS_OF_SENDERS = timedelta(days=365)
PAGE_LANGUAGES = ("fi", "en")


@transaction.atomic
def build_site(*, by: User | None = None) -> Site:
    """The front page and a page for each cluster, in Finnish and English. What is there already stays as it is."""
    homes = {code: _home(code, by) for code in PAGE_LANGUAGES}
    for cluster in Cluster.objects.all():
        for code, home in homes.items():
            _cluster_page(cluster, home, code, by)
    for code, home in homes.items():
        with translation.override(code):
            _listing(NewsIndex, home, _("News"), "news", by)
            _listing(StoryIndex, home, _("Practices and stories"), "stories", by)
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page = homes["fi"]
    site.site_name = "Tokka"
    site.save()
    _remove_welcome(homes["fi"])
    let_editors_in()
    fill_languages()
    return site


def fill_languages() -> None:
    """Where a page has no Swedish or Northern Sámi, its Finnish stands in for it, and says so on the page.

    Editors translate such a page beside its source; a page that comes later is filled in by itself.
    """
    source = Locale.objects.get(language_code="fi")
    for code in settings.PUBLIC_LANGUAGES:
        locale, _made = Locale.objects.get_or_create(language_code=code)
        LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": source})
        synchronize_tree(source, locale)


TEAM_MAY = ("add_page", "change_page")
COORDINATORS_MAY = (*TEAM_MAY, "publish_page", "lock_page", "unlock_page")


def let_editors_in() -> None:
    """A cluster's team writes pages and hands them in; a coordinator of the region approves and publishes them.

    Given once; afterwards the operator may change it in the admin's settings, and nothing here takes that back.
    """
    team, coordinators = ensure_groups()
    if coordinators.page_permissions.exists():
        return
    uploads = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
    rights = {right.codename: right for right in Permission.objects.filter(codename__in=(*COORDINATORS_MAY, *uploads))}
    for group, may in ((team, TEAM_MAY), (coordinators, COORDINATORS_MAY)):
        for home in HomePage.objects.all():
            for codename in may:
                GroupPagePermission.objects.create(group=group, page=home, permission=rights[codename])
        for codename in uploads:
            root = Collection.get_first_root_node()
            GroupCollectionPermission.objects.create(group=group, collection=root, permission=rights[codename])
    cards = Permission.objects.filter(content_type__app_label="portal", content_type__model="contactcard")
    coordinators.permissions.add(*cards)
    team.permissions.add(*cards.filter(codename="view_contactcard"))
    coordinators.permissions.add(*Permission.objects.filter(content_type__app_label="wagtail_localize"))
    for task in GroupApprovalTask.objects.all():
        task.groups.add(coordinators)


def _home(code: str, by: User | None) -> HomePage:
    locale, _made = Locale.objects.get_or_create(language_code=code)
    kept = HomePage.objects.filter(locale=locale).first()
    if kept:
        return kept
    twin = HomePage.objects.exclude(locale=locale).first()
    with translation.override(code):
        page = HomePage(
            title=_("Clusters of %(region)s") % {"region": Region.objects.first() or _("the region")},
            slug=f"home-{code}",
            locale=locale,
            owner=by,  # and so the one in the audit line that Wagtail writes
            lead=_(
                "Companies, researchers and municipalities that work together: who they are, how well each cluster is "
                "managed, and the records behind every number."
            ),
        )
    if twin:
        page.translation_key = twin.translation_key
    Page.get_first_root_node().add_child(instance=page)
    return page


def _cluster_page(cluster: Cluster, home: HomePage, code: str, by: User | None) -> None:
    if ClusterPage.objects.filter(cluster=cluster, locale=home.locale).exists():
        return
    twin = ClusterPage.objects.filter(cluster=cluster).first()
    with translation.override(code):
        page = ClusterPage(title=str(cluster), slug=cluster.key, cluster=cluster, locale=home.locale, owner=by)
    if twin:
        page.translation_key = twin.translation_key
    home.add_child(instance=page)


def _listing(model: type[NewsIndex | StoryIndex], home: HomePage, title: str, slug: str, by: User | None) -> None:
    if model.objects.filter(locale=home.locale).exists():
        return
    page = model(title=title, slug=slug, locale=home.locale, owner=by, show_in_menus=True)
    if twin := model.objects.first():
        page.translation_key = twin.translation_key
    home.add_child(instance=page)


def _remove_welcome(home: HomePage) -> None:
    """The page that Wagtail makes for a new site, if nobody has put anything below it."""
    welcome = Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).first()
    if welcome and welcome.specific_class is Page and welcome.is_leaf():
        welcome.delete()


@transaction.atomic
def add_readings(*, counts: Mapping[tuple[date, str], int]) -> None:
    """Add to the counts of pages read. A count is no deed of anybody, so it leaves no audit line."""
    DayOfReading.objects.bulk_create((DayOfReading(on=day, path=path) for day, path in counts), ignore_conflicts=True)
    for (day, path), count in counts.items():
        DayOfReading.objects.filter(on=day, path=path).update(count=F("count") + count)


@transaction.atomic
def receive(*, about: str, text: str, email: str, page: str, language: str, is_suspect: bool, now: datetime) -> Message:
    """Keep what somebody sent. The same words from the same address are counted again, not kept twice."""
    digest = sha256("\0".join((about, email.lower(), " ".join(text.split()))).encode()).hexdigest()
    message, is_new = Message.objects.get_or_create(
        digest=digest,
        defaults={
            "about": about,
            "text": text,
            "email": email,
            "page": page[:500],
            "language": language,
            "received_at": now,
            "due_on": localdate(now) + DAYS_TO_ANSWER,
            "is_suspect": is_suspect,
        },
    )
    if is_new:
        log(message, "portal.receive", data={"about": about})
    else:
        Message.objects.filter(pk=message.pk).update(times=F("times") + 1)
    return message


@transaction.atomic
def answer(*, message: Message, text: str, now: datetime, by: User) -> Message:
    """Write the answer down, and send it where an address was left."""
    if message.answered_at:
        raise ValidationError(_("This message has been answered already."))
    message.answer, message.answered_at, message.answered_by = text, now, by
    message.save(update_fields=["answer", "answered_at", "answered_by"])
    log(message, "portal.answer", user=by, data={"days": (localdate(now) - localdate(message.received_at)).days})
    if message.email:
        with translation.override(message.language):
            subject = _("An answer to your message of %(day)s") % {
                "day": date_format(localdate(message.received_at), "SHORT_DATE_FORMAT")
            }
        told = f"{text}\n\n> " + message.text.replace("\n", "\n> ")
        transaction.on_commit(lambda: send_mail(subject, told, settings.DEFAULT_FROM_EMAIL, [message.email]))
    return message


@transaction.atomic
def set_aside(*, message: Message, now: datetime, by: User) -> None:
    """A message of a machine needs no answer; it stays where it can be read."""
    message.is_suspect, message.answered_at, message.answered_by = True, now, by
    message.save(update_fields=["is_suspect", "answered_at", "answered_by"])
    log(message, "portal.set_aside", user=by)


@transaction.atomic
def order(*, email: str, kind: str, language: str, now: datetime) -> Reader:
    """An order of letters, which holds once it is confirmed through the letter that is sent now.

    Who ordered already gets that letter again and no other word: the page must not tell who is a reader.
    """
    reader, is_new = Reader.objects.get_or_create(
        email=email.lower(), kind=kind, defaults={"language": language, "asked_at": now}
    )
    if is_new:
        log(reader, "portal.order", data={"kind": kind})
    if reader.confirmed_at is None and (is_new or now - reader.asked_at > AGAIN_AFTER):
        Reader.objects.filter(pk=reader.pk).update(asked_at=now)
        transaction.on_commit(lambda: send_confirmation(reader, language))
    return reader


def send_confirmation(reader: Reader, language: str) -> None:
    """The letter that asks whether it was really the owner of the address who ordered."""
    with translation.override(language):
        link = absolute("portal:confirm", reader.token)
        text = render_to_string("portal/confirm.txt", {"reader": reader, "link": link})
        send_mail(_("Confirm your order"), text, settings.DEFAULT_FROM_EMAIL, [reader.email])


@transaction.atomic
def confirm(*, reader: Reader, now: datetime) -> None:
    if reader.confirmed_at is None:
        reader.confirmed_at = now
        reader.save(update_fields=["confirmed_at"])
        log(reader, "portal.confirm")


@transaction.atomic
def stop_letters(*, reader: Reader) -> None:
    """The address is erased; what stays in the audit trail is that somebody stopped."""
    log(reader, "portal.stop", title=reader.get_kind_display())
    reader.delete()


def send_letter(*, letter: Letter, articles: Sequence[Article], now: datetime, by: User) -> Letter:
    """Send chosen articles to everyone who ordered this kind of letter in this language.

    Each letter carries a link that stops it with one click. An address that fails keeps nobody else from the letter;
    the failures are counted.
    """
    readers = list(Reader.objects.filter(kind=letter.kind, language=letter.language).exclude(confirmed_at=None))
    letter.sent_at, letter.sent_by = now, by
    with transaction.atomic():
        letter.save()
        letter.articles.set(articles)
        log(letter, "portal.send_letter", user=by, data={"articles": [one.pk for one in articles]})
    for reader in readers:
        try:
            _send_one(letter, articles, reader)
            letter.count += 1
        except OSError:
            letter.failed += 1
    letter.save(update_fields=["count", "failed"])
    return letter


def _send_one(letter: Letter, articles: Sequence[Article], reader: Reader) -> None:
    with translation.override(letter.language):
        stop = absolute("portal:stop", reader.token)
        told = {"letter": letter, "articles": articles, "stop": stop}
        text = render_to_string("portal/letter.txt", told)
        send_stoppable(subject=letter.subject, text=text, to=reader.email, stop=stop)


def forget_orders(*, day: date, by: User | None = None) -> int:
    """Erase the addresses that nobody confirmed within a week."""
    rows = Reader.objects.filter(confirmed_at=None, asked_at__date__lt=day - DAYS_TO_CONFIRM)
    return rows.delete()[0]


def forget_senders(*, day: date, by: User | None = None) -> int:
    """Erase the addresses in messages that were answered a year ago; the message and its answer stay."""
    rows = Message.objects.filter(answered_at__date__lt=day - DAYS_OF_SENDERS).exclude(email="")
    return rows.update(email="")
