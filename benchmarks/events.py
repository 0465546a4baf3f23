"""Invented brokerage events: requests by Pareto popularity, a tenth of all slots absent, any seed.

Most people are asked by few and a few by most, as at real events. Whoever asks chooses distinct others by popularity;
where two ask each other, both requests stand in the list.
"""

from dataclasses import dataclass

import numpy as np

SIZES = {300: (12, 7), 1000: (16, 10), 3000: (20, 12)}
"""Slots and requests of each person, by the number of people."""


@dataclass(frozen=True)
class Event:
    requests: list[tuple[str, str, float]]
    absences: list[tuple[str, int]]
    slots: int
    tables: int


def event(people: int, slots: int, asks: int, seed: int, *, tail: float = 1.5, tables: int | None = None) -> Event:
    """`tail` is the exponent of the Pareto law: the smaller, the more popular the few. Tables: half of the people."""
    chance = np.random.default_rng(seed)
    popularity = chance.pareto(tail, people) + 1
    requests = []
    for one in range(people):
        drawn = popularity.copy()
        drawn[one] = 0
        chosen = chance.choice(people, min(asks, people - 1), replace=False, p=drawn / drawn.sum())
        weights = chance.choice((1.0, 2.0, 3.0), len(chosen), p=(0.6, 0.3, 0.1))
        requests.extend(
            (f"p{one}", f"p{other}", weight) for other, weight in zip(chosen, weights.tolist(), strict=True)
        )
    away = chance.random((people, slots)) < 0.1
    absences = [(f"p{one}", int(slot) + 1) for one, slot in np.argwhere(away)]
    return Event(requests, absences, slots, tables or people // 2)
