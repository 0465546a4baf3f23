"""An independent check of a timetable: written from the words of the rules, sharing no code with the planner."""

from collections import Counter

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix


def faults_in(rows, requests, absences, *, slots, tables, locks=()):
    """Everything that is wrong with result rows (a, b, slot, table), as sentences."""
    asked = {frozenset((a, b)) for a, b, *_ in requests} | {frozenset(lock[:2]) for lock in locks}
    away = set(absences)
    faults = []
    people, places, pairs = Counter(), Counter(), Counter()
    for a, b, slot, table in rows:
        faults += [f"{name} is absent in {slot}" for name in (a, b) if (name, slot) in away]
        if not (1 <= slot <= slots and 1 <= table <= tables):
            faults.append(f"slot {slot} or table {table} does not exist")
        if frozenset((a, b)) not in asked:
            faults.append(f"nobody asked {a} and {b} to meet")
        people.update([(a, slot), (b, slot)])
        places[table, slot] += 1
        pairs[frozenset((a, b))] += 1
    for counter, what in ((people, "person"), (places, "table"), (pairs, "pair")):
        faults += [f"{what} twice: {key}" for key, count in counter.items() if count > 1]
    faults += [f"lock moved: {lock}" for lock in locks if not any(same_meeting(lock, row) for row in rows)]
    return faults


def same_meeting(lock, row):
    return set(lock[:2]) == set(row[:2]) and tuple(lock[2:]) == tuple(row[2:])


def weight_of(rows, requests):
    weights = Counter()
    for a, b, weight in requests:
        weights[frozenset((a, b))] += weight
    return sum(weights[frozenset((a, b))] for a, b, *_ in rows)


def bound_of(requests, absences, *, slots, tables):
    """The linear bound: a share of each request, at most the slots of each person, at most slots times tables."""
    names = sorted({name for a, b, _ in requests for name in (a, b)})
    place = {name: at for at, name in enumerate(names)}
    limits = lil_matrix((len(names) + 1, len(requests)))
    for column, (a, b, _) in enumerate(requests):
        limits[place[a], column] = limits[place[b], column] = limits[len(names), column] = 1
    room = np.full(len(names) + 1, float(slots))
    room[-1] = slots * tables
    for name, _ in set(absences):
        if name in place:
            room[place[name]] -= 1
    found = linprog([-weight for *_, weight in requests], A_ub=limits.tocsr(), b_ub=room, bounds=(0, 1))
    return -found.fun


def could_still_meet(rows, requests, absences, *, slots):
    """People without a meeting who asked for, or were asked by, somebody free in a slot in which they are present."""
    busy = {(name, slot) for a, b, slot, _ in rows for name in (a, b)} | set(absences)
    met = {name for a, b, *_ in rows for name in (a, b)}
    return {
        name
        for a, b, _ in requests
        for name in (a, b)
        if name not in met and any((a, slot) not in busy and (b, slot) not in busy for slot in range(1, slots + 1))
    }
