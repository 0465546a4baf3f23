"""What is found by which words, and by whom; the database keeps the lines whoever writes."""

from datetime import date

import pytest

from tests.builders import make_cluster, make_organisation
from tokkasite.journal.models import Event
from tokkasite.register.models import ContactPerson, Organisation
from tokkasite.search.models import Entry
from tokkasite.search.readers import find, score, visible_to

DAY = date(2026, 3, 2)


@pytest.fixture
def everything(db):
    return Entry.objects.all()


def titles(text, visible):
    return [hit.title for hit in find(text, visible)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("outokumpu", "Outokumpu Stainless Oy"),
        ("OUTOKUMU", "Outokumpu Stainless Oy"),
        ("stainles outokumpu", "Outokumpu Stainless Oy"),
        ("kittila", "Kittilän kunta"),
        ("Kittilän", "Kittilän kunta"),
        ("kaivoksen", "Kaivos Tunturi Oy"),
        ("anar", "Anára gielda"),
    ],
)
def test_it_is_found(everything, asked, found):
    names = ("Outokumpu Stainless Oy", "Kittilän kunta", "Kaivos Tunturi Oy", "Anára gielda", "Lapin liitto")
    Organisation.objects.bulk_create(Organisation(name=name, role="other") for name in names)
    assert titles(asked, everything)[0] == found


def test_what_holds_the_word_comes_before_what_is_like_it(everything):
    for name in ("Poroja Oy", "Kelopuu Oy", "Poro Oy", "Porro Oy"):
        make_organisation(name)
    assert titles("poro", everything) == ["Poro Oy", "Poroja Oy", "Porro Oy"]


def test_a_word_that_nothing_resembles_finds_nothing(everything):
    make_organisation("Poro Oy")
    assert titles("xylofoni", everything) == []
    assert titles("", everything) == []
    assert titles('" OR * %_', everything) == []


def test_the_lines_follow_a_new_name_and_a_deletion(everything):
    organisation = make_organisation("Poro Oy")
    Organisation.objects.filter(pk=organisation.pk).update(name="Hirvi Oy")
    assert (titles("poro", everything), titles("hirvi", everything)) == ([], ["Hirvi Oy"])
    organisation.delete()
    assert titles("hirvi", everything) == []
    assert not Entry.objects.exists()


def test_a_cluster_finds_its_own_work_and_not_its_neighbours(everything):
    ours, theirs = make_cluster("ours"), make_cluster("theirs")
    for cluster in (ours, theirs):
        Event.objects.create(cluster=cluster, on=DAY, kind="event", title=f"Kiertotalouspäivä {cluster.key}")
    visible = visible_to([ours.pk], ContactPerson.objects.none().values("pk"))
    assert titles("kiertotalous", visible) == ["Kiertotalouspäivä ours"]


def test_people_are_found_by_who_may_see_them(everything):
    company = make_organisation("Poro Oy")
    person = ContactPerson.objects.create(organisation=company, name="Aino Keloharju", from_on=DAY)
    nobody, everybody = ContactPerson.objects.none().values("pk"), ContactPerson.objects.values("pk")
    assert titles("keloharju", visible_to([], nobody)) == []
    (hit,) = find("kelohraju", visible_to([], everybody))
    assert (hit.kind, hit.number) == ("person", person.pk)


def test_whole_words_score_above_parts():
    assert [score(["poro"], title) for title in ("poro oy", "poroja oy", "laporo", "susi")][:2] == [100, 95]
    assert score(["poro"], "susi") < 72
