"""The deeds of a cluster's publicity: what was published becomes evidence."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokka.tables.export import csv_lines
from tokkasite.accounts.models import User
from tokkasite.excellence.actions import add_file
from tokkasite.excellence.models import Evidence, Item
from tokkasite.journal.models import Communication
from tokkasite.portal.publicity import HEADINGS, file_name, lines_of, to_record, year_of
from tokkasite.register.models import Cluster


@transaction.atomic
def record_published(*, cluster: Cluster, by: User, today: date) -> list[Communication]:
    """Enter into the journal what the cluster published and sent through this site, each piece once."""
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)  # a second press waits, and finds nothing left
    found = to_record(cluster, today)
    for one in found:
        one.full_clean()
        one.save()
        log(one, "wagtail.create", user=by)
    if found:
        log(cluster, "portal.record_published", user=by, data={"count": len(found)})
    return found


@transaction.atomic
def keep_as_evidence(*, item: Item, by: User, today: date) -> Evidence:
    """Keep the twelve months as a file that backs an answer of a self-assessment."""
    cluster = item.round.cluster
    content = "".join(csv_lines(HEADINGS, lines_of(year_of(cluster, today)))).encode()
    try:
        return add_file(item=item, name=file_name(cluster, today), content=content, by=by, today=today)
    except ValidationError as wrong:
        if item.files.filter(name=file_name(cluster, today)).exists():
            raise ValidationError(_("The numbers of today back this answer already.")) from wrong
        raise
