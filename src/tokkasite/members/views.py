"""The pages of a member: the own organisation in one cluster, and nothing beyond it."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin

from tokkasite.accounts.forms import SignInForm
from tokkasite.accounts.tokens import digest_of
from tokkasite.journal.membership import (
    answer_survey,
    ask_to_join,
    cancel,
    leave_group,
    places_left,
    sign_up,
    take_back_wish,
)
from tokkasite.members import actions, readers
from tokkasite.members import forms as own_forms
from tokkasite.members.models import Invitation
from tokkasite.missions.actions import stay_away
from tokkasite.register import membership
from tokkasite.register.models import Mandate, SizeFigure
from tokkasite.symbiosis.actions import end, keep
from tokkasite.symbiosis.describe_readers import glimpses_of
from tokkasite.symbiosis.models import Need, Offer
from tokkasite.symbiosis.readers import shown_to_members

THINGS = {"offer": Offer, "need": Need}


class AcceptInvitation(FormMixin, TemplateView):
    """The page behind the link of an invitation: an account for who has none, one button for who has signed in.

    Opening the page uses nothing up: programs that look at letters open links too.
    """

    template_name = "members/invitation.html"
    form_class = own_forms.AccountForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.today = localdate()
        rows = Invitation.objects.select_related("cluster", "organisation", "by")
        self.invitation = rows.filter(digest=digest_of(kwargs["token"])).first()
        if self.invitation is None:
            raise Http404
        self.account = readers.account_of(self.invitation)
        return super().dispatch(request, *args, **kwargs)

    @property
    def state(self) -> str:
        """What the reader can do here."""
        invitation, user = self.invitation, self.request.user
        if invitation.accepted_on or invitation.withdrawn_on:
            return "used"
        if invitation.expires_on < self.today:
            return "expired"
        if user.is_authenticated:
            return "accept" if self.account == user else "other"
        return "sign_in" if self.account else "open"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"email": self.invitation.email}

    def get_initial(self) -> dict[str, Any]:
        given, _space, family = self.invitation.name.partition(" ")
        return {"given_name": given, "family_name": family}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitation=self.invitation, state=self.state, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.state == "accept":
            return self.accepted(request)
        form = self.get_form()
        if self.state != "open" or not form.is_valid():
            return self.form_invalid(form)
        told = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "password")}
        try:
            user = actions.open_account(invitation=self.invitation, today=self.today, **told)
        except ValidationError as wrong:
            form.add_error(None, wrong)
            return self.form_invalid(form)
        self.invitation.refresh_from_db()
        messages.success(
            request, gettext("Welcome! Your account is open. Here you keep the pages of your organisation.")
        )
        onward = redirect("members:home", self.invitation.mandate_id).url
        # Through the front door, which keeps sessions and throttling as for everybody else.
        door = SignInForm({"username": user.email, "password": told["password"]}, request=request)
        return door.login(request, redirect_url=onward) if door.is_valid() else redirect("accounts:sign_in")

    def accepted(self, request: HttpRequest) -> HttpResponse:
        try:
            mandate = actions.accept(invitation=self.invitation, user=request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(request, wrong.messages[0])
            return redirect(request.path)
        messages.success(request, gettext("Welcome! Here you keep the pages of your organisation."))
        return redirect("members:home", mandate.pk)


class Start(LoginRequiredMixin, TemplateView):
    """The organisations for which the reader is a member; straight to the only one."""

    template_name = "members/start.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.held = list(readers.memberships_of(request.user, localdate()))
        if not self.held:
            raise Http404
        if len(self.held) == 1:
            return redirect("members:home", self.held[0].pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(memberships=self.held, **kwargs)


class MemberPage(LoginRequiredMixin, TemplateView):
    """What the pages of a member share: the mandate in force. Somebody else's looks like one that is not there."""

    here = ""
    mandate: Mandate
    today: date

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        self.mandate = get_object_or_404(readers.memberships_of(request.user, self.today), pk=kwargs["pk"])
        self.organisation, self.cluster = self.mandate.organisation, self.mandate.cluster
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {"mandate": self.mandate, "organisation": self.organisation, "cluster": self.cluster}
        return super().get_context_data(**shared, here=self.here, today=self.today, **kwargs)

    def back(self, page: str) -> HttpResponse:
        return redirect(f"members:{page}", self.mandate.pk)


class MemberForm(MemberPage, FormMixin):
    """A page of a member with a form: the deed is done, or says at the field why not."""

    onward = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        try:
            says = self.act(form)
        except ValidationError as wrong:
            tell(form, wrong)
            return self.form_invalid(form)
        messages.success(request, says)
        return self.back(self.onward)

    def act(self, form: Any) -> str:
        """Do what the form asks for, and say what was done."""
        raise NotImplementedError


def tell(form: forms.Form, wrong: ValidationError) -> None:
    """Put what a deed refused at its fields, as far as the form has them."""
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong)
        return
    for field, errors in wrong.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


class Home(MemberPage):
    """What waits for the member, and where everything is."""

    template_name = "members/home.html"
    here = "home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        participation = readers.participation_on(self.mandate, self.today)
        held = membership.agreements_in_force(participation, self.today) if participation else []
        return super().get_context_data(
            to_do=readers.to_do(self.mandate, self.today), agreement=held[0] if held else None, **kwargs
        )


class ProfilePage(MemberForm):
    """What the organisation tells of itself, and whether the public may read it."""

    template_name = "members/profile.html"
    here = onward = "profile"
    form_class = own_forms.ProfileForm

    @cached_property
    def profile(self) -> Any:
        return readers.profile_of(self.organisation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.profile, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        declared = self.organisation.size_figures.filter(origin=SizeFigure.Origin.DECLARED).first()
        return {
            "website": self.organisation.website,
            "name": self.organisation.name,
            "municipality": self.organisation.municipality_id,
            "staff_year": declared.year if declared else self.today.year - 1,
            "staff": declared.headcount_awu if declared else None,
            "language": self.profile.language if self.profile.pk else get_language(),
        }

    def act(self, form: Any) -> str:
        told = membership.tell_profile(
            organisation=self.organisation, by=self.request.user, today=self.today, **form.deed()
        )
        if told.waiting:
            return gettext("Saved. A change of the name, the municipality or the website waits for the cluster's team.")
        return gettext("Saved: your profile.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consent = self.organisation.public_consents.filter(until_on=None).first()
        waiting = self.organisation.proposed_changes.filter(origin="member", decision="")
        return super().get_context_data(consent=consent, waiting=waiting, **kwargs)


class Consent(MemberPage):
    """Lets the profile be shown in public, or no longer."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        told = {"organisation": self.organisation, "by": request.user, "today": self.today}
        if "give" in request.POST:
            membership.give_consent(**told)
            messages.success(request, gettext("Your profile is shown on the public page of the cluster."))
        else:
            membership.withdraw_consent(**told)
            messages.success(request, gettext("Your profile is no longer shown in public."))
        return self.back("profile")


class Agreement(MemberForm):
    """The participation agreement: read, signed, withdrawn, each on its day."""

    template_name = "members/agreement.html"
    here = onward = "agreement"
    form_class = own_forms.AgreementForm

    @cached_property
    def participation(self) -> Any:
        return readers.participation_on(self.mandate, self.today)

    def get_initial(self) -> dict[str, Any]:
        return {"signed_by": self.request.user.get_full_name()}

    def act(self, form: Any) -> str:
        if self.participation is None:
            raise ValidationError(gettext("Your organisation does not take part in the cluster today. Ask its team."))
        told = {name: form.cleaned_data[name] for name in ("signed_by", "until_on")}
        membership.sign_agreement(participation=self.participation, by=self.request.user, today=self.today, **told)
        return gettext("Signed: the participation agreement.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = membership.agreements_in_force(self.participation, self.today) if self.participation else []
        return super().get_context_data(
            participation=self.participation,
            held=held,
            can_sign=self.participation is not None and (not held or held[-1].until_on is not None),
            commitments=readers.commitments_of(self.mandate),
            **kwargs,
        )


class WithdrawAgreement(MemberPage):
    """Ends the agreement today."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        participation = readers.participation_on(self.mandate, self.today)
        if not request.POST.get("sure"):
            messages.error(request, gettext("Nothing was withdrawn. Tick the box to say that you are sure."))
        elif participation and membership.withdraw_agreement(
            participation=participation, by=request.user, today=self.today
        ):
            messages.success(request, gettext("Withdrawn: today is the last day of the agreement."))
        return self.back("agreement")


class Records(MemberPage):
    """What the cluster recorded of the organisation, and what was said to be wrong with it."""

    template_name = "members/records.html"
    here = "records"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kinds=readers.recorded(self.cluster, self.organisation),
            corrections=readers.corrections_of(self.mandate),
            most=readers.SHOWN_OF_A_KIND,
            **kwargs,
        )


class Wrong(MemberForm):
    """Says what is wrong with one record."""

    template_name = "members/wrong.html"
    here = onward = "records"
    form_class = own_forms.WrongForm

    @cached_property
    def line(self) -> Any:
        found = readers.recorded_line(self.cluster, self.organisation, self.kwargs["kind"], self.kwargs["number"])
        if found is None:
            raise Http404
        return found

    def act(self, form: Any) -> str:
        actions.say_wrong(
            cluster=self.cluster,
            organisation=self.organisation,
            kind=self.kwargs["kind"],
            number=self.line.key[1],
            says=form.cleaned_data["says"],
            by=self.request.user,
            today=self.today,
        )
        return gettext("Thank you. The cluster's team looks at it and answers here.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line, **kwargs)


class Surveys(MemberPage):
    """The surveys that are open today."""

    template_name = "members/surveys.html"
    here = "surveys"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(surveys=readers.open_surveys(self.mandate, self.today), **kwargs)


class SurveyPage(MemberForm):
    """One survey, answered in place."""

    template_name = "members/survey.html"
    here = onward = "surveys"
    form_class = own_forms.SurveyForm

    @cached_property
    def survey(self) -> Any:
        return get_object_or_404(readers.open_surveys(self.mandate, self.today), pk=self.kwargs["number"])

    def get_form_kwargs(self) -> dict[str, Any]:
        given = readers.answers_of(self.survey, self.organisation)
        return super().get_form_kwargs() | {"questions": self.survey.questions.all(), "given": given}

    def act(self, form: Any) -> str:
        answer_survey(
            survey=self.survey,
            organisation=self.organisation,
            answers=form.answers(),
            by=self.request.user,
            today=self.today,
        )
        return gettext("Thank you: your answers are kept. You can change them while the survey is open.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(survey=self.survey, **kwargs)


class Events(MemberPage):
    """The coming events, with those that the organisation has signed up for."""

    template_name = "members/events.html"
    here = "events"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(events=readers.coming_events(self.mandate, self.today), **kwargs)


class SignUp(MemberForm):
    """Signs up for a coming event, changes for how many, or cancels."""

    template_name = "members/event.html"
    here = onward = "events"
    form_class = own_forms.PersonsForm

    @cached_property
    def event(self) -> Any:
        return get_object_or_404(readers.coming_events(self.mandate, self.today), pk=self.kwargs["number"])

    def get_initial(self) -> dict[str, Any]:
        own = self.event.own_registrations
        return {"persons": own[0].persons if own else 1}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "cancel" not in request.POST:
            return super().post(request, *args, **kwargs)
        for guest in self.event.guests.filter(registration__organisation=self.organisation, cancelled_on=None):
            stay_away(guest=guest, today=self.today, now=localtime(), by=request.user)
        cancel(event=self.event, organisation=self.organisation, by=request.user, today=self.today)
        messages.success(request, gettext("Cancelled: your registration."))
        return self.back("events")

    def act(self, form: Any) -> str:
        persons = form.cleaned_data["persons"]
        told = {"event": self.event, "organisation": self.organisation, "persons": persons}
        kept = sign_up(by=self.request.user, today=self.today, may_wait="wait" in self.request.POST, **told)
        says = gettext("You wait for a place: %(event)s.") if kept.waits else gettext("You are signed up: %(event)s.")
        return says % {"event": self.event.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = places_left(self.event)
        is_late = self.today > min(self.event.sign_up_until, self.event.on)
        is_in = any(not one.waits for one in self.event.own_registrations)
        return super().get_context_data(event=self.event, left=left, is_late=is_late, is_in=is_in, **kwargs)


class Groups(MemberPage):
    """The working groups of the cluster."""

    template_name = "members/groups.html"
    here = "groups"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(groups=readers.working_groups(self.mandate, self.today), **kwargs)


class GroupDeed(MemberPage):
    """Asks to join a working group, takes that back, or leaves."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        group = get_object_or_404(readers.working_groups(self.mandate, self.today), pk=kwargs["number"])
        told = {"group": group, "organisation": self.organisation, "by": request.user, "today": self.today}
        names = {"group": group}
        try:
            if "leave" in request.POST:
                leave_group(**told)
                says = gettext("You have left the group “%(group)s”; today is the last day.")
            elif "take_back" in request.POST:
                take_back_wish(**told)
                says = gettext("You no longer ask to join “%(group)s”.")
            else:
                ask_to_join(says=request.POST.get("says", "")[:300], **told)
                says = gettext("You have asked to join “%(group)s”. The cluster's team decides.")
        except ValidationError as wrong:
            messages.error(request, wrong.messages[0])
        else:
            messages.success(request, says % names)
        return self.back("groups")


class Things(MemberPage):
    """What the organisation offers and needs, and what other members let it see."""

    template_name = "members/things.html"
    here = "things"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = readers.others_in(self.mandate, self.today)
        own = [(kind, model.objects.filter(organisation=self.organisation)) for kind, model in THINGS.items()]
        seen = [
            (kind, glimpses_of(kind, shown_to_members(model, self.today, others))) for kind, model in THINGS.items()
        ]
        return super().get_context_data(own=own, seen=seen, **kwargs)


class ThingPage(MemberForm):
    """Writes an offer or a need, or changes it."""

    template_name = "members/thing.html"
    here = onward = "things"

    @cached_property
    def thing(self) -> Any:
        kind, number = self.kwargs["kind"], self.kwargs.get("number")
        if kind not in THINGS:
            raise Http404
        if number is None:
            return THINGS[kind](organisation=self.organisation)
        return get_object_or_404(THINGS[kind], pk=number, organisation=self.organisation)

    def get_form_class(self) -> Any:
        return own_forms.THING_FORMS[self.thing._meta.model_name]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.thing, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        if self.thing.pk:
            return {}
        return own_forms.first_words(self.organisation, get_language(), self.today)

    def act(self, form: Any) -> str:
        kept = keep(thing=form.save(commit=False), by=self.request.user, today=self.today)
        return gettext("Saved: %(thing)s.") % {"thing": kept}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"kind": self.kwargs["kind"], "thing": self.thing})


class EndThing(MemberPage):
    """Ends an offer or a need today."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["kind"] not in THINGS:
            raise Http404
        thing = get_object_or_404(THINGS[kwargs["kind"]], pk=kwargs["number"], organisation=self.organisation)
        end(thing=thing, by=request.user, today=self.today)
        messages.success(request, gettext("Ended: %(thing)s.") % {"thing": thing})
        return self.back("things")


class Export(MemberPage):
    """Everything that these pages show, as one file."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        told = actions.export_membership(mandate=self.mandate, by=request.user, today=self.today)
        shape = {"ensure_ascii": False, "indent": 2}
        headers = {"Content-Disposition": f'attachment; filename="member-{self.mandate.pk}.json"'}
        return JsonResponse(told, json_dumps_params=shape, headers=headers)
