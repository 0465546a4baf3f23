"""`tokka dossier`: a draft of any day, or the round that was handed in."""

from datetime import date
from zipfile import ZipFile

import pikepdf
import pytest
from click.testing import CliRunner

from tests.builders import make_cluster, make_user
from tokka.rulebook.families import family_named
from tokkasite.excellence.actions import open_round, submit_round
from tokkasite.terminal import tokka

DAY = date(2026, 6, 30)


@pytest.fixture
def cluster(db):
    return make_cluster("forest")


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(tokka, ("dossier", *words), catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def title_of(path) -> str:
    with pikepdf.open(path) as pdf, pdf.open_metadata() as said:
        return said["dc:title"]


def test_without_a_round_the_journal_alone_makes_a_draft(cluster, tmp_path):
    pdf, archive = tmp_path / "d.pdf", tmp_path / "d.zip"
    words = ("--cluster", "forest", "--label", "gold", "--out", str(pdf), "--zip", str(archive))
    assert "a draft of 2026-06-30, by the journal alone" in run(*words, "--day", "2026-06-30", "--lang", "fi")
    assert title_of(pdf) == "Klusteri forest: todisteet laatumerkkiä varten (Kulta)"
    assert ZipFile(archive).namelist() == ["dossier.pdf", "round.json", "index.csv"]


def test_what_was_handed_in_last_goes_before_what_is_open(cluster, tmp_path):
    manager, family = make_user("manager", cluster), family_named("ecei_reference")
    told = {"by": manager, "today": DAY}
    found = open_round(cluster=cluster, family=family, label="gold", day=DAY, **told)
    submit_round(found=found, family=family, **told)
    open_round(cluster=cluster, family=family, label="gold", day=DAY, **told)
    said = run("--cluster", "forest", "--label", "gold", "--out", str(tmp_path / "d.pdf"))
    assert "the round of 2026-06-30, handed in" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--cluster", "forrest", "--label", "gold", "--out", "d.pdf"), "There is no cluster 'forrest'."),
        (("--cluster", "forest", "--label", "gold", "--out", "nowhere/d.pdf"), "Make it, or write elsewhere."),
        (
            ("--cluster", "forest", "--label", "gold", "--out", "d.pdf", "--rules", "best"),
            "There is no rule set 'best'.",
        ),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_what_to_do(cluster, words, says):
    assert says in run(*words, code=1)
