"""What an engine remarks, kept as data and said again in any language."""

from collections.abc import Mapping
from typing import Any

from tokka.words import Remark
from tokkasite.register.models import in_words


def kept(remark: Remark) -> dict[str, Any]:
    """A remark as JSON keeps it; a remark within a remark stays one."""
    values = {name: kept(value) if isinstance(value, Remark) else value for name, value in remark.values.items()}
    return {"message": remark.message, "values": values}


def said(remark: Mapping[str, Any]) -> str:
    """A kept remark in the reader's language."""
    values = {name: said(value) if isinstance(value, dict) else value for name, value in remark["values"].items()}
    return in_words(Remark(remark["message"], values))
