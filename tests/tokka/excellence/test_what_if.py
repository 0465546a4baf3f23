"""What if more were done: imagined records change the findings, and nothing kept. §: docs/explanation/excellence.md."""

from datetime import date

import pytest

from tests.tokka.excellence.builders import DAY, committed, companies, row, takes_part
from tokka.excellence.assess import assess, evidence_on
from tokka.excellence.book import Book, Sight, WrongRecord
from tokka.excellence.deeds import DEEDS, left_by, with_all
from tokka.excellence.records import Participant
from tokka.excellence.what_if import what_if, what_if_done
from tokka.rulebook.families import family_named
from tokka.rulebook.model import Outcome

LAPLAND, ECCP = family_named("lapland"), family_named("eccp")
LONG_BEFORE = date(2022, 1, 1)


def book_of(*records, known=()):
    return Book(records, known)


def fourteen():
    """Fourteen committed companies, of which one was met lately, and a strategy in force."""
    return book_of(
        *committed(*range(1, 15)),
        row("contact", date(2026, 10, 1), organisation=1, tag="call"),
        row("document", LONG_BEFORE, tag="strategy"),
        row("team_period", LONG_BEFORE, group=1, amount=1.0, tag="manager"),
        row("project", LONG_BEFORE),
        row("project_partner", LONG_BEFORE, group=1, organisation=1),
        known=companies(*range(1, 15)),
    )


def changed_rules(found):
    return {
        change.after.rule.key: (change.before.outcome.value, change.after.outcome.value) for change in found.changes
    }


def test_one_more_committed_company_meets_the_number_of_the_platform():
    found = what_if_done(fourteen(), DAY, ECCP, {"company": 1})
    assert changed_rules(found) == {"eccp.committed_members": ("missed", "met")}
    assert found.after.finding("eccp.committed_members").value == 15


def test_nothing_that_is_kept_changes():
    book = fourteen()
    before = assess(book, DAY, ECCP)
    what_if_done(book, DAY, ECCP, {"company": 5, "contact": 3, "website": 1})
    assert assess(book, DAY, ECCP) == before
    assert len(book.until("commitment", DAY)) == 14


def test_contacts_go_to_those_who_have_been_silent_longest_and_each_once():
    book = book_of(*committed(1, 2, 3), row("contact", LONG_BEFORE, organisation=2, tag="call"))
    left = left_by(Sight(book, DAY), DEEDS[0], 2).records
    assert [record.organisation for record in left] == [1, 3]
    assert evidence_on(with_all(book, [left_by(Sight(book, DAY), DEEDS[0], 2)]), DAY)["contacted_share"].value == (
        pytest.approx(200 / 3)
    )


def test_more_contacts_than_silent_ones_are_as_many_as_possible_and_a_remark_says_so():
    found = what_if_done(fourteen(), DAY, LAPLAND, {"contact": 15})
    assert [str(remark) for remark in found.remarks] == [
        "Meet a participant who has been silent: 15 times were asked for, and 13 are possible."
    ]


def test_a_signature_takes_a_meeting_so_the_share_in_contact_does_not_fall():
    book = book_of(*committed(1), *takes_part(2), row("contact", DAY, organisation=1, tag="call"))
    after = what_if_done(book, DAY, LAPLAND, {"commitment": 1}).after
    assert after.day == DAY
    imagined = with_all(book, [left_by(Sight(book, DAY), DEEDS[1], 1)])
    assert evidence_on(imagined, DAY)["contacted_share"].value == 100


def test_extra_records_of_any_kind_are_judged():
    website = row("website", LONG_BEFORE, tag="fi", share=1.0)
    assert changed_rules(what_if(fourteen(), DAY, LAPLAND, records=[website])) == {
        "lapland.website": ("unknown", "met")
    }


def test_a_record_or_organisation_that_is_there_already_is_refused():
    book = book_of(row("website", LONG_BEFORE, id=7), known=companies(1))
    with pytest.raises(WrongRecord, match="Two records of this kind bear this number"):
        what_if(book, DAY, LAPLAND, records=[row("website", DAY, id=7)])
    with pytest.raises(WrongRecord, match="Two organisations bear this number"):
        what_if(book, DAY, LAPLAND, records=[], participants=[Participant(1, "company")])


def test_a_deed_that_there_is_not_is_named_with_those_there_are():
    with pytest.raises(KeyError, match="There is no deed 'dance'"):
        what_if_done(fourteen(), DAY, LAPLAND, {"dance": 1})
    with pytest.raises(ValueError, match="cannot be done -1 times"):
        what_if_done(fourteen(), DAY, LAPLAND, {"contact": -1})


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.key)
def test_every_deed_moves_some_measure_and_can_be_joined_with_every_other(deed):
    book = fourteen()
    sight = Sight(book, DAY)
    others = [left_by(sight, other, 2) for other in DEEDS if other is not deed]
    without, everything = with_all(book, others), with_all(book, [*others, left_by(sight, deed, 2)])
    assert deed.most(sight) > 0 or deed.key == "commitment"
    if deed.most(sight):
        before, after = (evidence_on(one, DAY) for one in (without, everything))
        assert [key for key in before if before[key].value != after[key].value] != []


def test_a_book_with_more_answers_as_one_made_anew():
    records, more = [*committed(1, 2), row("contact", DAY, organisation=1)], [*committed(3), row("event", DAY)]
    known, new = companies(1, 2), companies(3)
    joined, anew = Book(records, known).with_more(more, new), Book([*records, *more], [*known, *new])
    assert evidence_on(joined, DAY) == evidence_on(anew, DAY)
    assert assess(joined, DAY, LAPLAND).summary == assess(anew, DAY, LAPLAND).summary


def test_an_outcome_that_stays_unknown_for_want_of_a_number_is_no_change():
    found = what_if_done(fourteen(), DAY, family_named("poland"), {"event": 3})
    assert found.changes == ()
    assert found.after.findings[0].outcome is Outcome.UNKNOWN
