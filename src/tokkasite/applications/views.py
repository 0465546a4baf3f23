"""A cluster's applications: the board, one application with its consortium and history, and the results by year."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext

from tokkasite.applications import actions, aid_readers, figures, readers
from tokkasite.applications.forms import (
    ApplicationForm,
    BoardForm,
    ClaimForm,
    MoveForm,
    PaperForm,
    PartnerForm,
    ProjectForm,
    ScoreForm,
)
from tokkasite.applications.models import WON, Application, Claim, Paper, Partner, Score
from tokkasite.applications.permissions import can_write_aid
from tokkasite.funding.models import Call
from tokkasite.register.models import Organisation, in_words
from tokkasite.register.views import ClusterView
from tokkasite.ui.calendars import as_calendar
from tokkasite.ui.exports import as_csv

ROWS_A_PAGE: Final = 50
AHEAD: Final = timedelta(days=366)
PARTS: Final[dict[str, type[Model]]] = {"partner": Partner, "score": Score, "claim": Claim}
DEEDS: Final = ("move", *PARTS, "paper", "project")


class Board(ClusterView):
    """Every application of the cluster: what presses first, and how many stand in each stage."""

    template_name = "applications/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = BoardForm(self.request.GET, programmes=readers.programmes_of(self.cluster))
        asked = form.cleaned_data if form.is_valid() else {}
        rows = Paginator(readers.board_of(self.cluster, self.today, **asked), ROWS_A_PAGE)
        page = rows.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **kwargs,
            form=form,
            is_filtered=any(asked.values()),
            page=page,
            lines=[(one, one.alarm_on(self.today)) for one in page],
            stages=readers.stages_of(self.cluster),
            pressing=readers.pressing_count(self.cluster, self.today),
            reasons=readers.reasons_of(self.cluster),
        )


class Days(ClusterView):
    """Deadlines and next steps as a calendar file."""

    http_method_names = ("get",)

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        days = readers.days_of(self.cluster, self.today, AHEAD)
        site = self.request.build_absolute_uri("/")[:-1]
        response = as_calendar(str(self.cluster), days, told_on=self.today, site=site)
        response["Content-Disposition"] = f'attachment; filename="applications-{self.cluster.key}.ics"'
        return response


def possible_leads() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


class Written(ClusterView):
    """What adding and changing an application share."""

    template_name = "applications/write.html"
    is_for_writers = True

    def application(self) -> Application:
        return Application(cluster=self.cluster)

    def initial(self) -> dict[str, Any]:
        return {}

    def form(self, data: Any = None) -> ApplicationForm:
        application = self.application()
        number = application.call_id or self.asked_call()
        calls = readers.calls_ahead(now(), beside=number)
        return ApplicationForm(data, initial=self.initial(), instance=application, leads=possible_leads(), calls=calls)

    def asked_call(self) -> int | None:
        """The call from which the reader comes."""
        asked = self.request.GET.get("call", "")
        return int(asked) if asked.isdecimal() and len(asked) < 12 else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(**kwargs, form=form, application=form.instance if form.instance.pk else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                kept = actions.keep_application(application=form.instance, by=request.user, today=self.today)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                messages.success(request, gettext("Saved."))
                return redirect(kept)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Add(Written):
    """A new application, from a call of the register or from outside of it."""

    def initial(self) -> dict[str, Any]:
        call = Call.objects.filter(pk=self.asked_call()).first()
        if call is None:
            return {}
        deadline = localdate(call.deadline_at) if call.deadline_at else None
        return {"call": call, "title": call.title[:200], "programme": call.programme, "deadline_on": deadline}


class OfApplication(ClusterView):
    """What the pages of one application share."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.asked = request.POST.get("deed", "")
        return super().dispatch(request, *args, **kwargs)

    def application(self) -> Application:
        """The application that the address names, of this cluster and no other."""
        found = readers.whole(self.cluster, self.kwargs["pk"])
        if found is None:
            raise Http404
        return found


class Change(OfApplication, Written):
    """What an application is about, corrected."""


class ApplicationPage(OfApplication):
    """One application: where it stands, who does what, the money, the evaluators' word, documents and history."""

    template_name = "applications/application.html"

    def form(self, deed: str, application: Application) -> forms.Form:
        """The form of one deed, filled where it is the one that was sent."""
        data = self.request.POST if self.asked == deed else None
        given: dict[str, Any] = {"prefix": deed, "label_suffix": ""}
        if deed == "move":
            fresh = Application.objects.get(pk=application.pk)
            return MoveForm(data, instance=fresh, initial={"on": self.today}, **given)
        if deed == "paper":
            return PaperForm(data, self.request.FILES if data else None, **given)
        if deed == "project":
            return ProjectForm(data, **given)
        model, form = {"partner": (Partner, PartnerForm), "score": (Score, ScoreForm), "claim": (Claim, ClaimForm)}[
            deed
        ]
        number = self.request.POST.get("number", "") if data else self.request.GET.get(deed, "")
        instance = self.part(application, model, number) or model(application=application)
        return form(data, instance=instance, **given)

    @staticmethod
    def part(application: Application, model: type[Model], number: str) -> Model | None:
        """The part of this application that is to be changed; none where a new one is meant."""
        if not number.isdecimal() or len(number) > 12:
            return None
        return get_object_or_404(model, pk=number, application=application)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = kwargs.pop("application", None) or self.application()
        found = kwargs.pop("form", None)
        together = aid_readers.consortium_of(application, self.today)
        partners = list(application.partners.all())
        return super().get_context_data(
            **kwargs,
            application=application,
            alarm=application.alarm_on(self.today),
            partners=[(one, can_write_aid(self.request.user, one.organisation, self.today)) for one in partners],
            money=readers.money_of(application),
            papers=readers.own_papers(application),
            together=together,
            together_says=[in_words(one) for one in together.consortium.finding.remarks] if together else [],
            is_horizon="horizon" in application.programme.casefold(),
            is_won=application.stage in WON,
            errors=found,
            forms={deed: found if deed == self.asked and found else self.form(deed, application) for deed in DEEDS}
            if self.can_write
            else {},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        application = self.application()
        if self.asked not in DEEDS:
            raise Http404
        form = self.form(self.asked, application)
        if form.is_valid():
            try:
                self.do(application, form)
            except ValidationError as wrong:
                fields = getattr(wrong, "error_dict", None)
                if fields and set(fields) - set(form.fields):
                    wrong = ValidationError(wrong.messages)
                form.add_error(None, wrong)
            else:
                messages.success(request, gettext("Saved."))
                return redirect(application)
        return self.render_to_response(self.get_context_data(application=self.application(), form=form), status=422)

    def do(self, application: Application, form: forms.Form) -> None:
        """The deed that was asked for."""
        told, by = dict(form.cleaned_data), self.request.user
        if self.asked == "move":
            actions.move(application=application, to=told.pop("stage"), today=self.today, by=by, **told)
        elif self.asked == "paper":
            file = told["file"]
            given = {"kind": told["kind"], "name": file.name[:150], "content": file.read()}
            actions.add_paper(application=application, today=self.today, by=by, **given)
        elif self.asked == "project":
            actions.record_project(application=application, kind=told["kind"], by=by)
        else:
            actions.keep_part(part=form.instance, by=by, today=self.today)


class RemovePart(OfApplication):
    """Takes a partner, a score or a claim out again."""

    http_method_names = ("post",)
    is_for_writers = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        application = self.application()
        model, number = PARTS.get(request.POST.get("part", "")), request.POST.get("number", "")
        if model is None or not number.isdecimal() or len(number) > 12:
            raise Http404
        part = get_object_or_404(model, pk=number, application=application)
        try:
            actions.remove_part(part=part, by=request.user)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            messages.success(request, gettext("Removed."))
        return redirect(application)


class PaperFile(OfApplication):
    """A document, as it was handed over."""

    http_method_names = ("get",)

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        paper = get_object_or_404(Paper, application=self.application(), pk=self.kwargs["number"])
        try:
            content = actions.SHELF.opened(paper.digest)
        except FileNotFoundError:
            raise Http404 from None
        return FileResponse(content, as_attachment=True, filename=paper.name)


class Results(ClusterView):
    """Applications, success and euros by year and programme, and which of them the journal counts as projects."""

    template_name = "applications/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = readers.report_of(self.cluster)
        years = readers.years_of(rows)
        return super().get_context_data(
            **kwargs,
            rows=rows,
            chart=figures.outcomes_by_year(years) if years else None,
            won=readers.won_of(self.cluster),
        )


class ResultsFile(ClusterView):
    """The results by year and programme as a file."""

    http_method_names = ("get",)

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        columns = (
            "year", "programme", "submitted", "won", "lost", "open", "success_rate", "asked_eur", "granted_eur",
            "paid_eur",
        )  # fmt: skip
        rows = (
            (
                one.year, one.programme, one.submitted, one.won, one.lost, one.open,
                "" if one.success is None else round(one.success, 4), one.asked_eur, one.granted_eur, one.paid_eur,
            )
            for one in readers.report_of(self.cluster)
        )  # fmt: skip
        return as_csv(f"applications-{self.cluster.key}", columns, rows)
