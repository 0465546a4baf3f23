"""Money, team, documents and publicity of a story."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tokkasite.demo import invented
from tokkasite.demo.participants import SOURCE, Member
from tokkasite.demo.timeline import Timeline, year_told
from tokkasite.journal import models as journal
from tokkasite.register.models import Cluster, Standing, Website

COSTS = (("staff", 0.68), ("services", 0.16), ("events", 0.06), ("travel", 0.07), ("other", 0.03))
LABEL_SOURCE = "Keksitty esittelyä varten: merkin päivää ei ole julkaistu"


class Papers:
    """Tells what a cluster has on paper."""

    def __init__(self, cluster: Cluster, story: dict[str, Any], time: Timeline, members: list[Member]) -> None:
        self.cluster, self.story, self.time, self.members = cluster, story, time, members

    def tell_standings(self) -> None:
        """Websites, and what others have said of the cluster."""
        Website.objects.bulk_create(
            Website(
                cluster=self.cluster,
                url=told["url"],
                language=told["language"],
                says_what_is_offered=told["offer"],
                from_on=self.time.ago(told["ago"]),
                until_on=self.time.ago(told.get("until")),
            )
            for told in self.story["websites"]
        )
        Standing.objects.bulk_create(
            Standing(
                cluster=self.cluster,
                kind=told["kind"],
                level=told["level"],
                from_on=self.time.ago(told["ago"]),
                until_on=self.time.ago(told.get("until")),
                source_title=LABEL_SOURCE if told["kind"] == "label" else SOURCE,
            )
            for told in self.story["standings"]
        )

    def tell_money(self) -> None:
        """Budgets by calendar year, income by period, and costs month by month but for the gaps."""
        told, chance, year = self.story["money"], self.time.chance, self.time.today.year
        journal.Budget.objects.bulk_create(
            journal.Budget(cluster=self.cluster, from_on=date(one, 1, 1), until_on=date(one, 12, 31), costs_eur=costs)
            for one, costs in enumerate(told["budgets"], start=year - len(told["budgets"]) + 1)
        )
        journal.Income.objects.bulk_create(map(self._income, told["incomes"]))
        journal.Cost.objects.bulk_create(
            journal.Cost(
                cluster=self.cluster,
                on=self.time.day_in(months_back),
                kind=kind,
                amount_eur=round(told["monthly"] * share * chance.uniform(0.8, 1.2), 2),
            )
            for months_back in self.time.months()
            if months_back not in told["gaps"]
            for kind, share in COSTS
        )

    def _income(self, line: str) -> journal.Income:
        payer, sector, since, until, amount = line.split("|")
        return journal.Income(
            cluster=self.cluster,
            payer=payer,
            sector=sector,
            from_on=self.time.ago(since),
            until_on=(self.time.ago(until) or self.time.today) - timedelta(days=1),
            amount_eur=amount,
        )

    def tell_team(self) -> list[journal.TeamMember]:
        """Who works for the cluster, since when, with what they know."""
        team = []
        for told in self.story["team"]:
            member = journal.TeamMember.objects.create(cluster=self.cluster, name=invented.person(self.time.chance))
            periods = [self._period(member, line) for line in told["periods"]]
            journal.TeamPeriod.objects.bulk_create(periods)
            begun = min(period.from_on for period in periods)
            journal.Qualification.objects.bulk_create(
                self._qualification(member, line, begun) for line in told["qualified"]
            )
            journal.Training.objects.bulk_create(self._training(member, line) for line in told["trained"])
            if any(period.until_on is None for period in periods):
                team.append(member)
        return team

    def _period(self, member: journal.TeamMember, line: str) -> journal.TeamPeriod:
        task, fte, since, until = line.split("|")
        last = self.time.ago(until)
        return journal.TeamPeriod(
            member=member,
            task=task,
            fte=fte,
            from_on=self.time.ago(since),
            until_on=last - timedelta(days=1) if last else None,
        )

    @staticmethod
    def _qualification(member: journal.TeamMember, line: str, begun: date) -> journal.Qualification:
        kind, title, years = line.split("|")
        return journal.Qualification(member=member, on=begun, kind=kind, title=title, years=years or None)

    def _training(self, member: journal.TeamMember, line: str) -> journal.Training:
        months, title, days = line.split("|")
        return journal.Training(member=member, on=self.time.ago(months), title=title, days=days)

    def tell_documents(self) -> None:
        """Strategy and plans with the steps that built them, their reviews, actions and goals."""
        for told in self.story["document"]:
            document = journal.Document.objects.create(
                cluster=self.cluster,
                kind=told["kind"],
                title=told["title"],
                from_on=self.time.ago(told["ago"]),
                until_on=self.time.ago(told.get("until")),
            )
            journal.StrategyStep.objects.bulk_create(self._step(document, line) for line in told["steps"])
            journal.Review.objects.bulk_create(self._review(document, line) for line in told["reviews"])
            journal.PlanAction.objects.bulk_create(self._action(document, line) for line in told["actions"])
            for line in told["goals"]:
                self._tell_goal(document, line)

    def _step(self, document: journal.Document, line: str) -> journal.StrategyStep:
        months, title, organisations = line.split("|")
        return journal.StrategyStep(
            document=document, on=self.time.ago(months), title=title, organisations=organisations
        )

    def _review(self, document: journal.Document, line: str) -> journal.Review:
        months, changes, needs = line.split("|")
        return journal.Review(
            document=document, on=self.time.ago(months), changes=changes, used_company_needs=needs == "yes"
        )

    def _action(self, document: journal.Document, line: str) -> journal.PlanAction:
        title, since, due, done = line.split("|")
        return journal.PlanAction(
            document=document,
            title=title,
            owner=invented.person(self.time.chance),
            from_on=self.time.ago(since),
            until_on=self.time.ago(due),
            done_on=self.time.ago(done),
        )

    def _tell_goal(self, document: journal.Document, line: str) -> None:
        kind, title, target, unit, since, until, measured = line.split("|")
        goal = journal.Goal.objects.create(
            document=document,
            kind=kind,
            title=title,
            target=target,
            unit=unit,
            from_on=self.time.ago(since),
            until_on=self.time.ago(until),
        )
        journal.GoalValue.objects.bulk_create(
            journal.GoalValue(goal=goal, on=self.time.ago(months), value=value)
            for value, months in (pair.split(":") for pair in measured.split())
        )

    def tell_publicity(self) -> None:
        """What the cluster said, what others said of it, its stories and its surveys."""
        told = self.story["publicity"]
        journal.Communication.objects.bulk_create(self._communications(told))
        journal.MediaMention.objects.bulk_create(self._mentions(told))
        journal.SuccessStory.objects.bulk_create(self._story(line) for line in told["stories"])
        journal.Survey.objects.bulk_create(self._survey(line) for line in told["surveys"])

    def _communications(self, told: dict[str, Any]) -> Iterable[journal.Communication]:
        for months_back in self.time.months():
            a_month = {
                "newsletter": told["newsletters"],
                "web": told["news"],
                "social": told["posts"][year_told(months_back)],
                "press_release": told["releases"] / 12,
            }
            for kind, mean in a_month.items():
                for _ in range(self.time.times(mean)):
                    topic = self.time.chance.choice(told["topics"])
                    day = self.time.day_in(months_back)
                    title = topic[0].upper() + topic[1:]
                    yield journal.Communication(cluster=self.cluster, on=day, kind=kind, title=title)

    def _mentions(self, told: dict[str, Any]) -> Iterable[journal.MediaMention]:
        outlets = [line.split("|") for line in told["outlets"]]
        for months_back in self.time.months():
            for _ in range(self.time.times(told["mentions"][year_told(months_back)] / 12)):
                outlet, kind = self.time.chance.choice(outlets)
                yield journal.MediaMention(
                    cluster=self.cluster,
                    on=self.time.day_in(months_back),
                    kind=kind,
                    outlet=outlet,
                    title=self.time.chance.choice(told["headlines"]),
                )

    def _story(self, line: str) -> journal.SuccessStory:
        months, title, outcome = line.split("|")
        day = self.time.ago(months) or self.time.today
        there = [one for one in self.members if one.takes_part_on(day) and one.organisation.role == "company"]
        whose = self.time.chance.choice(there).organisation
        return journal.SuccessStory(cluster=self.cluster, on=day, organisation=whose, title=title, outcome=outcome)

    def _survey(self, line: str) -> journal.Survey:
        months, kind, asked, answered, mean = line.split("|")
        return journal.Survey(
            cluster=self.cluster,
            on=self.time.ago(months),
            kind=kind,
            asked=asked,
            answered=answered,
            mean_1_to_5=mean or None,
        )
