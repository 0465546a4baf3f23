"""What the team, the members and the guests give for missions, events and meetings."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tokkasite.journal.models import Event, Guest
from tokkasite.missions import readers
from tokkasite.missions.models import CostLine, Initiative, Meeting, Meetings, Mission, Outcome, Paper, Traveller
from tokkasite.register.models import Cluster, Language, Organisation

MOST_BYTES: Final = 5_000_000
LETTER_LANGUAGES: Final = [(Language.FI.value, Language.FI.label), (Language.EN.value, Language.EN.label)]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def long_text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class InitiativeForm(forms.ModelForm):
    """An initiative of several clusters."""

    scheme = forms.ChoiceField(
        label=_("Exchange scheme"),
        required=False,
        choices=[("", _("none, or one whose rules are not known here")), *readers.SCHEME_CHOICES],
        help_text=_("Whose rules judge the days, the way and the sum."),
    )

    class Meta:
        model = Initiative
        fields = ("name", "programme", "scheme", "clusters", "hosts", "from_on", "until_on", "source_url")
        widgets = {
            "clusters": forms.CheckboxSelectMultiple,
            "hosts": long_text(3),
            "from_on": day_input(),
            "until_on": day_input(),
        }


class MissionForm(forms.ModelForm):
    """The call of a mission."""

    class Meta:
        model = Mission
        fields = (
            *("title", "initiative", "clusters", "host_name", "place", "country", "from_on", "until_on"),
            *("working_days", "sign_up_until", "places", "programme", "lat", "lon"),
        )
        widgets = {
            "clusters": forms.CheckboxSelectMultiple,
            "programme": long_text(6),
            "from_on": day_input(),
            "until_on": day_input(),
            "sign_up_until": day_input(),
        }

    def __init__(self, *args: object, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = Initiative.objects.filter(clusters=cluster)
        self.fields["initiative"].empty_label = _("none")

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()


class OfTheMission(forms.ModelForm):
    """A form whose organisations are those on the list of a mission."""

    on_the_list = ("organisation",)

    def __init__(self, *args: object, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.on_the_list:
            rows = Organisation.objects.filter(journeys__mission=mission).order_by("name")
            self.fields[name].queryset = rows


class CostForm(OfTheMission):
    """One cost line: what for, how much, who pays."""

    on_the_list = ("organisation", "traveller")

    class Meta:
        model = CostLine
        fields = ("kind", "label", "amount_eur", "on", "payer", "organisation", "traveller")
        widgets = {"on": day_input()}


class PaperForm(OfTheMission):
    """One document: its file, or where else it is."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, office file, picture or text, up to 20 MB.")
    )

    class Meta:
        model = Paper
        fields = ("kind", "title", "organisation", "line", "reference", "on")
        widgets = {"on": day_input()}

    def __init__(self, *args: object, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, mission=mission, **kwargs)
        self.fields["line"].queryset = mission.cost_lines.all()
        self.fields["line"].empty_label = _("none")
        self.order_fields(("kind", "title", "file", "reference", "line", "organisation", "on"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("file") and not told.get("reference") and not self.errors:
            self.add_error("file", _("Choose the file, or say where the document is."))
        return told


class OutcomeForm(OfTheMission):
    """What came of it for one organisation."""

    class Meta:
        model = Outcome
        fields = ("organisation", "kind", "words", "on")
        widgets = {"on": day_input(), "words": long_text(3)}

    def __init__(self, *args: object, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, mission=mission, **kwargs)
        comes = Traveller.State.COMES
        rows = self.fields["organisation"].queryset.filter(journeys__mission=mission, journeys__state=comes)
        self.fields["organisation"].queryset = rows.distinct()


class ReportForm(forms.Form):
    """The report of a mission."""

    text = forms.CharField(
        label=_("Report"),
        max_length=8000,
        widget=long_text(8),
        help_text=_("What was done, whom you met, what was agreed."),
    )
    kind = forms.ChoiceField(
        label=_("In the journal it is"), choices=Event.Kind.choices, initial=Event.Kind.MATCHMAKING
    )


class InviteForm(forms.Form):
    """Whom to invite: everybody who may take part and is not on the list."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("Whom to invite"), queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, choices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in choices])


class AskAlongForm(forms.Form):
    """A member asks to come along."""

    persons = forms.IntegerField(label=_("Persons"), min_value=1, max_value=20, initial=1)
    aim = forms.CharField(label=_("What you look for there"), max_length=300, required=False, widget=long_text(2))


class PublicForm(forms.ModelForm):
    """What the public reads of an event."""

    class Meta:
        model = Event
        fields = ("is_public", "starts_at", "about", "sign_up_until", "capacity")
        widgets = {"starts_at": time_input(), "about": long_text(4), "sign_up_until": day_input()}


class MeetingsForm(forms.ModelForm):
    """When the slots are, and how many tables there are."""

    class Meta:
        model = Meetings
        fields = (
            *("first_at", "slots", "minutes", "change_minutes", "breaks_after", "break_minutes", "tables"),
            *("has_interpreters", "ask_until"),
        )
        widgets = {"first_at": time_input(), "ask_until": day_input()}

    def clean_breaks_after(self) -> str:
        return " ".join(self.cleaned_data["breaks_after"].replace(",", " ").split())


class GuestForm(forms.ModelForm):
    """A person registers for an event. Nothing is kept without consent."""

    language = forms.ChoiceField(label=_("Language of letters"), choices=LETTER_LANGUAGES)
    agrees = forms.BooleanField(
        label=_("I agree that this is kept for the event until half a year after it, and that the other guests see my "
                "name, organisation, country, offer and search where there are meetings."),
        error_messages={"required": _("Without your consent nothing is kept. Tick the box, or leave the page.")},
    )  # fmt: skip

    class Meta:
        model = Guest
        fields = ("name", "organisation_name", "country", "email", "languages", "offers", "seeks", "language")

    def __init__(self, *args: object, has_meetings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_meetings:
            for name in ("languages", "offers", "seeks", "country"):
                del self.fields[name]
        self.fields["organisation_name"].label = _("Organisation")


class TeamGuestForm(forms.ModelForm):
    """The team registers a person, who agreed by word or in writing."""

    agrees = forms.BooleanField(
        label=_("The person agreed that this is kept for the event and shown to the other guests."),
        error_messages={"required": _("Ask the person first.")},
    )

    class Meta:
        model = Guest
        fields = ("name", "organisation", "organisation_name", "country", "email", "languages", "offers", "seeks")

    def __init__(self, *args: object, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(participations__cluster=cluster).distinct().order_by("name")
        self.fields["organisation"].queryset = rows
        self.fields["organisation"].help_text = _("Where it takes part in the cluster; else write its name below.")


class ListForm(forms.Form):
    """A list as a file or as text: requests, absences or locked meetings."""

    KINDS = (
        ("requests", _("Requests: a, b, weight, must")),
        ("absences", _("Absences: person, slot")),
        ("locked", _("Locked meetings: a, b, slot, table")),
    )
    kind = forms.ChoiceField(label=_("What the list has"), choices=KINDS)
    text = forms.CharField(
        label=_("The list as text"),
        required=False,
        widget=long_text(5),
        help_text=_("The first line names the columns, such as a,b,weight. People are named as in the list of guests."),
    )
    file = forms.FileField(label=_("or as a file (CSV)"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        file = given.get("file")
        if file is not None and file.size > MOST_BYTES:
            self.add_error("file", _("The file is larger than 5 MB. Divide it."))
        elif file is None and not given.get("text", "").strip():
            self.add_error("text", _("Paste a list, or choose a file."))
        return given

    def content(self) -> tuple[bytes, str]:
        file = self.cleaned_data["file"]
        if file is not None:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), str(_("the list"))


class PlanForm(forms.Form):
    """How long to search."""

    seconds = forms.IntegerField(
        label=_("Seconds at most"),
        min_value=1,
        max_value=120,
        initial=10,
        help_text=_("It stops earlier where nothing better exists. 10 do for 300 guests, 30 for 3,000."),
    )


class NoShowForm(forms.Form):
    """Who of those with a meeting does not come, from which slot on."""

    guest = forms.ModelChoiceField(label=_("Who does not come"), queryset=Guest.objects.none())
    from_slot = forms.TypedChoiceField(label=_("From which slot on"), coerce=int)

    def __init__(self, *args: object, meetings: Meetings, slot_now: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guest"].queryset = readers.with_meetings(meetings)
        self.fields["guest"].label_from_instance = lambda guest: guest.label
        self.fields["from_slot"].choices = slots_of(meetings)
        self.fields["from_slot"].initial = min(slot_now, meetings.slots)

    def offer(self, guests: Iterable[int]) -> None:
        """Show these guests alone: at a large event the whole list is too long to choose from."""
        field = self.fields["guest"]
        field.queryset = field.queryset.filter(pk__in=list(guests))
        field.help_text = _("Those who are on this page. Find others by name or slot below.")


class PlaceForm(forms.Form):
    """Where to move a meeting."""

    slot = forms.TypedChoiceField(label=_("Slot"), coerce=int)
    table = forms.TypedChoiceField(label=_("At table"), coerce=int, required=False, empty_value=None)
    keeps = forms.BooleanField(
        label=_("Lock it there: it stays when the timetable is planned anew"), required=False, initial=True
    )

    def __init__(self, *args: object, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = meeting.meetings
        self.fields["slot"].choices = slots_of(meetings)
        tables = [(number, number) for number in range(1, meetings.tables + 1)]
        self.fields["table"].choices = [("", _("any that is free")), *tables]


def slots_of(meetings: Meetings) -> list[tuple[int, str]]:
    return [(slot, f"{slot} ({begins:%H:%M})") for slot, (begins, _ends) in enumerate(meetings.times, 1)]


WEIGHTS: Final = [("0", _("not")), ("1", _("gladly")), ("2", _("very much")), ("3", _("above all"))]


class AskForm(forms.Form):
    """A guest says whom to meet, and when not. One field for each other guest, and one for the slots."""

    def __init__(
        self,
        *args: object,
        others: Iterable[Guest],
        wanted: dict[int, float],
        away: Iterable[int],
        slots: Any,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.others = {f"guest-{one.pk}": one for one in others}
        for name, one in self.others.items():
            now = wanted.get(one.pk, 0)
            self.fields[name] = forms.ChoiceField(
                label=one.label, choices=WEIGHTS, required=False, initial=str(min(3, round(now))) if now else "0"
            )
        self.fields["away"] = forms.MultipleChoiceField(
            label=_("When you cannot meet"),
            choices=slots,
            required=False,
            initial=[str(one) for one in away],
            widget=forms.CheckboxSelectMultiple,
        )

    def wanted(self) -> dict[Guest, float]:
        given = self.cleaned_data
        return {one: float(given[name]) for name, one in self.others.items() if float(given.get(name) or 0) > 0}

    def away(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["away"]]

    def rows(self) -> list[tuple[Guest, Any]]:
        """Each guest beside the field that asks for him or her."""
        return [(one, self[name]) for name, one in self.others.items()]
