"""The page of a cluster on which transfers of a public register are brought in and read."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from tokkasite.register.models import in_words
from tokkasite.register.views import ClusterView
from tokkasite.symbiosis import describe_actions as actions
from tokkasite.symbiosis import describe_readers as readers
from tokkasite.symbiosis.describe_forms import TransfersForm

ROWS_A_PAGE = 50
MOST_REMARKS = 12


class Transfers(ClusterView):
    """What sites of the region reported to a public register, from which members prefill their streams."""

    template_name = "symbiosis/transfers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = readers.latest_transfers()
        page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**{"form": TransfersForm(), **kwargs}, page=page)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TransfersForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        file = form.cleaned_data.pop("file")
        try:
            brought = actions.bring_transfers(
                content=file.read(), file=file.name, cluster=self.cluster, today=self.today, by=request.user,
                **form.cleaned_data,
            )  # fmt: skip
        except actions.WrongTable as wrong:
            form.add_error("file", " ".join(in_words(one) for one in (wrong.says, wrong.remedy)))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        says = ngettext("%(count)d row was kept.", "%(count)d rows were kept.", brought.rows) % {"count": brought.rows}
        messages.success(request, says)
        for remark in brought.remarks[:MOST_REMARKS]:
            messages.warning(request, in_words(remark))
        return redirect("symbiosis:transfers", self.cluster.key)
