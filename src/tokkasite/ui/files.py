"""Files that people hand over: which kinds are taken, whether the content is what the name says, and where it lies."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest, sha256
from pathlib import PurePosixPath
from typing import Final

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

LARGEST_FILE: Final = 20_000_000

KINDS: Final = {
    "pdf": {"pdf"},
    "png": {"png"},
    "jpg": {"jpg"},
    "jpeg": {"jpg"},
    # Office files are ZIP archives; some writers order them so that no more can be told.
    "docx": {"docx", "zip"},
    "xlsx": {"xlsx", "zip"},
    "pptx": {"pptx", "zip"},
    "odt": {"odt", "zip"},
    "ods": {"ods", "zip"},
    "odp": {"odp", "zip"},
    "txt": set(),
    "csv": set(),
}
"""What may come, by the ending of its name, and what its first bytes have to say. Text says nothing."""


def check(name: str, content: bytes) -> None:
    """Raises ValidationError where the file is empty, too large, or not what its name says."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    if ending not in KINDS:
        says = _("Files of this kind are not taken. Give one of: %(kinds)s.")
        raise ValidationError(says % {"kinds": ", ".join(KINDS)})
    if not content:
        raise ValidationError(_("The file is empty. Choose the file again."))
    if len(content) > LARGEST_FILE:
        says = _("The file is larger than %(size)d MB. Make it smaller, or split it.")
        raise ValidationError(says % {"size": LARGEST_FILE // 1_000_000})
    seen = filetype.guess_extension(content)
    is_right = seen in KINDS[ending] if KINDS[ending] else seen is None and b"\0" not in content
    if not is_right:
        raise ValidationError(_("The content is not what the name says. Save the file again in its own program."))


class Condition(StrEnum):
    """How a kept file is found again."""

    WHOLE = "whole"
    CHANGED = "changed"
    MISSING = "missing"


def store() -> Storage:
    """Where the contents lie, outside the web root. No address of the site leads there."""
    return storages["evidence"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one room: each lies under its own digest, the same content once."""

    folder: str

    def place_of(self, digest: str) -> str:
        return f"{self.folder}/{digest[:2]}/{digest}"

    def keep(self, content: bytes) -> str:
        """Put the content away, and say its digest."""
        digest = sha256(content).hexdigest()
        if not store().exists(self.place_of(digest)):
            store().save(self.place_of(digest), ContentFile(content))
        return digest

    def opened(self, digest: str) -> File:
        """The content. Raises FileNotFoundError where it is missing."""
        return store().open(self.place_of(digest))

    def look_at(self, digest: str) -> Condition:
        """Whether the content is there, and is still what was kept."""
        try:
            with self.opened(digest) as content:
                is_same = file_digest(content, "sha256").hexdigest() == digest
        except OSError:
            return Condition.MISSING
        return Condition.WHOLE if is_same else Condition.CHANGED

    def drop(self, digest: str) -> None:
        """Destroy the content. Whoever asks has made sure that no row names it any more."""
        store().delete(self.place_of(digest))
