"""Where the euros of a municipality go: public pages, what the team brings in, and the questions to one firm."""

from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.views.generic import TemplateView

from tokkasite.leakage import actions, figures, forms, products, readers, sentences
from tokkasite.leakage.letters import link_of
from tokkasite.leakage.models import Answer, Asked
from tokkasite.register.permissions import clusters_written_by
from tokkasite.register.views import ClusterView
from tokkasite.runs.readers import said

TRIES_A_MINUTE = 12
"""Answers, or links that nobody sent, from one address."""
ROWS_SHOWN = 100


class Municipalities(TemplateView):
    """All municipalities: where the money for their food goes, and the way to the page of each."""

    template_name = "leakage/municipalities.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = readers.rows_of_list()
        about = {"year": readers.YEAR, "sources": readers.table_sources()}
        return super().get_context_data(rows=rows, chart=figures.map_of(rows), **about, **kwargs)


class MunicipalityPage(TemplateView):
    """One municipality: what is bought, where it is made, what leaks most, and how sure that is."""

    template_name = "leakage/municipality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = readers.municipality_called(self.kwargs["key"])
        if place is None:
            raise Http404
        topic = self.request.GET.get("about", "food")
        if topic not in products.TOPIC_NAMES:
            raise Http404
        page = readers.page_of(place, topic)
        cluster = clusters_written_by(self.request.user, localdate()).order_by("pk").first()
        topics = ["food", "energy"] if topic == "all" else [topic]
        return super().get_context_data(
            page=page,
            place=place,
            place_key=readers.key_of(place),
            topic=topic,
            topics=products.TOPIC_NAMES.items(),
            topic_name=products.TOPIC_NAMES[topic],
            aloud=sentences.aloud(page),
            chart=figures.sankey_of(page),
            buyers=[(products.BUYER_NAMES[buyer], went) for buyer, went in page.buyers],
            leaks=_named(page.leaks),
            firm_leaks=_named(page.firm_leaks),
            not_ranked=[products.name_of(code) for code in page.not_ranked],
            ends=[(products.END_NAMES[way], 100 * share) for way, share in page.ends.items()],
            ask_next=[(products.BUYER_NAMES[buyer], products.name_of(code)) for buyer, code in page.ask_next],
            claims=claims_shown([*topics, "all"]),
            not_said=readers.not_said(),
            sources=readers.table_sources(),
            year=readers.YEAR,
            incomes=readers.INCOMES,
            invented=any(answer.is_invented for answer in page.answers),
            own_cluster=cluster,
            **kwargs,
        )


def _named(leaks: list[Any]) -> list[Any]:
    return [(products.BUYER_NAMES[buyer], products.name_of(code), went) for buyer, code, went in leaks]


VERDICTS = {
    "supported": "met",
    "same_order": "yellow",
    "not_supported": "missed",
}


def claims_shown(topics: list[str] | None = None) -> list[dict[str, Any]]:
    """Published figures in the reader's language, each with ours."""
    language = get_language() or "fi"
    return [
        {
            "says": claim.says("", language),
            "scope": claim.says("scope", language),
            "why": claim.says("why", language),
            "ours": claim.ours,
            "mark": VERDICTS[claim.told["verdict"]],
            **{name: claim.told[name] for name in ("value", "unit", "year", "source", "url", "verdict", "sure")},
        }
        for claim in readers.claims(topics or ())
    ]


class Claims(TemplateView):
    """Every published figure with ours beside it, also where they do not agree."""

    template_name = "leakage/claims.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(claims=claims_shown(), year=readers.YEAR, **kwargs)


class Leaks(ClusterView):
    """What the team knows of purchases, and where it brings in more."""

    template_name = "leakage/leaks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = readers.municipalities()
        return super().get_context_data(
            **{"ask": forms.AskForm(places=places), "link": self.request.session.pop("leakage_link", ""), **kwargs},
            answers=readers.answers_of(self.cluster),
            asked=readers.asked_of(self.cluster),
        )


class AskFirm(ClusterView):
    """Makes the link for a firm, and shows it once."""

    template_name = "leakage/leaks.html"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = forms.AskForm(request.POST, places=readers.municipalities())
        if not form.is_valid():
            told = {"ask": form, "answers": readers.answers_of(self.cluster), "asked": readers.asked_of(self.cluster)}
            return self.render_to_response(self.get_context_data(**told), status=422)
        asked, token = actions.ask_firm(cluster=self.cluster, by=request.user, today=self.today, **form.cleaned_data)
        post_letter(request, asked, token, self.today)
        return redirect("leakage:leaks", self.cluster.key)


def post_letter(request: HttpRequest, asked: Asked, token: str, today: date) -> None:
    """Send the letter and say so. The link is shown too, once: who gave no address hands it on."""
    request.session["leakage_link"] = link_of(asked, token)
    told = {"email": asked.email, "day": date_format(asked.expires_on, "SHORT_DATE_FORMAT")}
    if actions.mail_question(asked=asked, token=token, by=request.user, today=today):
        says = gettext("Sent to %(email)s: the six questions. The link works until %(day)s.")
        messages.success(request, says % told)
    elif asked.email:
        says = gettext("No letter was sent to %(email)s. The link is shown here once: send it to the firm yourself.")
        messages.warning(request, says % told)
    else:
        messages.success(request, gettext("The link is made. It is shown here once: send it to the firm now."))


class AskAgain(ClusterView):
    """One more letter to a firm that has not answered."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = get_object_or_404(Asked, cluster=self.cluster, pk=kwargs["pk"])
        try:
            asked, token = actions.ask_again(asked=asked, by=request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(request, wrong.messages[0])
        else:
            post_letter(request, asked, token, self.today)
        return redirect("leakage:leaks", self.cluster.key)


class CloseLink(ClusterView):
    """Closes the link of a firm that has not answered."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = get_object_or_404(Asked, cluster=self.cluster, pk=kwargs["pk"])
        actions.withdraw_question(asked=asked, by=request.user, today=self.today)
        messages.success(request, gettext("The link is closed."))
        return redirect("leakage:leaks", self.cluster.key)


class BringIn(ClusterView):
    """A form by which the team brings in what somebody told."""

    is_for_writers = True
    template_name = "leakage/bring_in.html"
    form_class: type[forms.OfPlace]
    title = ""
    lead = ""

    def form(self, *told: Any, **more: Any) -> forms.OfPlace:
        return self.form_class(*told, places=readers.municipalities(), last_year=self.today.year, **more)

    def initial(self) -> dict[str, Any]:
        place = readers.municipality_called(self.request.GET.get("municipality", ""))
        return {"municipality": place} if place else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form(initial=self.initial())
        return super().get_context_data(form=form, title=self.title, lead=self.lead, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                answer = self.act(form)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                return redirect(answer)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def act(self, form: Any) -> Answer:
        raise NotImplementedError


class Ledger(BringIn):
    form_class = forms.LedgerForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {
            "title": gettext("Bring in a purchase ledger"),
            "lead": gettext(
                "The list of a municipality's purchase invoices tells by the suppliers' postcodes how much of its "
                "money stays near. You see every row with a verdict before anything counts."
            ),
        }
        return super().get_context_data(**kwargs) | told

    def initial(self) -> dict[str, Any]:
        found = super().initial()
        return found | readers.last_postcodes(self.cluster, found.get("municipality"))

    def act(self, form: Any) -> Answer:
        told = form.cleaned_data
        return actions.draft_ledger(
            cluster=self.cluster,
            content=told["file"].read(),
            file=told["file"].name,
            by=self.request.user,
            today=self.today,
            **{name: told[name] for name in ("municipality", "year", "home", "region")},
        )


class Parts(BringIn):
    """Kitchens' food and heat plants' fuels: they count at once."""

    form_class: type[forms.PartsForm]

    def act(self, form: Any) -> Answer:
        told = form.cleaned_data
        answer = actions.keep_answer(
            cluster=self.cluster,
            kind=form.kind,
            lines=form.lines(),
            facts=form.facts(),
            by=self.request.user,
            today=self.today,
            **{name: told[name] for name in ("municipality", "year", "name")},
        )
        messages.success(self.request, gettext("Kept. Below you see what it changed."))
        return answer


class Kitchens(Parts):
    form_class = forms.KitchensForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {
            "title": gettext("Food purchases of public kitchens"),
            "lead": gettext(
                "Ask the catering manager of the municipality for a year's purchases. Local is what is made there, not "
                "what is sold there."
            ),
        }
        return super().get_context_data(**kwargs) | told


class Heat(Parts):
    form_class = forms.HeatForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {
            "title": gettext("Accounts of a heat plant"),
            "lead": gettext("What the plant paid for its fuels in a year, and where they were made or harvested."),
        }
        return super().get_context_data(**kwargs) | told


class AnswerPage(ClusterView):
    """A draft with the verdict of every row; or what an answer changed."""

    template_name = "leakage/answer.html"

    def answer(self) -> Answer:
        """What a firm answered is for the team alone, as the firm was told."""
        rows = Answer.objects.select_related("municipality", "cluster").filter(cluster=self.cluster)
        rows = rows if self.can_write else rows.exclude(kind=Answer.Kind.FIRM)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answer = kwargs.pop("answer", None) or self.answer()
        told: dict[str, Any] = {"answer": answer, "place_key": readers.key_of(answer.municipality)}
        if answer.is_draft:
            told |= {
                "form": kwargs.pop("form", None) or forms.DraftForm(answer=answer),
                "rows": readers.rows_said(answer, ROWS_SHOWN),
                "rows_in_all": len(answer.rows),
                "written_as": answer.facts["encoding"] or gettext(answer.facts["form"]),
                "told": [said(remark) for remark in answer.facts.get("told", [])],
                "repairs": [
                    (row, column, said(says)) for row, column, says in answer.facts.get("repairs", [])[:ROWS_SHOWN]
                ],
                "suspicions": [said(remark) for remark in answer.facts.get("suspicions", [])],
            }
        else:
            changes = readers.changes_of(answer) if answer.counts else []
            told |= {
                "changes": [
                    (products.BUYER_NAMES[one.line.buyer], products.name_of(one.line.product), one) for one in changes
                ],
                "lm3": readers.lm3_of(answer) if answer.kind == Answer.Kind.FIRM else None,
            }
        return super().get_context_data(**told, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = self.answer()
        if "back" in request.POST:
            actions.take_back(answer=answer, by=request.user, today=self.today)
            messages.success(request, gettext("Taken back: “%(name)s” counts no more.") % {"name": answer})
            return redirect("leakage:leaks", self.cluster.key)
        form = forms.DraftForm(request.POST, answer=answer)
        if form.is_valid():
            checked = bool(form.cleaned_data.get("is_checked"))
            told = {"products": form.products(), "is_checked": checked, "by": request.user, "today": self.today}
            try:
                actions.take_in(answer=answer, **told)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                messages.success(request, gettext("The ledger counts. Below you see what it changed."))
                return redirect(answer)
        return self.render_to_response(self.get_context_data(answer=answer, form=form), status=422)


class Question(TemplateView):
    """Six questions to one firm, by a link and without an account."""

    template_name = "leakage/question.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.today = localdate()
        self.asked, self.state = actions.question_of(kwargs["token"], self.today)
        if (request.method == "POST" or self.asked is None) and not may_try(request):
            return self.render_to_response({"state": "often"}, status=429)
        if self.asked is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or forms.SixQuestions(last_year=self.today.year)
        return super().get_context_data(asked=self.asked, state=self.state, form=form, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = forms.SixQuestions(request.POST, last_year=self.today.year)
        if self.state != "open" or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            answer = actions.answer_question(
                asked=self.asked,
                year=form.cleaned_data["year"],
                lines=form.lines(),
                facts=form.facts(),
                today=self.today,
            )
        except ValidationError as wrong:
            form.add_error(None, wrong)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        self.state = "thanks"
        return self.render_to_response(self.get_context_data(lm3=readers.lm3_of(answer)))


def may_try(request: HttpRequest) -> bool:
    """Whether an address may try once more in this minute."""
    key = f"leakage-question:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) <= TRIES_A_MINUTE
    except ValueError:  # the minute ended between the two lines
        return True
