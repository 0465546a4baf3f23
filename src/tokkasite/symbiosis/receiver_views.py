"""The centre's receivers: processors with their recipes, and permits with their first and last day."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext

from tokkasite.register.models import Organisation
from tokkasite.register.views import ClusterView
from tokkasite.symbiosis import actions, readers, receiver_readers
from tokkasite.symbiosis.forms import PermitForm, ProcessorForm, RecipeForm
from tokkasite.symbiosis.models import Need, Permit, Processor, Recipe


class Receivers(ClusterView):
    """Who may take what, and until when."""

    template_name = "symbiosis/receivers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = receiver_readers.processors_of(self.cluster, self.today, also_ended=True)
        return super().get_context_data(
            **kwargs,
            processors=[(one, self.permits(one)) for one in found],
            needs=[
                (readers.ForCentre(one), self.permits(one))
                for one in receiver_readers.needs_with_permits(self.cluster, self.today)
            ],
        )

    def permits(self, thing: Need | Processor) -> list[tuple[Permit, str]]:
        return [(permit, permit.state_on(self.today)) for permit in thing.permits.all()]


class OfReceivers(ClusterView):
    """What the pages of one receiver share: one form for each deed, and the one that was sent is kept on the page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.asked = request.POST.get("deed", "")
        return super().dispatch(request, *args, **kwargs)

    def organisations(self) -> QuerySet[Organisation]:
        """For whom the centre may enter a processor: participants, and whom it told of before."""
        known = Need.objects.filter(centre=self.cluster).values("organisation")
        running = Processor.objects.filter(centre=self.cluster).values("organisation")
        taking = readers.taking_part(self.cluster, self.today).values("pk")
        rows = Organisation.objects
        return (rows.filter(pk__in=taking) | rows.filter(pk__in=known) | rows.filter(pk__in=running)).order_by("name")

    def data(self, deed: str) -> dict[str, Any]:
        """What a form is given: what was sent, where this deed was asked for."""
        return {"data": self.request.POST if self.asked == deed else None, "label_suffix": "", "prefix": deed}

    def saved(self, form: forms.BaseForm, deed: Any, to: Any) -> HttpResponse | None:
        """Where a good form leads; None where the form or the deed refuses."""
        if not form.is_valid():
            return None
        try:
            deed()
        except ValidationError as wrong:
            for field, said in (wrong.message_dict if hasattr(wrong, "error_dict") else {None: wrong.messages}).items():
                form.add_error(field if field in form.fields else None, said)
            return None
        messages.success(self.request, gettext("Saved."))
        return redirect(*to())


class NewProcessor(OfReceivers):
    """A processor with its first recipe."""

    template_name = "symbiosis/new_processor.html"
    is_for_writers = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        usual = {"from_on": self.today}
        own = {"label_suffix": "", "organisations": self.organisations()}
        return super().get_context_data(
            **{
                "form": ProcessorForm(initial=usual, prefix="processor", **own),
                "recipe_form": RecipeForm(label_suffix="", prefix="recipe"),
                **kwargs,
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        processor, recipe = Processor(centre=self.cluster), Recipe()
        form = ProcessorForm(
            request.POST,
            instance=processor,
            prefix="processor",
            organisations=self.organisations(),
            label_suffix="",
        )
        second = RecipeForm(request.POST, instance=recipe, prefix="recipe", label_suffix="")
        if form.is_valid() and second.is_valid():
            recipe.processor = processor
            try:
                actions.keep_processor(processor=processor, recipe=recipe, by=request.user, today=self.today)
            except ValidationError as wrong:
                for field, said in wrong.message_dict.items():
                    target = second if field in second.fields else form
                    target.add_error(field if field in target.fields else None, said)
            else:
                messages.success(request, gettext("The processor is entered. Add its permit next."))
                return redirect("symbiosis:processor", self.cluster.key, processor.pk)
        return self.render_to_response(self.get_context_data(form=form, recipe_form=second), status=422)


class ProcessorPage(OfReceivers):
    """One processor: what it takes and makes, what that costs, and what it is permitted."""

    template_name = "symbiosis/processor.html"

    def processor(self) -> Processor:
        rows = receiver_readers.processors_of(self.cluster, self.today, also_ended=True)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def form(self, deed: str, processor: Processor) -> forms.BaseForm:
        if deed == "recipe":
            return RecipeForm(instance=Recipe(processor=processor), **self.data(deed))
        if deed == "permit":
            own = Permit(processor=processor, is_invented=processor.is_invented)
            return PermitForm(instance=own, initial={"from_on": self.today}, **self.data(deed))
        fresh = Processor.objects.get(pk=processor.pk)
        return ProcessorForm(instance=fresh, organisations=self.organisations(), **self.data(deed))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        processor = kwargs.pop("processor", None) or self.processor()
        found = kwargs.pop("form", None)
        return super().get_context_data(
            **kwargs,
            processor=processor,
            permits=[(one, one.state_on(self.today)) for one in processor.permits.all()],
            errors=found,
            forms={
                deed: found if found and deed == self.asked else self.form(deed, processor)
                for deed in ("change", "recipe", "permit")
            },
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        processor, by = self.processor(), request.user
        if self.asked == "drop":
            return self.drop(processor)
        if self.asked not in ("change", "recipe", "permit"):
            raise Http404
        form, today = self.form(self.asked, processor), self.today
        deeds = {
            "change": lambda: actions.keep_processor(processor=form.instance, recipe=None, by=by, today=today),
            "recipe": lambda: actions.keep_recipe(recipe=form.instance, by=by, today=today),
            "permit": lambda: actions.keep_permit(permit=form.instance, by=by, today=today),
        }
        done = self.saved(form, deeds[self.asked], lambda: ("symbiosis:processor", self.cluster.key, processor.pk))
        return done or self.render_to_response(self.get_context_data(processor=processor, form=form), status=422)

    def drop(self, processor: Processor) -> HttpResponse:
        """Takes a recipe away."""
        number = self.request.POST.get("recipe", "")
        recipe = get_object_or_404(processor.recipes, pk=int(number) if number.isdigit() else 0)
        try:
            actions.drop_recipe(recipe=recipe, by=self.request.user)
        except ValidationError as wrong:
            messages.error(self.request, " ".join(wrong.messages))
        return redirect("symbiosis:processor", self.cluster.key, processor.pk)


class NeedPage(OfReceivers):
    """The permits of one need."""

    template_name = "symbiosis/need_permits.html"

    def need(self) -> Need:
        rows = readers.in_network(Need, self.cluster, self.today).prefetch_related("permits")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def form(self, need: Need) -> PermitForm:
        usual = {"from_on": self.today, "codes": need.permit_codes or readers.ForCentre(need).waste_codes}
        return PermitForm(instance=Permit(need=need), initial=usual, **self.data("permit"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        need = kwargs.pop("need", None) or self.need()
        return super().get_context_data(
            **{"form": self.form(need), **kwargs},
            need=readers.ForCentre(need),
            permits=[(one, one.state_on(self.today)) for one in need.permits.all()],
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        need = self.need()
        form = self.form(need)
        done = self.saved(
            form,
            lambda: actions.keep_permit(permit=form.instance, by=request.user, today=self.today),
            lambda: ("symbiosis:need_permits", self.cluster.key, need.pk),
        )
        return done or self.render_to_response(self.get_context_data(need=need, form=form), status=422)


class PermitPage(OfReceivers):
    """One permit, to be changed or to be given its last day."""

    template_name = "symbiosis/permit.html"
    is_for_writers = True

    def permit(self) -> Permit:
        needs = readers.in_network(Need, self.cluster, self.today).values("pk")
        running = receiver_readers.processors_of(self.cluster, self.today, also_ended=True).values("pk")
        rows = Permit.objects.select_related("need", "processor")
        return get_object_or_404(rows.filter(need__in=needs) | rows.filter(processor__in=running), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        permit = kwargs.pop("permit", None) or self.permit()
        usual = PermitForm(instance=permit, label_suffix="", prefix="permit")
        return super().get_context_data(**{"form": usual, **kwargs}, permit=permit, address=self.address(permit))

    def address(self, permit: Permit) -> tuple[str, str, int]:
        """The page of whom it belongs to."""
        name = "symbiosis:need_permits" if permit.need_id else "symbiosis:processor"
        return name, self.cluster.key, permit.holder.pk

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        permit = self.permit()
        form = PermitForm(request.POST, instance=permit, label_suffix="", prefix="permit")
        done = self.saved(
            form,
            lambda: actions.keep_permit(permit=form.instance, by=request.user, today=self.today),
            lambda: self.address(permit),
        )
        return done or self.render_to_response(self.get_context_data(permit=self.permit(), form=form), status=422)
