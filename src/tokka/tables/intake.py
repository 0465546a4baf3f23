"""Opens a list in whatever form it comes: told by what the file holds, and only then by its name."""

import zlib
from typing import Final

from tokka.tables.delimited import Understood, open_delimited
from tokka.tables.grid import LARGEST_FILE, SAVE_AS_CSV, Opened
from tokka.tables.model import WrongTable
from tokka.tables.records import open_json, open_page, open_yaml
from tokka.tables.text import decoded
from tokka.tables.workbook import open_workbook
from tokka.words import Remark, _

_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def opened(content: bytes, file: str, understood: Understood) -> Opened:
    """The sheets of a file. Raises WrongTable where it cannot be opened, with the reason and what to do."""
    if content.startswith(b"\x1f\x8b"):
        content, file = _unpacked(content, file), file.removesuffix(".gz")
    _refuse_size(len(content), file)
    if not content.strip():
        raise WrongTable(file, Remark(_("The file is empty.")), SAVE_AS_CSV)
    if content.startswith(b"%PDF"):
        raise WrongTable(file, Remark(_("This is a PDF document, not a list.")), SAVE_AS_CSV)
    if content.startswith(_WORKBOOKS):
        return open_workbook(content, file)
    text, encoding = decoded(content, file)
    return _opened_text(text, encoding, file, understood)


def _opened_text(text: str, encoding: str, file: str, understood: Understood) -> Opened:
    start = text[:2_000].lstrip().casefold()
    if start.startswith(("{", "[")):
        return open_json(text, encoding, file)
    if start.startswith(("<!doctype html", "<html", "<table")):
        return open_page(text, encoding, file)
    if file.casefold().endswith((".yml", ".yaml")):
        return open_yaml(text, encoding, file)
    return open_delimited(text, encoding, understood, file)


def _refuse_size(size: int, file: str) -> None:
    if size > LARGEST_FILE:
        sizes = {"megabytes": size // 1_000_000, "most": LARGEST_FILE // 1_000_000}
        says = Remark(_("The file has %(megabytes)s MB; at most %(most)s can be read at once."), sizes)
        raise WrongTable(file, says, Remark(_("Split the list into smaller files.")))


def _unpacked(content: bytes, file: str) -> bytes:
    """A gzip file unpacked up to the limit and not a byte further."""
    packed = zlib.decompressobj(wbits=31)
    try:
        plain = packed.decompress(content, LARGEST_FILE + 1)
    except zlib.error as fault:
        raise WrongTable(file, Remark(_("The packed file is damaged.")), SAVE_AS_CSV) from fault
    _refuse_size(len(plain), file)
    if not packed.eof:
        raise WrongTable(file, Remark(_("The packed file ends too early.")), SAVE_AS_CSV)
    return plain
