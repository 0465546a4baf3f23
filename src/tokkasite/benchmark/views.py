"""The pages of the pool: share a sheet, see where we stand, and what others do."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.views.generic import TemplateView

from tokkasite.benchmark import actions, figures, readers
from tokkasite.benchmark.forms import BringForm, InstallationForm, OwnWayForm, QuestionsForm, SheetForm
from tokkasite.benchmark.models import Delivery, Installation, OwnWay, Sheet, Study
from tokkasite.benchmark.permissions import can_keep_pool, can_read_pool, can_share
from tokkasite.excellence.readers import book_of
from tokkasite.register.models import Cluster
from tokkasite.register.permissions import can_read_audit, can_read_cluster, can_write_cluster

SHEETS_A_PAGE = 100


class Published(TemplateView):
    """What is published of all labelled organisations, open to everyone."""

    template_name = "benchmark/published.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, sample = readers.population(), readers.sample()
        best = readers.best_20(localdate())
        return super().get_context_data(
            figures=found["figures"],
            chart=figures.population_by_day(found["days"], found["figures"]),
            best=best,
            fifth=figures.fifth(best) if best.shares else None,
            sample=sample,
            tables=readers.sample_tables(sample),
        )


class PoolKeeping(LoginRequiredMixin, TemplateView):
    """What the pages of the pool share: the day, and the right to keep it."""

    is_for_keepers = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        self.keeps = can_keep_pool(request.user, self.today)
        if not (self.keeps if self.is_for_keepers else can_read_pool(request.user, self.today)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PoolPage(PoolKeeping):
    """How much the pool holds, what waits, and for its keeper whose it is."""

    template_name = "benchmark/pool.html"
    is_for_keepers = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {"state": readers.pool_state(), "keeps": self.keeps, "releases": readers.latest_releases()}
        if not self.keeps:
            return context
        return {
            "bring_form": BringForm(label_suffix=""),
            "installation_form": InstallationForm(),
            "installations": Installation.objects.all(),
            "deliveries": readers.deliveries(),
            "own": readers.own_lines(),
            "own_key": readers.own_key(),
        } | context


class Bring(PoolKeeping):
    """Brings in a file of sheets and leads to the verdict on each."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BringForm(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                delivery = actions.bring_in(content=file.read(), file_name=file.name, by=request.user, today=self.today)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                return redirect("benchmark:delivery", delivery.pk)
        return refused_at(self, form, "bring_form")


def refused_at(view: PoolKeeping, form: Any, name: str) -> HttpResponse:
    """The page of the pool again, with what is wrong at the form."""
    page = PoolPage()
    page.setup(view.request)
    page.today, page.keeps = view.today, view.keeps
    return page.render_to_response(page.get_context_data(**{name: form, "refused": form}))


class Decide(PoolKeeping):
    """Decides what is shown of the pool as it is now."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        made = actions.release_pool(by=request.user, today=self.today)
        if made:
            years = ", ".join(str(one.year) for one in made)
            messages.success(request, gettext("Decided anew what is shown of: %(years)s.") % {"years": years})
        else:
            messages.info(
                request,
                gettext(
                    "Nothing is decided anew: in no year have six organisations changed, so newcomers could be found."
                ),
            )
        return redirect("benchmark:pool")


class Installations(PoolKeeping):
    """Says whose sheets count."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "forget" in request.POST:
            number = request.POST["forget"]
            known = get_object_or_404(Installation, pk=number if number.isdigit() else 0)
            actions.forget(installation=known, by=request.user, today=self.today)
            messages.success(request, gettext("The sheets of %(name)s count no more.") % {"name": known.name})
            return redirect("benchmark:pool")
        form = InstallationForm(request.POST)
        if not form.is_valid():
            return refused_at(self, form, "installation_form")
        known = actions.know(**form.cleaned_data, by=request.user, today=self.today)
        messages.success(request, gettext("The sheets of %(name)s count from now on.") % {"name": known.name})
        return redirect("benchmark:pool")


class DeliveryPage(PoolKeeping):
    """The verdict on each sheet of a delivery, the refused ones first; and the way to take it back."""

    template_name = "benchmark/delivery.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.delivery = Delivery.objects.filter(pk=kwargs["pk"], cluster=None).first()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.delivery is None:
            raise Http404
        rows = Sheet.objects.filter(delivery=self.delivery).select_related("delivery").defer("line")
        page = Paginator(rows.order_by("-reason", "number"), SHEETS_A_PAGE)
        verdicts = readers.verdicts_of(self.delivery)
        return super().get_context_data(
            delivery=self.delivery,
            counting=verdicts[""],
            refused=sum(verdicts.values()) - verdicts[""],
            page=page.get_page(self.request.GET.get("page")),
            installations=dict(Installation.objects.values_list("key", "name")),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.delivery is None:
            raise Http404
        try:
            count = actions.take_back(delivery=self.delivery, by=request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            says = ngettext("%(count)d sheet was taken back.", "%(count)d sheets were taken back.", count)
            messages.success(request, says % {"count": count})
        return redirect("benchmark:pool")


class OwnSheets(PoolKeeping):
    """The signed sheets of this installation's clusters, to be given to other installations."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return as_lines([sheet.line for sheet in readers.own_lines()], f"sheets-{self.today.isoformat()}")


def as_lines(lines: list[str], name: str) -> HttpResponse:
    """Sheets as a file, one a line."""
    response = HttpResponse("".join(f"{line}\n" for line in lines), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.jsonl"'
    return response


class ClusterPage(LoginRequiredMixin, TemplateView):
    """What the pages of one cluster share: the day, and the right to read it and to speak for it."""

    cluster: Cluster

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.today = localdate()
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        found = Cluster.objects.select_related("host", "seat__region").filter(key=kwargs["key"]).first()
        # A cluster that one may not read looks like one that is not there.
        if found is None or not can_read_cluster(request.user, found, self.today):
            raise Http404
        self.cluster = found
        self.speaks = can_share(request.user, found, self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            cluster=self.cluster,
            today=self.today,
            can_write=can_write_cluster(user, self.cluster, self.today),
            can_audit=can_read_audit(user, self.cluster, self.today),
            speaks=self.speaks,
            **kwargs,
        )


class Compare(ClusterPage):
    """Where the cluster's own sheet stands among its peers."""

    template_name = "benchmark/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sheets = readers.counting_sheets(self.cluster)
        asked = self.request.GET.get("year", "")
        sheet = next((one for one in sheets if str(one.year) == asked), sheets[0] if sheets else None)
        standing = readers.standing_of(sheet, self.request.GET.get("group", "")) if sheet else None
        return context | {
            "sheets": sheets,
            "refused": [one for one in readers.own_lines(self.cluster) if one.reason],
            "sheet": sheet,
            "standing": standing,
            "chart": figures.percentiles(standing.positions) if standing and standing.positions else None,
            "state": readers.pool_state(),
        }


class ShareSheet(ClusterPage):
    """What would leave, exactly; the manager shares it, or takes back what was shared."""

    template_name = "benchmark/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = kwargs.get("form") or SheetForm(self.request.GET if "consent" in self.request.GET else None)
        draft, missing = None, []
        chosen = kwargs.get("chosen") or (form.cleaned_data if form.is_bound and form.is_valid() else None)
        if chosen:
            try:
                draft = readers.draft_of(self.cluster, book_of(self.cluster), day=self.today, **chosen)
            except ValidationError as wrong:
                missing = wrong.messages
        shared = readers.own_lines(self.cluster)
        if not form.is_bound and shared:
            last = readers.body_of(shared[0])
            form = SheetForm(initial={"consent": last["consent"], "portfolio": last["profile"]["portfolio"]})
        return context | {
            "form": form,
            "draft": draft,
            "missing": missing,
            "shared": shared,
            "replaces": any(one.year == self.today.year for one in shared),
            "own_key": readers.own_key(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.speaks:
            return self.handle_no_permission()
        if "take_back" in request.POST:
            number = request.POST["take_back"]
            mine = Delivery.objects.filter(cluster=self.cluster, is_undone=False)
            delivery = get_object_or_404(mine, pk=number if number.isdigit() else 0)
            actions.take_back(delivery=delivery, by=request.user, today=self.today)
            messages.success(
                request, gettext("The sheet was taken back. Ask others to take back the file you gave them.")
            )
            return redirect("benchmark:sheet", self.cluster.key)
        form, chosen = SheetForm(request.POST), None
        if form.is_valid():
            chosen = dict(form.cleaned_data)
            try:
                actions.share(
                    cluster=self.cluster,
                    book=book_of(self.cluster),
                    digest=request.POST.get("digest", ""),
                    by=request.user,
                    today=self.today,
                    **chosen,
                )
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                messages.success(request, gettext("The sheet is signed and in the pool."))
                return redirect("benchmark:compare", self.cluster.key)
        return self.render_to_response(self.get_context_data(form=form, chosen=chosen))


class SheetFile(ClusterPage):
    """The cluster's own signed sheets, one a line: exactly what other installations get."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return as_lines([sheet.line for sheet in readers.own_lines(self.cluster)], f"{self.cluster.key}-sheets")


class Questions(ClusterPage):
    """The questions about the management, with what the journal proposes."""

    template_name = "benchmark/questions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        book = book_of(self.cluster)
        proposed = {one.dimension.key: one for one in readers.proposals(book, self.today)}
        answers = readers.latest_answers(self.cluster, self.today)
        first = {key: one.choice for key, one in proposed.items() if one.choice}
        first |= {key: value for key, value in (answers.given if answers else {}).items() if value}
        form = kwargs.get("form") or QuestionsForm(initial=first)
        asked = [(form[key], proposed[key]) for key in form.fields]
        read = [one for key, one in proposed.items() if key not in form.fields]
        return context | {
            "form": form,
            "asked": asked,
            "read": read,
            "answers": answers,
            "share": readers.share_answered(tuple(proposed.values())),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.speaks:
            return self.handle_no_permission()
        form = QuestionsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        book = book_of(self.cluster)
        actions.answer(cluster=self.cluster, book=book, given=form.cleaned_data, by=request.user, today=self.today)
        messages.success(request, gettext("Your answers are kept. They leave with the next sheet that you share."))
        return redirect("benchmark:models", self.cluster.key)


class Models(ClusterPage):
    """The management models of the pool, and in which one the cluster is."""

    template_name = "benchmark/models.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        study = readers.latest_study(Study.Part.MODELS)
        sheets = readers.counting_sheets(self.cluster)
        own = sheets[0].organisation if sheets else ""
        context |= {"study": study, "answers": readers.latest_answers(self.cluster, self.today), "sheet": sheets[:1]}
        if study is None or study.found is None:
            return context
        models = readers.models_shown(study, own)
        return context | {
            "models": models,
            "own": next((one for one in models if one.is_own), None),
            "agreement": study.found["agreement"],
            "remarks": readers.remarks_in(study.found["remarks"]),
            "chart": figures.clearness(study.found["silhouettes"], study.found["by_chance"])
            if study.found["silhouettes"]
            else None,
            "state": readers.pool_state(),
        }


class Practices(ClusterPage):
    """Every practice: how many do it, whether we do, and what goes with it."""

    template_name = "benchmark/practices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sheets = readers.counting_sheets(self.cluster)
        told = readers.associations_told()
        standing_out = [one for one in told if one["is_significant"]]
        return context | {
            "practices": readers.practices_shown(sheets[0] if sheets else None),
            "told": told,
            "standing_out": standing_out,
            "chart": figures.effects(told, gettext("Practices and what became of the companies"))
            if any(one["effect"] is not None for one in told)
            else None,
            "not_proof": readers.NOT_PROOF,
            "limits": readers.LIMITS,
            "study": readers.latest_study(Study.Part.PRACTICES),
            "state": readers.pool_state(),
        }


class PracticePage(ClusterPage):
    """One practice: what it is, how many do it, who can be asked, how, and what goes with it."""

    template_name = "benchmark/practice.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.practice = readers.practice_of(kwargs["practice"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.practice is None:
            raise Http404
        sheets = readers.counting_sheets(self.cluster)
        told = [one for one in readers.associations_told() if one["practice"] == self.practice.key]
        way = OwnWay.objects.filter(cluster=self.cluster, practice=self.practice.key).first()
        shown = readers.practices_shown(sheets[0] if sheets else None)
        return context | {
            "practice": next(one for one in shown if one.practice is self.practice),
            "told": told,
            "chart": figures.effects(told, gettext("This practice and what became of the companies"))
            if any(one["effect"] is not None for one in told)
            else None,
            "here": readers.own_doers(self.practice),
            "elsewhere": readers.whom_to_ask(self.practice, readers.latest_study(Study.Part.MODELS)),
            "form": kwargs.get("form") or OwnWayForm(instance=way),
            "not_proof": readers.NOT_PROOF,
            "limits": readers.LIMITS,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.practice is None or not self.speaks:
            raise Http404
        form = OwnWayForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        text = form.cleaned_data["text"]
        actions.tell_way(cluster=self.cluster, practice=self.practice.key, text=text, by=request.user, today=self.today)
        messages.success(request, gettext("Saved."))
        return redirect("benchmark:practice", self.cluster.key, self.practice.key)
