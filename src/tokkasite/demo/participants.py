"""Who takes part in a story: invented companies and bodies, their people, size, and commitment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tokkasite.demo import invented
from tokkasite.demo.timeline import MONTHS_TOLD, Timeline
from tokkasite.register.models import (
    ActivityCode,
    Cluster,
    Commitment,
    ContactPerson,
    Municipality,
    Organisation,
    Participation,
    SizeFigure,
    searchable,
)

SOURCE = "Keksitty esittelyä varten"
PERSON_FROM_MONTHS = 40


@dataclass(frozen=True, slots=True)
class Member:
    """A participant of the story: the organisation, its person, and the days between which it takes part."""

    organisation: Organisation
    person: ContactPerson
    from_on: date
    until_on: date | None

    def takes_part_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Cast:
    """Fills a cluster with its participants, as the heading `participants` of its story tells."""

    def __init__(self, cluster: Cluster, told: dict[str, Any], time: Timeline, stems: Iterator[str]) -> None:
        self.cluster, self.told, self.time, self.stems = cluster, told, time, stems
        self.places = {place.code: place for place in Municipality.objects.all()}
        self.trades = invented.trades(told["trades"])

    def appear(self) -> list[Member]:
        """Every participant, those of the first day before those that join later."""
        chance = self.time.chance
        bodies = [self._body(line) for line in self.told["bodies"]]
        at_start = bodies + [self._company() for _ in range(self.told["at_start"] - len(bodies))]
        joining = [self._company() for _ in range(self.told["joining"])]
        organisations = [organisation for organisation, _trade in (*at_start, *joining)]
        Organisation.objects.bulk_create(organisations)
        self._describe([*at_start, *joining])
        leaving = set(chance.sample(range(len(bodies), len(at_start)), self.told["leaving"]))
        members = [
            self._member(organisation, self._first_day(), self._last_day() if place in leaving else None)
            for place, (organisation, _trade) in enumerate(at_start)
        ]
        members += [self._member(organisation, self._joining_day(), None) for organisation, _trade in joining]
        ContactPerson.objects.bulk_create(member.person for member in members)
        self._commit(members, len(at_start))
        return members

    def _company(self) -> tuple[Organisation, invented.Trade]:
        trade = self.time.chance.choices(self.trades, [one.weight for one in self.trades])[0]
        codes, weights = zip(*self.told["places"].items(), strict=True)
        place = self.places[self.time.chance.choices(codes, weights)[0]]
        return self._organisation(f"{trade.word} {next(self.stems)} {trade.form}", "company", place), trade

    def _body(self, line: str) -> tuple[Organisation, None]:
        name, role, code = line.split("|")
        return self._organisation(name, role, self.places[code]), None

    def _organisation(self, name: str, role: str, place: Municipality) -> Organisation:
        return Organisation(
            name=name,
            search_name=searchable(name),
            role=role,
            municipality=place,
            is_invented=True,
            source_title=SOURCE,
        )

    def _describe(self, made: list[tuple[Organisation, invented.Trade | None]]) -> None:
        """Activity and size of the companies. Turnover follows staff; a few have told no figures."""
        chance, year = self.time.chance, self.time.today.year - 1
        codes, figures = [], []
        for organisation, trade in made:
            if trade is None:
                continue
            codes.append(ActivityCode(organisation=organisation, scheme="nace_2", code=trade.nace))
            if chance.random() < 0.1:
                continue
            staff = max(0.5, trade.staff * chance.lognormvariate(0, 0.4))
            turnover = staff * chance.uniform(70_000, 180_000)
            figures.append(
                SizeFigure(
                    organisation=organisation,
                    year=year,
                    headcount_awu=round(staff, 1),
                    turnover_eur=round(turnover, -3),
                    balance_eur=round(turnover * chance.uniform(0.4, 1.1), -3),
                    source=SOURCE,
                )
            )
        ActivityCode.objects.bulk_create(codes)
        SizeFigure.objects.bulk_create(figures)

    def _first_day(self) -> date:
        months = self.time.chance.uniform(MONTHS_TOLD, MONTHS_TOLD + 24)
        return self.time.ago(months) or self.time.today

    def _last_day(self) -> date:
        return self.time.ago(self.time.chance.uniform(1, MONTHS_TOLD - 6)) or self.time.today

    def _joining_day(self) -> date:
        return self.time.ago(self.time.chance.uniform(0.5, MONTHS_TOLD - 1)) or self.time.today

    def _member(self, organisation: Organisation, from_on: date, until_on: date | None) -> Member:
        name = invented.person(self.time.chance)
        person = ContactPerson(
            organisation=organisation,
            name=name,
            email=invented.mailbox(name),
            phone=invented.telephone(self.time.chance),
            from_on=min(from_on, self.time.ago(PERSON_FROM_MONTHS) or from_on),
            until_on=until_on,
        )
        return Member(organisation, person, from_on, until_on)

    def _commit(self, members: list[Member], at_start: int) -> None:
        """Participations, and the proofs of those who have bound themselves."""
        told, chance = self.told, self.time.chance
        rows = [
            Participation(
                cluster=self.cluster, organisation=one.organisation, from_on=one.from_on, until_on=one.until_on
            )
            for one in members
        ]
        Participation.objects.bulk_create(rows)
        proofs = []
        for place, row in enumerate(rows):
            is_early = place < at_start
            if chance.random() < told["committed_at_start" if is_early else "committing_when_joining"]:
                since = row.from_on
            elif is_early and chance.random() < told["committing_later"]:
                since = self._joining_day()
            else:
                continue
            if row.until_on is None or since <= row.until_on:
                proof = chance.choice(told["proofs"])
                proofs.append(Commitment(participation=row, proof=proof, from_on=since, until_on=row.until_on))
        Commitment.objects.bulk_create(proofs)
