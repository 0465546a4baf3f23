"""Who did it, where nobody has signed in: an audit line of a script or a command names that command.

Every deed writes its line through Wagtail, which knows users and no commands; so the name is added as the line is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.models import BaseLogEntry

COMMAND: ContextVar[str] = ContextVar("command", default="")


@contextmanager
def command_named(name: str) -> Iterator[None]:
    """Until the end, what happens without a user is put down to this command."""
    before = COMMAND.set(name)
    try:
        yield
    finally:
        COMMAND.reset(before)


def name_command(sender: type, instance: object, **_told: Any) -> None:
    """Called before an audit line is kept."""
    if isinstance(instance, BaseLogEntry) and instance.user_id is None and COMMAND.get():
        instance.data = {**(instance.data or {}), "command": COMMAND.get()}
