"""The privacy notice, made from the tables: whoever adds a column about people adds it to the notice."""

from dataclasses import dataclass
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from tokkasite.accounts.models import SavedFilter, User
from tokkasite.applications.models import Paper, PastImport
from tokkasite.applications.models import Step as ApplicationStep
from tokkasite.benchmark.models import Answers, Delivery
from tokkasite.excellence.models import Comment, Dossier, Evidence, ImprovementStep, Item, Reminded, Round, Share
from tokkasite.funding.models import Condition, DeadlineFeed, Fetch, Follow, Letters, RankingAsked
from tokkasite.journal.models import CalendarFeed, Contact, Guest, Qualification, TeamMember, TeamPeriod, Training
from tokkasite.leakage.models import Answer as LeakAnswer
from tokkasite.leakage.models import Asked
from tokkasite.lists.models import Import, ImportedRow
from tokkasite.members.models import Invitation
from tokkasite.missions.models import Absence, Change, Lock, Meeting, Planning, Wish
from tokkasite.missions.models import Paper as MissionPaper
from tokkasite.partners.models import LetterSent, NoLetters, PartnerProfile
from tokkasite.portal.models import ContactCard, Letter, Message, Reader
from tokkasite.register.models import Commitment, ContactPerson, Mandate
from tokkasite.runs.models import Run
from tokkasite.symbiosis.models import Step


@dataclass(frozen=True, slots=True)
class Kept:
    """A table about people: of whom, why, on what ground, and how long. The columns are read from the table."""

    model: type[Model]
    whom: str
    why: str
    ground: str
    how_long: str
    hidden: tuple[str, ...] = ()
    """Columns of the machinery, which say nothing of a person."""

    @property
    def title(self) -> str:
        """What the rows are called."""
        name = str(self.model._meta.verbose_name)
        return name[:1].upper() + name[1:]

    @property
    def columns(self) -> list[str]:
        """The names of the columns, as the forms call them."""
        return [
            str(field.verbose_name)
            for field in self.model._meta.fields
            if not field.primary_key and field.name not in self.hidden
        ]


PERSONAL: Final = (
    Kept(
        ContactPerson,
        _("Contact people of organisations"),
        _("So that the cluster's team knows whom to call."),
        _("The ground given for each person: legitimate interest, consent, agreement, or task in the public interest"),
        _("Until the day given for the person; the night after it the person is erased. At any time on request."),
    ),
    Kept(
        Contact,
        _("Contact people of organisations, in the record of a contact"),
        _("So that the work of the cluster can be shown and goes on when its staff changes."),
        _("Legitimate interest in the cluster's work"),
        _("The name goes with the contact person; organisation, day and channel stay as evidence."),
    ),
    Kept(
        TeamMember,
        _("Staff of the cluster's management"),
        _("The label for cluster management asks who works, with what qualification and for how long."),
        _("Legitimate interest in the cluster's work"),
        _("As long as the cluster keeps its evidence; removed by the cluster's team."),
    ),
    *(
        Kept(
            model,
            _("Staff of the cluster's management"),
            _("The label for cluster management asks who works, with what qualification and for how long."),
            _("Legitimate interest in the cluster's work"),
            _("As long as the cluster keeps its evidence; removed by the cluster's team."),
        )
        for model in (TeamPeriod, Qualification, Training)
    ),
    *(
        Kept(
            model,
            _("Whoever works on applications for funding"),
            _("So that it can be told who noted, added or read what, and when."),
            _("Legitimate interest in the cluster's work"),
            _("The name goes with the account; the record stays as evidence."),
            hidden=("digest",) if model is Paper else (),
        )
        for model in (ApplicationStep, Paper, PastImport)
    ),
    Kept(
        User,
        _("Whoever signs in"),
        _("So that nobody but those with a mandate reads what is not public."),
        _("Agreement, or task in the public interest"),
        _("Until the operator removes the account."),
        hidden=("is_superuser", "is_staff"),
    ),
    Kept(
        Mandate,
        _("Whoever signs in"),
        _("So that it can be told who may do what, and since when."),
        _("Agreement, or task in the public interest"),
        _("As long as the account."),
    ),
    Kept(
        Invitation,
        _("Whoever is invited to keep the pages of an organisation"),
        _("So that the invited person, and nobody else, can open the link once."),
        _("Legitimate interest in the cluster's work"),
        _("Until the cluster's team withdraws the invitation or ends the membership that it gave."),
        hidden=("digest",),
    ),
    Kept(
        Asked,
        _("Whoever of the team asks a firm, and whoever at the firm gets the letter"),
        _("So that the firm can answer by its link, and it can be told who asked, and when."),
        _("Legitimate interest in the cluster's work"),
        _(
            "The address until the firm has answered, the link is closed, or the night after its last day; the name of "
            "who asked goes with the account."
        ),
        hidden=("digest",),
    ),
    Kept(
        LeakAnswer,
        _("Whoever of the team brings in an answer"),
        _("So that it can be told who brought in an answer, and when."),
        _("Legitimate interest in the cluster's work"),
        _("As long as the answer; the name goes with the account."),
        hidden=("digest", "rows"),
    ),
    Kept(
        Guest,
        _("Whoever comes to an event"),
        _("So that there is a place, and that guests can meet each other."),
        _("Consent"),
        _("Half a year after the event; the night after that the person is erased. At any time on request."),
        hidden=("digest", "label"),
    ),
    *(
        Kept(
            model,
            _("Whoever comes to an event with meetings"),
            _("So that it can be planned who meets whom."),
            _("Consent"),
            _("Half a year after the event; the night after that it is erased."),
            hidden=hidden,
        )
        for model, hidden in (
            (Wish, ()),
            (Absence, ()),
            (Lock, ()),
            (Meeting, ()),
            (Planning, ("state", "seconds", "run")),
            (Change, ()),
        )
    ),
    Kept(
        MissionPaper,
        _("Whoever travels on a mission, and whoever brings its documents"),
        _("So that costs and outcomes of a mission can be proved."),
        _("Legitimate interest in the cluster's work"),
        _("As long as the cluster keeps its evidence; the team can destroy each file at any time."),
        hidden=("digest",),
    ),
    Kept(
        Commitment,
        _("Whoever signs the participation agreement for an organisation"),
        _("So that it can be proved who agreed to what, and when."),
        _("Agreement with the organisation"),
        _("As long as the cluster keeps its evidence; removed by the cluster's team."),
    ),
    Kept(
        UserSession,
        _("Whoever signs in"),
        _("So that you see where you are signed in, and can sign out there."),
        _("Legitimate interest in keeping accounts safe"),
        _("Until the session ends, two weeks at most."),
        hidden=("session_key", "data"),
    ),
    Kept(
        Authenticator,
        _("Whoever signs in with a second factor"),
        _("So that a stolen password opens nothing."),
        _("Consent"),
        _("Until you remove the factor. Secrets are sealed."),
        hidden=("data",),
    ),
    Kept(
        SavedFilter,
        _("Whoever signs in"),
        _("So that a list can be asked for again in one click."),
        _("Legitimate interest in the cluster's work"),
        _("Until you forget the filter, or as long as the account."),
    ),
    Kept(
        CalendarFeed,
        _("Whoever signs in"),
        _("So that your calendar shows what ends soon."),
        _("Legitimate interest in the cluster's work"),
        _("Until you close the address, or as long as the account."),
        hidden=("digest",),
    ),
    Kept(
        ImprovementStep,
        _("Whoever of the team has a step of the improvement plan"),
        _("So that it is told who does what until when."),
        _("Legitimate interest in the cluster's work"),
        _("As long as the cluster keeps its plan; the name goes with the account."),
    ),
    Kept(
        Reminded,
        _("Whoever of the team gets reminders"),
        _("So that nobody is sent the same reminder twice."),
        _("Legitimate interest in the cluster's work"),
        _("As long as the account."),
    ),
    Kept(
        Import,
        _("Whoever imports a list"),
        _("So that an import can be told from others, and taken back."),
        _("Legitimate interest in the cluster's work"),
        _("As long as the account; the list itself is forgotten once it is imported, or after 30 days."),
        hidden=("digest", "headings", "content"),
    ),
    *(
        Kept(
            model,
            _("Whoever works on a self-assessment"),
            _("So that it can be told who answered, added evidence, commented and handed in."),
            _("Legitimate interest in the cluster's work"),
            _("As long as the self-assessment; the name goes with the account."),
            hidden=hidden,
        )
        for model, hidden in (
            (Round, ()),
            (Item, ("place",)),
            (Evidence, ()),
            (Comment, ()),
            (Dossier, ("steps", "steps_done", "moved_at", "says")),
        )
    ),
    Kept(
        Share,
        _("Assessors with whom a self-assessment is shared"),
        _("So that an assessor reads what is meant for them and nothing else."),
        _("Legitimate interest in the cluster's work"),
        _("Until the share is taken back, or as long as the account."),
    ),
    Kept(
        ImportedRow,
        _("Whoever stands in a list that was imported"),
        _("So that it can be told what became of each row of a list."),
        _("Legitimate interest in the cluster's work"),
        _("Names and remarks 30 days; after that only how many rows there were, and what became of them."),
        hidden=("batch", "same_as_row", "brought"),
    ),
    *(
        Kept(
            model,
            _("Whoever answers for a cluster in the pool"),
            _("So that it can be told who let a sheet leave, and who answered."),
            _("Legitimate interest in the cluster's work"),
            _("Until the operator removes the account; the sheets and answers stay without the name."),
            hidden=hidden,
        )
        for model, hidden in ((Delivery, ("digest",)), (Answers, ("given", "proposed")))
    ),
    *(
        Kept(
            model,
            _("Whoever looks for exchanges or moves one on"),
            _("So that it can be told who made a plan, and who brought an exchange to its stage."),
            _("Legitimate interest in the cluster's work"),
            _("As long as the plan or the exchange; the name goes with the account."),
            hidden=hidden,
        )
        for model, hidden in ((Run, ("terms", "digest", "editions", "result", "seconds")), (Step, ()))
    ),
    *(
        Kept(
            model,
            _("Whoever looks for calls, follows one or confirms what it asks"),
            _("So that it can be told who fetched or confirmed what, and that members hear of the calls they want."),
            _("Legitimate interest in the cluster's work"),
            _("As long as the call is kept or followed, and letters or a calendar are wanted."),
            hidden=hidden,
        )
        for model, hidden in (
            (Fetch, ("says", "error", "is_to_stop")),
            (RankingAsked, ("state", "step", "is_to_stop", "says", "run")),
            (Condition, ()),
            (Follow, ()),
            (Letters, ("told", "reminded")),
            (DeadlineFeed, ("digest",)),
        )
    ),
    Kept(
        PartnerProfile,
        _("Whom an organisation that looks for partners names as its contact"),
        _("So that two organisations that both agreed can reach one another."),
        _("Consent of the organisation, which it may take back at any time"),
        _("As long as the organisation keeps its profile; shown only to those with whom it agreed."),
        hidden=(
            *("cluster", "sectors", "country", "wanted_countries", "wanted_kinds", "stage", "rights", "partnership"),
            *("anonymity", "is_invented"),
        ),
    ),
    *(
        Kept(
            model,
            _("Members of an organisation that looks for partners"),
            _("So that each hears once of an interest or an answer, and not at all if it wants no letters."),
            _("Legitimate interest in the cluster's work"),
            _("As long as the membership and the interest."),
        )
        for model in (LetterSent, NoLetters)
    ),
    Kept(
        ContactCard,
        _("Whom the public may call"),
        _("So that readers of a page know whom to ask."),
        _("Consent, which the person may take back at any time"),
        _("Until the card is removed; it is shown only while it is marked so."),
    ),
    Kept(
        Message,
        _("Whoever sends a message"),
        _("So that it can be answered."),
        _("Task in the public interest: feedback on a public service"),
        _("The address until a year after the answer; the message and its answer stay."),
        hidden=("digest",),
    ),
    Kept(
        Reader,
        _("Readers of letters"),
        _("So that the letters that were ordered arrive."),
        _("Consent, given through a letter to the address"),
        _("Until the reader stops the letters with one click; unconfirmed orders for a week."),
        hidden=("token",),
    ),
    Kept(
        Letter,
        _("Whoever sends letters"),
        _("So that it can be told who sent what."),
        _("Legitimate interest in the region's work"),
        _("As long as the letter is listed; the name goes with the account."),
    ),
    Kept(
        ModelLogEntry,
        _("Whoever changes something"),
        _("So that every change can be traced to whoever made it."),
        _("Legitimate interest in keeping accounts safe"),
        _("As long as the installation; names of erased people are taken out."),
        hidden=("content_type", "uuid", "revision", "content_changed", "deleted", "object_id"),
    ),
)
"""Every table that says something of a person, in the order of the notice."""
