"""Names of waste codes in Finnish and Swedish, as far as a source is at hand (§3). They are no law's words."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

REFERENCE: Final = "reference/working_names.csv"


@cache
def working_names() -> Mapping[str, Mapping[str, str]]:
    """The names by code, each by its language: fi and sv."""
    text = resources.files(__package__).joinpath(REFERENCE).read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: {"fi": row["fi"], "sv": row["sv"]} for row in rows}


def name_in(code: str, language: str) -> str:
    """What a code is called in a language; empty where no source at hand says."""
    return working_names().get(code, {}).get(language, "")
