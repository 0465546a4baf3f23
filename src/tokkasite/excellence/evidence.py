"""Evidence files: checked when they come, kept under their own digest outside the web root, and looked at again."""

from collections.abc import Iterable
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

from tokkasite.excellence.models import Evidence

LARGEST_FILE: Final = 20_000_000
MOST_FILES: Final = 20
"""Files for one answer."""

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
