"""Partner search and consortia as the cluster's team keeps them, and what clusters tell one another."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext, ngettext
from django.views.generic import View
from django.views.generic.edit import FormMixin

from tokkasite.partners import actions, readers
from tokkasite.partners import forms as own_forms
from tokkasite.partners.models import Candidate, Consortium, OwnProfile, PartnerProfile
from tokkasite.register.models import Cluster, in_words
from tokkasite.register.views import ClusterView

JSON = "application/json; charset=utf-8"


def tell(form: forms.BaseForm, wrong: ValidationError) -> None:
    """Put what a deed refused at its fields, as far as the form has them."""
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong)
        return
    for field, errors in wrong.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


class TeamForm(ClusterView, FormMixin):
    """A page of the team with a form: the deed is done, or says at the field why not."""

    is_for_writers = True
    template_name = "partners/form.html"
    here = "partners"
    heading = ""
    lead = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            try:
                return self.act(form)
            except ValidationError as wrong:
                tell(form, wrong)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"label_suffix": ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(here=self.here, heading=self.heading, lead=self.lead, **kwargs)

    def saved(self, what: object) -> None:
        messages.success(self.request, gettext("Saved: %(what)s.") % {"what": what})

    def act(self, form: Any) -> HttpResponse:
        """Do what the form asks for, say so, and go on."""
        raise NotImplementedError


# --- Partner search ---


class Search(ClusterView):
    """The partner profiles of a cluster, and who asked whom."""

    is_for_writers = True
    template_name = "partners/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = readers.profiles_of(self.cluster)
        return super().get_context_data(
            **kwargs,
            profiles=[(one, readers.is_open(one, self.today)) for one in rows],
            talks=readers.advised_talks(self.cluster, self.today),
        )


class ProfileForms(TeamForm):
    """Writes a profile for a participant, or changes one."""

    form_class = own_forms.AdvisedProfileForm

    @cached_property
    def profile(self) -> PartnerProfile:
        if "pk" in self.kwargs:
            return get_object_or_404(readers.profiles_of(self.cluster), pk=self.kwargs["pk"])
        return PartnerProfile(cluster=self.cluster, country=readers.home_country())

    @property
    def heading(self) -> str:
        return gettext("Change the profile") if self.profile.pk else gettext("Write a partner profile")

    @property
    def lead(self) -> str:
        return gettext(
            "The search compares what one seeks with what another offers. Plain words find more than slogans."
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        bodies = readers.participants_of(self.cluster, self.today)
        return super().get_form_kwargs() | {"instance": self.profile, "organisations": bodies}

    def get_initial(self) -> dict[str, Any]:
        return {"consents": bool(self.profile.pk) and readers.consents(self.profile, self.today)}

    def act(self, form: Any) -> HttpResponse:
        profile = form.save(commit=False)
        if "organisation" in form.cleaned_data:
            profile.organisation = form.cleaned_data["organisation"]
        consents = form.cleaned_data["consents"]
        actions.keep_profile(profile=profile, consents=consents, by=self.request.user, today=self.today)
        self.saved(profile)
        return redirect(profile)


class ProfilePage(ClusterView):
    """A profile of the cluster with whom its team could propose to it."""

    is_for_writers = True
    template_name = "partners/profile.html"

    @cached_property
    def profile(self) -> PartnerProfile:
        return get_object_or_404(readers.profiles_of(self.cluster), pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "withdraw" in request.POST:
                actions.withdraw(profile=self.profile, by=request.user, today=self.today)
                messages.success(request, gettext("Withdrawn: nobody finds this profile any more."))
            else:
                self.propose(request)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        return redirect(self.profile)

    def propose(self, request: HttpRequest) -> None:
        asked = found_partner(self.profile, request.POST.get("asked", ""), self.today, as_adviser=True)
        actions.propose(asks=self.profile, asked=asked, by=request.user, today=self.today)
        messages.success(
            request,
            gettext("Proposed. The organisation sees it in its own pages; the other side is asked once it has agreed."),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = readers.is_open(self.profile, self.today)
        return super().get_context_data(
            **kwargs,
            profile=self.profile,
            own=readers.told_to_the_engine(self.profile),
            is_open=is_open,
            matches=readers.matches_of(self.profile, self.today, as_adviser=True) if is_open else [],
        )


def found_partner(profile: PartnerProfile, number: str, today: Any, *, as_adviser: bool) -> PartnerProfile:
    """The profile of this number, where the search shows it to this one; else it looks as if it were not there."""
    for one in readers.matches_of(profile, today, as_adviser=as_adviser):
        if str(one.row.pk) == number:
            return one.row
    raise Http404


# --- Consortia ---


class Consortia(ClusterView):
    """The consortia that are planned."""

    is_for_writers = True
    template_name = "partners/consortia.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, consortia=readers.consortia_of(self.cluster))


class OfAConsortium(ClusterView):
    """What the pages of one consortium share."""

    is_for_writers = True

    @cached_property
    def consortium(self) -> Consortium:
        return get_object_or_404(Consortium, cluster=self.cluster, pk=self.kwargs["number"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(consortium=self.consortium, **kwargs)


class ConsortiumForms(TeamForm):
    """Writes what a call asks for, or changes it."""

    form_class = own_forms.ConsortiumForm
    here = "consortia"

    @cached_property
    def consortium(self) -> Consortium:
        if "number" in self.kwargs:
            return get_object_or_404(Consortium, cluster=self.cluster, pk=self.kwargs["number"])
        return Consortium(cluster=self.cluster)

    @property
    def heading(self) -> str:
        return gettext("What the call asks for") if self.consortium.pk else gettext("Plan a consortium")

    @property
    def lead(self) -> str:
        return gettext(
            "Take roles, countries and limits from the text of the call. Three independent entities in three "
            "countries, one of them in a Member State, is the usual minimum of Horizon Europe."
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.consortium}

    def act(self, form: Any) -> HttpResponse:
        consortium = actions.keep_consortium(consortium=form.save(commit=False), by=self.request.user)
        self.saved(consortium)
        return redirect(consortium)


class ConsortiumPage(OfAConsortium):
    """The candidates of a consortium, and the alternatives that the engine found."""

    template_name = "partners/consortium.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "source" in request.POST:
            return self.pick(request)
        if "remove" in request.POST:
            candidate = get_object_or_404(self.consortium.candidates, pk=number_in(request, "remove"))
            actions.remove_candidate(candidate=candidate, by=request.user)
            messages.success(request, gettext("Removed: %(what)s.") % {"what": candidate})
        elif "remove_all" in request.POST:
            actions.remove_consortium(consortium=self.consortium, by=request.user)
            messages.success(request, gettext("Removed: %(what)s.") % {"what": self.consortium})
            return redirect("partners:consortia", self.cluster.key)
        else:
            self.build(request)
        return redirect(self.consortium)

    def build(self, request: HttpRequest) -> None:
        try:
            actions.build(consortium=self.consortium, by=request.user, today=self.today, now=now())
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))

    def pick(self, request: HttpRequest) -> HttpResponse:
        try:
            candidate = readers.candidate_from(self.consortium, request.POST["source"], self.today)
            actions.keep_candidate(candidate=candidate, by=request.user)
        except KeyError:
            messages.error(request, gettext("Choose somebody from the list, or enter a candidate by hand."))
            return redirect(self.consortium)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
            return redirect(self.consortium)
        messages.success(request, gettext("Added: %(what)s. Check what is known of it.") % {"what": candidate})
        return redirect("partners:candidate", self.cluster.key, self.consortium.pk, candidate.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            candidates=self.consortium.candidates.all(),
            covered=readers.covered_of(self.consortium.covered),
            pick=own_forms.PickForm(sources=readers.sources_of(self.consortium, self.today), label_suffix=""),
            answer=readers.answer_of(self.consortium),
        )


def number_in(request: HttpRequest, name: str) -> int:
    """A number that a button tells; what is none is as good as not there."""
    told = request.POST.get(name, "")
    if not (told.isascii() and told.isdecimal()) or len(told) > 12:
        raise Http404
    return int(told)


class CandidateForms(OfAConsortium, TeamForm):
    """Enters a candidate by hand, or changes what is known of one."""

    form_class = own_forms.CandidateForm
    here = "consortia"

    @cached_property
    def candidate(self) -> Candidate:
        if "pk" in self.kwargs:
            return get_object_or_404(self.consortium.candidates, pk=self.kwargs["pk"])
        return Candidate(consortium=self.consortium)

    @property
    def heading(self) -> str:
        return self.candidate.name or gettext("Enter a candidate")

    @property
    def lead(self) -> str:
        return gettext("What is not known stays empty: the answer then names it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.candidate, "consortium": self.consortium}

    def act(self, form: Any) -> HttpResponse:
        candidate = actions.keep_candidate(candidate=form.save(commit=False), by=self.request.user)
        self.saved(candidate)
        return redirect(self.consortium)


# --- Cluster profiles ---


class Clusters(TeamForm):
    """The profile that the cluster tells others, and those that others sent."""

    template_name = "partners/clusters.html"
    form_class = own_forms.ReceiveForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "forget" not in request.POST:
            return super().post(request, *args, **kwargs)
        received = get_object_or_404(self.cluster.received_profiles, pk=number_in(request, "forget"))
        actions.forget_received(received=received, by=request.user)
        messages.success(request, gettext("Forgotten: %(what)s.") % {"what": received})
        return redirect("partners:clusters", self.cluster.key)

    def act(self, form: Any) -> HttpResponse:
        content = form.cleaned_data["file"].read()
        read, taken = actions.receive(cluster=self.cluster, content=content, by=self.request.user, today=self.today)
        says = ngettext(
            "%(count)s profile is new or newer than what was known.",
            "%(count)s profiles are new or newer than what was known.",
            taken,
        )
        messages.success(self.request, says % {"count": taken})
        fresh = self.form_class(label_suffix="")
        remarks = [in_words(one) for one in read.remarks]
        return self.render_to_response(self.get_context_data(form=fresh, is_read=True, remarks=remarks))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            own=OwnProfile.objects.filter(cluster=self.cluster).first(),
            received=self.cluster.received_profiles.all(),
        )


class OwnProfileForms(TeamForm):
    """Writes what the cluster tells other clusters of itself."""

    form_class = own_forms.OwnProfileForm

    @property
    def heading(self) -> str:
        return gettext("What we tell other clusters")

    @property
    def lead(self) -> str:
        return gettext("Other clusters read this profile in their own software. Leave empty what you do not know.")

    def get_form_kwargs(self) -> dict[str, Any]:
        held = OwnProfile.objects.filter(cluster=self.cluster).first()
        return super().get_form_kwargs() | {"instance": held or OwnProfile(cluster=self.cluster)}

    def act(self, form: Any) -> HttpResponse:
        profile = form.save(commit=False)
        actions.keep_own_profile(profile=profile, by=self.request.user, today=self.today)
        self.saved(profile)
        return redirect("partners:clusters", self.cluster.key)


class ClusterFile(ClusterView):
    """The own profile as a file to send."""

    is_for_writers = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        told = readers.cluster_file(self.cluster, self.today)
        if told is None:
            raise Http404
        name = f"cluster-profile-{self.cluster.key}.json"
        return HttpResponse(told, content_type=JSON, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class PublicProfile(View):
    """The profile of a cluster for whoever fetches it, where its team has published it."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        cluster = get_object_or_404(Cluster.objects.select_related("host"), key=key)
        told = readers.cluster_file(cluster, localdate(), published_only=True)
        if told is None:
            raise Http404
        return HttpResponse(told, content_type=JSON)
