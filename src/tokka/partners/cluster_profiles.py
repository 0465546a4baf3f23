"""Cluster profiles as JSON, so that cluster organisations exchange them without a central owner (§2).

A file is `{"format": "tokka.cluster_profiles", "version": 1, "from": …, "made_on": …, "profiles": [ … ]}`. A profile
has the fields of `ClusterProfile`; it names no person. Of two profiles of one key the later `updated_on` counts.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from tokka.words import Remark, _

FORMAT: Final = "tokka.cluster_profiles"
VERSION: Final = 1
LARGEST_BYTES: Final = 5_000_000
MEMBER_KINDS: Final = ("sme", "large", "research", "public", "other")
NO_MEMBERS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClusterProfile:
    """What a cluster organisation tells the others of its cluster."""

    key: str
    """A name of the cluster that stays, such as the address of its page on the European platform."""
    name: str
    country: str
    updated_on: date
    region: str = ""
    """NUTS code."""
    label: str = ""
    url: str = ""
    founded: int | None = None
    members: Mapping[str, int] = field(default_factory=lambda: NO_MEMBERS)
    """How many, by kind: sme, large, research, public, other."""
    sectors: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    target_countries: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class WrongProfiles(ValueError):
    """A file that is no list of cluster profiles: what is the matter, and what to do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The profiles that were read, and a remark on each that was left out or field that was not understood."""

    sender: str
    profiles: tuple[ClusterProfile, ...]
    remarks: tuple[Remark, ...]


def to_json(profiles: Iterable[ClusterProfile], *, sender: str, made_on: date) -> str:
    """The profiles as a file, sorted by key, so that two exports of the same are the same text."""
    kept = [_without_empty(one) for one in sorted(profiles, key=lambda one: one.key)]
    told = {"format": FORMAT, "version": VERSION, "from": sender, "made_on": made_on.isoformat(), "profiles": kept}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _without_empty(profile: ClusterProfile) -> dict[str, Any]:
    cells = {one.name: getattr(profile, one.name) for one in fields(profile)}
    cells["updated_on"] = profile.updated_on.isoformat()
    cells["members"] = dict(profile.members)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in cells.items() if value}


def from_json(content: bytes) -> Imported:
    """The profiles in a file. A wrong one is left out with a remark; raises WrongProfiles where the file is none."""
    told = _opened(content)
    profiles: dict[str, ClusterProfile] = {}
    remarks: list[Remark] = []
    for place, cells in enumerate(told["profiles"], start=1):
        read = _profile(place, cells, remarks)
        if read is not None and (read.key not in profiles or profiles[read.key].updated_on < read.updated_on):
            profiles[read.key] = read
    return Imported(str(told.get("from", "")), tuple(profiles.values()), tuple(remarks))


def _opened(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_BYTES:
        raise WrongProfiles(f"The file has {len(content)} bytes, more than {LARGEST_BYTES}. Split it.")
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise WrongProfiles(f"The file is no JSON in UTF-8 ({fault}). Ask the sender to export it again.") from fault
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise WrongProfiles(f'The file does not say "format": "{FORMAT}". Ask the sender for cluster profiles.')
    if told.get("version") != VERSION:
        raise WrongProfiles(f"The file has version {told.get('version')!r}; version {VERSION} is read here.")
    if not isinstance(told.get("profiles"), list):
        raise WrongProfiles("The file has no list of profiles. Ask the sender to export it again.")
    return told


def _profile(place: int, cells: object, remarks: list[Remark]) -> ClusterProfile | None:
    """One profile; None, with a remark, where a field is wrong."""
    if not isinstance(cells, dict):
        remarks.append(Remark(_("Profile %(place)s is no object. It is left out."), {"place": place}))
        return None
    unknown = sorted(str(key) for key in cells.keys() - READERS.keys())
    if unknown:
        values = {"place": place, "fields": ", ".join(unknown)[:200]}
        remarks.append(Remark(_("Profile %(place)s has fields that are not known here: %(fields)s. Not used."), values))
    missing = [key for key in REQUIRED if not cells.get(key)]
    wrong = [key for key, value in cells.items() if key in READERS and READERS[key](value) is None]
    if missing or wrong:
        values = {"place": place, "fields": ", ".join([*missing, *(key for key in wrong if key not in missing)])}
        says = _("Profile %(place)s is left out: correct or fill in the fields %(fields)s, and import the file again.")
        remarks.append(Remark(says, values))
        return None
    return ClusterProfile(**{key: READERS[key](value) for key, value in cells.items() if key in READERS})


def _text(value: object) -> str | None:
    return value.strip()[:2000] if isinstance(value, str) else None


def _country(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) == 2 and value.isascii() and value.isupper() else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _year(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1000 < value < 3000 else None


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return None
    return tuple(dict.fromkeys(one.strip()[:500] for one in value if one.strip()))


def _countries(value: object) -> tuple[str, ...] | None:
    codes = _texts(value)
    return codes if codes is not None and all(_country(code) for code in codes) else None


def _members(value: object) -> Mapping[str, int] | None:
    if not isinstance(value, dict) or not value.keys() <= set(MEMBER_KINDS):
        return None
    counts = [isinstance(one, int) and not isinstance(one, bool) and one >= 0 for one in value.values()]
    return MappingProxyType(dict(value)) if all(counts) else None


def _address(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else None


REQUIRED: Final = ("key", "name", "country", "updated_on")
READERS: Final[Mapping[str, Callable[[object], Any]]] = MappingProxyType(
    {
        "key": _text,
        "name": _text,
        "country": _country,
        "updated_on": _day,
        "region": _text,
        "label": _text,
        "url": _address,
        "founded": _year,
        "members": _members,
        "sectors": _texts,
        "technologies": _texts,
        "target_countries": _countries,
        "offers": _texts,
        "seeks": _texts,
        "languages": _texts,
    }
)


def merged(known: Iterable[ClusterProfile], received: Iterable[ClusterProfile]) -> tuple[ClusterProfile, ...]:
    """All profiles by key, the later of two; of equal days the one that is known. Sorted by key."""
    latest = {one.key: one for one in known}
    for one in received:
        if one.key not in latest or latest[one.key].updated_on < one.updated_on:
            latest[one.key] = one
    return tuple(latest[key] for key in sorted(latest))
