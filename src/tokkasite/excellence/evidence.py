"""Evidence files: checked when they come, kept under their own digest outside the web root, and looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.files.base import File

from tokkasite.excellence.models import Evidence
from tokkasite.ui.files import KINDS, LARGEST_FILE, Condition, Shelf, check, store

MOST_FILES: Final = 20
"""Files for one answer."""
SHELF: Final = Shelf("files")

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

keep = SHELF.keep
place_of = SHELF.place_of


@dataclass(frozen=True, slots=True)
class Looked:
    """A file and how it was found."""

    file: Evidence
    condition: Condition

    @property
    def is_whole(self) -> bool:
        return self.condition is Condition.WHOLE


def opened(file: Evidence) -> File:
    """The content. Raises FileNotFoundError where it is missing."""
    return SHELF.opened(file.digest)


def look_at(file: Evidence) -> Looked:
    """Whether the content is there, and is still what was kept."""
    return Looked(file, SHELF.look_at(file.digest))


def look_at_all(files: Iterable[Evidence]) -> tuple[Looked, ...]:
    return tuple(look_at(file) for file in files)
