"""The screen on which a team decides of organisations that look alike: one, two, or a unit of a body."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from tokkasite.register import merging, models
from tokkasite.register.permissions import can_see_people, is_coordinator, people_of
from tokkasite.register.readers import likely_pairs

DECISIONS_SHOWN: Final = 20
KINDS: Final = (models.OrganisationName.Kind.AUXILIARY, models.OrganisationName.Kind.FORMER)
"""What a name may become that no longer heads a page."""


class Duplicates(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Pairs that may be one, side by side, the likeliest first; and what was decided lately, to be taken back."""

    template_name = "register/duplicates.html"
    page_title = _("Likely duplicates")
    header_icon = "copy"
    permission_required = "change"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        to_list = {"url": reverse("register_organisation:index"), "label": gettext("Organisations")}
        return [*self.breadcrumbs_items, to_list, {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.decide(request))
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
        return redirect("register_organisation:duplicates")

    def decide(self, request: HttpRequest) -> str:
        """Do what the button says. Returns what to say of it."""
        did, _colon, number = request.POST.get("decide", "").partition(":")
        if did == "undo":
            merged = get_object_or_404(models.Merge, pk=as_number(number))
            return undone_message(merging.undo_merge(merged=merged, by=request.user))
        if did in ("forget_distinct", "forget_unit"):
            model = models.Distinct if did == "forget_distinct" else models.Unit
            merging.forget(decision=get_object_or_404(model, pk=as_number(number)), by=request.user)
            return gettext("The decision was taken back.")
        one, other = (as_number(request.POST.get(name, "")) for name in ("first", "second"))
        if did == "distinct":
            merging.tell_apart(one=organisation(one), other=organisation(other), by=request.user)
            return gettext("The two are remembered as not the same.")
        chosen = as_number(number)
        if chosen not in (one, other):
            raise ValidationError(gettext("Choose one of the two organisations."))
        rest = other if chosen == one else one
        if did == "unit":
            merging.link_unit(parent=organisation(rest), unit=organisation(chosen), by=request.user)
            return gettext("The unit was linked to its body.")
        kind = request.POST.get("name_kind", "")
        if did != "keep" or kind not in KINDS:
            raise ValidationError(gettext("This is no decision that can be taken here."))
        self.refuse_strangers(organisation(chosen), organisation(rest))
        made = merging.merge(kept=chosen, lost=rest, name_kind=kind, by=request.user)
        names = {"lost": made.lost_name, "kept": made.kept_name}
        return gettext("“%(lost)s” went into “%(kept)s”. It can be undone below.") % names

    def refuse_strangers(self, *both: models.Organisation) -> None:
        """A merge brings people of the two together: it is for who may see those of both, and for the coordinator."""
        today = localdate()
        if is_coordinator(self.request.user, today):
            return
        if not all(can_see_people(self.request.user, one, today) for one in both):
            says = gettext("One of the two belongs to another cluster. Ask the region's coordinator to merge them.")
            raise ValidationError(says)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {
            "found": likely_pairs(people_of(self.request.user, localdate())),
            "kinds": [(kind.value, kind.label) for kind in KINDS],
            "merges": models.Merge.objects.filter(is_undone=False).defer("steps")[:DECISIONS_SHOWN],
            "distinct": models.Distinct.objects.select_related("first", "second")[:DECISIONS_SHOWN],
            "units": models.Unit.objects.select_related("parent", "unit")[:DECISIONS_SHOWN],
        }
        return super().get_context_data(**told, **kwargs)


def as_number(text: str) -> int:
    """The number of a row; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def organisation(number: int) -> models.Organisation:
    found = models.Organisation.objects.filter(pk=number).first()
    if found is None:
        raise ValidationError(merging.why_gone(number))
    return found


def undone_message(left: int) -> str:
    if not left:
        return gettext("The merge was undone: everything is as it was.")
    says = ngettext(
        "The merge was undone, but for %(count)d row that was changed or removed since and stays so.",
        "The merge was undone, but for %(count)d rows that were changed or removed since and stay so.",
        left,
    )
    return says % {"count": left}
