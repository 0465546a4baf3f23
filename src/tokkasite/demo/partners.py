"""The partner profiles, the consortium and the cluster profiles of the demonstration: all of it invented."""

import json
from datetime import timedelta
from typing import Final

from django.utils.timezone import now

from tokkasite.demo.doors import companies_of, member_of
from tokkasite.demo.timeline import Timeline
from tokkasite.partners.actions import answer, ask, build, keep_own_profile, keep_profile, propose, receive
from tokkasite.partners.models import Candidate, Consortium, OwnProfile, PartnerProfile
from tokkasite.partners.readers import candidate_from
from tokkasite.register.models import Cluster, Organisation

PROFILES: Final = (
    # title | offers | seeks | anonymity | stage | partnership
    ("Slag products for yards", "slag products;road building;crushing", "drying of fibre;heat storage;laboratory work",
     "unnamed", "market", "technical"),
    ("Laboratory that measures ash and slag", "laboratory work;ash analysis;sampling", "slag products;pilot site",
     "unnamed", "market", "commercial"),
    ("Heat storage in rock", "heat storage;rock drilling;simulation", "process heat;pilot site;slag products",
     "named", "prototype", "project"),
    ("Drying of wood fibre", "drying of fibre;wood chips", "process heat;road building", "hidden", "tested",
     "manufacture"),
    ("Sensors for crushers", "sensors;remote monitoring", "crushing;pilot site", "unnamed", "prototype", "project"),
)  # fmt: skip
FROM_ABROAD: Final = {
    "format": "tokka.cluster_profiles", "version": 1, "from": "North Sea Recyclers (demo)", "made_on": "2026-11-01",
    "profiles": [
        {"key": "demo/north-sea-recyclers", "name": "North Sea Recyclers (demo)", "country": "NO",
         "updated_on": "2026-10-12", "members": {"sme": 34, "large": 3, "research": 4}, "languages": ["no", "en"],
         "offers": ["sorting of metals", "pilot site", "return freight by sea"],
         "seeks": ["slag products", "sensors"], "target_countries": ["FI", "SE"]},
        {"key": "demo/baltic-timber-cluster", "name": "Baltic Timber Cluster (demo)", "country": "EE",
         "updated_on": "2026-09-30", "members": {"sme": 51, "public": 2}, "languages": ["et", "en"],
         "offers": ["drying of fibre", "wood chips"], "seeks": ["heat storage"], "target_countries": ["FI"]},
    ],
}  # fmt: skip
BY_HAND: Final = (
    # name | country | covers | fit | small | owners
    ("Fjellkraft Verksted", "NO", ("pilot site", "welding"), 8, True, "Fjellkraft Holding: 80"),
    ("Fjellkraft Måleteknikk", "NO", ("sensors",), 7, True, "Fjellkraft Holding: 65"),
    ("Norrskog Bioteknik", "SE", ("drying of fibre",), 7, True, "none: 0"),
    ("Norrskog Försökshall", "SE", ("pilot site",), 6, None, ""),
    ("Baltvoor Recycling", "EE", ("pilot site", "welding"), 6, True, "none: 0"),
    ("Vatnajord Geo", "IS", ("heat storage", "sensors"), 8, True, "none: 0"),
    ("Hochofen Institut", "DE", ("coordination", "sensors"), 7, False, "none: 0"),
    ("Ostwald Trocknung", "DE", ("drying of fibre", "heat storage"), 5, None, ""),
)
COVERED: Final = "coordination\nslag products\npilot site: 2\nsensors\nheat storage"


def tell_partners(cluster: Cluster, neighbour: Cluster, time_: Timeline) -> None:
    """Profiles of every level, who asked whom, a consortium with its alternatives, and two clusters from abroad."""
    profiles = write_profiles(cluster, neighbour, time_)
    mine, laboratory, storage, drying, sensors = profiles
    told = {"by": None, "today": time_.today}
    answer(interest=ask(asks=storage, asked=mine, **told), agrees=True, **told)
    ask(asks=laboratory, asked=mine, **told)
    propose(asks=mine, asked=drying, **told)
    propose(asks=sensors, asked=mine, **told)
    exchange(cluster, time_)
    plan(cluster, profiles, time_)


def write_profiles(cluster: Cluster, neighbour: Cluster, time_: Timeline) -> list[PartnerProfile]:
    """One profile of the member of the demonstration, three of others in its cluster, one of the neighbour's."""
    own = member_of(cluster)
    others = list(companies_of(cluster).exclude(pk=own.pk)[:3])
    abroad: Organisation = companies_of(neighbour).exclude(pk__in=[own.pk, *(one.pk for one in others)]).first()
    bodies = [own, others[0], abroad, others[1], others[2]]
    written = []
    for body, (title, offers, seeks, level, stage, partnership) in zip(bodies, PROFILES, strict=True):
        profile = PartnerProfile(
            cluster=neighbour if body == abroad else cluster, organisation=body, title=title,
            offers=offers.replace(";", "\n"), seeks=seeks.replace(";", "\n"), anonymity=level, stage=stage,
            partnership=partnership, country="FI", contact="partners@demo.tokka.example",
            ends_on=time_.today + timedelta(days=300), text="Everything in this profile is invented.", is_invented=True,
        )  # fmt: skip
        written.append(keep_profile(profile=profile, consents=True, by=None, today=time_.today))
    return written


def exchange(cluster: Cluster, time_: Timeline) -> None:
    """What the cluster tells others, published; and what two clusters that do not exist sent."""
    own = OwnProfile(
        cluster=cluster, region="FI1D7", sectors="metals\nmining\nbioeconomy", offers="slag products\nprocess heat",
        seeks="pilot site\nsorting of metals", target_countries="NO SE EE", languages="fi en", is_published=True,
        is_invented=True,
    )  # fmt: skip
    keep_own_profile(profile=own, by=None, today=time_.today)
    content = json.dumps(FROM_ABROAD).encode()
    receive(cluster=cluster, content=content, by=None, today=time_.today, is_invented=True)


def plan(cluster: Cluster, profiles: list[PartnerProfile], time_: Timeline) -> None:
    """A consortium whose two Norwegian firms have one owner, so that they count as one entity."""
    consortium = Consortium.objects.create(
        cluster=cluster, title="Heat and slag in the north (demo)", call="Invented call", covered=COVERED,
        associated="NO IS", most_partners=7, most_per_country=3, least_smes=2, least_sme_percent=30,
        most_share_percent=40, is_invented=True,
    )  # fmt: skip
    cluster_row = cluster.received_profiles.first()
    for source in (f"profile-{profiles[0].pk}", f"profile-{profiles[2].pk}", f"cluster-{cluster_row.pk}"):
        candidate_from(consortium, source, time_.today).save()
    for name, country, covers, fit, is_sme, owners in BY_HAND:
        Candidate.objects.create(
            consortium=consortium, name=f"{name} (demo)", country=country, covers=list(covers), fit=fit,
            is_sme=is_sme, owners=owners, is_invented=True,
        )  # fmt: skip
    build(consortium=consortium, by=None, today=time_.today, now=now())
