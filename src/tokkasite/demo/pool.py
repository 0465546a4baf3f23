"""An invented pool, so that the pages of the comparison live: marked as invented wherever it is shown."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tokka.benchmark.sheet import signed, spelled
from tokka.benchmark.simulate import as_sheets, planted
from tokkasite.accounts.models import User
from tokkasite.benchmark import actions, readers
from tokkasite.excellence.readers import book_of
from tokkasite.journal.models import CompanyYear
from tokkasite.register.models import Cluster, Mandate

ORGANISATIONS, YEARS, SEED, EFFECT = 150, 3, 11, 1.1
TELLING: Final = 0.6
"""The part of the companies that tells of its years."""
SIMULATED_UNTIL: Final = 2026
NAME: Final = "Keksitty esittelyä varten"
ANSWERS: Final = {
    "industry": {
        "stage": "growing", "initiator": "public", "legal_form": "unit", "host": "development", "leading": "one",
        "decisions": "stakeholders", "membership": "signed", "breadth": "related", "knowledge": "exploitation",
    },
    "rural": {
        "stage": "growing", "initiator": "host", "legal_form": "unit", "host": "advisory", "leading": "shared",
        "decisions": "stakeholders", "membership": "open", "breadth": "broad", "knowledge": "both",
    },
}  # fmt: skip
"""What the invented managers answered. Nothing of it is known of the real clusters."""
PORTFOLIOS: Final = {"industry": "production_engineering", "rural": "food"}
WAYS: Final = {
    "industry": "Vuosikello: yksi käynti viikossa, ja tiimi kirjaa sen samana päivänä. (Keksitty)",
    "rural": "Kylätilaisuuksissa sovitaan seuraavat käynnit, joten kukaan ei jää väliin. (Keksitty)",
}


def invented_sheets(today: date) -> bytes:
    """Sheets of organisations that do not exist, by a key that everybody can know."""
    key = demo_key()
    pool = planted(ORGANISATIONS, YEARS, seed=SEED, effect=EFFECT).pool
    moved = replace(pool, years=pool.years + (today.year - SIMULATED_UNTIL))
    sheets = (replace(sheet, day=min(sheet.day, today)) for sheet in as_sheets(moved))
    return "".join(f"{signed(sheet, key)}\n" for sheet in sheets).encode()


def demo_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b"For trying out; proves nothing. ")


def tell_company_years(cluster: Cluster, today: date) -> None:
    """What the companies of a story told of their last three whole years."""
    chance = Random(f"{cluster.key} companies")
    parts = cluster.participations.filter(organisation__role="company").select_related("organisation").order_by("pk")
    companies = list(dict.fromkeys(part.organisation for part in parts))
    rows = []
    for company in companies:
        if chance.random() > TELLING:
            continue
        turnover, staff, abroad = chance.lognormvariate(13.5, 1), chance.randint(1, 40), chance.random() * 0.4
        for year in range(today.year - 3, today.year):
            turnover *= 1 + chance.gauss(0.04, 0.12)
            staff = max(1, round(staff * (1 + chance.gauss(0.02, 0.1))))
            rows.append(
                CompanyYear(
                    cluster=cluster,
                    organisation=company,
                    year=year,
                    turnover_eur=round(turnover, -2),
                    staff_fte=staff,
                    exports_eur=round(turnover * abroad, -2),
                    new_projects=chance.choice((0, 0, 0, 1, 1, 2)),
                    source=NAME,
                    told_on=min(date(year + 1, 4, 30), today),
                )
            )
    CompanyYear.objects.bulk_create(rows)


def tell_pool(today: date) -> None:
    """The pool, the answers, and the sheet of each cluster where the installation has a key."""
    content = invented_sheets(today)
    actions.bring_in(content=content, file_name="keksitty-esittelya-varten.jsonl", by=None, today=today)
    key = spelled(demo_key().public_key())
    actions.know(name=NAME, key=key, contact="", by=None, today=today, is_invented=True)
    for cluster in Cluster.objects.select_related("host", "seat__region").filter(key__in=PORTFOLIOS):
        tell_company_years(cluster, today)
        manager = manager_of(cluster)
        book = book_of(cluster)
        proposed = {one.dimension.key: one.choice for one in readers.proposals(book, today) if one.choice}
        given = proposed | ANSWERS[cluster.key]
        actions.answer(cluster=cluster, book=book, given=given, by=manager, today=today)
        actions.tell_way(cluster=cluster, practice="meets_monthly", text=WAYS[cluster.key], by=manager, today=today)
        if readers.signer() is not None:
            told = {"consent": "contact", "portfolio": PORTFOLIOS[cluster.key]}
            draft = readers.draft_of(cluster, book, day=today, **told)
            actions.share(cluster=cluster, book=book, digest=draft.digest, by=manager, today=today, **told)
    actions.release_pool(by=None, today=today)


def manager_of(cluster: Cluster) -> User:
    return User.objects.filter(mandates__cluster=cluster, mandates__role=Mandate.Role.MANAGER).earliest("pk")
