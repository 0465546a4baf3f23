"""Public pages tell the same as the library; answers come in, change shares, and are taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate

from tests.builders import LONG_AGO, make_cluster, make_user
from tests.workbooks import workbook
from tokkasite.leakage import actions, readers, sentences
from tokkasite.leakage.models import Answer, AnswerLine, Asked
from tokkasite.register.actions import load_region
from tokkasite.register.models import Municipality

TODAY = date(2026, 11, 29)
LEDGER = "Toimittaja;Tili;Summa;Postinumero\n" + "".join(
    f"Myyjä {at};4500 Elintarvikkeet;{1000 + at},50;{'97700' if at % 2 else '00100'}\n" for at in range(100)
)


@pytest.fixture
def ours(db):
    load_region()
    return make_cluster("ours")


@pytest.fixture
def place(ours):
    return Municipality.objects.get(name_fi="Ranua")


@pytest.fixture
def team(ours, client):
    user = make_user("team", ours)
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def at(name, *args):
    return reverse(f"leakage:{name}", args=args)


def draft(ours, place, text=LEDGER, **told):
    given = {"home": "97700-97799", "region": "94-99", "year": 2025, "file": "ledger.csv", "by": None, "today": TODAY}
    return actions.draft_ledger(cluster=ours, municipality=place, content=text.encode("cp1252"), **given | told)


def taken(ours, place, **told):
    answer = draft(ours, place, **told)
    products = {line.pk: line.product for line in answer.lines.all()}
    actions.take_in(answer=answer, products=products, is_checked=True, by=None, today=TODAY)
    answer.refresh_from_db()
    return answer


def kitchen(ours, place, euros=100_000, local=20_000, regional=50_000):
    line = AnswerLine(buyer="public", product="10_12", euros=euros, regional=regional, local=local)
    told = {"kind": Answer.Kind.KITCHENS, "name": "Kitchen", "year": 2025, "lines": [line], "facts": {}}
    return actions.keep_answer(cluster=ours, municipality=place, by=None, today=TODAY, **told)


def test_the_list_leads_to_every_municipality(ours, client):
    page = client.get(at("municipalities"))
    assert len(page.context["rows"]) == 21
    assert all(at("municipality", row.key) in page.text for row in page.context["rows"])


def test_a_page_tells_what_was_bought_where_it_goes_and_five_leaks(ours, client):
    page = client.get(at("municipality", "ranua"))
    assert [str(buyer) for buyer, _went in page.context["buyers"]] == ["Households", "Public services", "Firms"]
    assert len(page.context["leaks"]) == 5
    assert "basic prices" in page.text
    assert sum(percent for _name, percent in page.context["ends"]) == pytest.approx(100, abs=0.1)


def test_a_municipality_is_found_by_its_code_too_and_an_unknown_one_is_not_there(ours, client):
    assert client.get(at("municipality", "683")).context["place"].name_fi == "Ranua"
    assert client.get(at("municipality", "helsinki")).status_code == 404
    assert client.get(at("municipality", "ranua") + "?about=gold").status_code == 404


@pytest.mark.parametrize("topic", ["food", "energy", "all"])
def test_three_sentences_split_the_euro_whole(ours, place, topic):
    page = readers.page_of(place, topic)
    said = sentences.aloud(page)
    assert len(said) == 3
    cents = [int(word) for word in said[1].replace(".", "").split() if word.isdigit()]
    assert sum(cents[:3]) == 100


def test_sums_are_said_as_people_say_them():
    assert sentences.euros_in_words(6_345_000) == "6.3 million euros"
    assert sentences.euros_in_words(247_600) in ("248,000 euros", "248000 euros")


def test_published_figures_stand_beside_ours_also_where_they_do_not_hold(ours, client):
    page = client.get(at("claims"))
    found = {claim["verdict"] for claim in page.context["claims"]}
    by_key = {claim.told["key"]: claim.ours for claim in readers.claims()}
    assert round(by_key["food_brought_in"]) == 394
    assert round(by_key["food_share"], 1) == 9.3
    assert round(by_key["half_of_buying_power"]) == 15
    assert round(by_key["village_energy"]) == 131
    assert found == {"supported", "same_order", "not_supported"}
    assert "Cannot be reckoned again" in page.text


def test_a_ledger_waits_with_a_verdict_for_every_row_and_changes_nothing(ours, place):
    before = readers.account(place).went(["public"], ["10_12"])
    answer = draft(ours, place)
    assert answer.is_draft
    assert [row[4] for row in answer.rows[:2]] == ["outside", "home"]
    assert "Myyjä" not in str(answer.rows)
    assert readers.account(place).went(["public"], ["10_12"]) == before


def test_a_ledger_that_is_taken_in_moves_its_purchase_and_is_told_before_and_after(ours, place):
    answer = taken(ours, place)
    (change,) = readers.changes_of(answer)
    assert change.home_before.mean < 0.1
    assert 0.3 < change.home_after.mean < 0.55
    assert change.home_after.high - change.home_after.low < 0.35
    assert answer.rows == []


def test_a_ledger_taken_back_leaves_the_figures_as_they_were(ours, place):
    before = readers.account(place).went(["public"])
    answer = taken(ours, place)
    assert readers.account(place).went(["public"]) != before
    actions.take_back(answer=answer, by=None, today=TODAY)
    assert readers.account(place).went(["public"]) == before
    assert Answer.objects.get().withdrawn_on == TODAY


def test_a_draft_that_is_forgotten_is_gone(ours, place):
    actions.take_back(answer=draft(ours, place), by=None, today=TODAY)
    assert not Answer.objects.exists()


def test_the_same_file_comes_in_once_until_it_is_taken_back(ours, place):
    answer = taken(ours, place)
    with pytest.raises(ValidationError, match="in already"):
        draft(ours, place)
    actions.take_back(answer=answer, by=None, today=TODAY)
    draft(ours, place)


def test_of_two_ledgers_the_latest_year_counts(ours, place):
    taken(ours, place, year=2024)
    newer = taken(ours, place, text=LEDGER.replace("97700", "00100"), year=2025)
    told = readers.told_by(readers.counting(place))
    assert [one.local for one in told] == [line.local for line in newer.lines.all()]


def test_sums_that_look_wrong_must_be_looked_at(ours, place):
    answer = draft(ours, place, text=LEDGER.replace(",50;", "50000;"))
    assert answer.facts["suspicions"]
    products = {line.pk: line.product for line in answer.lines.all()}
    with pytest.raises(ValidationError, match="seems wrong"):
        actions.take_in(answer=answer, products=products, is_checked=False, by=None, today=TODAY)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"text": "Tili;Summa sis. alv\n4500;10\n"}, "value-added tax"),
        ({"text": "kuvaus\nx\n"}, "column"),
        ({"home": "Ranua"}, "postcode"),
        ({"home": "00100"}, "among those of Lapland"),
    ],
)
def test_a_ledger_that_cannot_be_is_refused_in_words(ours, place, told, says):
    with pytest.raises(ValidationError, match=says):
        draft(ours, place, **told)
    assert not Answer.objects.exists()


def test_the_team_walks_from_the_file_to_what_it_changed(team, ours, place):
    sent = {
        "municipality": place.pk, "year": "2025", "home": "97700-97799", "region": "94-99", "is_net": "on",
        "file": SimpleUploadedFile("l.csv", LEDGER.encode("cp1252")),
    }  # fmt: skip
    page = team.post(at("ledger", "ours"), sent, follow=True)
    assert "Every row with its verdict" in page.text
    answer = Answer.objects.get()
    line = answer.lines.get()
    page = team.post(answer.get_absolute_url(), {f"line_{line.pk}": "10_12", "is_checked": "on"}, follow=True)
    assert "What this answer changed" in page.text
    page = team.post(answer.get_absolute_url(), {"back": ""}, follow=True)
    assert "taken back" in page.text


def excel(text):
    """The same list as a workbook, its sums as numbers."""
    headings, *lines = (line.split(";") for line in text.splitlines())
    return workbook(
        headings, *((who, account, float(sum_.replace(",", ".")), code) for who, account, sum_, code in lines)
    )


def test_a_ledger_may_be_a_workbook(team, ours, place):
    sent = {
        "municipality": place.pk, "year": "2025", "home": "97700-97799", "region": "94-99", "is_net": "on",
        "file": SimpleUploadedFile("l.xlsx", excel(LEDGER)),
    }  # fmt: skip
    page = team.post(at("ledger", "ours"), sent, follow=True)
    assert "read as Excel workbook" in page.text
    of_text = draft(ours, place).lines.get()
    assert page.context["answer"].lines.get().local == of_text.local


def test_a_row_that_is_kept_out_is_told_by_its_row_and_column(team, ours, place):
    answer = draft(ours, place, text=LEDGER + "Myyjä;4500 Elintarvikkeet;paljon;97700\nYhteensä;;104950;\n")
    first, second = team.get(answer.get_absolute_url()).context["rows"][:2]
    assert (first["number"], first["column"], first["says"]) == (102, "Summa", "“paljon” is no number.")
    assert (second["number"], second["verdict"]) == (103, "aside")
    # What is said is kept as a remark, so that every reader gets it in his own language.
    assert answer.rows[-2][6] == {"message": "“%(value)s” is no number.", "values": {"value": "paljon"}}


def test_a_file_without_the_tick_or_with_a_wrong_postcode_comes_back_with_words(team, ours, place):
    sent = {"municipality": place.pk, "year": "1066", "home": "x", "region": "94-99"}
    page = team.post(at("ledger", "ours"), sent)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"year", "file", "is_net"}
    assert not Answer.objects.exists()


def test_kitchens_count_at_once(team, ours, place):
    sent = {
        "municipality": place.pk, "year": "2025", "name": "Keskuskeittiö",
        "euros_10_12": "100000", "local_10_12": "20", "regional_10_12": "50",
    }  # fmt: skip
    page = team.post(at("kitchens", "ours"), sent, follow=True)
    assert "What this answer changed" in page.text
    line = AnswerLine.objects.get()
    assert (line.local, line.regional, line.euros) == (20_000, 50_000, 100_000)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"local_02_03": "60", "regional_02_03": "50", "euros_02_03": "10"}, "regional_02_03"),
        ({"local_02_03": "60", "regional_02_03": "60"}, "euros_02_03"),
        ({"euros_02_03": "10"}, "local_02_03"),
        ({"euros_02_03": "10", "local_02_03": "160", "regional_02_03": "170"}, "local_02_03"),
    ],
)
def test_parts_that_cannot_be_are_refused_at_their_field(team, ours, place, told, field):
    page = team.post(at("heat", "ours"), {"municipality": place.pk, "year": "2025", "name": "Plant"} | told)
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_millions_told_for_euros_are_refused(ours, place):
    with pytest.raises(ValidationError, match="in cents"):
        kitchen(ours, place, euros=100_000_000, local=0, regional=0)


SIX = {
    "year": "2025", "turnover": "600000", "wages": "200000", "wages_local": "90", "owner": "municipality",
    "product_1": "10_12", "euros_1": "150000", "local_1": "10", "regional_1": "30", "consent": "on",
}  # fmt: skip


def ask(ours, place, today=TODAY):
    return actions.ask_firm(cluster=ours, municipality=place, firm="Leipomo", language="fi", by=None, today=today)


@pytest.fixture
def link(ours, place):
    return at("question", ask(ours, place, today=localdate())[1])


def test_a_firm_answers_without_an_account_once(link, client):
    assert "Six questions to Leipomo" in client.get(link).text
    page = client.post(link, SIX)
    assert "Thank you" in page.text
    answer = Answer.objects.get()
    assert (answer.kind, answer.facts["wages_local"], answer.by) == ("firm", 180_000, None)
    assert answer.lines.get().local == 15_000
    assert "answered already" in client.get(link).text
    assert client.post(link, SIX).status_code == 422
    assert Answer.objects.count() == 1


def test_a_firm_that_does_not_agree_or_writes_nonsense_keeps_nothing(link, client):
    page = client.post(link, SIX | {"consent": "", "turnover": "600", "local_1": "200"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"consent", "turnover", "local_1"}
    assert not Answer.objects.exists()


def test_the_local_multiplier_of_a_firm_counts_three_rounds(link, client, place):
    client.post(link, SIX)
    answer = Answer.objects.get()
    second = (180_000 + 15_000) / 600_000
    assert 1 + second < readers.lm3_of(answer) < 1 + 2 * second


def test_a_link_that_is_late_or_closed_opens_nothing(ours, place):
    asked, token = ask(ours, place, today=LONG_AGO)
    assert actions.question_of(token, LONG_AGO + timedelta(days=60))[1] == "open"
    assert actions.question_of(token, LONG_AGO + timedelta(days=61))[1] == "late"
    actions.withdraw_question(asked=asked, by=None, today=LONG_AGO)
    assert actions.question_of(token, LONG_AGO)[1] == "withdrawn"
    assert actions.question_of("nobody-has-this-one", LONG_AGO) == (None, "")


def test_links_are_not_guessed_without_end(ours, client):
    found = [client.get(at("question", f"guess{number}")).status_code for number in range(14)]
    assert found == [404] * 12 + [429] * 2


def test_the_link_is_shown_once_and_only_its_digest_is_kept(team, ours, place):
    page = team.post(at("ask", "ours"), {"municipality": place.pk, "firm": "Leipomo", "language": "fi"}, follow=True)
    link = page.context["link"]
    assert "/fi/" in link
    assert Asked.objects.get().digest not in link
    assert "leakage/questions" not in team.get(at("leaks", "ours")).text


@pytest.fixture
def mailed(team, place, settings, mailoutbox):
    """A firm to which the team has written."""
    settings.SENDS_MAIL = True
    sent = {"municipality": place.pk, "firm": "Leipomo", "email": "toimisto@leipomo.example", "language": "fi"}
    team.post(at("ask", "ours"), sent)
    return Asked.objects.get()


def test_the_letter_asks_in_two_languages_and_says_until_when_and_whom_to_ask(mailed, mailoutbox, client):
    (letter,) = mailoutbox
    links = [word for word in letter.body.split() if "/leakage/questions/" in word]
    assert letter.to == ["toimisto@leipomo.example"]
    assert [("/fi/" in link, "/en/" in link) for link in links] == [(True, False), (False, True)]
    assert date_format(mailed.expires_on, "SHORT_DATE_FORMAT") in letter.body
    assert letter.reply_to == [mailed.by.email]
    assert mailed.by.email in letter.body
    assert "Six questions to Leipomo" in client.get(links[1]).text


def test_a_firm_is_written_to_twice_at_most(team, mailed, mailoutbox):
    for _time in range(3):
        page = team.post(at("ask_again", "ours", mailed.pk), follow=True)
    assert len(mailoutbox) == 2
    assert "no third letter" in mailoutbox[1].body
    assert "gets no more letters" in page.text
    old = next(word for word in mailoutbox[0].body.split() if "/questions/" in word).rstrip("/").rpartition("/")[2]
    assert actions.question_of(old, localdate()) == (None, "")


def test_a_letter_that_does_not_leave_is_not_counted_and_the_link_is_shown(team, place, settings, mailoutbox):
    settings.SENDS_MAIL = False
    sent = {"municipality": place.pk, "firm": "Leipomo", "email": "toimisto@leipomo.example", "language": "en"}
    page = team.post(at("ask", "ours"), sent, follow=True)
    assert (mailoutbox, Asked.objects.get().letters) == ([], 0)
    assert "No letter was sent" in page.text
    assert page.context["link"]


def test_an_address_is_forgotten_with_the_answer_the_closed_link_or_the_last_day(ours, place, client):
    def asked_with_address(today=TODAY):
        told = {"firm": "Leipomo", "language": "en", "email": "a@leipomo.example", "by": None, "today": today}
        return actions.ask_firm(cluster=ours, municipality=place, **told)

    client.post(at("question", asked_with_address(localdate())[1]), SIX)
    actions.withdraw_question(asked=asked_with_address()[0], by=None, today=TODAY)
    asked_with_address(TODAY - timedelta(days=60))
    late, _token = asked_with_address(TODAY - timedelta(days=61))
    assert actions.forget_addresses(day=TODAY) == 1
    late.refresh_from_db()
    assert late.email == ""
    assert Asked.objects.exclude(email="").count() == 1


def test_what_a_firm_answered_is_for_the_team_alone(ours, place, client, link):
    client.post(link, SIX)
    client.force_login(make_user("auditor", ours))
    assert client.get(at("leaks", "ours")).status_code == 200
    assert client.get(Answer.objects.get().get_absolute_url()).status_code == 404


def test_an_invented_answer_marks_the_page(ours, place, client):
    kitchen(ours, place)
    assert "tag-invented" not in client.get(at("municipality", "ranua")).text
    Answer.objects.update(is_invented=True)
    assert "tag-invented" in client.get(at("municipality", "ranua")).text
