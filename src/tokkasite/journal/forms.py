"""The quick entry: takes what a person types in a hurry, and gives a contact or an event with its attendance."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokka.tables.model import WrongTable
from tokka.tables.text import decoded
from tokkasite.journal.actions import CHANGED_IN_BULK, refuse_future
from tokkasite.journal.models import Contact, Event, TeamMember
from tokkasite.journal.readers import RECORD_MODELS, AddressBook, Choice
from tokkasite.register.models import Cluster, ContactPerson, Organisation, in_words

CHOICES_SHOWN = 12
DIGITS_OF_PERSONS = 4
MOST_TICKED = 500
LARGEST_LIST = 500_000
ADDRESS = re.compile(r"[^\s<>;,\"]+@[^\s<>;,\"]+")


def folded(text: str) -> str:
    """The same for names that differ in case or spaces alone."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Match:
    """The one organisation that was meant, or those that may have been."""

    found: Choice | None
    candidates: tuple[Choice, ...] = ()


def match(text: str, choices: Sequence[Choice]) -> Match:
    """Whom `text` names: the same name or business id, else the one name in which each word of it begins a word.

    A guess at the spelling is only offered, never taken.
    """
    wanted = folded(text)
    same = [choice for choice in choices if wanted in (folded(choice.name), folded(choice.business_id))]
    similar = same or [choice for choice in choices if _begins_words(wanted.split(), folded(choice.name).split())]
    if len(similar) == 1:
        return Match(similar[0])
    return Match(None, tuple(similar or _spelt_alike(wanted, choices))[:CHOICES_SHOWN])


def _begins_words(wanted: Iterable[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _spelt_alike(wanted: str, choices: Sequence[Choice]) -> list[Choice]:
    names = get_close_matches(wanted, [folded(choice.name) for choice in choices], n=CHOICES_SHOWN, cutoff=0.7)
    return [choice for choice in choices if folded(choice.name) in names]


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants the day as year-month-day whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class QuickForm(forms.Form):
    """What the two quick forms share: the cluster, today, and the organisations to choose from."""

    typed_first: str
    """Where the cursor waits: the day is right already."""

    on = forms.DateField(label=_("Day"), widget=DayInput)

    def __init__(self, *args: Any, cluster: Cluster, today: date, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.cluster, self.today, self.choices = cluster, today, choices
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        if not self.is_bound:
            self.fields[self.typed_first].widget.attrs["autofocus"] = True

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        try:
            refuse_future("on", on, self.today)
        except ValidationError as wrong:
            raise ValidationError(wrong.messages) from wrong
        return on


class QuickContactForm(QuickForm):
    """A contact: whom, how, when. The organisation is typed; where the name fits several, one is chosen from a list."""

    typed_first = "organisation"
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
        help_text=_("Type the beginning of the name."),
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Contact.Channel.choices, widget=forms.RadioSelect)
    person = forms.CharField(
        label=_("Person (optional)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    subject = forms.CharField(label=_("Subject (optional)"), max_length=200, required=False)
    team_member = forms.ModelChoiceField(
        label=_("Who of the team (optional)"),
        queryset=TeamMember.objects.none(),
        required=False,
        empty_label=_("not said"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team_member"].queryset = self.cluster.team.all()
        self.candidates: tuple[Choice, ...] = ()

    def clean_organisation(self) -> Organisation:
        text = self.cleaned_data["organisation"]
        meant = self._chosen(text) or match(text, self.choices)
        if meant.found:
            return Organisation.objects.get(pk=meant.found.pk)
        self.candidates = meant.candidates
        if meant.candidates:
            raise ValidationError(
                gettext("Which organisation do you mean? Choose one of the list below, or correct the name.")
            )
        raise ValidationError(
            gettext("No organisation is called “%(name)s”. Check the spelling, or add it to the register first.")
            % {"name": text}
        )

    def _chosen(self, text: str) -> Match | None:
        """The choice from the list, as long as it was made for the name that stands there now."""
        number = self.data.get("chosen", "")
        if self.data.get("chosen_for", "") != text or not number.isdigit():
            return None
        return next((Match(choice) for choice in self.choices if choice.pk == int(number)), None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        name, organisation = given.get("person"), given.get("organisation")
        given["person"] = None
        if name and organisation:
            given["person"] = self._person(name, organisation)
        return given

    def _person(self, name: str, organisation: Organisation) -> ContactPerson | None:
        found = [person for person in organisation.contact_people.all() if folded(person.name) == folded(name)]
        if not found:
            message = gettext(
                "%(organisation)s has no contact person called “%(person)s”. "
                "Correct the name, leave it empty, or add the person to the register first."
            )
            self.add_error("person", message % {"organisation": organisation, "person": name})
        # Of two namesakes the one who works there now comes first.
        return min(found, key=lambda person: person.until_on is not None, default=None)

    def deed(self) -> dict[str, Any]:
        """What `actions.record_contact` is told."""
        names = ("on", "organisation", "channel", "person", "subject", "team_member")
        return {name: self.cleaned_data[name] for name in names}

    def remembered(self) -> dict[str, Any]:
        """What is likely to be the same the next time."""
        member = self.cleaned_data["team_member"]
        return {"channel": self.cleaned_data["channel"], "team_member": member.pk if member else None}


class QuickEventForm(QuickForm):
    """An event or service, with who came: one organisation on each line."""

    typed_first = "title"
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=200)
    place = forms.CharField(label=_("Place (optional)"), max_length=120, required=False)
    attendance = forms.CharField(
        label=_("Who came (optional)"),
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One organisation on each line. Where several people came, their number after a semicolon: Name; 3"
        ),
    )

    def clean_attendance(self) -> dict[int, int]:
        """Persons by organisation. Every line that cannot be read is named, and then none is kept."""
        came: dict[int, int] = {}
        wrong: list[str] = []
        for number, line in enumerate(self.cleaned_data["attendance"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                pk, persons = self._line(line)
                refuse_twice(pk, came)
                came[pk] = persons
            except ValidationError as error:
                wrong.append(gettext("Line %(line)d: %(message)s") % {"line": number, "message": error.messages[0]})
        if wrong:
            raise ValidationError(wrong)
        return came

    def _line(self, line: str) -> tuple[int, int]:
        name, _separator, persons = (part.strip() for part in line.partition(";"))
        if not name:
            raise ValidationError(gettext("There is no name before the semicolon. Write whose people came."))
        meant = match(name, self.choices)
        if meant.found:
            return meant.found.pk, persons_in(persons)
        if meant.candidates:
            names = "; ".join(str(choice) for choice in meant.candidates[:5])
            raise ValidationError(
                gettext(
                    "“%(name)s” may mean several organisations (%(names)s). Write the whole name, or the business id."
                )
                % {"name": name, "names": names}
            )
        raise ValidationError(
            gettext("No organisation is called “%(name)s”. Check the spelling, or add it to the register first.")
            % {"name": name}
        )

    def deed(self) -> dict[str, Any]:
        """What `actions.record_event` is told."""
        came = self.cleaned_data["attendance"]
        organisations = Organisation.objects.in_bulk(came)
        attendance = {organisations[pk]: persons for pk, persons in came.items()}
        return {name: self.cleaned_data[name] for name in ("on", "kind", "title", "place")} | {"attendance": attendance}

    def remembered(self) -> dict[str, Any]:
        """What is likely to be the same the next time."""
        return {"kind": self.cleaned_data["kind"]}


def persons_in(text: str) -> int:
    """The number of persons; one where it is not said."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS_OF_PERSONS and int(text)):
        raise ValidationError(
            gettext("“%(text)s” is no number of persons. Write it in digits, at least 1.") % {"text": text}
        )
    return int(text)


def refuse_twice(pk: int, came: dict[int, int]) -> None:
    """An organisation stands on the list once."""
    if pk in came:
        raise ValidationError(gettext("This organisation is on the list already. Put all its people on one line."))


class FilterForm(forms.Form):
    """Which records of a kind to show."""

    text = forms.CharField(
        label=_("Text"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first day. Correct one of the two."))
        return given


class TogetherForm(FilterForm):
    """Which days to count, and under which bodies: those of the time, or those that go on with them today."""

    THEN, TODAY = "then", "today"

    text = None
    bodies = forms.ChoiceField(
        label=_("Count under"),
        required=False,
        choices=[(THEN, _("the body of the time")), (TODAY, _("the body that goes on today"))],
    )


class BulkForm(forms.Form):
    """Which records get which value: the numbers are those of the ticked rows of one page."""

    numbers = forms.TypedMultipleChoiceField(
        coerce=int, widget=forms.MultipleHiddenInput, error_messages={"required": _("Tick at least one record.")}
    )
    value = forms.ChoiceField()

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        changed = RECORD_MODELS[kind]._meta.get_field(CHANGED_IN_BULK[kind])
        self.fields["value"].label = gettext("New value of “%(field)s”") % {"field": changed.verbose_name}
        self.fields["value"].choices = changed.choices
        ticked = data.getlist("numbers")[:MOST_TICKED] if data is not None else []
        self.fields["numbers"].choices = [(one, one) for one in ticked if one.isascii() and one.isdigit()]


class CalendarForm(forms.Form):
    """A calendar file, and what its entries are."""

    record = forms.ChoiceField(
        label=_("The entries are"),
        choices=[
            ("event", _("events and services")),
            ("contact", _("contacts with the participants whose people were invited")),
        ],
        widget=forms.RadioSelect,
        initial="event",
    )
    kind = forms.ChoiceField(label=_("Kind of event"), choices=Event.Kind.choices)
    channel = forms.ChoiceField(label=_("Channel of contact"), choices=Contact.Channel.choices)
    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_("An iCalendar file (.ics), as calendar programs export it."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def deed(self) -> dict[str, Any]:
        """What `actions.bring_calendar` is told of the entries."""
        told = self.cleaned_data
        return {"record": told["record"], "choice": told["kind" if told["record"] == "event" else "channel"]}


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a list of those who came: whose people it names, and what is to be said of it."""

    number: int
    text: str
    organisation: Choice | None
    persons: int = 1
    says: str = ""


class AttendanceForm(forms.Form):
    """Those who came, pasted or in a file: an organisation, a person or an e-mail address on each line."""

    text = forms.CharField(
        label=_("Who came"),
        required=False,
        strip=False,
        max_length=LARGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("On each line an organisation, a contact person or an e-mail address. A number counts persons."),
    )
    file = forms.FileField(
        label=_("Or a file (optional)"),
        required=False,
        help_text=_("Text or CSV, one line for each."),
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.tsv,text/plain,text/csv"}),
    )

    def __init__(
        self, *args: Any, event: Event, choices: Sequence[Choice], people: Iterable[ContactPerson], **kwargs: Any
    ) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.event, self.choices = event, choices
        self.by_pk = {choice.pk: choice for choice in choices}
        self.by_person: dict[str, set[int]] = {}
        for person in people:
            self.by_person.setdefault(folded(person.name), set()).add(person.organisation_id)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        text = given.get("text", "")
        if upload := given.get("file"):
            text = self._read(upload)
        if not text.strip() and not self.errors:
            raise ValidationError(_("Paste those who came, or choose a file."))
        given["lines"] = self._judged(text)
        return given

    def _read(self, upload: Any) -> str:
        content = upload.read(LARGEST_LIST + 1)
        if len(content) > LARGEST_LIST or content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"):
            self.add_error(
                "file", _("This is no short list of text. Save the list as CSV, or copy and paste its rows.")
            )
            return ""
        try:
            return decoded(content, upload.name)[0]
        except WrongTable as wrong:
            self.add_error("file", f"{in_words(wrong.says)} {in_words(wrong.remedy)}")
            return ""

    def _judged(self, text: str) -> list[ListLine]:
        book = AddressBook(self.event.cluster)
        seen: set[str] = set()
        lines = []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            if folded(line) in seen:
                lines.append(ListLine(number, line, None, says=gettext("This line stands above already.")))
                continue
            seen.add(folded(line))
            lines.append(self._line(number, line, book))
        return lines

    def _line(self, number: int, line: str, book: AddressBook) -> ListLine:
        cells = [cell.strip().strip('"') for cell in re.split(r"[\t;,]", line) if cell.strip()]
        persons = next((int(cell) for cell in reversed(cells) if re.fullmatch(r"[1-9]\d{0,3}", cell, re.ASCII)), 1)
        words = [cell for cell in cells if not cell.isdigit()]
        for person in book.people_at(ADDRESS.findall(line), self.event.on):
            return ListLine(number, line, self.by_pk.get(person.organisation_id), persons)
        meant = match(", ".join(words), self.choices) if words else Match(None)
        whole = [meant.found] if meant.found else []
        named = whole or [choice for cell in words for choice in self._same(cell)]
        if len({choice.pk for choice in named}) == 1:
            return ListLine(number, line, named[0], persons)
        if named or meant.candidates:
            names = "; ".join(str(choice) for choice in (named or meant.candidates)[:5])
            says = gettext("It may mean several (%(names)s). Write the whole name, or the business id.")
            return ListLine(number, line, None, says=says % {"names": names})
        return ListLine(number, line, None, says=gettext("Neither an organisation nor a contact person is called so."))

    def _same(self, cell: str) -> list[Choice]:
        """The organisations that are called exactly so, or else those of a contact person who is."""
        wanted = folded(cell)
        same = [choice for choice in self.choices if wanted in (folded(choice.name), folded(choice.business_id))]
        return same or [self.by_pk[pk] for pk in sorted(self.by_person.get(wanted, ())) if pk in self.by_pk]

    def attendance(self) -> dict[int, int]:
        """Persons by organisation: lines that name the same one are added up."""
        came: dict[int, int] = {}
        for line in self.cleaned_data["lines"]:
            if line.organisation:
                came[line.organisation.pk] = came.get(line.organisation.pk, 0) + line.persons
        return came


class MeetingForm(forms.Form):
    """A meeting of a working group."""

    on = forms.DateField(label=_("Day"), widget=DayInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    persons = forms.IntegerField(label=_("Persons"), min_value=1, max_value=9999)
