"""Weighs what an archive would unpack to, before a reader unpacks it without a limit."""

import zipfile
from typing import Final

from tokka.tables.grid import SAVE_AS_CSV
from tokka.tables.model import WrongTable
from tokka.words import Remark, _

LARGEST_UNPACKED: Final = 150_000_000
"""Bytes of all parts of a workbook together, and of what stands between its first and its last cell."""
MOST_PARTS: Final = 2_000


def weigh(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse an archive that unpacks to more than we hold. Sizes are told first and then proved by unpacking."""
    parts = archive.infolist()
    told = sum(part.file_size for part in parts)
    if told > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        sizes = {"megabytes": told // 1_000_000, "parts": len(parts), "most": LARGEST_UNPACKED // 1_000_000}
        says = _("The workbook unpacks to %(megabytes)s MB in %(parts)s parts; at most %(most)s MB are unpacked.")
        raise WrongTable(file, Remark(says, sizes), SAVE_AS_CSV)
    for part in parts:
        with archive.open(part) as stream:
            while stream.read(1 << 20):  # never more than was told: a part that holds more fails its checksum
                pass
