"""A member describes a side stream or a need: from one sentence to a published row, and what comes of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext

from tokkasite.members.forms import first_words
from tokkasite.members.views import THINGS, MemberPage, tell
from tokkasite.symbiosis import describe_readers as readers
from tokkasite.symbiosis.actions import keep
from tokkasite.symbiosis.describe_forms import DESCRIBE_FORMS, LONGEST_SENTENCE, SentenceForm
from tokkasite.symbiosis.models import ReportedTransfer

NAME_LENGTH = 120


class OfThings(MemberPage):
    """What the pages of describing share: the kind that the address names."""

    here = "things"

    @property
    def kind(self) -> str:
        if self.kwargs["kind"] not in THINGS:
            raise Http404
        return self.kwargs["kind"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"kind": self.kind})


class Describe(OfThings):
    """One sentence leads to codes, questions and a short form; a reported transfer fills it in part."""

    template_name = "members/describe.html"

    @property
    def given(self) -> Any:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def says(self) -> str:
        return self.given.get("says", "").strip()[:LONGEST_SENTENCE]

    @cached_property
    def transfer(self) -> ReportedTransfer | None:
        """The reported transfer that is taken over: one of this organisation's own."""
        number = self.given.get("transfer", "")
        if not number:
            return None
        if not number.isdigit():
            raise Http404
        return get_object_or_404(readers.reported_by(self.organisation), pk=number)

    @cached_property
    def help(self) -> readers.Help:
        chapter = self.given.get("chapter", "")
        hazard = self.transfer.is_hazardous if self.transfer else None
        return readers.help_for(self.says, self.today, chapter=chapter if chapter.isdigit() else "", hazard=hazard)

    def initial(self) -> dict[str, Any]:
        first = first_words(self.organisation, get_language(), self.today)
        first |= {"name": self.says[:NAME_LENGTH], **readers.amount_said(self.says)}
        return first | (readers.first_of_transfer(self.transfer) if self.transfer else {})

    def form(self, data: Any = None) -> Any:
        return DESCRIBE_FORMS[self.kind](
            data,
            organisation=self.organisation,
            today=self.today,
            says=self.says,
            codes=self.help.codes,
            initial=self.initial(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        branch = self.request.GET.get("branch", "")[:1]
        year, usual = readers.usual_in(branch) if branch.isdigit() else (None, [])
        asked = SentenceForm(self.request.GET if "says" in self.request.GET and not self.says else None)
        asked.initial["says"] = self.says
        form = kwargs.pop("form", None) or (self.form() if self.says else None)
        return super().get_context_data(
            asked=asked,
            says=self.says,
            chapter=self.given.get("chapter", ""),
            transfer=self.transfer,
            transfer_kind=readers.kind_told(self.transfer.is_hazardous, self.transfer.treatment)
            if self.transfer
            else "",
            help=self.help if self.says else None,
            form=form,
            reported=[
                (one, readers.kind_told(one.is_hazardous, one.treatment))
                for one in (readers.reported_by(self.organisation)[:12] if self.kind == "offer" else ())
            ],
            branches=readers.branches_told() if self.kind == "offer" else [],
            branch=branch,
            year=year,
            usual=usual,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.again(form)
        thing = form.instance
        thing.country, thing.language = "FI", form.initial["language"]
        if self.transfer:
            thing.source_title, thing.source_url = self.transfer.source_title, self.transfer.source_url
        if "look" in request.POST:
            return self.again(form, status=200, **self.told_of(thing))
        try:
            kept = keep(thing=thing, by=request.user, today=self.today)
        except ValidationError as wrong:
            tell(form, wrong)
            return self.again(form)
        messages.success(request, gettext("Saved: %(thing)s.") % {"thing": kept})
        return redirect("members:seen", self.mandate.pk, self.kind, kept.pk)

    def again(self, form: Any, status: int = 422, **told: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **told), status=status)

    def told_of(self, thing: Any) -> dict[str, Any]:
        preview, glimpse = readers.preview_of(thing)
        return {"thing": thing, "score": readers.score_of(thing, self.today), "preview": preview, "glimpse": glimpse}


class Seen(OfThings):
    """How one offer or need stands: what is missing, who reads what of it, and who could be the other side."""

    template_name = "members/seen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = THINGS[self.kind].objects.select_related("organisation")
        thing = get_object_or_404(rows, pk=self.kwargs["number"], organisation=self.organisation)
        preview, glimpse = readers.preview_of(thing)
        code = (
            readers.code_told(readers.one_code(thing.waste_code, self.today)[0], self.today)
            if (self.kind == "offer" and thing.waste_code)
            else None
        )
        return super().get_context_data(
            thing=thing,
            code=code,
            score=readers.score_of(thing, self.today),
            preview=preview,
            glimpse=glimpse,
            partners=readers.partners_of(thing, self.cluster, self.today),
            **kwargs,
        )
