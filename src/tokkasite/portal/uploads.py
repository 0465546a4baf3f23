"""What editors upload is looked at from within: a file must be what its name says."""

from pathlib import Path
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

KIND_OF = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "pptx": "pptx", "odt": "odt", "ods": "ods"}
TEXTS = ("csv", "txt")
CONTAINERS = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "zip"})
"""Kinds that are packed folders: which one it is, the first bytes do not always tell."""


class DocumentForm(BaseDocumentForm):
    """Wagtail's form of a document; its file must hold what its name promises."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        extension = Path(file.name).suffix.lower().lstrip(".")
        head = file.read(4096)
        file.seek(0)
        guessed = filetype.guess(head)
        found = guessed.extension if guessed else ""
        if extension in TEXTS:
            fits = not found and b"\x00" not in head
        else:
            wanted = KIND_OF.get(extension, "")
            fits = found == wanted or (wanted in CONTAINERS and found in CONTAINERS)
        if not fits:
            raise ValidationError(
                _("%(name)s is not what its name says: within it is %(found)s. Save it anew.")
                % {"name": file.name, "found": found or _("something else")}
            )
        return file
