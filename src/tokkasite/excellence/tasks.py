"""Dossiers beside the requests."""

from django.utils import timezone
from django.utils.translation import gettext, override

from tokkasite.excellence import actions, readers
from tokkasite.excellence.models import Dossier
from tokkasite.runs.beside import Beside

BESIDE = Beside("dossiers")


def start(dossier: int) -> None:
    """Have the dossier made, after those that wait already."""
    BESIDE.start(make, dossier, tell_of_fault)


def make(dossier: int) -> None:
    """Make one dossier."""
    found = Dossier.objects.select_related("round__cluster__host").get(pk=dossier)
    actions.make_dossier(dossier=found, families=readers.families(), clock=timezone.now)


def tell_of_fault(dossier: int, fault: str) -> None:
    found = Dossier.objects.get(pk=dossier)
    with override(found.language):
        says = gettext("It could not be made. The operator finds the reason in the log: %(fault)s")
    actions.move_dossier(
        dossier=found, now=timezone.now(), state=Dossier.State.FAILED, says=(says % {"fault": fault})[:300]
    )
