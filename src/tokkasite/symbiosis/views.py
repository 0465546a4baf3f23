"""The circular economy centre: what could be exchanged, what is followed, and what came of it."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext, ngettext
from django.views.generic import TemplateView, View

from tokkasite.register.models import Municipality, Organisation
from tokkasite.register.permissions import own_organisations
from tokkasite.register.views import ClusterView
from tokkasite.runs.models import Run
from tokkasite.runs.readers import said
from tokkasite.symbiosis import actions, figures, papers, plan_readers, readers
from tokkasite.symbiosis.forms import DeliveryForm, LevelsForm, MoveForm, PaperForm, TermsForm, TransferForm
from tokkasite.symbiosis.models import Delivery, Exchange, Need, Offer, Paper, Transfer
from tokkasite.ui.exports import as_csv

ROWS_A_PAGE = 50


class Exchanges(ClusterView):
    """The centre's queue: what is due first, and where new exchanges are looked for."""

    template_name = "symbiosis/exchanges.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = readers.open_exchanges(self.cluster)
        return super().get_context_data(
            **{"form": self.form(), **kwargs},
            law_days=plan_readers.law_days(self.today),
            page=Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page")),
            stages=readers.stages_of(self.cluster),
            reasons=readers.losses_of(self.cluster),
            last=readers.last_plan(self.cluster),
            offers=readers.in_network(Offer, self.cluster, self.today).count(),
            needs=readers.in_network(Need, self.cluster, self.today).count(),
        )

    def form(self) -> TermsForm:
        """Filled with the day of a coming law where a link asked for it."""
        try:
            asked = {"day": date.fromisoformat(self.request.GET.get("day", ""))}
        except ValueError:
            asked = {}
        return TermsForm(today=self.today, label_suffix="", initial=asked)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TermsForm(request.POST, today=self.today, label_suffix="")
        if form.is_valid():
            try:
                run = actions.find_exchanges(
                    cluster=self.cluster, terms=form.terms(), day=form.day_asked(), now=now(), by=request.user
                )
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                count = len(run.result["rows"])
                found = ngettext("%(count)d exchange was found.", "%(count)d exchanges were found.", count)
                messages.success(request, found % {"count": count})
                return redirect("symbiosis:plan", self.cluster.key, run.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OfAPlan(ClusterView):
    """What the pages of one plan share."""

    def plan(self) -> Run:
        """The plan that the address names, of this cluster and no other."""
        rows = Run.objects.filter(cluster=self.cluster, engine=Run.Engine.SYMBIOSIS)
        return get_object_or_404(rows.select_related("cluster", "made_by"), pk=self.kwargs["pk"])


class PlanPage(OfAPlan):
    """One plan: what moves where, how sure that is, what it asks, and what it is worth to each."""

    template_name = "symbiosis/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.plan()
        rows, names = plan_readers.rows_of(run), plan_readers.names_in(run)
        before = plan_readers.compared_with(run)
        pictures = []
        goods = [row for row in rows if not row.is_piped]
        if rows:
            places = Municipality.objects.exclude(latitude=None)
            pictures = [
                figures.map_of(rows, places),
                *(figures.flows_of(goods, by) for by in ("material", "site") if goods),
            ]
        return super().get_context_data(
            **kwargs,
            run=run,
            found=run.result,
            gap_percent=100 * run.result["gap"],
            rows=rows,
            piped=[row for row in rows if row.is_piped],
            says=[said(remark) for remark in run.result["says"]],
            split=[(names.get((row["side"], row["number"]), "–"), row) for row in run.result["split"]],
            losses=run.result["losses"][:20],
            pictures=pictures,
            front=figures.front_of(run),
            why=[said(reason) for reason in run.result.get("why", ())],
            processors=plan_readers.processors_in(run),
            before=before,
            changes=plan_readers.changes(before, run) if before else (),
            editions=plan_readers.new_editions(before, run) if before and before.day < run.day else (),
            has_invented=any(row.has_invented_money or row.has_invented_side for row in rows),
        )


class TakeUp(OfAPlan):
    """Follows one exchange of a plan from now on."""

    http_method_names = ("post",)
    is_for_writers = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self.plan()
        try:
            ends = {name: int(request.POST[name]) for name in plan_readers.END_NAMES if request.POST.get(name)}
            exchange = actions.take_up(run=run, **ends, by=request.user, today=self.today)
        except ValueError:
            raise Http404 from None
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
            return redirect("symbiosis:plan", self.cluster.key, run.pk)
        messages.success(request, gettext("The exchange is followed. Both sides see it and are asked to answer."))
        return redirect(exchange)


class ExchangePage(ClusterView):
    """One exchange from idea to realised tonnes."""

    template_name = "symbiosis/exchange.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.asked = request.POST.get("deed", "")
        return super().dispatch(request, *args, **kwargs)

    def exchange(self) -> Exchange:
        """The exchange that the address names, of this cluster and no other."""
        rows = readers.exchanges_of(self.cluster).select_related("run")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def form(self, deed: str, exchange: Exchange) -> forms.Form:
        """The form of one deed, filled where it is the one that was sent."""
        data = self.request.POST if self.asked == deed else None
        given = {"label_suffix": "", "prefix": deed}
        if deed == "paper":
            return PaperForm(data, instance=Paper(exchange=exchange), initial={"on": self.today}, **given)
        if deed == "delivery":
            return DeliveryForm(data, instance=Delivery(exchange=exchange), initial={"on": self.today}, **given)
        return MoveForm(data, instance=readers.exchanges_of(self.cluster).get(pk=exchange.pk), **given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exchange = kwargs.pop("exchange", None) or self.exchange()
        found = kwargs.pop("form", None)
        row = self.told(exchange)
        deliveries = list(exchange.deliveries.all())
        return super().get_context_data(
            **kwargs,
            exchange=exchange,
            points=[
                {**point, "says": said(point["says"])}
                for point in readers.points_for_centre(row["points"] if row else (), exchange.offer)
            ],
            sides=readers.sides_for_centre(exchange),
            cost=figures.cost_of(exchange),
            steps=exchange.steps.select_related("by"),
            papers=exchange.papers.all(),
            wanted=readers.papers_wanted(exchange, row),
            deliveries=deliveries,
            delivered=sum(one.tonnes for one in deliveries),
            giver_percent=round(100 * exchange.giver_share),
            taker_percent=100 - round(100 * exchange.giver_share),
            errors=found,
            forms={
                deed: found if deed == self.asked and found else self.form(deed, exchange)
                for deed in ("move", "paper", "delivery")
            },
        )

    def told(self, exchange: Exchange) -> dict[str, Any] | None:
        """What the plan that found it said of the exchange."""
        rows = exchange.run.result["rows"] if exchange.run else ()
        return next((row for row in rows if (row["offer"], row["need"]) == (exchange.offer_id, exchange.need_id)), None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        exchange = self.exchange()
        if self.asked not in ("move", "paper", "delivery"):
            raise Http404
        form = self.form(self.asked, exchange)
        if form.is_valid():
            try:
                self.do(exchange, form)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                messages.success(request, gettext("Saved."))
                return redirect(exchange)
        return self.render_to_response(self.get_context_data(exchange=exchange, form=form), status=422)

    def do(self, exchange: Exchange, form: forms.Form) -> None:
        """The deed that was asked for."""
        by = self.request.user
        if self.asked == "paper":
            actions.add_paper(paper=form.instance, by=by)
        elif self.asked == "delivery":
            actions.add_delivery(delivery=form.instance, by=by, today=self.today)
        else:
            told = dict(form.cleaned_data)
            actions.move(exchange=exchange, to=told.pop("stage"), today=self.today, by=by, **told)


class OfAnExchange(ClusterView):
    """What the papers of one exchange share."""

    def exchange(self) -> Exchange:
        """The exchange that the address names, of this cluster and no other."""
        rows = readers.exchanges_of(self.cluster).prefetch_related(
            "offer__organisation__identifiers", "need__organisation__identifiers"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def delivery(self, exchange: Exchange) -> Delivery | None:
        """The delivery that the reader chose, else the latest one."""
        number = self.request.GET.get("delivery", "")
        rows = exchange.deliveries.order_by("on", "pk")
        if number:
            return get_object_or_404(rows, pk=int(number) if number.isdigit() else 0)
        return rows.last()

    def lines(self, exchange: Exchange) -> list[papers.Line]:
        transfer = getattr(exchange, "transfer", None) or Transfer(exchange=exchange)
        return papers.lines_of(exchange, transfer, self.delivery(exchange), self.today)


class TransferPage(OfAnExchange):
    """The fields of a transfer document: what is known, what is missing, and where it is written down."""

    template_name = "symbiosis/transfer.html"

    def form(self, exchange: Exchange, data: Any = None) -> TransferForm:
        kept = Transfer.objects.filter(exchange=exchange).first()
        return TransferForm(data, instance=kept or Transfer(exchange=exchange), label_suffix="")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exchange = kwargs.pop("exchange", None) or self.exchange()
        lines = self.lines(exchange)
        return super().get_context_data(
            **{"form": self.form(exchange), **kwargs},
            exchange=exchange,
            lines=lines,
            missing=[line for line in lines if line.is_missing],
            is_asked=readers.transfer_kind(exchange.offer, self.today) != ["other"],
            duties=papers.duties(self.today),
            source=papers.FIELDS_SOURCE,
            delivery=self.delivery(exchange),
            deliveries=exchange.deliveries.order_by("-on", "-pk"),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        exchange = self.exchange()
        form = self.form(exchange, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(exchange=exchange, form=form), status=422)
        actions.keep_transfer(transfer=form.instance, by=request.user)
        messages.success(request, gettext("Saved."))
        return redirect("symbiosis:transfer", self.cluster.key, exchange.pk)


class TransferFile(OfAnExchange):
    """The same fields as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        exchange = self.exchange()
        rows = [(line.label, line.value, line.when) for line in self.lines(exchange)]
        columns = (gettext("Field"), gettext("Content"), gettext("Asked only"))
        return as_csv(f"transfer-document-{exchange.pk}", columns, rows)


class NoticePage(OfAnExchange):
    """The text for the national marketplace, to be copied there."""

    template_name = "symbiosis/notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exchange = self.exchange()
        notice = papers.notice_of(exchange.offer, self.cluster, self.today)
        stands = papers.notice_rules(self.today)
        return super().get_context_data(**kwargs, exchange=exchange, notice=notice, stands=stands)


class NoticeFile(OfAnExchange):
    """The same text as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        exchange = self.exchange()
        notice = papers.notice_of(exchange.offer, self.cluster, self.today)
        response = HttpResponse(notice.text, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="materiaalitori-{exchange.pk}.txt"'
        return response


class OfMember(LoginRequiredMixin):
    """What a member's pages share: the organisations for which the reader speaks today."""

    def organisations(self) -> list[Organisation]:
        return list(own_organisations(self.request.user, localdate()))


class Matches(OfMember, TemplateView):
    """A member's own exchanges. The other side has no name before both want to meet."""

    template_name = "symbiosis/matches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.organisations()
        if not own:
            raise Http404
        keys = {one.pk for one in own}
        found = []
        for exchange in readers.of_members(Organisation.objects.filter(pk__in=keys)):
            gives = exchange.offer.organisation_id in keys
            mine, theirs = (exchange.offer, exchange.need) if gives else (exchange.need, exchange.offer)
            found.append(
                {
                    "exchange": exchange,
                    "gives": gives,
                    "mine": mine,
                    "theirs": readers.ForCentre(theirs) if exchange.are_known else None,
                    "glimpse": readers.glimpse_of(theirs),
                    "answered": exchange.giver_yes_on if gives else exchange.taker_yes_on,
                    "percent": round(100 * (exchange.giver_share if gives else 1 - exchange.giver_share)),
                }
            )
        return super().get_context_data(**kwargs, matches=found, organisations=own)


class Answer(OfMember, View):
    """A member says whether it wants to meet the other side."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        keys = {one.pk for one in self.organisations()}
        own = readers.of_members(Organisation.objects.filter(pk__in=keys))
        exchange = get_object_or_404(own, pk=pk)
        side = Exchange.Side.GIVER if exchange.offer.organisation_id in keys else Exchange.Side.TAKER
        try:
            actions.answer(
                exchange=exchange, side=side, wants="yes" in request.POST, by=request.user, today=localdate()
            )
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            messages.success(request, gettext("Your answer is noted."))
        return redirect("symbiosis:matches")


class Readers(OfMember, TemplateView):
    """A member says who may read which field of an offer or a need."""

    template_name = "symbiosis/readers.html"

    def thing(self) -> Offer | Need:
        """The member's own offer or need that the address names."""
        model = {"offer": Offer, "need": Need}.get(self.kwargs["kind"])
        if model is None:
            raise Http404
        return get_object_or_404(model, pk=self.kwargs["pk"], organisation__in=self.organisations())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing = self.thing()
        return super().get_context_data(**{"form": LevelsForm(thing=thing), **kwargs}, thing=thing)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        thing = self.thing()
        form = LevelsForm(request.POST, thing=thing)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        actions.set_levels(thing=thing, levels=form.cleaned_data, by=request.user)
        messages.success(request, gettext("Saved."))
        return redirect(reverse("symbiosis:matches"))
