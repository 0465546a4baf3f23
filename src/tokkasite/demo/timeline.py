"""The days of a story: counted back from the day on which the demonstration is built."""

from datetime import date, timedelta
from random import Random

from tokka.excellence.months import month_shifted

MONTHS_TOLD = 36
"""Three years, so that history and trends show."""


class Timeline:
    """One story's days and its chance. The same seed and day tell the same story."""

    def __init__(self, today: date, seed: int) -> None:
        self.today = today
        self.chance = Random(seed)

    def ago(self, months: float | str | None) -> date | None:
        """The day so many months back; below zero it lies ahead. Empty stays empty."""
        if months is None or months == "":
            return None
        whole, part = divmod(float(months), 1)
        return month_shifted(self.today, -int(whole)) - timedelta(days=round(30 * part))

    def day_in(self, months_back: int) -> date:
        """A working day within the month that ended so many months back, never after today."""
        last = month_shifted(self.today, -months_back)
        first = month_shifted(self.today, -months_back - 1) + timedelta(days=1)
        day = first + timedelta(days=self.chance.randrange((last - first).days + 1))
        if day.weekday() > 4:
            day -= timedelta(days=day.weekday() - 4)
        return min(max(day, first - timedelta(days=2)), self.today)

    def times(self, mean: float) -> int:
        """A whole number around the mean, so that the long run keeps it."""
        return int(mean) + (self.chance.random() < mean % 1)

    def months(self) -> range:
        """Every month told, oldest first, as months back."""
        return range(MONTHS_TOLD - 1, -1, -1)


def year_told(months_back: int) -> int:
    """Which of the three years a month lies in: 0 is the oldest."""
    return 2 - months_back // 12
