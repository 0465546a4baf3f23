"""Every measure that a rule may read, written down in the order of the dimensions."""

from types import MappingProxyType
from typing import Final

from tokka.excellence.measures import financing, governance, recognition, strategy, structure
from tokka.excellence.measures.model import Measure

MEASURES: Final[tuple[Measure, ...]] = (
    *structure.MEASURES,
    *governance.MEASURES,
    *financing.MEASURES,
    *strategy.MEASURES,
    *recognition.MEASURES,
)
BY_KEY: Final = MappingProxyType({measure.key: measure for measure in MEASURES})
