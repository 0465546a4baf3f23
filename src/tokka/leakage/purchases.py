"""What a municipality's households, public services and firms buy, and in which ring it is made (§16)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

import numpy as np

from tokka.leakage.accounts import WAYS, Accounts
from tokka.leakage.draws import INTERVAL, SEED
from tokka.leakage.municipal import HOUSEHOLDS, within
from tokka.leakage.quotients import DELTA
from tokka.leakage.refusals import Check, Fault, Refused
from tokka.leakage.setting import GRID, Setting
from tokka.leakage.shares import MODEL_WORTH, WHOLE_LEDGER_WORTH, Origin
from tokka.leakage.table import Matrix
from tokka.words import Remark, _

BUYERS: Final = ("households", "public", "firms")
PUBLIC: Final = ("84", "85", "86_88")
"""Industries that are public services: administration, schools, health and social care (§16)."""
DRAWS: Final = 2_000
RINGS: Final = ("own", "region", "elsewhere", "abroad")
"""Where it is made: the municipality, the rest of the region, the rest of the country, abroad."""
FOOD: Final = ("10_12", "01")
ENERGY: Final = ("35_39", "19_22")
TOPICS: Final[Mapping[str, tuple[str, ...]]] = {"food": FOOD, "energy": ENERGY, "all": ()}
"""Products by what somebody asks about; none are all."""
NOT_RANKED: Final = ("45_47", "64_66")
"""Trade and finance: who owns the chains and banks decides, and the tables do not know it (§16)."""
LARGEST_MULTIPLE: Final = 50.0
"""So many times what the model says that is bought: beyond, an answer is in another unit."""
TIMES: Final = 3.0
"""So many times the country's purchases for each euro of spending make a cell of the region doubtful."""
EURO: Final = 1e6
NOT_SAID: Final = (
    Remark(_("What a shop in the municipality sells is not what stays: only what is made there is counted as local.")),
    Remark(_("Turnover is not money that stays; only value added is.")),
    Remark(_("Not every leak can be plugged: nothing stays that the region could not make.")),
    Remark(_("Prices, shortage of labour and full capacity are not seen by this arithmetic: ask about them.")),
    Remark(_("A municipality's shares are reckoned from its region's: of one village or firm they say nothing.")),
)
"""What must be said beside every account, because the numbers cannot say it (§14)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody looked at: a buyer's purchase of a product in euros, of it in the region, of it at home.

    Without a buyer or product that the table has, it is refused when it is used.
    """

    buyer: str
    product: str
    euros: float
    regional: float
    local: float
    origin: Origin

    def __post_init__(self) -> None:
        if not 0 <= self.local <= self.regional <= self.euros:
            says = _("Of %(euros)s euros, %(regional)s in the region and %(local)s at home cannot be.")
            told = {"euros": self.euros, "regional": self.regional, "local": self.local}
            remedy = Remark(_("What is bought at home is bought in the region too, and neither exceeds the purchase."))
            raise Refused([Fault(Remark(says, told), remedy)])


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean of the draws, and the bounds that nine of ten of them lie within."""

    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True)
class Went:
    """Euros that were spent, and where what was bought is made. The means of the rings add up to what was spent."""

    spent: float
    rings: Mapping[str, Spread]
    leaves: Spread
    """Euros that leave the region in the first round."""
    origins: tuple[Origin, ...]

    def share(self, ring: str) -> Spread:
        """The part of a euro that a ring gets, from 0 to 1."""
        return _part(self.rings[ring], self.spent)

    @property
    def leak_share(self) -> Spread:
        return _part(self.leaves, self.spent)


def _part(spread: Spread, whole: float) -> Spread:
    return Spread(*(value / whole if whole else 0.0 for value in (spread.low, spread.mean, spread.high)))


@dataclass(frozen=True)
class Account:
    """Everything that one municipality buys, by buyer and product; investment and exports are not in it.

    `spent` is buyers x products; `own` and `regional` (at home included) are draws x buyers x products, in euros.
    """

    municipality: str
    products: tuple[str, ...]
    spent: Matrix
    own: Matrix
    regional: Matrix
    domestic: Matrix
    """Of what leaves the region, the part that stays in the country, buyers x products."""
    origins: Mapping[tuple[str, str], tuple[Origin, ...]]
    checks: tuple[Check, ...]

    def went(self, buyers: Sequence[str] = BUYERS, products: Sequence[str] = ()) -> Went:
        """Where the purchases of some buyers of some products (none: all) are made."""
        b = [BUYERS.index(buyer) for buyer in buyers]
        p = [self.products.index(code) for code in products or self.products]
        spent, domestic = self.spent[b][:, p], self.domestic[b][:, p]
        within, own = self.regional[:, b][:, :, p], self.own[:, b][:, :, p].sum(axis=(1, 2))
        outside, regional = spent - within, within.sum(axis=(1, 2))
        home = (outside * domestic).sum(axis=(1, 2))
        leaves = outside.sum(axis=(1, 2))
        values = {"own": own, "region": regional - own, "elsewhere": home, "abroad": leaves - home}
        seen = dict.fromkeys(
            origin
            for buyer in buyers
            for code in products or self.products
            for origin in self.origins.get((buyer, code), (Origin.MODEL,))
        )
        rings = {ring: spread(values[ring]) for ring in RINGS}
        return Went(float(spent.sum()), rings, spread(leaves), tuple(seen))

    def largest_leaks(
        self, buyers: Sequence[str] = BUYERS[:2], count: int = 5, *, without: Collection[str] = NOT_RANKED
    ) -> list[tuple[str, str, Went]]:
        """The purchases of which most leaves the region: buyer, product, and where it went. Of equals, the first."""
        found = [
            (buyer, code, self.went([buyer], [code]))
            for buyer in buyers
            for code in self.products
            if code not in without
        ]
        return sorted(found, key=lambda one: -one[2].leaves.mean)[:count]

    def widest(
        self, products: Sequence[str] = (), count: int = 3, *, without: Collection[str] = NOT_RANKED
    ) -> list[tuple[str, str]]:
        """What households and public services buy of which an answer would narrow the leak most, widest first."""
        p = [self.products.index(code) for code in products or self.products if code not in without]
        variance = (self.spent - self.regional)[:, :2][:, :, p].var(axis=0)
        order = np.argsort(-variance, axis=None, kind="stable")[:count]
        return [(BUYERS[at // len(p)], self.products[p[at % len(p)]]) for at in order.tolist()]


def spread(values: Matrix) -> Spread:
    """The mean and the 90 % interval of some draws."""
    low, _middle, high = np.percentile(values, INTERVAL)
    return Spread(float(low), float(values.mean()), float(high))


@dataclass(frozen=True)
class Modelled:
    """A municipality's purchases as the tables say, before anybody was asked: buyers x products, in euros."""

    municipality: str
    products: tuple[str, ...]
    spent: Matrix
    regional: Matrix
    """The part that is made in the region."""
    domestic: Matrix
    """Of the rest, the part that is made in the country."""
    at_home: Matrix
    """Of what is made in the region, the part made at home: deltas of the grid x buyers x products."""
    made: Matrix
    """What the municipality makes of each product."""

    def of(self, products: Sequence[str]) -> "Modelled":
        """Some products alone. What is drawn of them is what would be drawn beside all others."""
        at = [self.products.index(code) for code in products]
        cut = {name: getattr(self, name)[..., at] for name in ("spent", "regional", "domestic", "at_home", "made")}
        return replace(self, products=tuple(products), **cut)


def modelled_purchases(setting: Setting) -> dict[str, Modelled]:
    """The purchases of every municipality of a region, by name. The setting's own municipality is not asked."""
    region, places = setting.region, setting.places
    splits = [within(region, places, delta=delta) for delta in GRID]
    first = splits[0]
    columns = [[first.users.index(user) for user in users] for users in _users(region.industries).values()]

    def by_buyer(cells: Matrix) -> Matrix:
        """Municipalities x buyers x products, in euros."""
        return EURO * np.stack([cells[:, :, at].sum(axis=2) for at in columns], axis=1)

    local, elsewhere, abroad = (by_buyer(cells) for cells in (first.own + first.region, first.elsewhere, first.abroad))
    at_home = np.stack([_ratio(by_buyer(split.own), local) for split in splits], axis=1)
    spent = local + elsewhere + abroad
    regional, domestic = _ratio(local, spent), _ratio(elsewhere, elsewhere + abroad)
    return {
        key: Modelled(key, region.industries, spent[m], regional[m], domestic[m], at_home[m], EURO * first.x[m])
        for m, key in enumerate(first.keys)
    }


def _users(industries: Sequence[str]) -> dict[str, list[str]]:
    """The columns of each buyer."""
    public = [code for code in industries if code in PUBLIC]
    firms = [code for code in industries if code not in PUBLIC]
    return dict(zip(BUYERS, ([HOUSEHOLDS], public, firms), strict=True))


def _ratio(part: Matrix, whole: Matrix) -> Matrix:
    found: Matrix = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return np.clip(found, 0.0, 1.0)


def account_of(model: Modelled, told: Iterable[Told] = (), *, count: int = DRAWS) -> Account:
    """The account of a municipality, with what was told as Beta evidence on top of the model (§10, §16).

    Drawn are delta, common to all purchases, and every share by itself. Raises Refused for an unknown product, for an
    answer in another unit, and where a guard fails.
    """
    told = tuple(told)
    _refuse_told(told, model)
    delta = np.random.default_rng(SEED).triangular(*DELTA, count)
    weights = _evidence(told, model)
    home = _drawn(0, model.products, _between(model.at_home, delta), *weights["home"])
    region = _drawn(1, model.products, np.broadcast_to(model.regional, home.shape), *weights["region"])
    regional = model.spent * region
    own = _capped(regional * home, model)
    origins: dict[tuple[str, str], tuple[Origin, ...]] = {}
    for one in told:
        before = origins.get((one.buyer, one.product), ())
        origins[one.buyer, one.product] = tuple(dict.fromkeys((*before, one.origin)))
    checks = _checks(model, own, regional)
    return Account(model.municipality, model.products, model.spent, own, regional, model.domestic, origins, checks)


def _refuse_told(told: Iterable[Told], model: Modelled) -> None:
    faults = []
    for one in told:
        if one.buyer not in BUYERS or one.product not in model.products:
            says, named = _("The table has no purchase of %(product)s by %(buyer)s."), _named(one)
            faults.append(Fault(Remark(says, named), Remark(_("Choose a product of the table.")), one.product))
            continue
        most = LARGEST_MULTIPLE * _demand(one, model)
        if one.euros > max(most, EURO):
            says = _("%(euros)s euros of %(product)s is more than %(times)s times what the tables know.")
            named = _named(one) | {"euros": round(one.euros), "times": LARGEST_MULTIPLE}
            remedy = Remark(_("Look whether the sums are in cents, or a decimal comma was lost."))
            faults.append(Fault(Remark(says, named), remedy, one.product))
    if faults:
        raise Refused(faults)


def _named(one: Told) -> dict[str, object]:
    return {"product": one.product, "buyer": one.buyer}


def _demand(one: Told, model: Modelled) -> float:
    return float(model.spent[BUYERS.index(one.buyer), model.products.index(one.product)])


def _evidence(told: Iterable[Told], model: Modelled) -> dict[str, tuple[Matrix, Matrix]]:
    """What answers add to both sides of the Beta of each share, weighed by the part of the purchase they saw."""
    sums = {ring: (np.zeros_like(model.spent), np.zeros_like(model.spent)) for ring in ("home", "region")}
    for one in told:
        at = BUYERS.index(one.buyer), model.products.index(one.product)
        worth = WHOLE_LEDGER_WORTH * (min(1.0, one.euros / model.spent[at]) if model.spent[at] > 0 else 0.0)
        for ring, part, whole in (("region", one.regional, one.euros), ("home", one.local, one.regional)):
            weight = worth * (whole / one.euros) if one.euros > 0 else 0.0
            share = part / whole if whole > 0 else 0.0
            sums[ring][0][at] += weight * share
            sums[ring][1][at] += weight * (1 - share)
    return sums


def _between(grid: Matrix, delta: Matrix) -> Matrix:
    """The grid's values at each drawn delta: draws x buyers x products."""
    steps = np.array(GRID)
    at = np.clip(np.searchsorted(steps, delta, side="right") - 1, 0, len(steps) - 2)
    part = ((delta - steps[at]) / (steps[at + 1] - steps[at]))[:, None, None]
    between: Matrix = grid[at] * (1 - part) + grid[at + 1] * part
    return between


def _drawn(ring: int, products: Sequence[str], mean: Matrix, alpha: Matrix, beta: Matrix) -> Matrix:
    """Shares around their modelled means; certain where the model and all answers say none, or all.

    Every purchase has a stream of its own, so an answer about one moves no other by chance.
    """
    a, b = MODEL_WORTH * mean + alpha, MODEL_WORTH * (1 - mean) + beta
    drawn = np.empty_like(a)
    for at in np.ndindex(*mean.shape[1:]):
        buyer, product = at
        chance = np.random.default_rng([SEED, ring, buyer, crc32(products[product].encode())])
        drawn[:, *at] = chance.beta(np.where(a[:, *at] > 0, a[:, *at], 1.0), np.where(b[:, *at] > 0, b[:, *at], 1.0))
    return np.where(a <= 0, 0.0, np.where(b <= 0, 1.0, drawn))


def _capped(own: Matrix, model: Modelled) -> Matrix:
    """No more of a product stays at home than is made there; what is above comes from the rest of the region (§10)."""
    sold = own.sum(axis=1, keepdims=True)
    scale = np.divide(model.made, sold, out=np.ones_like(sold), where=sold > model.made)
    capped: Matrix = own * scale
    return capped


def _checks(model: Modelled, own: Matrix, regional: Matrix) -> tuple[Check, ...]:
    """The guards of every account. Raises Refused where one fails (§2)."""
    small = 0.01
    local, kept = float((own.sum(axis=1) - model.made).max()), float((regional - model.spent).max())
    nested = float((own - regional).max())
    checks = (
        Check("local_use_at_most_output", local <= small, Remark(_("No more is local than is made locally.")), local),
        Check("kept_at_most_spent", kept <= small, Remark(_("No more stays than is spent.")), kept),
        Check(
            "rings_are_nested", nested <= small, Remark(_("No inner ring keeps more than the one around it.")), nested
        ),
    )
    failed = [
        Fault(check.says, Remark(_("Report this: the arithmetic is at fault."))) for check in checks if not check.passed
    ]
    if failed:
        raise Refused(failed, checks=checks)
    return checks


def doubtful_products(setting: Setting) -> tuple[str, ...]:
    """Products of which the region's households would buy over three times what their like buy in the whole country.

    The published table of Lapland has such cells: 17 % of the country's metals for 3 % of its households (§16).
    """
    region = setting.region.everything[:, setting.region.use_by(HOUSEHOLDS)]
    nation = setting.nation.everything[:, setting.nation.use_by(HOUSEHOLDS)]
    usual = region.sum() / nation.sum()
    shares = np.divide(region, nation, out=np.zeros_like(region), where=nation > 0)
    return tuple(code for code, share in zip(setting.region.industries, shares, strict=True) if share > TIMES * usual)


def added_up(models: Iterable[Modelled], setting: Setting) -> Check:
    """Whether the municipalities' purchases add up to the region's table (§11). Raises Refused where they do not."""
    users = [user for several in _users(setting.region.industries).values() for user in several]
    whole = EURO * setting.region.everything[:, [setting.region.use_by(user) for user in users]].sum()
    off = abs(sum(float(model.spent.sum()) for model in models) / whole - 1)
    check = Check("municipalities_add_up", off < 1e-9, Remark(_("The municipalities add up to their region.")), off)
    if not check.passed:
        raise Refused([Fault(check.says, Remark(_("Report this: the arithmetic is at fault.")))], checks=[check])
    return check


def ends_of_a_euro(setting: Setting, topic: str) -> dict[str, float]:
    """Where a euro of the region's households for a topic ends after all rounds, by `WAYS`; the parts sum to one."""
    accounts = Accounts(setting.region)
    codes = TOPICS[topic] or setting.region.industries
    leaks = [accounts.leak_of(HOUSEHOLDS, code) for code in codes]
    spent = sum(leak.spent for leak in leaks)
    return {way: sum(leak.ends[way] for leak in leaks) / spent for way in WAYS}
