"""A cluster in public: what others say of it, how its pages are read, and how all of that becomes evidence."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext

from tokkasite.journal.actions import record_mention
from tokkasite.portal import publicity, publicity_actions
from tokkasite.portal.forms import EvidenceForm, MentionForm
from tokkasite.register.views import ClusterView
from tokkasite.ui.exports import as_csv


class Publicity(ClusterView):
    """Mentions in the media with the form to add one, the months, and what is not in the journal yet."""

    template_name = "portal/publicity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = publicity.year_of(self.cluster, self.today)
        page = Paginator(publicity.mentions_of(self.cluster), publicity.MENTIONS_SHOWN).get_page(
            self.request.GET.get("page")
        )
        kwargs.setdefault("mention_form", MentionForm(initial={"on": self.today, "kind": "web"}))
        return super().get_context_data(
            page_obj=page,
            mentions=publicity.with_writers(list(page.object_list)),
            year=year,
            figure=publicity.figure_of(year),
            unrecorded=publicity.to_record(self.cluster, self.today),
            evidence_form=EvidenceForm(cluster=self.cluster),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deeds = {"mention": self.add_mention, "record": self.record, "evidence": self.keep}
        deed = deeds.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        return deed()

    def add_mention(self) -> HttpResponse:
        form = MentionForm(self.request.POST)
        if form.is_valid():
            try:
                record_mention(cluster=self.cluster, by=self.request.user, today=self.today, **form.cleaned_data)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                messages.success(self.request, gettext("Saved: the mention is in the journal, and counts."))
                return self.here()
        return self.render_to_response(self.get_context_data(mention_form=form), status=422)

    def record(self) -> HttpResponse:
        found = publicity_actions.record_published(cluster=self.cluster, by=self.request.user, today=self.today)
        says = ngettext(
            "%(count)s piece was entered into the journal.",
            "%(count)s pieces were entered into the journal.",
            len(found),
        )
        messages.success(self.request, says % {"count": len(found)})
        return self.here()

    def keep(self) -> HttpResponse:
        form = EvidenceForm(self.request.POST, cluster=self.cluster)
        if not form.is_valid():
            messages.error(self.request, gettext("Choose the question whose answer the numbers back."))
            return self.here()
        item = form.cleaned_data["item"]
        try:
            publicity_actions.keep_as_evidence(item=item, by=self.request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(self.request, " ".join(wrong.messages))
            return self.here()
        messages.success(self.request, gettext("The file is kept as evidence."))
        return redirect("excellence:item", self.cluster.key, item.round_id, item.rule)

    def here(self) -> HttpResponse:
        return redirect("portal:publicity", self.cluster.key)


class MentionsFile(ClusterView):
    """The mentions in the media as CSV."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        told = publicity.with_writers(list(publicity.mentions_of(self.cluster)))
        fields = ("on", "kind", "outlet", "title", "url")
        rows = ((*(getattr(one.mention, name) for name in fields), one.by) for one in told)
        columns = ("day", "kind", "outlet", "title", "address", "entered_by")
        return as_csv(f"{self.cluster.key}-media-mentions", columns, rows)


class MonthsFile(ClusterView):
    """The twelve months as CSV: the same file that is kept as evidence."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = publicity.file_name(self.cluster, self.today).removesuffix(".csv")
        return as_csv(name, publicity.HEADINGS, publicity.lines_of(publicity.year_of(self.cluster, self.today)))
