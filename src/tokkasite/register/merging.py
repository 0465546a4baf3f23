"""Deeds on two organisations that may be one: merge them and take it back, tell them apart, link a unit to its body."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model, Q, QuerySet, UniqueConstraint
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from tokkasite.accounts.models import User
from tokkasite.register.models import Distinct, Merge, Organisation, OrganisationName, Ownership, Succession, Unit

LINKS = (
    (Succession, "predecessor", "successor"),
    (Ownership, "owner", "owned"),
    (Unit, "parent", "unit"),
    (Distinct, "first", "second"),
)
"""What is said of two organisations, and can only be true while they are two."""
WITHOUT_CIRCLES = LINKS[0], LINKS[2]
BLANKS_FILLED = ("municipality_id", "website", "source_title", "source_url", "checked_on")

Step = dict[str, Any]


class Steps:
    """The steps of a merge as they are done. Each says what was there before, so that it can be taken back."""

    def __init__(self) -> None:
        self.done: list[Step] = []

    def change(self, row: Model, **values: Any) -> None:
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return
        before = told(row, changed)
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=[by_attname(type(row), name).name for name in changed])
        self.done.append({"did": "change", **which(row), "before": before, "after": told(row, changed)})

    def remove(self, row: Model) -> None:
        names = [field.attname for field in row._meta.concrete_fields]
        self.done.append({"did": "remove", **which(row), "before": told(row, names)})
        row.delete()

    def add(self, row: Model) -> None:
        row.save()
        self.done.append({"did": "add", **which(row)})


def which(row: Model) -> Step:
    return {"of": row._meta.label, "pk": row.pk}


def by_attname(model: type[Model], name: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def told(row: Model, names: Any) -> dict[str, Any]:
    """Values as JSON keeps them exactly; an instant to the microsecond."""
    return {
        name: None if getattr(row, name) is None else by_attname(type(row), name).value_to_string(row) for name in names
    }


def untold(model: type[Model], kept: dict[str, Any]) -> dict[str, Any]:
    return {name: by_attname(model, name).to_python(value) for name, value in kept.items()}


@transaction.atomic
def merge(*, kept: int, lost: int, name_kind: str, by: User | None = None) -> Merge:
    """Make one organisation of two: everything that names the lost one names the kept one from here on.

    Rows that cannot stand beside those of the kept one are joined with them. Raises ValidationError where the two are
    one already, one of them is gone, or the register says something of them that is only true of two.
    """
    if kept == lost:
        raise ValidationError(_("An organisation cannot be merged with itself. Choose two different ones."))
    found = Organisation.objects.select_for_update().order_by("pk").in_bulk([kept, lost])
    for number in (kept, lost):
        if number not in found:
            raise ValidationError(why_gone(number))
    stays, goes = found[kept], found[lost]
    refuse_two(stays, goes)
    made = Merge(kept_number=kept, kept_name=stays.name, lost_number=lost, lost_name=goes.name)
    steps = Steps()
    bring_all(goes, stays, steps)
    keep_name(goes, stays, name_kind, steps)
    steps.change(
        stays, **{name: value for name in BLANKS_FILLED if not getattr(stays, name) and (value := getattr(goes, name))}
    )
    steps.remove(goes)
    made.steps = steps.done
    made.save()
    log(stays, "register.merge", user=by, data={"merge": made.pk, "lost": lost, "lost_name": goes.name})
    return made


def why_gone(number: int) -> str:
    """Why an organisation is no longer there, as far as the merges tell."""
    gone = Merge.objects.filter(lost_number=number, is_undone=False).first()
    if gone is None:
        return _("This organisation is no longer there. Look at the list again.")
    says = _("“%(lost)s” was merged into “%(kept)s” already. Undo that merge first, or choose another organisation.")
    return says % {"lost": gone.lost_name, "kept": gone.kept_name}


def refuse_two(one: Organisation, other: Organisation) -> None:
    """Raise where the register says something of the two that cannot be said of one."""
    names = {"first": one.name, "second": other.name}
    for model, source, target in LINKS:
        both = Q(**{source: one, target: other}) | Q(**{source: other, target: one})
        if model.objects.filter(both).exists():
            says = _("The register says of “%(first)s” and “%(second)s”: %(what)s. Remove that first if they are one.")
            raise ValidationError(says % (names | {"what": model._meta.verbose_name}))
    for model, source, target in WITHOUT_CIRCLES:
        if reaches(model, source, target, one.pk, other.pk) or reaches(model, source, target, other.pk, one.pk):
            says = _("“%(first)s” and “%(second)s” stand in one chain (%(what)s): merged, it would run in a circle.")
            raise ValidationError(says % (names | {"what": model._meta.verbose_name}))


def reaches(model: type[Model], source: str, target: str, begin: int, end: int) -> bool:
    """Whether a chain of links leads from one organisation to another. One query for each link of its length."""
    seen, edge = {begin}, {begin}
    while edge:
        edge = (
            set(model._default_manager.filter(**{f"{source}__in": edge}).values_list(f"{target}_id", flat=True)) - seen
        )
        if end in edge:
            return True
        seen |= edge
    return False


def naming(row: Model) -> Iterator[tuple[models.ForeignKey, Model]]:
    """Every row of every table that names this one, with the column that does."""
    for relation in row._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            field = relation.field
            for other in relation.related_model._base_manager.filter(**{field.name: row}).order_by("pk"):
                yield field, other


def bring_all(goes: Model, stays: Model, steps: Steps) -> None:
    """Let everything that names one row name the other."""
    for field, row in list(naming(goes)):
        bring(row, field, stays, steps)


def bring(row: Model, field: models.ForeignKey, stays: Model, steps: Steps) -> None:
    """Let a row name another one; where it cannot stand beside what is there, the two are joined."""
    before = getattr(row, field.attname)
    setattr(row, field.attname, stays.pk)
    others = list(in_the_way(row))
    setattr(row, field.attname, before)
    given_up = getattr(row, "given_up_when_merged", "")
    if others and given_up:
        steps.change(row, **{given_up: by_attname(type(row), given_up).get_default()})
        others = []
    if not others:
        steps.change(row, **{field.attname: stays.pk})
        return
    first, *rest = others
    for one in (*rest, row):  # a long participation may bridge several short ones
        join(one, first, steps)


def join(goes: Model, stays: Model, steps: Steps) -> None:
    """Make one row of two of the same table: days are spanned, persons added up, what names the one names the other."""
    taken: dict[str, Any] = {}
    if hasattr(stays, "once_at_a_time_in"):
        taken["from_on"] = min(stays.from_on, goes.from_on)
        taken["until_on"] = max(stays.until_on, goes.until_on) if stays.until_on and goes.until_on else None
    if name := getattr(stays, "added_up_when_merged", ""):
        taken[name] = getattr(stays, name) + getattr(goes, name)
    bring_all(goes, stays, steps)
    steps.remove(goes)
    steps.change(stays, **taken)


def in_the_way(row: Model) -> QuerySet[Model]:
    """The rows beside which a row cannot stand, by its constraints and by its days."""
    rows = type(row)._base_manager.exclude(pk=row.pk).order_by("pk")
    clash = Q(pk__in=[])
    if where := getattr(row, "once_at_a_time_in", ""):
        same = Q(**{f"{where}_id": getattr(row, f"{where}_id")}, organisation=row.organisation_id)
        later = Q(until_on=None) | Q(until_on__gte=row.from_on)
        clash |= same & later & (Q(from_on__lte=row.until_on) if row.until_on else Q())
    if isinstance(row, Distinct):
        pair = [row.first_id, row.second_id]
        clash |= Q(first__in=pair, second__in=pair)
    for constraint in row._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or not constraint.fields:
            continue
        within = constraint.condition or Q()
        if type(row)._base_manager.filter(within, pk=row.pk).exists():
            clash |= same_in(row, constraint.fields) & within
    for field in row._meta.concrete_fields:
        if field.unique and not field.primary_key:
            clash |= same_in(row, (field.name,))
    return rows.filter(clash)


def same_in(row: Model, names: Any) -> Q:
    attnames = (by_attname(type(row), name).attname for name in names)
    values = {name: getattr(row, name) for name in attnames}
    return Q(pk__in=[]) if None in values.values() else Q(**values)


def keep_name(goes: Organisation, stays: Organisation, kind: str, steps: Steps) -> None:
    """The name that is lost goes on as another name of the one that stays, unless it is one already."""
    if goes.name != stays.name and not OrganisationName.objects.filter(organisation=stays, name=goes.name).exists():
        steps.add(OrganisationName(organisation=stays, name=goes.name, kind=kind, source=goes.source_title))


@transaction.atomic
def undo_merge(*, merged: Merge, by: User | None = None) -> int:
    """Take a merge back, the last step first. Returns how many rows stay as they are, changed or removed since.

    Raises ValidationError where it was undone before, a later merge stands on it, or its rows no longer fit.
    """
    merged = Merge.objects.select_for_update().get(pk=merged.pk)
    if merged.is_undone:
        raise ValidationError(_("This merge was undone already."))
    numbers = (merged.kept_number, merged.lost_number)
    on_it = Q(kept_number__in=numbers) | Q(lost_number__in=numbers)
    if later := Merge.objects.filter(on_it, pk__gt=merged.pk, is_undone=False).first():
        says = _("A later merge stands on this one. First undo the merge of “%(lost)s” into “%(kept)s”.")
        raise ValidationError(says % {"lost": later.lost_name, "kept": later.kept_name})
    stays = Organisation.objects.filter(pk=merged.kept_number).first()
    if stays is None:
        raise ValidationError(_("The organisation that stayed was removed since: the merge cannot be undone."))
    try:
        with transaction.atomic():
            left = sum(not take_back(step) for step in reversed(merged.steps))
    except IntegrityError as fault:
        says = _("What was moved no longer fits beside what was entered since: the merge cannot be undone.")
        raise ValidationError(says) from fault
    merged.is_undone = True
    merged.save(update_fields=["is_undone"])
    stays.refresh_from_db()
    log(stays, "register.undo_merge", user=by, data={"merge": merged.pk, "lost": merged.lost_number, "left": left})
    return left


def take_back(step: Step) -> bool:
    """Take back one step. What was changed or removed since stays so: a person erased meanwhile does not return."""
    model = apps.get_model(step["of"])
    if step["did"] == "remove":
        row = model(**untold(model, step["before"]))
        row.save_base(raw=True, force_insert=True)
        ReferenceIndex.create_or_update_for_object(row)
        return True
    row = model._base_manager.filter(pk=step["pk"]).first()
    if row is None:
        return False
    if step["did"] == "add":
        row.delete()
        return True
    before, after = untold(model, step["before"]), untold(model, step["after"])
    same = [name for name in before if getattr(row, name) == after[name]]
    for name in same:
        setattr(row, name, before[name])
    if same:
        row.save(update_fields=[by_attname(model, name).name for name in same])
    return len(same) == len(before)


@transaction.atomic
def tell_apart(*, one: Organisation, other: Organisation, by: User | None = None) -> None:
    """Remember that two organisations are not one. Told twice, it is told once."""
    if one.pk == other.pk:
        raise ValidationError(_("Choose two different organisations."))
    pair = (one.pk, other.pk)
    if Distinct.objects.filter(first__in=pair, second__in=pair).exists():
        return
    Distinct.objects.create(first=one, second=other)
    log(one, "register.distinct", user=by, data={"other": other.pk, "other_name": other.name})


@transaction.atomic
def link_unit(*, parent: Organisation, unit: Organisation, by: User | None = None) -> None:
    """Say that one organisation is a unit of another. Raises ValidationError where that would run in a circle."""
    if parent.pk == unit.pk or reaches(Unit, "parent", "unit", unit.pk, parent.pk):
        says = _("“%(parent)s” is itself a unit of “%(unit)s”. Take that back first, or choose the other way round.")
        raise ValidationError(says % {"parent": parent.name, "unit": unit.name})
    _link, made = Unit.objects.get_or_create(parent=parent, unit=unit)
    if made:
        log(unit, "register.unit", user=by, data={"parent": parent.pk, "parent_name": parent.name})


@transaction.atomic
def forget(*, decision: Distinct | Unit, by: User | None = None) -> None:
    """Take back what was decided of a pair: it is shown again where the two are alike."""
    about = decision.unit if isinstance(decision, Unit) else decision.first
    log(about, "register.forget", user=by, data={"pair": str(decision), "what": decision._meta.model_name})
    decision.delete()
