"""The deeds of the circular economy centre and of its members. Each is one transaction and leaves one audit line."""

from collections.abc import Mapping
from datetime import date, datetime
from time import perf_counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from tokka.symbiosis.codes import list_on, prefixes_in
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.records import Fault
from tokka.symbiosis.terms import Objective, Terms
from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, in_words
from tokkasite.runs.actions import keep_run
from tokkasite.runs.models import Run
from tokkasite.symbiosis.models import Delivery, Exchange, Need, Offer, Paper, Permit, Processor, Recipe, Step, Transfer
from tokkasite.symbiosis.network import CannotSolve, Given, NothingToPlan, editions, planned, read
from tokkasite.symbiosis.plan_readers import ends_of
from tokkasite.symbiosis.readers import TOLD_OF, file_of, in_network, kept_columns, kept_sites
from tokkasite.symbiosis.receiver_readers import ENDS, inlet_of, outlet_of, permitted, recipe_faults


@transaction.atomic
def keep(*, thing: Offer | Need, by: User, today: date) -> Offer | Need:
    """Put up an offer or a need, or change it. Raises ValidationError, by field, where the engine would refuse it."""
    thing.full_clean()
    wrong: dict[str, Any] = {}
    for fault in faults_of(thing, today):
        field = fault.column if hasattr(thing, fault.column) else "name"
        wrong.setdefault(field, []).append(in_words(fault.says))
    if wrong:
        raise ValidationError(wrong)
    action = "wagtail.edit" if thing.pk else "wagtail.create"
    thing.save()
    log(thing, action, user=by, title=thing.called)
    return thing


def faults_of(thing: Offer | Need, today: date) -> tuple[Fault, ...]:
    """What the engine's own reader finds wrong with the row, by the waste list of today."""
    content, codes = file_of(type(thing), [thing]), list_on(today)
    if isinstance(thing, Offer):
        return read_offers(content, "", codes).faults
    return read_needs(content, "", codes).faults


@transaction.atomic
def end(*, thing: Offer | Need, by: User, today: date) -> None:
    """It no longer holds after today; what has not begun yet goes altogether."""
    if thing.from_on > today:
        log(thing, "wagtail.delete", user=by, title=thing.called, deleted=True)
        thing.delete()
        return
    thing.until_on = min(filter(None, (today, thing.until_on)))
    thing.save(update_fields=["until_on"])
    log(thing, "symbiosis.end", user=by, title=thing.called, data={"until_on": today.isoformat()})


@transaction.atomic
def find_exchanges(*, cluster: Cluster, terms: Mapping[str, Any], day: date, now: datetime, by: User | None) -> Run:
    """Plan the exchanges among what the cluster's participants offer and need on the day.

    Raises ValidationError where there is nothing to plan, or no plan keeps every limit.
    """
    began = perf_counter()
    under = Terms(**terms | {"objective": Objective(terms.get("objective", "benefit"))})
    given = network_of(cluster, day)
    try:
        result = planned(read(given, day), under, day)
    except NothingToPlan as fault:
        raise ValidationError(NOTHING_TO_PLAN) from fault
    except CannotSolve as fault:
        raise ValidationError(NO_PLAN) from fault
    return keep_run(
        engine=Run.Engine.SYMBIOSIS,
        cluster=cluster,
        day=day,
        terms={name: getattr(under, name) for name in TOLD_TERMS},
        read=given.files,
        editions=editions(day),
        result=result,
        seconds=round(perf_counter() - began, 3),
        now=now,
        by=by,
    )


def network_of(cluster: Cluster, day: date) -> Given:
    """What there is to exchange on the day, as the files that the engine reads."""
    takes = permitted(cluster, day)
    gives = list(in_network(Offer, cluster, day))
    return Given(
        offers=file_of(Offer, gives),
        needs=file_of(Need, takes.needs),
        hidden={"offers": [kept_columns(one) for one in gives], "needs": [kept_columns(one) for one in takes.needs]},
        hidden_sites=kept_sites([*gives, *takes.needs]),
        processors=takes.processors,
        recipe_numbers=takes.recipe_numbers,
        rights=takes.rights,
        remarks=takes.remarks,
    )


TOLD_TERMS = ("objective", "max_km", "transport_eur_tkm", "handling_eur_t", "detour", "co2_kg_tkm")
NOTHING_TO_PLAN = _("There is no offer or no need to plan with. Describe at least one of each, or invite members to.")
NO_PLAN = _("No plan keeps every limit of contents and every minimum. Lower the minima or widen the limits.")
NOT_IN_THE_PLAN = _("This pair is not in the plan.")
REASON = _("Say why it came to nothing.")
CLOSED = _("This exchange is closed. Take the pair up again from a plan.")


@transaction.atomic
def take_up(
    *,
    run: Run,
    offer: int | None = None,
    need: int | None = None,
    recipe_in: int | None = None,
    recipe_out: int | None = None,
    by: User,
    today: date,
) -> Exchange:
    """Follow one exchange of a plan from now on. Both sides are asked whether they want to meet.

    Where a side is a processor, its recipe gets a need or an offer that stands for it.
    """
    ends = (offer, need, recipe_in, recipe_out)
    told = next((row for row in run.result["rows"] if ends_of(row) == ends), None)
    if told is None:
        raise ValidationError(NOT_IN_THE_PLAN)
    exchange = Exchange(
        cluster=run.cluster,
        offer_id=offer if recipe_out is None else _followed(recipe_out, "outlet", today),
        need_id=need if recipe_in is None else _followed(recipe_in, "inlet", today),
        run=run,
        tonnes=told["tonnes"],
        km=told["km"],
        eur_t=told["eur_t"],
        co2_kg_t=told["co2_kg_t"],
        giver_share=told["giver_share"],
        since_on=today,
        owes=Exchange.Side.GIVER,
    )
    exchange.full_clean()
    exchange.save()
    Step.objects.create(exchange=exchange, stage=exchange.stage, on=today, by=by)
    _log(exchange, "symbiosis.take_up", by)
    return exchange


def _followed(number: int, end: str, today: date) -> int:
    """The need or the offer that stands for an end of a recipe, kept from now on."""
    recipe = Recipe.objects.select_related("processor__organisation", "processor__centre", *ENDS).get(pk=number)
    thing = (inlet_of if end == "inlet" else outlet_of)(recipe, today)
    if thing.pk is None:
        thing.save()
        setattr(recipe, end, thing)
        recipe.save(update_fields=[end])
    return thing.pk


@transaction.atomic
def move(*, exchange: Exchange, to: str, today: date, by: User, note: str = "", **told: Any) -> Exchange:
    """Note the stage that an exchange has come to, what comes next, who owes an answer, and by when."""
    if not exchange.is_open:
        raise ValidationError(CLOSED)
    if to == Exchange.Stage.LOST and not told.get("loss"):
        raise ValidationError({"loss": REASON})
    if to != exchange.stage or note:
        Step.objects.create(exchange=exchange, stage=to, on=today, note=note, by=by)
    if to != exchange.stage:
        exchange.since_on = today
    exchange.stage = to
    for name in ("next_step", "owes", "due_on"):
        setattr(exchange, name, told.get(name, getattr(exchange, name)))
    exchange.loss = told.get("loss", "") if to == Exchange.Stage.LOST else ""
    exchange.full_clean(validate_unique=False)
    exchange.save()
    _log(exchange, "symbiosis.move", by, stage=to)
    return exchange


@transaction.atomic
def answer(*, exchange: Exchange, side: str, wants: bool, by: User, today: date) -> Exchange:
    """One side says whether it wants to meet the other. When both do, they know each other and talks begin."""
    if not exchange.is_open:
        raise ValidationError(CLOSED)
    if not wants:
        return move(exchange=exchange, to=Exchange.Stage.LOST, loss=Exchange.Loss.PARTNER, today=today, by=by)
    setattr(exchange, f"{side}_yes_on", getattr(exchange, f"{side}_yes_on") or today)
    if exchange.are_known:
        exchange.owes = Exchange.Side.CENTRE
        if exchange.stage == Exchange.Stage.IDEA:
            exchange.stage, exchange.since_on = Exchange.Stage.TALKS, today
            Step.objects.create(exchange=exchange, stage=exchange.stage, on=today, by=by)
    else:
        exchange.owes = Exchange.Side.TAKER if side == Exchange.Side.GIVER else Exchange.Side.GIVER
    exchange.save()
    _log(exchange, "symbiosis.answer", by, side=side)
    return exchange


@transaction.atomic
def add_paper(*, paper: Paper, by: User) -> Paper:
    """Name a document of an exchange."""
    paper.full_clean()
    paper.save()
    _log(paper.exchange, "symbiosis.add_paper", by, kind=paper.kind)
    return paper


@transaction.atomic
def add_delivery(*, delivery: Delivery, by: User, today: date) -> Delivery:
    """Note tonnes that went. The first ones set the exchange running."""
    if delivery.on > today:
        raise ValidationError({"on": _("This day lies ahead. Choose today or an earlier day.")})
    delivery.full_clean()
    delivery.save()
    exchange = delivery.exchange
    if exchange.is_open and exchange.stage != Exchange.Stage.RUNNING:
        move(exchange=exchange, to=Exchange.Stage.RUNNING, today=today, by=by)
    _log(exchange, "symbiosis.add_delivery", by, tonnes=delivery.tonnes, on=delivery.on.isoformat())
    return delivery


@transaction.atomic
def set_levels(*, thing: Offer | Need, levels: Mapping[str, str], by: User) -> None:
    """Say who may read which field of an offer or a need."""
    thing.levels = {field: level for field, level in levels.items() if field in TOLD_OF[type(thing)]}
    thing.save(update_fields=["levels"])
    log(thing, "symbiosis.set_levels", user=by, title=thing.called, data={"levels": thing.levels})


@transaction.atomic
def keep_processor(*, processor: Processor, recipe: Recipe | None, by: User, today: date) -> Processor:
    """Enter a processor with its first recipe, or change what it says of itself.

    Raises ValidationError, by field, where the engine would refuse it.
    """
    is_new = processor.pk is None
    processor.full_clean()
    processor.save()
    if recipe is not None:
        recipe.processor = processor
        _keep_recipe(recipe, today)
    _log_centre(processor, "symbiosis.keep_processor", by, new=is_new)
    return processor


@transaction.atomic
def keep_recipe(*, recipe: Recipe, by: User, today: date) -> Recipe:
    """Give a processor another recipe, or change one."""
    _keep_recipe(recipe, today)
    _log_centre(recipe.processor, "symbiosis.keep_recipe", by, recipe=str(recipe))
    return recipe


def _keep_recipe(recipe: Recipe, today: date) -> None:
    recipe.full_clean(exclude=["processor"] if recipe.processor.pk is None else [])
    wrong: dict[str, Any] = {}
    names = {"yield": "yield_t_t"}
    for fault in recipe_faults(recipe, today):
        column = names.get(fault.column, fault.column)
        field = column if column in RECIPE_FIELDS else "waste_codes"
        wrong.setdefault(field, []).append(in_words(fault.says))
    if wrong:
        raise ValidationError(wrong)
    recipe.save()


RECIPE_FIELDS = ("waste_codes", "output", "yield_t_t", "cost_eur_t", "permit_t")


@transaction.atomic
def drop_recipe(*, recipe: Recipe, by: User) -> None:
    """Take a recipe away. One that an exchange follows stays."""
    if recipe.inlet_id or recipe.outlet_id:
        raise ValidationError(IS_FOLLOWED)
    _log_centre(recipe.processor, "symbiosis.drop_recipe", by, recipe=str(recipe))
    recipe.delete()


@transaction.atomic
def keep_permit(*, permit: Permit, by: User, today: date) -> Permit:
    """Enter a permit with its first and last day, or change one."""
    permit.full_clean()
    prefixes, faults = prefixes_in(permit.codes)
    faults += tuple(fault for prefix in prefixes if (fault := list_on(today).fault(prefix)))
    if faults or not prefixes:
        raise ValidationError({"codes": [in_words(fault) for fault in faults] or [NO_CODE]})
    permit.save()
    _log_centre(permit.holder, "symbiosis.keep_permit", by, permit=permit.name)
    return permit


@transaction.atomic
def keep_transfer(*, transfer: Transfer, by: User) -> Transfer:
    """Write down what a transfer document asks for and the register does not hold."""
    transfer.full_clean()
    transfer.save()
    _log(transfer.exchange, "symbiosis.keep_transfer", by)
    return transfer


IS_FOLLOWED = _("An exchange follows this recipe. End the exchange, or end the processor instead.")
NO_CODE = _("Name at least one code or prefix of the European List of Waste.")


def _log_centre(thing: Need | Processor, action: str, by: User | None, **told: object) -> None:
    """One audit line of a receiver, which the trail of the centre's cluster finds."""
    told_of = {"cluster": thing.centre_id, "name": thing.called, **told}
    log(thing, action, user=by, title=thing.called, data=told_of)


def _log(exchange: Exchange, action: str, by: User | None, **told: object) -> None:
    """One audit line, which the cluster's own trail finds."""
    log(exchange, action, user=by, data={"cluster": exchange.cluster_id, **told})
