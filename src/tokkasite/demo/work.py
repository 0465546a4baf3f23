"""Everyday work of a story: contacts, events, working groups, bodies and projects."""

from datetime import date, timedelta
from typing import Any

from tokka.excellence.months import month_shifted
from tokkasite.demo.participants import Member
from tokkasite.demo.timeline import Timeline, year_told
from tokkasite.journal import models as journal
from tokkasite.register.models import Cluster


class Work:
    """Tells what the team did with whom. A meeting needs somebody who takes part on that day."""

    def __init__(self, cluster: Cluster, story: dict[str, Any], time: Timeline, members: list[Member]) -> None:
        self.cluster, self.story, self.time, self.members = cluster, story, time, members

    def there_on(self, day: date) -> list[Member]:
        return [member for member in self.members if member.takes_part_on(day)]

    def tell_contacts(self, team: list[journal.TeamMember]) -> None:
        """Who was met, in the rhythm of the year. Each year the team reaches only a part of the participants."""
        told, chance = self.story["contacts"], self.time.chance
        reached = [
            {member.person.name for member in chance.sample(self.members, round(share * len(self.members)))}
            for share in told["reach"]
        ]
        rows = []
        for months_back in self.time.months():
            year, rhythm = year_told(months_back), self._rhythm(months_back)
            for _ in range(self.time.times(told["a_month"][year] * rhythm)):
                day = self.time.day_in(months_back)
                within = [one for one in self.there_on(day) if one.person.name in reached[year]]
                if within:
                    rows.append(self._contact(day, chance.choice(within), chance.choice(team)))
        journal.Contact.objects.bulk_create(rows)

    def _contact(self, day: date, member: Member, by: journal.TeamMember) -> journal.Contact:
        told, chance = self.story["contacts"], self.time.chance
        is_secret = chance.random() < 0.03
        note = chance.choice(told["secrets"] if is_secret else told["notes"]) if chance.random() < 0.35 else ""
        return journal.Contact(
            cluster=self.cluster,
            on=day,
            organisation=member.organisation,
            person=member.person,
            by=by,
            channel=chance.choice(told["channels"]),
            subject=chance.choice(told["subjects"]),
            note=note,
            is_confidential=is_secret and bool(note),
        )

    def _rhythm(self, months_back: int) -> float:
        """How busy the month is: the summer is quiet."""
        return self.story["rhythm"]["months"][month_shifted(self.time.today, -months_back).month - 1]

    def tell_events(self) -> None:
        """Events that fit their month, and who came."""
        told, chance = self.story["events"], self.time.chance
        pool = [self._event_idea(line) for line in told["pool"]]
        events, guests = [], []
        for months_back in self.time.months():
            month = month_shifted(self.time.today, -months_back).month
            fitting = [idea for idea in pool if month in idea[2]]
            count = self.time.times(told["a_month"][year_told(months_back)] * self._rhythm(months_back))
            for kind, title, _months in chance.sample(fitting, min(count, len(fitting))):
                day = self.time.day_in(months_back)
                place = chance.choice(self.story["rhythm"]["places"])
                events.append(journal.Event(cluster=self.cluster, on=day, kind=kind, title=title, place=place))
        journal.Event.objects.bulk_create(events)
        for event in events:
            there = self.there_on(event.on)
            came = chance.sample(there, min(chance.randint(*told["guests"]), len(there)))
            guests += [
                journal.Attendance(event=event, organisation=one.organisation, persons=chance.choice((1, 1, 1, 2, 3)))
                for one in came
            ]
        journal.Attendance.objects.bulk_create(guests)

    @staticmethod
    def _event_idea(line: str) -> tuple[str, str, frozenset[int]]:
        kind, title, months = line.split("|")
        return kind, title, frozenset(map(int, months.split()))

    def tell_groups(self) -> None:
        """Working groups with members and meetings; one that fell asleep stopped meeting."""
        for told in self.story["working_group"]:
            begun = self.time.ago(told["ago"])
            group = journal.WorkingGroup.objects.create(cluster=self.cluster, name=told["name"], from_on=begun)
            seats = self._seated(told["seats"], begun)
            journal.WorkingGroupMember.objects.bulk_create(
                journal.WorkingGroupMember(group=group, organisation=one.organisation, from_on=since, until_on=until)
                for one, since, until in seats
            )
            journal.WorkingGroupMeeting.objects.bulk_create(
                journal.WorkingGroupMeeting(
                    cluster=self.cluster,
                    group=group,
                    on=day,
                    title=self.time.chance.choice(told["topics"]),
                    persons=self.time.chance.randint(3, told["seats"] + 2),
                )
                for day in self._days_a_year(told["a_year"], begun, told.get("asleep", 0))
            )

    def tell_bodies(self) -> None:
        """Who decides, who sits there, and what was decided."""
        for told in self.story["body"]:
            begun = self.time.ago(told["ago"])
            body = journal.Body.objects.create(
                cluster=self.cluster, kind=told["kind"], name=told["name"], mandate=told["mandate"], from_on=begun
            )
            journal.BodyMember.objects.bulk_create(
                journal.BodyMember(body=body, organisation=one.organisation, from_on=since, until_on=until)
                for one, since, until in self._seated(told["seats"], begun)
            )
            journal.Decision.objects.bulk_create(
                journal.Decision(
                    cluster=self.cluster,
                    body=body,
                    on=day,
                    subject=self.time.chance.choice(told["subjects"]),
                    minutes=f"Pöytäkirja {day:%Y-%m-%d}",
                )
                for day in self._days_a_year(told["a_year"], begun, 0)
            )

    def tell_projects(self) -> None:
        """Joint projects and their partners."""
        for told in self.story["project"]:
            begun, ends = self.time.ago(told["ago"]), self.time.ago(told["until"])
            project = journal.Project.objects.create(
                cluster=self.cluster,
                name=told["name"],
                kind=told["kind"],
                from_on=begun,
                until_on=ends,
                budget_eur=told["budget"],
            )
            journal.ProjectPartner.objects.bulk_create(
                journal.ProjectPartner(project=project, organisation=one.organisation, from_on=since, until_on=until)
                for one, since, until in self._seated(told["partners"], begun, ends)
            )

    def _seated(
        self, count: int, begun: date | None, ends: date | None = None
    ) -> list[tuple[Member, date, date | None]]:
        """So many members, each for the days that its participation shares with what lasts from `begun` to `ends`."""
        start, end = begun or self.time.today, ends or self.time.today
        could = [one for one in self.members if one.from_on <= end and (one.until_on is None or one.until_on > start)]
        chosen = self.time.chance.sample(could, min(count, len(could)))
        return [(one, max(start, one.from_on), min(filter(None, (one.until_on, ends)), default=None)) for one in chosen]

    def _days_a_year(self, count: float, begun: date | None, asleep: int) -> list[date]:
        """Meeting days at about equal distances over the years told, up to when the group fell asleep."""
        step = 12 / count
        days, months = [], 35.0
        while months > asleep:
            day = self.time.ago(months + self.time.chance.uniform(-0.4, 0.4)) or self.time.today
            day -= timedelta(days=max(0, day.weekday() - 4))
            if (begun is None or day >= begun) and day <= self.time.today:
                days.append(day)
            months -= step
        return days
