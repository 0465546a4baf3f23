"""Takes what sources list into the register of calls: from files, and from the sources themselves."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import sleep
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import now as this_moment
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from tokka.funding.calls import Call as Told
from tokka.funding.calls import Key, Kind, with_parents
from tokka.funding.finnish import EURA, STATE_GRANTS
from tokka.funding.listings import Day, Followed, Listings, Version
from tokka.funding.parsing import Answer
from tokka.funding.portal import SOURCE as PORTAL
from tokka.funding.portal import parse_search, unfiltered
from tokka.funding.reading import read_calls
from tokka.tables.model import WrongTable
from tokka.words import Remark
from tokkasite.accounts.models import User
from tokkasite.funding import sources
from tokkasite.funding.models import Call, CallVersion, Fetch, Page, Source
from tokkasite.funding.readers import as_told, is_going
from tokkasite.register.models import in_words
from tokkasite.runs.readers import kept

COMMISSION: Final = "© European Union, Decision 2011/833/EU (CC BY 4.0); modified"
KNOWN: Final[Mapping[str, Mapping[str, Any]]] = {
    PORTAL: {
        "name": "EU Funding & Tenders Portal",
        "url": "https://ec.europa.eu/info/funding-tenders/opportunities/portal/",
        "way": Source.Way.SEARCH,
        "licence": COMMISSION,
        "floor": 200,
    },
    EURA: {
        "name": "EURA 2021 (EAKR, JTF, ESR+)",
        "url": sources.EURA,
        "way": Source.Way.EURA,
        "floor": 300,
    },
    STATE_GRANTS: {
        "name": "Haeavustuksia.fi",
        "url": "https://www.haeavustuksia.fi/",
        "way": Source.Way.STATE_GRANTS,
        "floor": 20,
    },
}
"""The sources that have a parser, with the smallest whole listing that is believed."""
GOES_ON_WITHIN: Final = timedelta(days=1)
FAULTS_TOLD: Final = 50
ROW: Final = gettext_noop("Row %(row)s: %(says)s %(remedy)s")
DIFFERENT: Final = gettext_noop("%(hits)s hits hold %(calls)s different calls.")
STOPPED: Final = gettext_noop("Stopped by hand. Fetch it again within a day to go on where it stopped.")
NO_FILE: Final = _("This source is read from files alone.")
ALREADY_RUNNING: Final = _("This source is being fetched already. Look again in some minutes.")


def known_sources() -> list[Source]:
    """The sources that have a parser, entered where they are not."""
    return [Source.objects.get_or_create(key=key, defaults=dict(told))[0] for key, told in KNOWN.items()]


def source_of(name: str) -> Source:
    """The source that a file names."""
    if name in KNOWN:
        return Source.objects.get_or_create(key=name, defaults=dict(KNOWN[name]))[0]
    key = slugify(name)[:60] or "file"
    return Source.objects.get_or_create(key=key, defaults={"name": name[:200]})[0]


def import_file(*, content: bytes, file: str, now: datetime, by: User | None, is_whole: bool = False) -> list[Fetch]:
    """Take the calls of a file, with a fetch for each source in it. Raises ValidationError where it holds no calls.

    A file counts as a part of a listing: what it does not name stays as it is, unless `is_whole` says otherwise.
    """
    try:
        answer = read_calls(content, file)
    except WrongTable as fault:
        raise ValidationError(str(fault)) from fault
    grouped: dict[str, list[Told]] = defaultdict(list)
    for call in answer.calls:
        grouped[call.source].append(call)
    if not grouped:
        raise ValidationError([in_words(fault.says) for fault in answer.faults[:3]])
    done = []
    for number, (name, calls) in enumerate(grouped.items()):
        fetch = Fetch(source=source_of(name), file=file[:200], is_whole=is_whole, began_at=now, by=by)
        told = replace(answer, calls=tuple(calls), faults=answer.faults if number == 0 else (), remarks=answer.remarks)
        done.append(take(fetch=fetch, answer=told, now=now))
    return done


@transaction.atomic
def take(*, fetch: Fetch, answer: Answer, now: datetime) -> Fetch:
    """Compare what was listed with what is kept, keep the versions, and note what came of it (§2)."""
    source = fetch.source
    rows = {(row.source_id, row.reference): row for row in Call.objects.filter(source=source)}
    listings = Listings(floor=source.floor if fetch.is_whole else 1)
    listings.followed = {
        key: Followed([Version(row.last_seen_at, as_told(row))], row.misses, row.is_withdrawn)
        for key, row in rows.items()
    }
    calls = with_parents({(source.key, call.reference): trimmed(call, source) for call in answer.calls})
    day = listings.take(now, calls.values()) if fetch.is_whole else listings.differ(now, calls, ())
    fetch.kept_apart, fetch.listed = len(answer.faults), len(calls)
    fetch.says = [kept(one) for one in answer.remarks]
    fetch.says += [
        kept(
            Remark(
                gettext_noop("Row %(row)s: %(says)s %(remedy)s"),
                {"row": one.row, "says": one.says, "remedy": one.remedy},
            )
        )
        for one in answer.faults[:FAULTS_TOLD]
    ]
    if day.refusal:
        fetch.state, fetch.error = Fetch.State.REFUSED, kept(day.refusal)
    else:
        fetch.state, fetch.error = Fetch.State.DONE, None
        _keep(day, listings, rows, set(calls), source, now)
        for name in ("added", "changed", "returned", "missing", "withdrawn"):
            setattr(fetch, name, len(getattr(day, name)))
    fetch.ended_at = now
    fetch.save()
    log(fetch, "funding.take", user=fetch.by, data={"source": source.key, "state": fetch.state, "listed": fetch.listed})
    return fetch


def trimmed(call: Told, source: Source) -> Told:
    """The call as its row can hold it: what is compared the next time is what was kept."""
    limits = {field.name: field.max_length for field in Call._meta.fields if field.max_length}
    named = (*("title", "identifier", "parent", "language", "programme", "authority", "action", "call"), "told_status")
    cut = {name: getattr(call, name)[: limits[name]] for name in named}
    url = call.url if call.url.startswith(("http://", "https://")) and len(call.url) <= limits["url"] else ""
    return replace(call, source=source.key, reference=call.reference[: limits["reference"]], url=url, **cut)


def _keep(
    day: Day,
    listings: Listings,
    rows: Mapping[Key, Call],
    listed: Set[Key],
    source: Source,
    now: datetime,
) -> None:
    """Write what one listing brought: new calls, versions of changed ones, and who was missing how often."""
    versions: list[CallVersion] = []
    shifts = dict(day.shifts)
    for key in day.added:
        row = Call(source=source, reference=key[1], first_seen_at=now, last_seen_at=now)
        _fill(row, listings.followed[key].call)
        row.save()
        versions.append(CallVersion(call=row, at=now))
    for key in day.changed:
        row, followed = rows[key], listings.followed[key]
        _fill(row, followed.call)
        changes = [
            {
                "field": change.field,
                "before": _plain(change.before),
                "after": _plain(change.after),
                "is_silent": change.is_silent,
            }
            for change in followed.versions[-1].changes
        ]
        versions.append(CallVersion(call=row, at=now, changes=changes, shift=shifts.get(key, "")))
    for key, row in rows.items():
        followed = listings.followed[key]
        row.misses, row.is_withdrawn = followed.missed, followed.is_withdrawn
        if key in listed:
            row.last_seen_at = now
    changed = [rows[key] for key in day.changed]
    Call.objects.bulk_update(changed, [*FILLED, "deadlines", "deadline_at"], batch_size=100)
    Call.objects.bulk_update(rows.values(), ["misses", "is_withdrawn", "last_seen_at"], batch_size=300)
    CallVersion.objects.bulk_create(versions)


FILLED: Final = (
    *("identifier", "parent", "title", "text", "conditions", "language", "programme", "authority", "action", "call"),
    *("kind", "keywords", "regions", "opens_at", "is_continuous", "zone", "budget_eur", "grant_least_eur"),
    *("grant_most_eur", "url", "told_status"),
)


def _fill(row: Call, told: Told) -> None:
    for name in FILLED:
        setattr(row, name, _plain(getattr(told, name), keep_moments=True))
    row.kind = Kind(told.kind).value
    row.deadlines = [one.isoformat() for one in sorted(told.deadlines_at)]
    row.deadline_at = told.last_deadline


def _plain(value: Any, *, keep_moments: bool = False) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime) and not keep_moments:
        return value.isoformat()
    return value


Ask = Callable[..., sources.Answered]


def fetch_source(
    *,
    source: Source,
    now: datetime,
    by: User | None,
    ask: Ask = sources.ask,
    pause: Callable[[float], None] = sleep,
    tell: Callable[[int], None] = lambda _pages: None,
) -> Fetch:
    """Ask a source for its whole listing, politely, and take it. What breaks off goes on where it stopped."""
    fetch = begin_fetch(source=source, now=now, by=by)
    return go_on(fetch=fetch, now=now, ask=ask, pause=pause, tell=tell)


@transaction.atomic
def begin_fetch(*, source: Source, now: datetime, by: User | None) -> Fetch:
    """Open a fetch, or the one that broke off within the last day; `go_on` asks the source."""
    if source.way == Source.Way.FILES:
        raise ValidationError(NO_FILE)
    Source.objects.select_for_update().get(pk=source.pk)
    return _begun(source, now, by)


@transaction.atomic
def stop_fetch(*, fetch: Fetch, by: User | None) -> None:
    """Ask the source no more. What it has answered is kept for a day, and the next fetch goes on there."""
    if Fetch.objects.filter(pk=fetch.pk, state=Fetch.State.RUNNING).update(is_to_stop=True):
        log(fetch, "funding.stop_fetch", user=by, data={"source": fetch.source_id})


def fail_fetch(*, fetch: Fetch, now: datetime, says: Remark) -> Fetch:
    """Note that something unforeseen broke a fetch off."""
    return _ended(fetch, Fetch.State.FAILED, now, says)


def go_on(
    *,
    fetch: Fetch,
    now: datetime,
    ask: Ask = sources.ask,
    pause: Callable[[float], None] = sleep,
    tell: Callable[[int], None] = lambda _pages: None,
) -> Fetch:
    """Ask for what is still missing, and take the whole.

    Every answer is kept until the whole is taken. A source that says that nothing is new is left in peace.
    """
    source = fetch.source
    answers = [bytes(page.content) for page in fetch.answers.all()]
    answered = sources.Answered()
    try:
        while (asked := sources.next_asked(source.way, answers)) is not None:
            if Fetch.objects.filter(pk=fetch.pk, is_to_stop=True).exists():
                return _ended(fetch, Fetch.State.FAILED, now, Remark(STOPPED))
            if answers:
                pause(sources.SECONDS_BETWEEN)
            given = _conditions(source)
            answered = ask(asked, **given)
            if answered.is_unchanged:
                return _ended(fetch, Fetch.State.UNCHANGED, now)
            sources.check(source.way, answered.content)
            answers.append(answered.content)
            Page.objects.create(fetch=fetch, number=len(answers), content=answered.content)
            fetch.pages = len(answers)
            fetch.save(update_fields=["pages"])
            tell(len(answers))
    except OSError as fault:
        _drop_wrong(fetch, answers)
        says = Remark(gettext_noop("No answer that can be used: %(fault)s. Try again later."), {"fault": str(fault)})
        return _ended(fetch, Fetch.State.FAILED, now, says)
    try:
        answer = _read(source, answers)
    except WrongTable as fault:
        fetch.answers.all().delete()
        return _ended(fetch, Fetch.State.REFUSED, now, Remark(gettext_noop("%(says)s"), {"says": str(fault)}))
    except Strangers as fault:
        fetch.answers.all().delete()
        return _ended(fetch, Fetch.State.REFUSED, now, fault.says)
    fetch = take(fetch=fetch, answer=answer, now=now)
    fetch.answers.all().delete()
    if fetch.state == Fetch.State.DONE and sources.is_one_file(source.way):
        Source.objects.filter(pk=source.pk).update(etag=answered.etag, last_modified=answered.last_modified)
    return fetch


def _drop_wrong(fetch: Fetch, answers: Sequence[bytes]) -> None:
    """Keep no answer that would break the fetch off again when it goes on."""
    try:
        sources.next_asked(fetch.source.way, answers)
    except sources.NoAnswer:
        fetch.answers.filter(number=len(answers)).delete()
        fetch.pages = len(answers) - 1


class Strangers(ValueError):
    """An answer holds what was not asked for."""

    def __init__(self, says: Remark) -> None:
        super().__init__(str(says))
        self.says = says


def _conditions(source: Source) -> dict[str, str]:
    if not sources.is_one_file(source.way):
        return {}
    return {"etag": source.etag, "last_modified": source.last_modified}


def _begun(source: Source, now: datetime, by: User | None) -> Fetch:
    """A new fetch, or the one that broke off within the last day."""
    last = source.fetches.filter(file="").first()
    if last and is_going(last, now):
        raise ValidationError(ALREADY_RUNNING)
    if last and last.state in (Fetch.State.RUNNING, Fetch.State.FAILED) and now - last.began_at < GOES_ON_WITHIN:
        last.state, last.error, last.ended_at, last.is_to_stop = Fetch.State.RUNNING, None, None, False
        last.began_at = now
        last.save()
        return last
    Page.objects.filter(fetch__source=source).delete()
    return Fetch.objects.create(source=source, began_at=now, by=by)


@transaction.atomic
def _ended(fetch: Fetch, state: str, now: datetime, error: Remark | None = None) -> Fetch:
    fetch.state, fetch.ended_at = state, now
    fetch.error = kept(error) if error else None
    fetch.save()
    log(fetch, "funding.take", user=fetch.by, data={"source": fetch.source_id, "state": state})
    return fetch


def _read(source: Source, answers: Sequence[bytes]) -> Answer:
    """All answers of one fetch as one listing. Raises WrongTable or Strangers."""
    if source.way == Source.Way.SEARCH:
        return _read_search(answers)
    if source.way == Source.Way.STATE_GRANTS:
        notices = [one for content in answers for one in json.loads(content).get("hakuilmoitukset") or ()]
        return read_calls(json.dumps({"hakuilmoitukset": notices}).encode(), source.key)
    return read_calls(answers[0], source.key)


def _read_search(answers: Iterable[bytes]) -> Answer:
    """Hits that were not asked for refuse the whole; fewer than promised are told."""
    found = [json.loads(content) for content in answers]
    kinds = frozenset(kind for asked in sources.SEARCHED for kind in asked)
    for one in found:
        if says := unfiltered(one, kinds, frozenset(sources.STATUSES)):
            raise Strangers(says)
    answer = parse_search({"results": [hit for one in found for hit in one.get("results") or ()]})
    hits = sum(len(one.get("results") or ()) for one in found)
    if not answer.calls:
        raise Strangers(Remark(gettext_noop("The search found nothing: an outage, not an empty list.")))
    says = Remark(
        gettext_noop("%(hits)s hits hold %(calls)s different calls."), {"hits": hits, "calls": len(answer.calls)}
    )
    return replace(answer, remarks=(*answer.remarks, says)) if hits != len(answer.calls) else answer


def fetch_tonight(*, day: date, by: User | None = None, ask: Ask = sources.ask) -> int:
    """Fetch every source that is to be fetched nightly; says how many listings were taken."""
    taken = 0
    for source in Source.objects.filter(is_fetched_nightly=True):
        try:
            fetch = fetch_source(source=source, now=this_moment(), by=by, ask=ask)
        except ValidationError:
            continue
        taken += fetch.state in (Fetch.State.DONE, Fetch.State.UNCHANGED)
    return taken


@transaction.atomic
def set_source(*, source: Source, floor: int, is_fetched_nightly: bool, by: User) -> Source:
    """Say what the smallest listing is that is believed, and whether the source is fetched every night."""
    source.floor, source.is_fetched_nightly = floor, is_fetched_nightly
    source.full_clean()
    source.save()
    log(source, "funding.set_source", user=by, data={"floor": floor, "nightly": is_fetched_nightly})
    return source
