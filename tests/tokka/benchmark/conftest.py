"""One sheet in order, and the way to hand sheets in."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.tokka.benchmark.pool_samples import EVIDENCE, KNOWN, LAPLAND, TODAY, name
from tokka.benchmark.pool import Pool, gather
from tokka.benchmark.sheet import Consent, Sheet, compose, signed


@pytest.fixture
def sheet() -> Sheet:
    return compose(
        organisation=name(1),
        day=date(2026, 6, 24),
        consent=Consent.STUDY,
        portfolio="food",
        country="FI",
        evidence=EVIDENCE,
        answers={"initiator": "public", "strategy_cycle": "reviewed"},
        outcomes={"turnover_change": 3.14159},
    )


@pytest.fixture
def handed_in() -> Callable[..., Pool]:
    """Sheets, or lines ready made, gathered today into a pool of Lapland's."""

    def gathered(*sheets: Sheet | str) -> Pool:
        lines = [one if isinstance(one, str) else signed(one, LAPLAND) for one in sheets]
        return gather(lines, known_installations=KNOWN, day=TODAY)

    return gathered
