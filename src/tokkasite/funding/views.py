"""Calls on screen: all of them, one with the members whom it fits, and a member's own."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from tokkasite.accounts.tokens import digest_of
from tokkasite.funding import actions, listing_actions, ranking_actions, readers, tasks
from tokkasite.funding.forms import ConditionForm, ImportForm, LookForm, SourceForm
from tokkasite.funding.models import Call, DeadlineFeed, Fetch, Letters, RankingAsked, Source
from tokkasite.register.models import Mandate
from tokkasite.register.permissions import can_read_register, clusters_written_by, is_coordinator
from tokkasite.register.views import ClusterView
from tokkasite.runs.models import Run
from tokkasite.runs.readers import said
from tokkasite.ui.calendars import as_calendar
from tokkasite.ui.paging import CappedPaginator
from tokkasite.ui.views import StopPage

ROWS_A_PAGE = 50
ON_A_SHORTLIST = 10
MEMBERS_A_PAGE = 20


class Calls(ClusterView):
    """All calls, and for how many of the cluster's members each one is; here they are ranked anew."""

    template_name = "funding/calls.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, moment = LookForm(self.request.GET, label_suffix=""), now()
        asked = form.asked()
        status = "" if asked["status"] == "all" else asked["status"]
        rows = readers.found_by(readers.with_status(status, moment), asked["words"], asked["source"])
        page = CappedPaginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        run = readers.last_ranking(self.cluster)
        is_ranking, standing = came_of(readers.last_asked(self.cluster), run, moment)
        return super().get_context_data(
            **kwargs,
            form=form,
            page=page,
            rows=readers.shown_rows(page, run, moment),
            counts=readers.counts_of(moment),
            is_ranking=is_ranking,
            standing=standing,
            run=run,
            heard=readers.last_heard(),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "stop" in request.POST:
            if asked := readers.last_asked(self.cluster):
                ranking_actions.stop_ranking(asked=asked, by=request.user)
            return redirect("funding:calls", self.cluster.key)
        try:
            asked = ranking_actions.ask_for_ranking(cluster=self.cluster, now=now(), by=request.user)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            tasks.start_ranking(asked.pk)
        return redirect("funding:calls", self.cluster.key)


def came_of(asked: RankingAsked | None, last: Run | None, moment: datetime) -> tuple[bool, str]:
    """Whether a ranking is under way, and how it stands or ended, in words; empty where there is nothing to tell.

    What became of it is no news any more once the night has ranked anew.
    """
    if asked is None:
        return False, ""
    if readers.is_being_ranked(asked, moment):
        return True, gettext("It stops after this step.") if asked.is_to_stop else asked.get_step_display()
    if last is not None and last.pk != asked.run_id and last.made_at > asked.begun_at:
        return False, ""
    if asked.state == RankingAsked.State.BEGUN:
        return False, gettext("The last ranking was broken off. Rank anew.")
    if asked.state == RankingAsked.State.STOPPED:
        return False, gettext("The last ranking was stopped. The shortlists are those of before.")
    if asked.state == RankingAsked.State.FAILED:
        return False, " ".join(said(one) for one in asked.says)
    result = asked.run.result if asked.run else {"calls": 0, "organisations": 0}
    says = ngettext(
        "%(count)s call was ranked for %(organisations)s members in %(seconds).1f s.",
        "%(count)s calls were ranked for %(organisations)s members in %(seconds).1f s.",
        result["calls"],
    )
    seconds = asked.run.seconds if asked.run else 0.0
    told = {"count": result["calls"], "organisations": result["organisations"], "seconds": seconds}
    return False, says % told if asked.run else ""


class Fitting(ClusterView):
    """One call: for which members it is and why, for whom it is not, and what somebody has read in it."""

    template_name = "funding/fitting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        call = get_object_or_404(Call.objects.select_related("source"), pk=self.kwargs["pk"])
        run, moment = readers.last_ranking(self.cluster), now()
        matches, left_out = readers.fitting_members(run, call)
        page = Paginator(matches, MEMBERS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **{"form": ConditionForm(label_suffix=""), **kwargs},
            call=call,
            shown=readers.shown(call, moment),
            programme=readers.programme_told(call)[0],
            run=run,
            page=page,
            matches=readers.explained(page, moment),
            left_out=readers.headed(left_out),
            conditions=call.asked.select_related("by"),
            follows=call.follows.filter(organisation__in=readers.taking_part_keys(self.cluster, self.today))
            .select_related("organisation")
            .order_by("organisation__name"),
        )


class Confirm(Fitting):
    """Confirms what a call asks of those who apply, or takes it back."""

    http_method_names = ("post",)
    is_for_writers = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        call = get_object_or_404(Call, pk=kwargs["pk"])
        told = {"cluster": self.cluster, "by": request.user}
        if number := request.POST.get("take_back", ""):
            condition = get_object_or_404(call.asked, pk=number if number.isdecimal() else 0)
            actions.take_back(condition=condition, **told)
            messages.success(request, gettext("Taken back. The next ranking no longer counts it."))
            return redirect("funding:fitting", self.cluster.key, call.pk)
        form = ConditionForm(request.POST, label_suffix="")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        actions.confirm(
            call=call,
            kind=form.cleaned_data["kind"],
            values=form.values(),
            quote=form.cleaned_data["quote"],
            today=self.today,
            **told,
        )
        messages.success(request, gettext("Confirmed. The next ranking counts it; rank anew to see it at once."))
        return redirect("funding:fitting", self.cluster.key, call.pk)


class CallPage(LoginRequiredMixin, TemplateView):
    """One call as its source tells it, with every version of it: for whoever reads a cluster, and for members."""

    template_name = "funding/call.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, localdate()
        own = list(readers.memberships(user, today))
        if not own and not can_read_register(user, today):
            raise Http404
        call = get_object_or_404(Call.objects.select_related("source"), pk=self.kwargs["pk"])
        programme, followers = readers.programme_told(call)
        parent, siblings = readers.family_of(call)
        return super().get_context_data(
            **kwargs,
            call=call,
            shown=readers.shown(call, now()),
            programme=programme,
            successors=followers,
            parent=parent,
            siblings=siblings,
            versions=readers.versions_of(call),
            own=own,
            written=clusters_written_by(user, today).order_by("pk"),
        )


class Sources(LoginRequiredMixin, TemplateView):
    """Where calls come from, how fresh they are, and what went wrong. The coordinator imports files here."""

    template_name = "funding/sources.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        if not can_read_register(request.user, self.today):
            raise Http404
        self.can_fetch = is_coordinator(request.user, self.today)
        if request.method == "POST" and not self.can_fetch:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moment = now()
        return super().get_context_data(
            **{"form": ImportForm(label_suffix=""), **kwargs},
            states=readers.states_of(moment),
            can_fetch=self.can_fetch,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            file = form.cleaned_data["file"]
            told = {"now": now(), "by": request.user, "is_whole": form.cleaned_data["is_whole"]}
            try:
                done = listing_actions.import_file(content=file.read(), file=file.name, **told)
            except ValidationError as wrong:
                form.add_error("file", wrong)
            else:
                for fetch in done:
                    tell(request, fetch)
                return redirect("funding:source", done[0].source_id)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def tell(request: HttpRequest, fetch: Any) -> None:
    """Say what a fetch brought."""
    if fetch.error:
        messages.error(request, f"{fetch.get_state_display()}. {said(fetch.error)}")
        return
    says = gettext(
        "%(source)s: %(listed)s calls listed, %(added)s new, %(changed)s changed, %(kept_apart)s kept apart."
    )
    names = ("source", "listed", "added", "changed", "kept_apart")
    messages.success(request, says % {name: getattr(fetch, name) for name in names})


class SourcePage(Sources):
    """One source: its fetches with what they brought; the coordinator fetches it now, or sets its floor."""

    template_name = "funding/source.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = kwargs.pop("source", None) or get_object_or_404(Source, pk=self.kwargs["pk"])
        fetches = readers.fetches_of(source)
        return super(Sources, self).get_context_data(
            **{"form": SourceForm(instance=source, label_suffix=""), **kwargs},
            source=source,
            fetches=fetches,
            going=next((one for one, _says, _error in fetches if readers.is_going(one, now())), None),
            can_fetch=self.can_fetch,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = get_object_or_404(Source, pk=kwargs["pk"])
        if "fetch" in request.POST:
            try:
                fetch = listing_actions.begin_fetch(source=source, now=now(), by=request.user)
            except ValidationError as wrong:
                messages.error(request, " ".join(wrong.messages))
            else:
                tasks.start_fetch(fetch.pk)
            return redirect("funding:source", source.pk)
        if "stop" in request.POST:
            for fetch in source.fetches.filter(state=Fetch.State.RUNNING):
                listing_actions.stop_fetch(fetch=fetch, by=request.user)
            return redirect("funding:source", source.pk)
        form = SourceForm(request.POST, instance=source, label_suffix="")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        listing_actions.set_source(source=source, by=request.user, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("funding:source", source.pk)


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

    def back(self) -> HttpResponse:
        return redirect("funding:member_calls", self.mandate.pk)


class MemberCalls(MemberView):
    """The calls that fit the own organisation, why, and what would settle the rest."""

    template_name = "funding/member_calls.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mandate, moment = self.mandate, now()
        shortlist = readers.shortlist_of(mandate.organisation, mandate.cluster)
        reason = self.request.GET.get("excluded", "")
        followed = [(one, readers.shown(one.call, moment)) for one in readers.followed_by(mandate.organisation)]
        page = None
        if shortlist and reason in shortlist.excluded:
            page = Paginator(readers.excluded_calls(shortlist, reason, moment), ROWS_A_PAGE)
        elif shortlist:
            page = Paginator(readers.matches_of(shortlist, moment), ON_A_SHORTLIST)
        found = page.get_page(self.request.GET.get("page")) if page else None
        is_excluded = bool(shortlist and reason in shortlist.excluded)
        return super().get_context_data(
            **kwargs,
            mandate=mandate,
            organisation=mandate.organisation,
            cluster=mandate.cluster,
            here="calls",
            shortlist=shortlist,
            page=found,
            matches=readers.explained(found or (), moment) if not is_excluded else [],
            excluded_rows=readers.shown_with(found, moment) if is_excluded else [],
            excluded_by=readers.heading(reason) if is_excluded else "",
            lacks=readers.lacks_told(shortlist),
            headings=readers.headings_of(shortlist.excluded) if shortlist else [],
            followed=followed,
            followed_keys={one.call_id for one, _shown in followed},
            letters=Letters.objects.filter(mandate=mandate).first(),
            feed=DeadlineFeed.objects.filter(mandate=mandate).first(),
        )


class FollowCall(MemberView):
    """Keeps an eye on a call, or lets it go."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        call = get_object_or_404(Call, pk=kwargs["number"])
        told = {
            "call": call,
            "organisation": self.mandate.organisation,
            "cluster": self.mandate.cluster,
            "by": request.user,
        }
        if "stop" in request.POST:
            actions.unfollow(**told)
            messages.success(request, gettext("You no longer follow %(call)s.") % {"call": call})
            return self.back()
        try:
            actions.follow(**told, now=now(), today=self.today)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            says = gettext(
                "You follow %(call)s. Its deadline is in your calendar address; letters, if you ask for them below, "
                "remind you of it and tell when it moves."
            )
            messages.success(request, says % {"call": call})
        return self.back()


class ChooseLetters(MemberView):
    """Wants letters of new calls, or no more."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "stop" in request.POST:
            actions.stop_letters(mandate=self.mandate, by=request.user)
            messages.success(request, gettext("No more letters of calls are sent to you."))
        else:
            language = get_language() or "fi"
            actions.want_letters(mandate=self.mandate, language=language, by=request.user, today=self.today)
            messages.success(request, gettext("From tonight you get a letter where a new call fits."))
        return self.back()


class ChooseFeed(MemberCalls):
    """Opens a private calendar address, which is shown once, or closes it."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "close" in request.POST:
            actions.close_feed(mandate=self.mandate, by=request.user)
            messages.success(request, gettext("The calendar address is closed: nobody can read it any more."))
            return self.back()
        token = actions.open_feed(mandate=self.mandate, by=request.user, today=self.today)
        address = request.build_absolute_uri(reverse("funding:calendar", args=[token]))
        return self.render_to_response(self.get_context_data(**kwargs, address=address))


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The deadlines ahead of followed calls, for whoever holds the private address."""
    feed = readers.feed_at(digest_of(token), localdate())
    if feed is None:
        raise Http404
    entries = readers.deadlines_of(feed.mandate.organisation, now())
    site = request.build_absolute_uri("/")[:-1]
    return as_calendar(str(feed.mandate.organisation), entries, told_on=localdate(), site=site)


class StopLetters(StopPage):
    """Stops letters of calls by the link that stands in each of them."""

    heading = gettext_lazy("Letters of calls")
    stopped = gettext_lazy("No more letters of calls are sent to you. You can ask for them again on your own pages.")

    def find(self, token: str) -> Mandate | None:
        return actions.mandate_of(token)

    def is_wanted(self) -> bool:
        return Letters.objects.filter(mandate=self.found).exists()

    def stop(self) -> None:
        actions.stop_letters(mandate=self.found, by=None)

    def about(self) -> str:
        says = gettext("You get letters of calls that fit %(organisation)s.")
        return says % {"organisation": self.found.organisation}
