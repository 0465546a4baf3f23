"""Letters on interests: who is told what, once, in which language, and what no letter tells."""

from datetime import date, timedelta
from urllib.parse import urlparse

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.tokkasite.partners.conftest import DAY
from tokkasite.partners import actions, letters
from tokkasite.partners.models import LetterSent, NoLetters
from tokkasite.register.models import Mandate


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.SENDS_MAIL, settings.LANGUAGE_CODE = True, "en"


def asked(world):
    return actions.ask(asks=world.seeks, asked=world.gives, by=world.seeker.user, today=DAY)


def sent(day: date = DAY) -> list[tuple[str, str]]:
    """To whom letters went on a day, and what they say."""
    mail.outbox.clear()
    letters.send_letters(day=day)
    return [(one.to[0], one.body) for one in mail.outbox]


def test_who_is_asked_hears_of_it_once_and_reads_no_name_and_no_contact(world):
    asked(world)
    ((to, body),) = sent()
    assert to == "nopea@example.org"
    assert "Company in FI asks for your profile “About Nopea Oy”. You can answer until 9 Apr 2026." in body
    assert [word in body for word in ("Hidas", "hidas@example.org", "welding")] == [False, False, False]
    assert sent() == []


def test_a_name_that_is_shown_openly_is_told_and_its_contact_is_not(world):
    world.seeks.anonymity = "named"
    world.seeks.save()
    asked(world)
    ((_to, body),) = sent()
    assert ["Hidas Oy asks" in body, "hidas@example.org" in body] == [True, False]


def test_who_asked_hears_the_answer_with_the_name_only_where_both_agreed(world):
    interest = asked(world)
    sent()
    actions.answer(interest=interest, agrees=True, by=None, today=DAY)
    ((to, body),) = sent()
    assert (to, "Nopea Oy agreed" in body, "nopea@example.org" in body) == ("hidas@example.org", True, False)


def test_a_refusal_tells_no_name(world):
    interest = asked(world)
    sent()
    actions.answer(interest=interest, agrees=False, by=None, today=DAY)
    ((to, body),) = sent()
    assert (to, "has declined" in body, "Nopea Oy" in body) == ("hidas@example.org", True, False)


def test_a_proposal_is_told_to_the_asking_side_alone(world):
    actions.propose(asks=world.seeks, asked=world.gives, by=world.manager, today=DAY)
    assert [(to, "team proposes a partner" in body) for to, body in sent()] == [("hidas@example.org", True)]


def test_both_sides_hear_five_days_before_an_interest_lapses_and_not_again(world):
    interest = asked(world)
    sent()
    ends = interest.expires_on
    assert sent(ends - timedelta(days=6)) == []
    told = dict(sent(ends - timedelta(days=5)))
    assert "still waits for your answer" in told["nopea@example.org"]
    assert "has not answered yet" in told["hidas@example.org"]
    assert sent(ends) == []
    assert sent(ends + timedelta(days=1)) == []


def test_who_hears_of_an_interest_in_its_last_days_is_not_told_twice(world):
    interest = asked(world)
    late = interest.expires_on - timedelta(days=2)
    assert [to for to, _body in sent(late)] == ["hidas@example.org", "nopea@example.org"]
    assert sent(late + timedelta(days=1)) == []


def test_nothing_is_told_of_a_side_that_took_its_consent_back(world):
    asked(world)
    actions.withdraw(profile=world.seeks, by=world.seeker.user, today=DAY)
    assert sent() == []


def test_old_answers_are_no_news_to_a_member_who_comes_later(world):
    interest = asked(world)
    actions.answer(interest=interest, agrees=True, by=None, today=DAY)
    Mandate.objects.filter(pk=world.seeker.mandate.pk).update(from_on=DAY + timedelta(days=1))
    assert sent(DAY + timedelta(days=2)) == []


def test_the_letter_is_in_the_language_of_its_reader(world):
    world.giver.user.language = "fi"
    world.giver.user.save()
    asked(world)
    ((_to, body),) = sent()
    assert ["9.4.2026" in body, "/fi/partners/letters/stop/" in body] == [True, True]


def test_one_press_stops_the_letters_and_opening_the_link_does_not(world):
    asked(world)
    letters.send_letters(day=DAY)
    stop = urlparse(mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")).path
    client = Client(enforce_csrf_checks=True)
    assert (client.get(stop).status_code, NoLetters.objects.exists()) == (200, False)
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoLetters.objects.get().mandate == world.giver.mandate
    LetterSent.objects.all().delete()
    assert sent() == []
    assert client.get(reverse("partners:stop", args=[f"{world.giver.mandate.pk}:forged"])).status_code == 404


def test_a_member_stops_and_wants_letters_on_the_own_page(world):
    client = Client()
    client.force_login(world.giver.user)
    address = reverse("partners:letters", args=[world.giver.mandate.pk])
    assert client.post(address, {"stop": "1"}, follow=True).context["gets_letters"] is False
    assert client.post(address, follow=True).context["gets_letters"] is True
    assert client.post(reverse("partners:letters", args=[world.seeker.mandate.pk])).status_code == 404


def test_a_letter_that_fails_is_sent_the_next_night(world, monkeypatch):
    asked(world)
    fails = iter([True, False])

    def send(**told: str) -> None:
        if next(fails):
            raise OSError("no line")
        mail.outbox.append(told)

    monkeypatch.setattr(letters, "send_stoppable", send)
    with pytest.raises(OSError, match="no line"):
        letters.send_letters(day=DAY)
    assert (LetterSent.objects.count(), letters.send_letters(day=DAY + timedelta(days=1))) == (0, 1)
