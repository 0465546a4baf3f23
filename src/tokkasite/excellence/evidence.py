"""Evidence files: checked when they come, kept under their own digest outside the web root, and looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest, sha256
from typing import Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

from tokkasite.excellence.models import Evidence
from tokkasite.ui.files import KINDS, LARGEST_FILE, check

MOST_FILES: Final = 20
"""Files for one answer."""

__all__ = [
    "KINDS",
    "LARGEST_FILE",
    "MOST_FILES",
    "Condition",
    "Looked",
    "check",
    "keep",
    "look_at",
    "look_at_all",
    "opened",
    "place_of",
    "store",
]


class Condition(StrEnum):
    """How a kept file is found again."""

    WHOLE = "whole"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Looked:
    """A file and how it was found."""

    file: Evidence
    condition: Condition

    @property
    def is_whole(self) -> bool:
        return self.condition is Condition.WHOLE


def store() -> Storage:
    """Where the contents lie. No address of the site leads there."""
    return storages["evidence"]


def place_of(digest: str) -> str:
    return f"files/{digest[:2]}/{digest}"


def keep(content: bytes) -> str:
    """Put the content away, and say its digest. The same content lies there once."""
    digest = sha256(content).hexdigest()
    if not store().exists(place_of(digest)):
        store().save(place_of(digest), ContentFile(content))
    return digest


def opened(file: Evidence) -> File:
    """The content. Raises FileNotFoundError where it is missing."""
    return store().open(place_of(file.digest))


def look_at(file: Evidence) -> Looked:
    """Whether the content is there, and is still what was kept."""
    try:
        with opened(file) as content:
            is_same = file_digest(content, "sha256").hexdigest() == file.digest
    except OSError:
        return Looked(file, Condition.MISSING)
    return Looked(file, Condition.WHOLE if is_same else Condition.CHANGED)


def look_at_all(files: Iterable[Evidence]) -> tuple[Looked, ...]:
    return tuple(look_at(file) for file in files)
