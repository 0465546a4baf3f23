"""The dossier of a round: one tagged PDF, and one ZIP with every piece of evidence and an index.

The words are put together here, in the language of the dossier; `dossier.typ` says only how they look. Typst sets
them and refuses what is no PDF/UA, so an inaccessible dossier is never handed out (docs/decisions/0130).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources
from itertools import chain
from shutil import copyfileobj
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext

from tokka.excellence.records import KINDS
from tokka.rulebook.families import Family
from tokkasite.excellence import evidence, figures, readers, rounds
from tokkasite.excellence.findings import Json, editions_of
from tokkasite.excellence.models import Item, Label, Round
from tokkasite.excellence.rounds import CONTRADICTORY, Seen
from tokkasite.excellence.templatetags.excellence import kind_name, measured, number, say
from tokkasite.journal.readers import RecordLine, describe
from tokkasite.ui import papers
from tokkasite.ui.charts import sparkline
from tokkasite.ui.papers import day_text

LINES_SHOWN: Final = 12
"""Records that the PDF lists under one finding, newest first. The ZIP lists all of them."""
STEPS_BEFORE_FILES: Final = 4
PLANNED_BY: Final = {"ecei": "ecei_reference"}
"""Where a rule set publishes no thresholds, the plan and the history follow the reference levels for it."""


@dataclass(frozen=True)
class Material:
    """What a dossier is made of: a round with its items, the rules, and the days that it names."""

    found: Round
    items: Sequence[Item]
    families: Sequence[Family]
    made_on: date
    language: str

    @cached_property
    def family(self) -> Family:
        """The rule set of the round. Raises LookupError where it is known no more."""
        return self._named(self.found.family)

    @cached_property
    def planned_by(self) -> Family:
        """The rule set that tells the history and the plan."""
        return self._named(PLANNED_BY.get(self.found.family, self.found.family))

    def _named(self, key: str) -> Family:
        family = readers.family_in(self.families, key)
        if family is None:
            raise LookupError(gettext("The rule set %(key)s is not known here any more.") % {"key": key})
        return family


def steps_of(material: Material) -> int:
    """How many steps the making of a dossier has."""
    return STEPS_BEFORE_FILES + sum(len(rounds.files_of(item)) for item in material.items)


def produce(material: Material, pdf: IO[bytes], archive: IO[bytes] | None = None) -> Iterator[int]:
    """Make the PDF, and the ZIP where one is asked for. Yields after each step how many are done."""
    with translation.override(material.language):
        yield from _produced(material, pdf, archive)


def _produced(material: Material, pdf: IO[bytes], archive: IO[bytes] | None) -> Iterator[int]:
    found, day = material.found, material.found.day
    book = readers.book_of(found.cluster)
    # A draft rests on the records of this moment; what was handed in is compared with them.
    seen = rounds.seen_of(material.items, readers.records_on(book, day) if found.is_frozen else None)
    lines = describe(dict.fromkeys(chain.from_iterable(one.told.records for one in seen)))
    yield 1
    matter = _matter(material, seen, lines)
    matter["label_state"] = _label_state(readers.label_of(book, material.families, day))
    matter["history"] = _history(material, book)
    yield 2
    matter["plan"] = _plan(material, book)
    yield 3
    written = typeset(matter)
    pdf.write(written)
    yield STEPS_BEFORE_FILES
    if archive is not None:
        yield from _archive(material, seen, lines, written, archive)


def typeset(matter: Json) -> bytes:
    """The dossier as a PDF."""
    return papers.typeset(resources.files("tokkasite.excellence").joinpath("dossier.typ").read_bytes(), matter)


def title_of(found: Round) -> str:
    """What the dossier is called."""
    if found.label:
        says = gettext("%(cluster)s: evidence for the %(label)s label")
        return says % {"cluster": found.cluster, "label": Label(found.label).label}
    return gettext("%(cluster)s: self-assessment with evidence") % {"cluster": found.cluster}


def file_name(found: Round, language: str, ending: str) -> str:
    """The name under which it is saved."""
    return f"{slugify(found.cluster.key)}-{found.label or found.family}-{found.day}-{language}.{ending}"


def outcome_word(outcome: str) -> str:
    return {
        "met": gettext("met"),
        "missed": gettext("missed"),
        "unknown": gettext("unknown"),
        CONTRADICTORY: gettext("contradictory"),
    }[outcome]


def _matter(material: Material, seen: Sequence[Seen], lines: dict[tuple[str, int], RecordLine]) -> Json:
    found = material.found
    return {
        "lang": material.language,
        "title": title_of(found),
        "author": str(found.cluster),
        "made": [material.made_on.year, material.made_on.month, material.made_on.day],
        "page_of": gettext("page %(page)s of %(pages)s"),
        "words": _words(),
        "lead": _lead(material),
        "facts": _facts(material, seen),
        "counts": _counts(seen),
        "flags": _flags(material, seen),
        "contents": gettext("Contents"),
        "groups": [
            {
                "label": say(heading) if heading else gettext("Criteria"),
                "findings": [_finding(one, lines) for one in group],
            }
            for heading, group in rounds.grouped(seen)
        ],
        "editions": _editions(material),
    }


def _words() -> Json:
    return {
        "summary": gettext("Summary"),
        "flags": gettext("What needs a look"),
        "no_flags": gettext("No answer contradicts the journal, and every piece of evidence is as it was kept."),
        "findings": gettext("Findings and their evidence"),
        "evidence": gettext("Evidence"),
        "files": gettext("Files"),
        "no_evidence": gettext("No record was counted, and no file was added."),
        "by_hand": gettext("Answered by hand"),
        "history": gettext("History"),
        "plan": gettext("Improvement plan"),
        "editions": gettext("Editions of the rules"),
        "label": gettext("Quality label"),
        "outcome": gettext("Outcome"),
        "value": gettext("Value"),
    }


def _lead(material: Material) -> list[str]:
    found = material.found
    says = gettext("As the dated records of the cluster tell it of %(day)s.") % {"day": day_text(found.day)}
    return [f"{say(material.family.label)}. {say(material.family.note)}", says]


def _facts(material: Material, seen: Sequence[Seen]) -> list[list[str]]:
    found, counts = material.found, rounds.counts_of(seen)
    automatic = gettext("%(count)s of %(total)s questions (%(percent)s %%)") % {
        "count": counts.automatic,
        "total": counts.total,
        "percent": counts.automatic_percent,
    }
    state = (
        gettext("Handed in on %(day)s") % {"day": day_text(found.frozen_on)}
        if found.is_frozen
        else gettext("A draft: not handed in, and not the last word")
    )
    facts = [
        [gettext("Cluster"), str(found.cluster)],
        [gettext("Host"), str(found.cluster.host)],
        [gettext("State"), state],
        [gettext("Answered by the journal itself"), automatic],
        [gettext("Pieces of evidence"), _pieces(seen)],
        [gettext("Made on"), day_text(material.made_on)],
    ]
    if found.digest:
        facts.append([gettext("Digest (SHA-256)"), found.digest])
    return facts


def _pieces(seen: Iterable[Seen]) -> str:
    seen = list(seen)
    records = len({key for one in seen for key in one.told.records})
    files = sum(len(one.files) for one in seen)
    counted = ngettext("%(count)s record", "%(count)s records", records) % {"count": number(records)}
    added = ngettext("%(count)s file", "%(count)s files", files) % {"count": number(files)}
    return gettext("%(records)s, %(files)s") % {"records": counted, "files": added}


def _counts(seen: Sequence[Seen]) -> list[Json]:
    counts = rounds.counts_of(seen)
    shown = ["met", "missed", "unknown", *([CONTRADICTORY] if counts.contradictory else [])]
    return [{"outcome": key, "word": outcome_word(key), "count": getattr(counts, key)} for key in shown]


def _flags(material: Material, seen: Iterable[Seen]) -> list[str]:
    """What is wrong, each by name."""
    seen = list(seen)
    flags = [
        gettext("%(question)s: answered by hand as %(answer)s, while the journal says %(outcome)s.")
        % {"question": _name(one), "answer": outcome_word(one.item.answer), "outcome": outcome_word(one.told.outcome)}
        for one in seen
        if one.contradicts
    ]
    for one in seen:
        flags += [
            gettext("%(question)s: the file %(file)s is missing.") % {"question": _name(one), "file": looked.file.name}
            for looked in one.missing
        ]
        flags += [
            gettext("%(question)s: the file %(file)s was changed since it was kept.")
            % {"question": _name(one), "file": looked.file.name}
            for looked in one.changed
        ]
    flags += [
        gettext("%(question)s: records behind it were changed since it was handed in.") % {"question": _name(one)}
        for one in seen
        if one.has_other_records
    ]
    if material.found.is_frozen and not rounds.is_as_handed_in(material.found, material.items):
        flags.append(gettext("The content of this round is not what was handed in: its digest differs."))
    return flags


def _name(one: Seen) -> str:
    return f"{one.item.number} {say(one.item.label)}".strip()


def _finding(one: Seen, lines: dict[tuple[str, int], RecordLine]) -> Json:
    kept = sorted((lines[key] for key in one.told.records if key in lines), key=lambda line: line.on, reverse=True)
    left = len(one.told.records) - len(kept[:LINES_SHOWN])
    more = ngettext(
        "and %(count)s more record, listed in the ZIP", "and %(count)s more records, listed in the ZIP", left
    )
    return {
        "title": _name(one),
        "outcome": one.outcome,
        "word": outcome_word(one.outcome),
        "level": gettext(one.told.level) if one.told.level else "",
        "value": measured(one.told.value, one.item.unit),
        "remarks": [say(remark) for remark in one.told.remarks],
        "answer": outcome_word(one.item.answer) if one.item.answer else "",
        "text": one.item.text,
        "records": [f"{day_text(line.on)}: {line.title} ({line.label})" for line in kept[:LINES_SHOWN]],
        "more": more % {"count": number(left)} if left else "",
        "files": [_file_line(looked) for looked in one.files],
    }


def _file_line(looked: evidence.Looked) -> str:
    file = looked.file
    told = {"name": file.name, "day": day_text(file.kept_on), "digest": file.digest[:16]}
    if looked.condition is evidence.Condition.MISSING:
        return gettext("%(name)s, added on %(day)s: MISSING") % told
    if looked.condition is evidence.Condition.CHANGED:
        return gettext("%(name)s, added on %(day)s: CHANGED SINCE") % told
    return gettext("%(name)s, added on %(day)s, SHA-256 %(digest)s…") % told


def _label_state(state: Any) -> Json:
    """Where the label stands on the day, by the published rules."""
    words = {
        "none": gettext("The cluster has no label of the European Cluster Excellence Initiative on record."),
        "valid": gettext("%(level)s, valid"),
        "renewable": gettext("%(level)s, expired: it can still be renewed"),
        "lapsed": gettext("%(level)s, lapsed"),
        "unknown": gettext("%(level)s, its end is not known"),
    }
    level = Label(state.level).label if state.level else ""
    lines = [words[state.state] % {"level": level} if state.state != "none" else words["none"]]
    if state.valid_until:
        lines.append(gettext("Valid until %(day)s.") % {"day": day_text(state.valid_until)})
    if state.next_label:
        told = {"label": Label(state.next_label).label, "missed": len(state.blocked_by), "unknown": len(state.open)}
        lines.append(
            gettext("On the way to %(label)s: %(missed)s published requirements missed, %(unknown)s unknown.") % told
        )
    return {"lines": lines}


def _history(material: Material, book: Any) -> Json:
    months = readers.months_of(readers.history_of(book, material.planned_by, material.found.day))
    chart = figures.outcomes_by_month(months, has_levels=any("green" in month.counts for month in months))
    met = [month.counts.get("met", 0) for month in months]
    told = {"first": met[0], "last": met[-1], "months": len(met)}
    return {
        "lead": gettext("By the rule set: %(rules)s.") % {"rules": say(material.planned_by.label)},
        "note": chart.note,
        "spark": papers.svg_of(sparkline(met)),
        "spark_alt": gettext("Line of the findings met: %(first)s at first, %(last)s at last, over %(months)s months.")
        % told,
        "spark_says": gettext("Findings met: from %(first)s to %(last)s within %(months)s months.") % told,
        "svg": papers.svg_of(chart.image),
        "alt": gettext("Chart: %(title)s. The table below holds the same numbers.") % {"title": chart.title},
        "caption": chart.title,
        "columns": list(chart.columns),
        "rows": [[str(cell) for cell in row] for row in chart.rows],
    }


def _plan(material: Material, book: Any) -> Json:
    day, family = material.found.day, material.planned_by
    plan = readers.way_to(book, family, day)
    _assessment, steps = readers.readiness(book, family, day)
    lead = [gettext("By the rule set: %(rules)s.") % {"rules": say(family.label)}]
    if family is not material.family:
        lead.append(say(family.note))
    if plan.deeds:
        says = gettext("The least effort by which what is open would be met: about %(hours)s hours.")
        lead.append(says % {"hours": number(plan.hours)})
    elif not plan.open:
        lead.append(gettext("Nothing is open: every finding of this rule set is met."))
    return {
        "lead": lead,
        "deeds_title": gettext("Least effort"),
        "deeds_columns": [gettext("What to do"), gettext("Times"), gettext("Hours")],
        "deeds": [[say(one.deed.label), number(one.times), number(one.hours)] for one in plan.deeds],
        "remarks": [say(remark) for remark in plan.remarks],
        "steps_title": gettext("Next steps, finding by finding"),
        "steps_columns": [gettext("Finding"), gettext("Outcome"), gettext("What would change it"), gettext("Record")],
        "steps": [
            [
                f"{step.finding.rule.number} {say(step.finding.rule.label)}".strip(),
                outcome_word(step.finding.outcome.value),
                say(step.measure.advice),
                kind_name(step.kind),
            ]
            for step in steps
        ],
        "no_steps": gettext("No record would change a finding."),
    }


def _editions(material: Material) -> Json:
    editions = material.found.editions or editions_of(material.family, material.found.day)
    return {
        "lead": gettext("The wording in force on the day, on whose word, and when somebody last looked."),
        "columns": [gettext("Rule"), gettext("Wording since"), gettext("Source"), gettext("Last checked")],
        "rows": [
            [
                f"{one['number']} {say(one['label'])}".strip(),
                day_text(date.fromisoformat(one["version"])),
                _source_text(one["source"]),
                day_text(date.fromisoformat(one["source"]["checked"])),
            ]
            for one in editions
        ],
        "numbers_title": gettext("Numbers of the rule set"),
        "numbers_columns": [gettext("Rule"), gettext("Number"), gettext("Since"), gettext("Source")],
        "numbers": [
            [
                one["number"] or say(one["label"]),
                f"{_parameter_name(material, one['rule'], key)}: {measured(_scale(dated['value']))}",
                day_text(date.fromisoformat(dated["since"])),
                _source_text(dated["source"]),
            ]
            for one in editions
            for key, dated in one["numbers"].items()
            if dated
        ],
        "no_numbers": gettext("This rule set has no public numbers: what depends on one is unknown, never a pass."),
    }


def _source_text(source: Json) -> str:
    return f"{source['title']}, {source['article']}" if source["article"] else str(source["title"])


def _parameter_name(material: Material, rule: str, key: str) -> str:
    named = next((one for one in material.family.rules if one.key == rule), None)
    return say(named.parameters[key].label) if named and key in named.parameters else key


def _scale(value: Any) -> Any:
    return tuple(tuple(pair) for pair in value) if isinstance(value, list) else value


def _archive(
    material: Material,
    seen: Sequence[Seen],
    lines: dict[tuple[str, int], RecordLine],
    pdf: bytes,
    archive: IO[bytes],
) -> Iterator[int]:
    """The dossier, every file of evidence, every record that was counted, and an index of it all."""
    done = STEPS_BEFORE_FILES
    index: list[Sequence[object]] = []
    with ZipFile(archive, "w", ZIP_DEFLATED) as whole:
        whole.writestr("dossier.pdf", pdf)
        whole.writestr("round.json", json.dumps(rounds.content_of(material.found, material.items), indent=2))
        for one in seen:
            folder = f"files/{one.item.place:02d}-{slugify(one.item.number or one.item.rule)}"
            for looked in one.files:
                path = f"{folder}/{looked.file.name}" if looked.is_whole else ""
                if looked.is_whole:
                    with evidence.opened(looked.file) as content, whole.open(path, "w") as copy:
                        copyfileobj(content, copy)
                index.append(_index_of_file(one, looked, path))
                done += 1
                yield done
            index += [_index_of_record(one, key, lines.get(key)) for key in one.told.records]
        head = (
            gettext("Rule"), gettext("Question"), gettext("Kind"), gettext("Day"), gettext("Title"),
            gettext("Place in this archive"), gettext("Size in bytes"), "SHA-256", gettext("State"),
        )  # fmt: skip
        whole.writestr("index.csv", _as_csv([head, *index]))


def _index_of_file(one: Seen, looked: evidence.Looked, path: str) -> Sequence[object]:
    state = {
        evidence.Condition.WHOLE: gettext("as it was kept"),
        evidence.Condition.CHANGED: gettext("changed since: left out"),
        evidence.Condition.MISSING: gettext("missing"),
    }[looked.condition]
    file = looked.file
    return (
        one.item.rule, _name(one), gettext("File"), file.kept_on, file.name, path, file.size, file.digest, state,
    )  # fmt: skip


def _index_of_record(one: Seen, key: tuple[str, int], line: RecordLine | None) -> Sequence[object]:
    """A record is told by its title. Notes stay in the journal."""
    kind = gettext(KINDS[key[0]].label) if key[0] in KINDS else key[0]
    return (
        one.item.rule, _name(one), kind, line.on if line else "", line.title if line else "", line.url if line else "",
        "", "", "" if line else gettext("gone from the journal"),
    )  # fmt: skip


def _as_csv(rows: Iterable[Sequence[object]]) -> str:
    """As spreadsheets read it: with a mark of its encoding, and nothing that they would take for a formula."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([f"'{cell}" if str(cell)[:1] in tuple("=+-@\t\r") else cell for cell in row])
    return text.getvalue()
