"""What the cluster's team sees and decides of its members: invitations, proposals, wishes, corrections, answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.generic.edit import FormMixin

from tokkasite.journal.membership import decide_wish
from tokkasite.members import actions, readers
from tokkasite.members.forms import InvitationForm
from tokkasite.members.letters import link_of, send
from tokkasite.members.models import Invitation
from tokkasite.members.views import tell
from tokkasite.register.models import ContactPerson, Language, Organisation, Participation
from tokkasite.register.permissions import people_of
from tokkasite.register.views import ClusterView


class FromMembers(ClusterView):
    """What members did, and what of it waits for a decision."""

    template_name = "members/from_members.html"
    is_for_writers = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            changes=readers.proposed_by_members(self.cluster),
            wishes=readers.open_wishes(self.cluster),
            corrections=readers.open_corrections(self.cluster),
            events=readers.registered(self.cluster, self.today),
            surveys=readers.surveys_with_answers(self.cluster),
            things=readers.latest_offers_of_members(self.cluster, self.today),
            invitations=readers.invitations_of(self.cluster),
            **kwargs,
        )


class Invite(ClusterView, FormMixin):
    """Invites somebody to keep the pages of an organisation that takes part."""

    template_name = "members/invite.html"
    is_for_writers = True
    form_class = InvitationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        parts = Participation.objects.filter(cluster=self.cluster)
        return super().get_form_kwargs() | {
            "organisations": Organisation.objects.filter(pk__in=parts.values("organisation"))
        }

    def get_initial(self) -> dict[str, Any]:
        """What the page of the organisation or of the person told, as far as the reader may see that person."""
        organisation, person = self.request.GET.get("organisation", ""), self.asked_person()
        if person:
            language = person.language if person.language in (Language.FI, Language.EN) else Language.FI
            return {
                "organisation": person.organisation_id,
                "email": person.email,
                "name": person.name,
                "language": language,
            }
        return {"organisation": organisation if organisation.isdecimal() else None}

    def asked_person(self) -> ContactPerson | None:
        number = self.request.GET.get("person", "")
        return people_of(self.request.user, self.today).filter(pk=number).first() if number.isdecimal() else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        told = {"cluster": self.cluster, "by": request.user, "today": self.today}
        try:
            invitation, token = actions.invite(**told, **form.cleaned_data)
        except ValidationError as wrong:
            tell(form, wrong)
            return self.form_invalid(form)
        post_letter(request, invitation, token)
        return redirect("members:from_members", self.cluster.key)


def post_letter(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Send the letter and say so; where no letter went off, show the link once, to be handed on in another way."""
    if send(invitation, token):
        says = gettext("Sent to %(email)s: the invitation. The link works until %(day)s.")
        day = date_format(invitation.expires_on, "SHORT_DATE_FORMAT")
        messages.success(request, says % {"email": invitation.email, "day": day})
        return
    says = gettext("No letter was sent to %(email)s. Hand on this link yourself; it is shown only now: %(link)s")
    messages.warning(request, says % {"email": invitation.email, "link": link_of(invitation, token)})


class InvitationDeed(ClusterView):
    """Sends an invitation again, or withdraws it together with the membership that it gave."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = get_object_or_404(readers.invitations_of(self.cluster), pk=kwargs["number"])
        told = {"invitation": invitation, "by": request.user, "today": self.today}
        if "again" in request.POST:
            try:
                token = actions.invite_again(**told)
            except ValidationError as wrong:
                messages.error(request, wrong.messages[0])
            else:
                invitation.refresh_from_db()
                post_letter(request, invitation, token)
        else:
            actions.withdraw(**told)
            messages.success(request, gettext("Withdrawn: %(invitation)s.") % {"invitation": invitation.email})
        return redirect("members:from_members", self.cluster.key)


class DecideWish(ClusterView):
    """Lets an organisation into a working group, or not."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wish = get_object_or_404(readers.open_wishes(self.cluster), pk=kwargs["number"])
        accept = "accept" in request.POST
        try:
            decide_wish(wish=wish, accept=accept, by=request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(request, wrong.messages[0])
        else:
            says = gettext("Accepted: %(change)s.") if accept else gettext("Rejected: %(change)s.")
            messages.success(request, says % {"change": wish})
        return redirect("members:from_members", self.cluster.key)


class Settle(ClusterView):
    """Answers what a member said is wrong."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        correction = get_object_or_404(readers.open_corrections(self.cluster), pk=kwargs["number"])
        answer = request.POST.get("answer", "").strip()[:300]
        actions.settle(correction=correction, answer=answer, by=request.user, today=self.today)
        messages.success(request, gettext("Settled: %(about)s.") % {"about": correction.about})
        return redirect("members:from_members", self.cluster.key)
