"""Every messy list goes in with a verdict for each row, comes back unchanged, and is taken back without a trace."""

from datetime import date
from pathlib import Path

import pytest

from tests.tokka.tables.test_real_lists import BY_HAND, MESSY
from tokkasite.lists.actions import import_list, undo_import
from tokkasite.lists.models import Import
from tokkasite.register.actions import load_region
from tokkasite.register.models import Identifier, Organisation

DAY = date(2026, 11, 24)
LISTS = (
    sorted(file for file in MESSY.iterdir() if file.suffix != ".md" and not file.name.startswith("fi_"))
    if MESSY.exists()
    else []
)
BROKEN = MESSY / "fi_erdf_2014_2020_broken.csv"
pytestmark = pytest.mark.skipif(not MESSY.exists(), reason="the shared data folder is not on this machine")


def run(file: Path, **how):
    told = {"table": "organisations", "file_name": file.name, "day": DAY, "mapping": BY_HAND.get(file.name, {})}
    return import_list(**told, content=file.read_bytes(), **how)


def verdicts(report):
    return [(one.row, one.verdict, one.same_as_row, [str(note.says) for note in one.notes]) for one in report.verdicts]


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.name)
def test_a_messy_list_goes_in_comes_back_unchanged_and_goes_out(db, file):
    load_region()
    tried = run(file, dry_run=True)
    real = run(file)
    assert len(real.verdicts) == len(real.sheet.rows)
    assert real.sheet.unaccounted == 0
    assert verdicts(tried) == verdicts(real)
    again = run(file)
    assert again.counts["created"] == again.counts["identifier added"] == again.counts["same as an earlier row"] == 0
    assert again.counts["refused"] == real.counts["refused"]
    assert undo_import(batch=Import.objects.get()) == []
    assert (Organisation.objects.count(), Identifier.objects.count()) == (0, 0)


def test_the_broken_finnish_list_loses_no_row(db):
    load_region()
    report = run(BROKEN)
    assert len(report.verdicts) == 2381
    assert sum(report.counts.values()) == 2381
    assert Organisation.objects.count() == report.counts["created"]
