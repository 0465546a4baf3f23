"""Files that people hand over: which kinds are taken, and whether the content is what the name says."""

from pathlib import PurePosixPath
from typing import Final

import filetype
from django.core.exceptions import ValidationError
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
