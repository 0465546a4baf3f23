"""PDF documents by Typst: the words come as data, a template beside the room says only how they look.

Typst refuses with a reason what would not be PDF/UA, so that an inaccessible document is never handed out
(docs/decisions/0130).
"""

import base64
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.formats import date_format

WITHOUT_A_SIGN: Final = re.compile(r"the text `\"(.+?)\"` could not be displayed")
MOST_SIGNS: Final = 50
"""So many signs are looked for one by one; a text of many more keeps its Latin letters alone."""


def typeset(template: bytes, matter: Mapping[str, Any], pictures: Path | None = None) -> bytes:
    """The PDF. The text is data, and never read as markup; the template finds its pictures in the folder `pictures`.

    A sign that none of Typst's fonts has (a small picture, a far script) stands as a question mark.
    """
    told = json.dumps(matter, ensure_ascii=False)
    for _sign in range(MOST_SIGNS):
        try:
            return _compiled(template, told, pictures)
        except typst.TypstError as refused:
            found = WITHOUT_A_SIGN.search(refused.message)
            if found is None or found[1] not in told:
                raise
            told = told.replace(found[1], "?")
    return _compiled(template, told.encode("latin-1", "replace").decode("latin-1"), pictures)


def _compiled(template: bytes, told: str, pictures: Path | None) -> bytes:
    return typst.compile(
        template,
        root=pictures,
        sys_inputs={"matter": told},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,  # the same document on every machine, from the fonts that come with Typst
    )


def svg_of(address: str) -> str:
    """The drawing itself, from the address of an image."""
    return base64.b64decode(address.partition("base64,")[2]).decode()


def day_text(day: date | None) -> str:
    """A day as the language of the document writes it; nothing where none is known."""
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
