"""What is kept about people: everything about one of them, and the lines of one cluster's audit trail."""

from collections.abc import Callable, ItemsView
from datetime import date
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from tokkasite.accounts.models import User
from tokkasite.journal.models import CompanyYear, Contact
from tokkasite.journal.readers import READINGS
from tokkasite.register.models import Cluster, ContactPerson, Mandate
from tokkasite.register.permissions import clusters_of, mandates_of

WRITERS = (Mandate.Role.MANAGER, Mandate.Role.TEAM)
OF_A_PERSON = (
    "name", "task", "email", "phone", "language", "from_on", "until_on", "lawful_basis", "verified_on", "keep_until",
)  # fmt: skip


ALSO: Final[dict[str, Callable[[ContactPerson, User, date], list[dict[str, object]]]]] = {}
"""What the rooms above keep about contact people: they register here, under a key, who tells it."""


def about_person(person: ContactPerson, user: User, day: date) -> dict[str, object]:
    """Everything kept about a contact person that the user may read, and how much lies in other clusters.

    A confidential note is told by the team that wrote it alone.
    """
    contacts = Contact.objects.filter(person=person).select_related("cluster").order_by("on", "pk")
    own = set(mandates_of(user, day).filter(role__in=WRITERS).values_list("cluster", flat=True))
    readable = set(clusters_of(user, day).values_list("pk", flat=True))
    seen = [contact for contact in contacts if contact.cluster_id in readable]
    return {
        "day": day,
        "organisation": str(person.organisation),
        "person": {name: getattr(person, name) for name in OF_A_PERSON},
        "contacts": [
            {
                "cluster": contact.cluster.key,
                "on": contact.on,
                "channel": contact.channel,
                "subject": contact.subject,
                "note": contact.note if not contact.is_confidential or contact.cluster_id in own else None,
                "is_note_withheld": contact.is_confidential and contact.cluster_id not in own,
            }
            for contact in seen
        ],
        "contacts_in_other_clusters": len(contacts) - len(seen),
    } | {key: tell(person, user, day) for key, tell in ALSO.items()}


def audit_of(cluster: Cluster) -> QuerySet[ModelLogEntry]:
    """What was done to the rows of one cluster, latest first; of what is gone as well."""
    lines = Q(data__cluster=cluster.pk) | _lines(Cluster, Cluster.objects.filter(pk=cluster.pk))
    lines |= _lines(Mandate, Mandate.objects.filter(cluster=cluster))
    for model, way in _owned():
        lines |= _lines(model, model._default_manager.filter(**{way: cluster}))
    return ModelLogEntry.objects.filter(lines).select_related("user", "content_type").order_by("-timestamp", "-pk")


def _owned() -> ItemsView[type[Model], str]:
    """Every table of the journal and the register whose rows are a cluster's, and the way to it."""
    kinds = {reading.model: reading.cluster for reading in READINGS.values() if reading.model is not Cluster}
    return (kinds | {CompanyYear: "cluster"}).items()


def _lines(model: type[Model], rows: QuerySet[Model]) -> Q:
    numbers = rows.annotate(number_in_words=Cast("pk", CharField())).values("number_in_words")
    return Q(content_type=ContentType.objects.get_for_model(model), object_id__in=numbers)
