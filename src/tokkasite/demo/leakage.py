"""Invented answers about purchases, so that the pages of the demonstration show what an answer changes."""

from random import Random

from tokkasite.accounts.models import User
from tokkasite.demo.timeline import Timeline
from tokkasite.leakage.actions import answer_question, ask_firm, draft_ledger, keep_answer, take_in
from tokkasite.leakage.models import Answer, AnswerLine
from tokkasite.register.models import Cluster, Municipality

LAPLAND = "94-99"
RANUA = "97700-97799"
ACCOUNTS = (
    ("4500 Elintarvikkeet", 60, 0.12, 0.18, 4_200),
    ("4510 Polttoaineet ja voiteluaineet", 25, 0.04, 0.10, 3_600),
    ("4530 Lämmitys", 20, 0.55, 0.15, 9_500),
    ("4531 Sähkö ja vesi", 20, 0.30, 0.20, 7_000),
    ("4340 Asiantuntijapalvelut", 25, 0.05, 0.30, 5_200),
    ("4399 Muut", 15, 0.20, 0.30, 900),
)
"""An account, its invoices, the parts of them at home and elsewhere in Lapland, and a usual sum."""

KITCHENS = (
    ("Sodankylä", (310_000, 9, 14), (42_000, 35, 80)),
    ("Ranua", (120_000, 6, 12), (15_000, 60, 90)),
)
"""A municipality, and of food-industry products and farm produce: euros, per cent at home, per cent in Lapland."""


def tell_leakage(cluster: Cluster, time: Timeline, by: User) -> None:
    """A ledger that counts and one that waits, two kitchens, a heat plant, a firm that answered and one that waits."""
    places = {place.name_fi: place for place in Municipality.objects.filter(region__code="FI1D7")}
    year = time.today.year - 1
    told = {"cluster": cluster, "by": by, "today": time.today, "is_invented": True}
    ledger = draft_ledger(
        municipality=places["Ranua"],
        year=year,
        content=invented_ledger(seed=year),
        file=f"ostolaskut-ranua-{year}.csv",
        home=RANUA,
        region=LAPLAND,
        **told,
    )
    products = {line.pk: line.product for line in ledger.lines.all()}
    take_in(answer=ledger, products=products, is_checked=True, by=by, today=time.today)
    draft_ledger(
        municipality=places["Posio"],
        year=year,
        content=invented_ledger(seed=year + 1),
        file=f"ostolaskut-posio-{year}.csv",
        home="97700-97799",
        region=LAPLAND,
        **told,
    )
    for name, food, farm in KITCHENS:
        lines = [line(AnswerLine.Buyer.PUBLIC, code, *sums) for code, sums in (("10_12", food), ("01", farm))]
        kitchen = {"kind": Answer.Kind.KITCHENS, "name": f"Keskuskeittiö, {name}", "lines": lines, "facts": {}}
        keep_answer(municipality=places[name], year=year, **kitchen, **told)
    heat = [
        line(AnswerLine.Buyer.FIRMS, "02_03", 410_000, 85, 100),
        line(AnswerLine.Buyer.FIRMS, "19_22", 60_000, 0, 0),
    ]
    plant = {"kind": Answer.Kind.HEAT, "name": "Hakelämpölaitos", "lines": heat, "facts": {}}
    keep_answer(municipality=places["Salla"], year=year, **plant, **told)
    ask_two(cluster, places["Sodankylä"], year, time, by)


def line(buyer: str, product: str, euros: float, local: float, regional: float) -> AnswerLine:
    """Euros, and the per cents of them at home and in Lapland."""
    around, home = round(euros * regional / 100, 2), round(euros * local / 100, 2)
    return AnswerLine(buyer=buyer, product=product, euros=euros, regional=around, local=home)


def ask_two(cluster: Cluster, place: Municipality, year: int, time: Timeline, by: User) -> None:
    """One firm that answered, and one whose link is open."""
    told = {"cluster": cluster, "municipality": place, "language": "fi", "by": by, "today": time.today}
    asked, _token = ask_firm(firm="Kairan leipomo", **told)
    lines = [
        line(AnswerLine.Buyer.FIRMS, "10_12", 180_000, 5, 20),
        line(AnswerLine.Buyer.FIRMS, "35_39", 45_000, 40, 70),
        line(AnswerLine.Buyer.FIRMS, "49_53", 30_000, 90, 100),
    ]
    facts = {"turnover": 620_000, "wages": 190_000, "wages_local": 175_000, "owner": "municipality"}
    answer = answer_question(asked=asked, year=year, lines=lines, facts=facts, today=time.today)
    Answer.objects.filter(pk=answer.pk).update(is_invented=True)
    ask_firm(firm="Tuntturin pesula", email="toimisto@tuntturin-pesula.example", **told)


def invented_ledger(seed: int) -> bytes:
    """A list of purchase invoices as a municipality's bookkeeping exports it, with one row that cannot be read."""
    chance, rows = Random(seed), ["Toimittaja;Tili;Summa;Postinumero"]
    for account, invoices, home, region, usual in ACCOUNTS:
        for number in range(invoices):
            drawn = chance.random()
            code = "97700" if drawn < home else "96100" if drawn < home + region else "00100"
            euros = f"{usual * chance.uniform(0.4, 1.6):.2f}".replace(".", ",")
            rows.append(f"Keksitty toimittaja {number + 1};{account};{euros};{code}")
    rows.append("Keksitty toimittaja;4399 Muut;ks. liite;96100")
    return "\n".join(rows).encode("cp1252")
