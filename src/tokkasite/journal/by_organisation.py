"""What a cluster did with each organisation, under the body of the time or under the one that goes on today."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, F, Q, Value
from django.utils.translation import gettext

from tokka.excellence.records import KINDS
from tokkasite.journal.readers import READINGS, records_in
from tokkasite.register.models import Cluster, Organisation
from tokkasite.register.readers import bodies_today

COUNTED: Final = ("contact", "attendance", "working_group_member", "body_member", "project_partner", "success_story")
"""What is done with one organisation, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Together:
    """An organisation, how many records of each kind name it, and what became of bodies that were divided or ended."""

    organisation: Organisation
    counts: tuple[int, ...]
    includes: tuple[Organisation, ...] = ()
    divided_among: tuple[Organisation, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts)


def headings() -> list[str]:
    """The kinds that are counted, in the reader's language."""
    return [gettext(KINDS[kind].label) for kind in COUNTED]


def together(cluster: Cluster, *, since: date | None, until: date | None, bodies_of: date | None) -> list[Together]:
    """The organisations that records of the cluster name, those with most of them first. Four queries at most.

    Records count from the day on which they begin. With `bodies_of`, those of a body that ended stand under the one
    that goes on with its tasks on that day. A body whose tasks went to several keeps its records: nothing says which of
    them a record belongs to, so nothing is divided.
    """
    counts = _counted(cluster, since, until)
    heirs = bodies_today(bodies_of) if bodies_of else {}
    place = {number: heirs[number][0] if len(heirs.get(number, ())) == 1 else number for number in counts}
    gathered: dict[int, Counter[str]] = {}
    for number, kinds in counts.items():
        gathered.setdefault(place[number], Counter()).update(kinds)
    divided = {number: heirs[number] for number in gathered if len(heirs.get(number, ())) > 1}
    found = Organisation.objects.in_bulk({*counts, *gathered, *(heir for among in divided.values() for heir in among)})
    rows = [
        Together(
            found[number],
            tuple(kinds[kind] for kind in COUNTED),
            tuple(found[was] for was, here in place.items() if here == number and was != number),
            tuple(found[heir] for heir in divided.get(number, ())),
        )
        for number, kinds in gathered.items()
    ]
    return sorted(rows, key=lambda row: (-row.total, row.organisation.name, row.organisation.pk))


def _counted(cluster: Cluster, since: date | None, until: date | None) -> Mapping[int, Counter[str]]:
    """How many records of each kind name an organisation, in one query."""
    branches = []
    for kind in COUNTED:
        reading = READINGS[kind]
        begun = Q(**{f"{reading.on}__gte": since}) if since else Q()
        begun &= Q(**{f"{reading.on}__lte": until}) if until else Q()
        rows = records_in(cluster, reading).filter(begun).annotate(kind_=Value(kind), body_=F(reading.organisation))
        branches.append(rows.exclude(body_=None).values_list("kind_", "body_").annotate(Count("pk")))
    found: dict[int, Counter[str]] = {}
    for kind, number, count in branches[0].union(*branches[1:], all=True):
        found.setdefault(number, Counter())[kind] = count
    return found
