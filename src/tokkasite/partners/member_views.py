"""A member's pages on partners: own profiles, who complements them, and who asked whom."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin

from tokkasite.partners import actions, letters, readers
from tokkasite.partners.forms import ProfileForm
from tokkasite.partners.models import Interest, NoLetters, PartnerProfile
from tokkasite.partners.views import found_partner, tell
from tokkasite.register.models import Mandate
from tokkasite.ui.views import StopPage


class MemberView(LoginRequiredMixin, TemplateView):
    """What a member's pages share: the mandate in force. Somebody else's looks like one that is not there."""

    mandate: Mandate
    today: date

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        found = readers.membership(request.user, kwargs["pk"], self.today)
        if found is None:
            raise Http404
        self.mandate = found
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            mandate=self.mandate,
            organisation=self.mandate.organisation,
            cluster=self.mandate.cluster,
            here="partners",
            today=self.today,
            **kwargs,
        )

    @property
    def own_profiles(self) -> Any:
        return readers.profiles_of(self.mandate.cluster, self.mandate.organisation)

    @cached_property
    def profile(self) -> PartnerProfile:
        return get_object_or_404(self.own_profiles, pk=self.kwargs["number"])

    def back(self) -> HttpResponse:
        return redirect("partners:own", self.mandate.pk)


class Own(MemberView):
    """The own profiles, and who asked whom."""

    template_name = "partners/own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mandate, today = self.mandate, self.today
        return super().get_context_data(
            **kwargs,
            profiles=[(one, readers.is_open(one, today)) for one in self.own_profiles],
            talks=readers.talks_of(mandate.organisation, mandate.cluster, today),
            gets_letters=not NoLetters.objects.filter(mandate=mandate).exists(),
        )


class OwnForms(MemberView, FormMixin):
    """Writes a profile, or changes it."""

    template_name = "partners/own_form.html"
    form_class = ProfileForm

    @cached_property
    def profile(self) -> PartnerProfile:
        if "number" in self.kwargs:
            return get_object_or_404(self.own_profiles, pk=self.kwargs["number"])
        return PartnerProfile(
            cluster=self.mandate.cluster, organisation=self.mandate.organisation, country=readers.home_country()
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.profile, "label_suffix": ""}

    def get_initial(self) -> dict[str, Any]:
        if self.profile.pk:
            return {"consents": readers.consents(self.profile, self.today)}
        user = self.request.user
        return {"contact": ", ".join(filter(None, (user.get_full_name(), user.email)))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_new=self.profile.pk is None, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            try:
                return self.act(form)
            except ValidationError as wrong:
                tell(form, wrong)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def act(self, form: Any) -> HttpResponse:
        told = {"by": self.request.user, "today": self.today}
        profile = actions.keep_profile(profile=form.save(commit=False), consents=form.cleaned_data["consents"], **told)
        messages.success(self.request, gettext("Saved: %(what)s.") % {"what": profile})
        return self.back()


class Matches(MemberView):
    """Who complements one of the own profiles, and why."""

    template_name = "partners/matches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = readers.is_open(self.profile, self.today)
        matches = readers.matches_of(self.profile, self.today, as_adviser=False) if is_open else []
        return super().get_context_data(**kwargs, profile=self.profile, is_open=is_open, matches=matches)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = found_partner(self.profile, request.POST.get("asked", ""), self.today, as_adviser=False)
        try:
            interest = actions.ask(asks=self.profile, asked=asked, by=request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            says = gettext("Asked. The other side can answer until %(day)s; names are shown when it agrees.")
            messages.success(request, says % {"day": date_format(interest.expires_on, "SHORT_DATE_FORMAT")})
        return self.back()


class Withdraw(MemberView):
    """Takes the consent back."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.withdraw(profile=self.profile, by=request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            messages.success(request, gettext("Withdrawn: nobody finds this profile any more."))
        return self.back()


class AnswerInterest(MemberView):
    """Says yes or no to an interest, or to what the team proposed."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        talks = readers.talks_of(self.mandate.organisation, self.mandate.cluster, self.today)
        mine = [one for one in talks if one.interest.pk == self.kwargs["number"]]
        if not mine:
            raise Http404
        agrees = "agree" in request.POST
        try:
            self.answer(mine[0], agrees)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        return self.back()

    def answer(self, talk: readers.Talk, agrees: bool) -> None:
        if not talk.can_answer:
            raise ValidationError(
                gettext("This cannot be answered any more: it was answered, or its last day has passed.")
            )
        interest = Interest.objects.select_related("asks__cluster", "asked__cluster").get(pk=talk.interest.pk)
        actions.answer(interest=interest, agrees=agrees, by=self.request.user, today=self.today)
        if not agrees:
            says = gettext("Declined. Nothing more is shown to either side.")
        elif talk.is_ours:
            says = gettext("Agreed. The other side is asked now; names are shown when it agrees too.")
        else:
            says = gettext("Agreed. Both sides now see each other's name and contact.")
        messages.success(self.request, says)


class ChooseLetters(MemberView):
    """Wants no letters of partners, or wants them again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "stop" in request.POST:
            letters.stop_letters(mandate=self.mandate, by=request.user, today=self.today)
            messages.success(request, gettext("No more letters of partners are sent to you."))
        else:
            letters.want_letters(mandate=self.mandate, by=request.user)
            messages.success(request, gettext("From tonight you get a letter where somebody asks or answers."))
        return self.back()


class StopLetters(StopPage):
    """Stops letters of partners by the link that stands in each of them."""

    heading = gettext_lazy("Letters of partners")
    stopped = gettext_lazy("No more letters of partners are sent to you. You can ask for them again on your own pages.")

    def find(self, token: str) -> Mandate | None:
        return letters.mandate_of(token)

    def is_wanted(self) -> bool:
        return not NoLetters.objects.filter(mandate=self.found).exists()

    def stop(self) -> None:
        letters.stop_letters(mandate=self.found, by=None, today=localdate())

    def about(self) -> str:
        says = gettext("You get letters where somebody asks for a partner profile of %(organisation)s, or answers.")
        return says % {"organisation": self.found.organisation}
