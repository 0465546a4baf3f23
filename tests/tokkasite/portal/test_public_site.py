"""The public site: what a visitor reads, sends and orders, what an editor is told, and what never happens."""

from datetime import date, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import html5lib
import pikepdf
import pypdfium2
import pytest
from babel.messages.pofile import read_po
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests.builders import make_cluster, make_region, make_user
from tests.tokkasite.portal.trees import make_articles, make_tree
from tokkasite.config.settings import SITE
from tokkasite.demo.portal import tell_portal
from tokkasite.portal import actions, forms, published, readings
from tokkasite.portal.blocks import PictureBlock
from tokkasite.portal.editing import tell_of_hidden_people
from tokkasite.portal.links import broken_links
from tokkasite.portal.models import (
    Article,
    ArticleContact,
    ContactCard,
    DayOfReading,
    HomePage,
    Letter,
    Message,
    NewsIndex,
    PlainPage,
    Reader,
    StoryIndex,
)
from tokkasite.portal.uploads import DocumentForm
from tokkasite.register.models import Cluster

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Helsinki"))
ARTICLE = "news/a-year-of-work-on-one-page/"


@pytest.fixture
def site(db, settings, tmp_path):
    """The pages of the demonstration, below a front page in each language."""
    settings.DATA = tmp_path
    make_region()
    make_cluster("industry", name_en="Arctic Industry", name_fi="Arktinen teollisuus")
    make_cluster("rural", name_en="Rural", name_fi="Maaseutu")
    actions.build_site()
    tell_portal(DAY)


@pytest.fixture
def coordinator(site):
    return make_user("coordinator", email="coordinator@example.org")


def page(path: str, status: int = 200, **asked: object) -> str:
    response = Client().get(path, **asked)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def faults_of(html: str) -> list[str]:
    """What breaks the rules of HTML, as the parser of the standard names it."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    return [f"{place}: {fault} {told}" for place, fault, told in parser.errors]


@pytest.mark.parametrize("language", ["en", "fi"])
def test_every_kind_of_page_is_right_html_and_names_its_twin(site, language):
    for path in ("", "news/", ARTICLE, "stories/", "stories/ten-minutes-every-friday/", "join/", "industry/"):
        html = page(f"/{language}/{path}")
        assert faults_of(html) == [], path
        other = {"en": "fi", "fi": "en"}[language]
        assert f'hreflang="{other}" href="http://localhost/{other}/{path}"' in html, path
        assert f'<link rel="canonical" href="http://localhost/{language}/{path}">' in html
        assert "<script" not in html.replace("<script src=", "")
    for name in ("site_map", "find", "feedback", "order", "accessibility", "privacy"):
        with translation.override(language):
            assert faults_of(page(reverse(f"portal:{name}"))) == [], name


def test_an_article_tells_who_spoke_whom_to_call_and_that_it_is_invented(site):
    html = page(f"/en/{ARTICLE}")
    for words in ("Aino Hankivuo", "an invented person", "+358 40 000 0001", "NewsArticle", "invented</span>"):
        assert words in html
    assert len(html.encode()) < 150_000


def test_a_card_that_may_not_be_shown_is_on_no_page(site):
    ContactCard.objects.update(is_public=False)
    assert "+358 40 000 0001" not in page(f"/en/{ARTICLE}")
    with translation.override("en"):
        assert str(ContactCard.objects.get()) == "Aino Hankivuo (not shown)"


@pytest.mark.parametrize(("language", "word"), [("en", "label"), ("fi", "laatumerkki")])
def test_the_pdf_has_tags_title_language_and_the_words_of_the_page(site, language, word):
    response = Client().get(f"/{language}/pdf/{ARTICLE}")
    assert response["Content-Type"] == "application/pdf"
    title = Article.objects.get(locale__language_code=language).title
    with pikepdf.open(BytesIO(response.content)) as told:
        assert (str(told.Root.Lang), told.Root.MarkInfo.Marked, told.docinfo["/Title"]) == (language, True, title)
    pages = pypdfium2.PdfDocument(response.content)
    text = " ".join(one.get_textpage().get_text_range() for one in pages)
    assert word in text
    assert "LinkedIn" not in text  # the tools of the screen stay on the screen


def test_the_pdf_is_made_once_and_anew_when_the_words_change(site, settings, monkeypatch):
    made = []
    real = actions and __import__("tokkasite.portal.paper", fromlist=["typeset"])
    whole = real.typeset
    monkeypatch.setattr(real, "typeset", lambda *args: made.append(1) or whole(*args))
    for _ in range(2):
        Client().get(f"/en/pdf/{ARTICLE}")
    article = Article.objects.get(locale__language_code="en")
    article.lead = "Another lead."
    article.save_revision().publish()
    Client().get(f"/en/pdf/{ARTICLE}")
    assert len(made) == 2


@pytest.mark.parametrize("path", ["clusters/industry/", "messages/", "no/such/page/", "../admin/"])
def test_what_is_not_public_is_not_to_be_had_as_pdf(site, path):
    assert Client().get(f"/en/pdf/{path}").status_code == 404


def test_a_pdf_shows_what_visitors_see_also_to_whoever_has_signed_in(coordinator):
    client = Client()
    client.force_login(coordinator)
    assert client.get("/en/pdf/").content[:5] == b"%PDF-"
    assert client.get("/en/pdf/industry/").status_code == 200


def test_the_feeds_and_the_map_for_machines_hold_the_articles(site):
    channel = ET.fromstring(page("/fi/news.rss")).find("channel")
    (item,) = channel.findall("item")
    assert "(Keksitty esittelyä varten.)" in item.findtext("description")
    assert urlsplit(item.findtext("link")).path == f"/fi/{ARTICLE}"
    atom = ET.fromstring(page("/en/news.atom"))
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    assert f"/en/{ARTICLE}" in page("/sitemap.xml")


def test_words_are_found_in_the_pages_of_the_readers_language_alone(site):
    found = published.pages_about("quality label", Locale.objects.get(language_code="en"))
    assert [one.slug for one in found][:1] == ["a-year-of-work-on-one-page"]
    assert published.pages_about("quality label", Locale.objects.get(language_code="fi")) == []
    assert "No page has these words" in page("/en/find/?q=zebra")


def test_an_unpublished_page_is_nowhere(site):
    article = Article.objects.get(locale__language_code="en")
    article.unpublish()
    for path in ("/en/", "/en/news/", "/en/site-map/", "/en/find/?q=label", "/en/news.rss", "/sitemap.xml"):
        assert "A year of work on one page" not in page(path), path
    assert Client().get(f"/en/{ARTICLE}").status_code == 404
    assert 'hreflang="en" href="http://localhost/en/news/' not in page(f"/fi/{ARTICLE}")


def test_a_link_to_a_page_that_is_gone_from_view_is_reported(site):
    plain = PlainPage.objects.get(locale__language_code="en")
    target = Article.objects.get(locale__language_code="en")
    plain.body = [("text", f'<p><a linktype="page" id="{target.pk}">news</a></p>')]
    plain.save_revision().publish()
    assert broken_links() == []
    target.unpublish()
    assert [(one.page.title, one.target) for one in broken_links()] == [(plain.title, target.title)]


def test_a_page_that_nobody_translated_says_in_which_language_it_is_shown(site):
    html = page(f"/sv/{ARTICLE}")
    assert "Sidan har inte översatts ännu. Den visas på finska." in html
    assert '<div lang="fi">' in html
    assert f'<link rel="canonical" href="http://localhost/fi/{ARTICLE}">' in html
    assert 'lang="se" aria-current="true">Davvisámegiella' in page(f"/se/{ARTICLE}")
    article = Article.objects.get(locale__language_code="sv")
    article.alias_of = None
    article.title = "Ett års arbete på en sida"
    article.save_revision().publish()
    html = page(f"/sv/{ARTICLE}")
    assert ("Ett års arbete" in html, "inte översatts" in html) == (True, False)


def test_pages_of_work_are_led_from_swedish_to_finnish(coordinator):
    client = Client()
    client.force_login(coordinator)
    response = client.get("/sv/messages/?page=1")
    assert (response.status_code, response.url) == (302, "/fi/messages/?page=1")
    assert client.get("/sv/feedback/").status_code == 200


def test_the_words_of_every_language_are_those_that_the_site_says():
    def said(code: str) -> set[object]:
        with (SITE / "locale" / code / "LC_MESSAGES" / "django.po").open("rb") as text:
            return {message.id[0] if isinstance(message.id, tuple) else message.id for message in read_po(text)}

    for code in ("sv", "se"):
        assert said(code) - said("fi") == set(), code


# Messages

SENT = {
    "about": "accessibility",
    "text": "The map cannot be read aloud.",
    "email": "reader@example.org",
    "page": "/en/",
}


def send(client: Client | None = None, *, seconds: int = 60, **changes: str):
    """Fill in the form as a person does who opened it some seconds ago."""
    began = forms.signing.TimestampSigner(salt=forms.SALT)
    with pytest.MonkeyPatch.context() as patch:
        opened = forms.signing.time.time() - seconds
        patch.setattr(forms.signing.time, "time", lambda: opened)
        stamp = forms.signing.dumps("", salt=forms.SALT)
    assert began
    return (client or Client()).post("/en/feedback/", SENT | {"began": stamp} | changes)


def test_a_message_is_kept_with_the_day_by_which_it_is_answered(site):
    html = send().content.decode()
    message = Message.objects.get()
    assert (message.is_suspect, message.language, message.page) == (False, "en", "/en/")
    assert message.due_on == message.received_at.astimezone(NOON.tzinfo).date() + timedelta(days=14)
    assert "at the latest" in html


@pytest.mark.parametrize(
    ("seconds", "changes"),
    [(60, {"nickname": "x"}), (1, {}), (60, {"began": "forged"}), (3 * 24 * 60 * 60, {})],
    ids=["what nobody sees is filled in", "too quick", "forged", "opened days ago"],
)
def test_what_looks_like_a_machines_is_kept_apart_and_not_lost(site, seconds, changes):
    assert send(seconds=seconds, **changes).status_code == 200
    assert Message.objects.get().is_suspect


def test_a_flood_loses_no_message_and_real_ones_stay_in_front(site):
    first = send(text="I am a person.")
    for number in range(60):
        send(seconds=1, text="Buy now!" if number % 2 else f"Buy now {number}!")
    assert first.status_code == 200
    waiting = list(published.waiting_messages())
    assert (waiting[0].text, waiting[0].is_suspect) == ("I am a person.", False)
    assert len(waiting) == 32  # thirty that differ, and one that came thirty times
    assert Message.objects.get(text="Buy now!").times == 30


def test_a_message_without_words_is_refused_with_the_reason(site):
    html = send(text=" ").content.decode()
    assert Message.objects.count() == 0
    assert "This field is required" in html


def test_an_answer_goes_to_whoever_asked_in_their_language(coordinator, django_capture_on_commit_callbacks):
    message = actions.receive(**SENT, language="fi", is_suspect=False, now=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer(message=message, text="Korjasimme kartan.", now=NOON + timedelta(days=2), by=coordinator)
    (letter,) = mail.outbox
    assert (letter.to, "20.11.2026" in letter.subject) == (["reader@example.org"], True)
    assert letter.body.startswith("Korjasimme kartan.")
    with pytest.raises(ValidationError, match="answered already"):
        actions.answer(message=message, text="Again", now=NOON, by=coordinator)


def test_the_coordinator_answers_on_screen_and_sees_what_is_late(coordinator):
    message = actions.receive(**SENT, language="en", is_suspect=False, now=NOON - timedelta(days=30))
    client = Client()
    client.force_login(coordinator)
    assert "late" in client.get("/en/messages/").content.decode()
    client.post(f"/en/messages/{message.pk}/", {"answer": "It is mended."})
    message.refresh_from_db()
    assert (message.answer, message.answered_by) == ("It is mended.", coordinator)
    assert "Everything has been answered" in client.get("/en/messages/").content.decode()


def test_addresses_go_a_year_after_the_answer_and_the_message_stays(coordinator):
    message = actions.receive(**SENT, language="en", is_suspect=False, now=NOON)
    actions.answer(message=message, text="Yes.", now=NOON, by=coordinator)
    assert actions.forget_senders(day=DAY + timedelta(days=365)) == 0
    assert actions.forget_senders(day=DAY + timedelta(days=367)) == 1
    assert Message.objects.get().email == ""


# Letters


def ordered(django_capture_on_commit_callbacks, **changes: object) -> Reader:
    with django_capture_on_commit_callbacks(execute=True):
        told = {"email": "Reader@example.org", "kind": "letter", "language": "en", "now": NOON} | changes
        return actions.order(**told)


def test_nobody_gets_letters_who_did_not_confirm(coordinator, django_capture_on_commit_callbacks):
    reader = ordered(django_capture_on_commit_callbacks)
    ordered(django_capture_on_commit_callbacks)  # asked again at once: no second letter
    (asked,) = mail.outbox
    link = next(word for word in asked.body.split() if "/letters/confirm/" in word)
    letter = Letter(kind="letter", language="en", subject="News of November")
    article = Article.objects.get(locale__language_code="en")
    assert actions.send_letter(letter=letter, articles=[article], now=NOON, by=coordinator).count == 0
    path = urlsplit(link).path
    assert "Confirm" in page(path)
    assert Reader.objects.get().confirmed_at is None  # opening the page is not yet a yes
    Client().post(path)
    again = Letter(kind="letter", language="en", subject="News of November")
    assert actions.send_letter(letter=again, articles=[article], now=NOON, by=coordinator).count == 1
    sent = mail.outbox[-1]
    assert (sent.to, article.title in sent.body) == ([reader.email], True)
    stop = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert (
        Client(enforce_csrf_checks=True).post(urlsplit(stop).path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    )
    assert Reader.objects.count() == 0


def test_an_address_that_fails_keeps_nobody_else_from_the_letter(coordinator, monkeypatch):
    for name in ("a", "b", "c"):
        Reader.objects.create(
            email=f"{name}@example.org", kind="press", language="fi", asked_at=NOON, confirmed_at=NOON
        )
    real = mail.EmailMessage.send

    def send_or_fail(self, *args, **kwargs):
        if self.to == ["b@example.org"]:
            raise OSError("mailbox full")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "send", send_or_fail)
    letter = Letter(kind="press", language="fi", subject="Tiedote")
    articles = list(Article.objects.filter(locale__language_code="fi"))
    sent = actions.send_letter(letter=letter, articles=articles, now=NOON, by=coordinator)
    assert (sent.count, sent.failed, len(mail.outbox)) == (2, 1, 2)


def test_orders_that_nobody_confirmed_are_forgotten_after_a_week(site, django_capture_on_commit_callbacks):
    ordered(django_capture_on_commit_callbacks)
    assert actions.forget_orders(day=DAY + timedelta(days=7)) == 0
    assert actions.forget_orders(day=DAY + timedelta(days=8)) == 1


# Editors


def test_a_team_writes_and_a_coordinator_publishes(site, coordinator):
    manager = make_user("manager", Cluster.objects.get(key="industry"), email="manager@example.org")
    home = HomePage.objects.get(locale__language_code="en")
    for user, publishes in ((manager, False), (coordinator, True)):
        tester = home.permissions_for_user(type(user).objects.get(pk=user.pk))
        assert (tester.can_edit(), tester.can_add_subpage(), tester.can_publish()) == (True, True, publishes)


def test_the_pages_are_built_once_however_often_one_asks(site):
    before = Page.objects.count()
    actions.build_site()
    assert Page.objects.count() == before
    assert (NewsIndex.objects.count(), StoryIndex.objects.count()) == (4, 4)


def picture(width: int, height: int, kind: str = "PNG") -> BytesIO:
    content = BytesIO()
    Image.new("1", (width, height)).save(content, kind)
    content.seek(0)
    return content


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("big.png", lambda: picture(8000, 6250).getvalue(), "too many pixels"),
        (
            "drawing.svg",
            lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "Not a supported image format",
        ),
        ("not.png", lambda: b"MZ not a picture", "valid image"),
    ],
    ids=["fifty megapixels", "a script in an SVG", "no picture at all"],
)
def test_a_picture_that_harms_is_refused_with_a_word(site, name, content, says, django_file):
    with translation.override("en"):
        form_class = get_image_form(get_image_model())
        form = form_class({"title": "x"}, {"file": django_file(name, content())}, instance=get_image_model()())
        assert not form.is_valid()
        assert says in " ".join(form.errors["file"])


@pytest.fixture
def article(db) -> Article:
    make_region()
    cluster = make_cluster("industry")
    return make_articles(make_tree(cluster), cluster, DAY)["en"]


def form_of(article: Article, **changes: object):
    """The form of the editing screen with what an editor wrote."""
    form_class = Article.get_edit_handler().get_form_class()
    told = nested_form_data(
        {
            "title": article.title,
            "slug": article.slug,
            "published_on": "2026-11-08",
            "lead": article.lead,
            "body": streamfield([]),
            "contacts": inline_formset([]),
            "comments": inline_formset([]),
        }
        | changes
    )
    return form_class(told, instance=article, for_user=make_user("coordinator", email="editor@example.org"))


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("lead", '<p class="MsoNormal"><o:p>News</o:p></p>', '<p class="MsoNormal">'),
        ("lead", "News mso-ansi-language: FI", "mso-ansi-language:"),
        ("title", "News<br>of November", "<br>"),
        ("body", [("quote", {"text": "We <b>won</b>.", "speaker": "Aino", "role": ""})], "<b>"),
    ],
)
def test_markup_pasted_from_a_word_processor_is_refused_with_what_to_do(article, field, text, found):
    with translation.override("en"):
        form = form_of(article, **{field: streamfield(text) if field == "body" else text})
        assert not form.is_valid()
        assert f"markup of another program: {found}. Readers would see it." in " ".join(map(str, form.errors[field]))


def test_plain_text_may_hold_signs_that_look_like_markup(article):
    assert form_of(article, lead="Costs < 5 EUR and a < b, > 3; we <3 ash.").errors == {}


def test_rich_text_keeps_nothing_of_a_word_processors_markup():
    converter = ContentstateConverter(features=["h3", "bold", "link"])
    pasted = (
        '<p class="MsoNormal" style="mso-margin-top-alt:auto"><span lang="FI">Tuhka <o:p></o:p></span><b>lannoittaa</b>'
        '<script>alert(1)</script><a href="javascript:alert(1)">x</a></p>'
    )
    kept = converter.to_database_format(converter.from_database_format(pasted))
    assert [word for word in ("Mso", "mso", "o:p", "span", "<script", "javascript") if word in kept] == []
    assert ("Tuhka" in kept, "<b>lannoittaa</b>" in kept) == (True, True)


def test_a_picture_asks_for_the_words_that_stand_for_it(db, settings, tmp_path, django_file):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="x", file=django_file("x.png", picture(9, 9).getvalue()))
    block = PictureBlock()
    told = {"p-caption": "", "p-credit": "", "p-image-image": str(image.pk), "p-image-alt_text": ""}
    with translation.override("en"), pytest.raises(ValidationError) as wrong:
        block.clean(block.value_from_datadict(told, {}, "p"))
    with translation.override("en"):
        (says,) = wrong.value.block_errors["image"].as_json_data()["blockErrors"]["alt_text"]["messages"]
        assert str(says) == "Please add some alt text for your image or mark it as decorative"
    for answered in ({"p-image-alt_text": "A kiln at night"}, {"p-image-decorative": "on"}):
        block.clean(block.value_from_datadict(told | answered, {}, "p"))


def test_an_editor_who_chose_somebody_whom_no_page_may_show_is_told(article, rf):
    card = ContactCard.objects.create(name="Aino Hankivuo", title_fi="päällikkö")
    ArticleContact.objects.create(page=article, card=card)
    request = rf.get("/")
    request._messages = CookieStorage(request)
    with translation.override("en"):
        tell_of_hidden_people(request, article)
        ContactCard.objects.update(is_public=True)
        tell_of_hidden_people(request, article)
    (said,) = map(str, request._messages)
    assert said.startswith("Not shown on the page: Aino Hankivuo.")


@pytest.fixture
def django_file():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile


@pytest.mark.parametrize(
    ("name", "content", "is_right"),
    [
        ("plan.pdf", b"%PDF-1.7\n1 0 obj", True),
        ("plan.pdf", b"MZ\x90\x00\x03\x00\x00\x00", False),
        ("list.csv", b"name;town\nAlfa;Kemi\n", True),
        ("list.csv", b"PK\x03\x04 packed", False),
    ],
)
def test_a_document_must_be_what_its_name_says(django_file, name, content, is_right):
    form = DocumentForm.__new__(DocumentForm)
    form.cleaned_data = {"file": django_file(name, content)}
    form.__dict__["changed_data"] = ["file"]
    if is_right:
        assert form.clean_file().name == name
    else:
        with translation.override("en"), pytest.raises(ValidationError, match="not what its name says"):
            form.clean_file()


# Readings and the kept pages


def test_a_page_is_counted_for_people_and_not_for_machines(site, monkeypatch):
    tally = readings.Tally()
    monkeypatch.setattr(readings, "TALLY", tally)
    for agent, asks in (("Mozilla/5.0", {}), ("Googlebot/2.1", {}), ("Mozilla/5.0", {"DNT": "1"}), ("", {})):
        page("/en/news/", headers={"user-agent": agent, **asks})
    page("/en/feedback/", headers={"user-agent": "Mozilla/5.0"})  # a form is no page of the site
    tally.hand_on()
    tally.hand_on()
    assert list(DayOfReading.objects.values_list("path", "count")) == [("/en/news/", 1)]


def test_visitors_get_the_kept_page_and_editors_a_fresh_one(coordinator, django_assert_num_queries):
    visitor, editor = Client(), Client()
    editor.force_login(coordinator)
    assert visitor.get("/en/news/")["X-Wagtail-Cache"] == "miss"
    with django_assert_num_queries(0):
        assert visitor.get("/en/news/")["X-Wagtail-Cache"] == "hit"
    assert editor.get("/en/news/")["X-Wagtail-Cache"] == "skip"
    assert visitor.get("/en/feedback/")["X-Wagtail-Cache"] == "skip"  # a form bears the key of its visitor
    article = Article.objects.get(locale__language_code="en")
    article.title = "A new title"
    article.save_revision().publish()
    assert "A new title" in visitor.get("/en/news/").content.decode()
