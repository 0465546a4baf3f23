"""Who looks for money: what it does, in its own words, and what it has won (§7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tokka.funding.json_lines import Fault, rows_of, unpacked
from tokka.funding.parsing import euros, texts, words
from tokka.tables.model import Column, Holds, Table
from tokka.tables.text import read_text
from tokka.words import Remark, _


@dataclass(frozen=True, slots=True)
class Profile:
    """A member as the ranking sees it. Without a language its text tells its own."""

    key: str
    text: str
    name: str = ""
    language: str = ""
    activity_codes: tuple[str, ...] = ()
    topics_won: tuple[str, ...] = ()
    grant_wanted_eur: float | None = None
    past: tuple[str, ...] = ()
    """Texts of projects that it has won, each of which tells its own language."""


PROFILES: Final = Table(
    "profiles",
    _("Profiles"),
    (
        Column("key", _("Key"), _("What you call the member, once."), headings=("id", "tunnus", "org", "business_id")),
        Column("name", _("Name"), _("The member's name."), headings=("nimi", "namn", "organisation", "company")),
        Column(
            "text",
            _("Text"),
            _("What the member does and seeks, in its own words."),
            headings=("description", "profile", "kuvaus", "beskrivning", "summary", "objective"),
        ),
        Column("keywords", _("Keywords"), _("Words of its field."), headings=("avainsanat", "nyckelord", "tags")),
        Column("language", _("Language"), _("The language of the text: en, fi or sv."), headings=("lang", "kieli")),
        Column(
            "activity_codes",
            _("Activity codes"),
            _("NACE or TOL codes, with blanks or semicolons between."),
            headings=("nace", "tol", "activity_code", "toimiala", "näringsgren"),
        ),
        Column("topics_won", _("Topics won"), _("Codes of topics won, with blanks between."), headings=("topics",)),
        Column("grant_wanted_eur", _("Grant wanted"), _("The size of grant it seeks."), Holds.NUMBER, unit="EUR"),
    ),
)  # fmt: skip
_SAY: Final = Remark(_("Say in a few words what it does, or give its activity code."))
_NUMBER: Final = Remark(_("Give each member a key of its own."))


def read_profiles(content: bytes, file: str) -> tuple[list[Profile], list[Fault]]:
    """Profiles as JSON lines or delimited text. One without text and activity code is kept apart. Raises WrongTable."""
    content = unpacked(content, file)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        rows, faults = rows_of(content, file)
        named: list[tuple[int, Mapping[str, Any]]] = [(number, _named(row)) for number, row in rows]
    else:
        sheet = read_text(PROFILES, content, file)
        named = [(row.number, row.cells) for row in sheet.rows if not row.is_refused]
        faults = [Fault(row.number, one.column, one.says, one.remedy) for row in sheet.rows for one in row.notes]
    profiles: dict[str, Profile] = {}
    for number, row in named:
        profile = _profile(row, number)
        if not profile.text and not profile.activity_codes:
            faults.append(Fault(number, "text", Remark(_("The profile says nothing of what the member does.")), _SAY))
        elif profile.key in profiles:
            says = Remark(_("The key %(key)s is used twice."), {"key": profile.key})
            faults.append(Fault(number, "key", says, _NUMBER))
        else:
            profiles[profile.key] = profile
    return list(profiles.values()), sorted(faults, key=lambda fault: fault.row)


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values by our columns, whatever the object calls them."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        column = PROFILES.column_called(str(name))
        if column is not None:
            found.setdefault(column.key, value)
    return found


def _profile(row: Mapping[str, Any], number: int) -> Profile:
    parts = [" ".join(texts(row.get(name))) for name in ("text", "keywords")]
    return Profile(
        key=words(row.get("key")) or words(row.get("name")) or str(number),
        text="\n".join(part for part in parts if part),
        name=words(row.get("name")),
        language=words(row.get("language")),
        activity_codes=_split(row.get("activity_codes")),
        topics_won=_split(row.get("topics_won")),
        grant_wanted_eur=euros(row.get("grant_wanted_eur")),
    )


def _split(value: Any) -> tuple[str, ...]:
    listed = " ".join(texts(value)).replace(";", " ").replace(",", " ").split()
    return tuple(dict.fromkeys(listed))
