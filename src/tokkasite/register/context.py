"""What the frame of every page asks of the register, and only when it asks."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from tokkasite.register.permissions import can_read_register


def rights(request: HttpRequest) -> dict[str, object]:
    """Whether to offer the list of organisations and the search: nobody is offered what they may not open."""
    return {"reads_register": SimpleLazyObject(lambda: can_read_register(request.user, localdate()))}
