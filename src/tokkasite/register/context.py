"""What the frame of every page asks of the register, and only when it asks."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from tokkasite.register.models import Mandate
from tokkasite.register.permissions import READERS, is_operator, mandates_of


def rights(request: HttpRequest) -> dict[str, object]:
    """What to offer: nobody is offered what they may not open. The database is asked once for all of it."""
    roles = SimpleLazyObject(lambda: set(mandates_of(request.user, localdate()).values_list("role", flat=True)))
    reading = {*READERS, Mandate.Role.COORDINATOR}
    return {
        "reads_register": SimpleLazyObject(lambda: is_operator(request.user) or not reading.isdisjoint(roles)),
        "is_member": SimpleLazyObject(lambda: not is_operator(request.user) and Mandate.Role.MEMBER in roles),
    }
