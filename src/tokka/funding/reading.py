"""Reads a file of calls, whatever source it comes from: the content says which parser is meant (§3)."""

from collections.abc import Mapping
from typing import Any, Final

from tokka.funding.call_list import read_call_list
from tokka.funding.finnish import eura_page_data, parse_eura, parse_state_grants
from tokka.funding.json_lines import rows_of, text_of, unpacked, whole_json
from tokka.funding.parsing import Answer
from tokka.funding.portal import parse_records, parse_reference_file, parse_search
from tokka.tables.model import WrongTable
from tokka.words import Remark, _

SHAPES: Final = {
    "results": parse_search,
    "fundingData": parse_reference_file,
    "preRenderData": parse_eura,
    "hankehaku": parse_eura,
    "hakuilmoitukset": parse_state_grants,
}
"""The parser by the key that only its source's answers have."""

_FETCH: Final = Remark(_("Fetch it again; where the source has changed its form, the parser has to learn it."))


def read_calls(content: bytes, file: str) -> Answer:
    """The calls of a file: an answer or a page of a source, stored records, or delimited text.

    Raises WrongTable for a file that is empty, cut off, an error page, or holds no call at all.
    """
    content = unpacked(content, file)
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        found = parse_eura(eura_page_data(text_of(content, file), file))
    elif start in (b"{", b"["):
        found = _read_json(content, file)
    else:
        found = read_call_list(content, file)
    if not found.calls and not found.faults:
        raise WrongTable(file, Remark(_("The file holds no call: an outage, not an empty list.")), _FETCH)
    return found


def _read_json(content: bytes, file: str) -> Answer:
    one = _single_object(content, file)
    if one is None:
        rows, faults = rows_of(content, file)
        return parse_records(rows, faults)
    for key, parser in SHAPES.items():
        if key in one:
            return parser(one)
    if not {"title", "identifier", "reference", "topicId", "code"} & set(one):
        keys = ", ".join(sorted(map(str, one))[:5])
        says = Remark(_("This is an answer of another kind, with the keys %(keys)s."), {"keys": keys})
        raise WrongTable(file, says, _FETCH)
    return parse_records([(1, one)])


def _single_object(content: bytes, file: str) -> Mapping[str, Any] | None:
    """The object where the file is one; None where it holds an array or an object a line."""
    text = text_of(content, file)
    if text.lstrip().startswith("["):
        return None
    first, _end, rest = text.strip().partition("\n")
    if rest.strip() and first.rstrip().endswith("}") and rest.lstrip().startswith("{"):
        return None
    found = whole_json(text, file)
    return found if isinstance(found, Mapping) else None
