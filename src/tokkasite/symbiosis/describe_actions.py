"""Bringing in what sites reported to a public register: one deed for the screen, the terminal and the demonstration."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from tokka.symbiosis.history import outliers, read_reported
from tokka.tables.model import WrongTable
from tokka.words import Remark
from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, Organisation, searchable
from tokkasite.symbiosis.models import ReportedTransfer


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file: rows kept, sites that the register of organisations knows, and what is to be said."""

    rows: int
    known_sites: int
    remarks: tuple[Remark, ...]


@transaction.atomic
def bring_transfers(
    *, content: bytes, file: str, source_title: str, source_url: str, cluster: Cluster, today: date, by: User | None
) -> Brought:
    """Keep the transfers of a public register. What a site reported for a year before gives way to what it says now.

    Raises WrongTable where the file as a whole is wrong; a faulty row is named and the others are kept.
    """
    reported, history = read_reported(content, file)
    for site, year in history.tonnes:
        ReportedTransfer.objects.filter(site_key=site, year=year).delete()
    rows = ReportedTransfer.objects.bulk_create(
        ReportedTransfer(
            site_key=one.site[:60],
            site=one.name[:200],
            activity=one.activity[:20],
            year=one.year,
            is_hazardous=one.is_hazardous,
            treatment=one.treatment,
            tonnes=round(one.tonnes, 3),
            lat=one.lat,
            lon=one.lon,
            source_title=source_title,
            source_url=source_url,
            checked_on=today,
        )
        for one in reported
    )
    known = tie(rows)
    remarks = [fault.remark() for fault in history.faults] + [one.remark(history) for one in outliers(history)]
    told = {"file": file, "rows": len(rows), "source": source_title}
    log(cluster, "symbiosis.bring_transfers", user=by, data=told)
    return Brought(len(rows), known, tuple(remarks))


def tie(rows: Iterable[ReportedTransfer]) -> int:
    """Tie each row to the organisations whose names its site bears, and count the sites that have one."""
    names = {one.search_name: one.pk for one in Organisation.objects.only("search_name")}
    links, known = [], set()
    through = ReportedTransfer.organisations.through
    for row in rows:
        for part in (searchable(part) for part in row.site.split(",")):
            for name, pk in names.items():
                if part == name or part.startswith(f"{name} "):
                    links.append(through(reportedtransfer_id=row.pk, organisation_id=pk))
                    known.add(row.site_key)
    through.objects.bulk_create(links, ignore_conflicts=True)
    return len(known)


__all__ = ["Brought", "WrongTable", "bring_transfers", "tie"]
