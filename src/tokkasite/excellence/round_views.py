"""The pages of self-assessments: rounds, their answers with files and comments, and the dossier."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.views.generic import TemplateView

from tokka.rulebook.families import Family
from tokkasite.excellence import actions, evidence, readers, rounds, tasks
from tokkasite.excellence.dossier import file_name
from tokkasite.excellence.models import Dossier, Evidence, Item, Round
from tokkasite.excellence.permissions import (
    assessors_of,
    can_comment,
    can_write_round,
    rounds_of,
    rounds_shared_with,
)
from tokkasite.excellence.round_forms import AnswerForm, CommentForm, DossierForm, FileForm, RoundForm, ShareForm
from tokkasite.excellence.views import RECORDS_A_PAGE, ClusterPage
from tokkasite.journal.readers import describe
from tokkasite.register.permissions import can_write_cluster

INTERRUPTED_AFTER = timedelta(minutes=5)


class Shared(LoginRequiredMixin, TemplateView):
    """The rounds that are shared with an assessor, in all clusters."""

    template_name = "excellence/shared.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rounds=rounds_shared_with(self.request.user, localdate()), **kwargs)


class Rounds(ClusterPage):
    """The rounds of a cluster, and a form to open one."""

    template_name = "excellence/rounds.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_write_cluster(request.user, self.cluster, self.today):
            raise PermissionDenied
        families, _faults = readers.families_shown()
        form = RoundForm(request.POST, families=families, today=self.today)
        if form.is_valid():
            told = form.cleaned_data
            family = readers.family_in(families, told["family"])
            try:
                found = actions.open_round(
                    cluster=self.cluster,
                    family=family,
                    label=told["label"],
                    day=told["day"],
                    by=request.user,
                    today=self.today,
                )
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                return redirect("excellence:round", self.cluster.key, found.pk)
        return self.render_to_response(self.get_context_data(form=form, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", RoundForm(families=self.families, today=self.today))
        found = rounds_of(self.request.user, self.cluster, self.today)
        return context | {"rounds": found.select_related("cluster"), "labels": labels_of(self.families)}


def labels_of(families: Any) -> dict[str, str]:
    """The names of the rule sets by key."""
    return {family.key: family.label for family in families}


class RoundBase(ClusterPage):
    """What the pages of one round share. A round that one may not read looks like one that is not there."""

    @cached_property
    def found(self) -> Round:
        mine = rounds_of(self.request.user, self.cluster, self.today)
        return get_object_or_404(
            mine.select_related("cluster__host", "previous", "opened_by", "frozen_by"), pk=self.kwargs["number"]
        )

    @cached_property
    def rules(self) -> Family:
        """The rule set of the round."""
        family = readers.family_in(readers.families_shown()[0], self.found.family)
        if family is None:
            raise Http404
        return family

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        return super().get_context_data(
            found=found,
            family=self.rules,
            can_answer=can_write_round(self.request.user, found, self.today),
            can_comment=can_comment(self.request.user, found, self.today),
            **kwargs,
        )

    def refuse_unless_writing(self) -> None:
        if not can_write_cluster(self.request.user, self.cluster, self.today):
            raise PermissionDenied

    def say_wrong(self, wrong: ValidationError) -> None:
        """What a deed refused, on the next page."""
        for message in wrong.messages:
            messages.error(self.request, message)


class RoundPage(RoundBase):
    """One round: its questions, what is wrong by name, what has changed, and what can be done with it."""

    template_name = "excellence/round.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = self.found
        items = rounds.items_of(found)
        seen = rounds.seen_of(items, readers.records_on(self.book, found.day))
        before = rounds.items_of(found.previous) if found.previous else []
        return context | {
            "groups": rounds.grouped(seen),
            "counts": rounds.counts_of(seen),
            "flagged": [one for one in seen if not one.is_sound],
            "open_items": [one for one in seen if one.is_open],
            "is_intact": not found.is_frozen or rounds.is_as_handed_in(found, items),
            "changes": rounds.changes_between(before, items) if found.previous else (),
            "comments": {item.pk: len(item.comments.all()) for item in items},
            "dossiers": found.dossiers.all()[:5],
            "dossier_form": DossierForm(),
            "share_form": self.share_form() if context["can_write"] else None,
        }

    def share_form(self, data: Any = None) -> ShareForm:
        kept = list(self.found.shares.values_list("user", flat=True))
        form = ShareForm(data, initial={"users": kept}, label_suffix="")
        form.fields["users"].queryset = assessors_of(self.cluster, self.today)
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_unless_writing()
        deeds = {
            "refresh": self.refresh,
            "submit": self.submit,
            "reopen": self.reopen,
            "drop": self.drop,
            "share": self.share,
        }
        deed = deeds.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            return redirect(deed())
        except ValidationError as wrong:
            self.say_wrong(wrong)
            return redirect(self.here())

    def here(self) -> str:
        return reverse("excellence:round", args=[self.cluster.key, self.found.pk])

    def refresh(self) -> str:
        changed = actions.refresh_round(found=self.found, family=self.rules, day=self.today, by=self.request.user)
        says = ngettext(
            "%(count)d answer of the journal changed.", "%(count)d answers of the journal changed.", len(changed)
        )
        messages.success(self.request, says % {"count": len(changed)})
        return self.here()

    def submit(self) -> str:
        actions.submit_round(found=self.found, family=self.rules, by=self.request.user, today=self.today)
        messages.success(self.request, gettext("The round is handed in. From now on it never changes."))
        return self.here()

    def reopen(self) -> str:
        found = actions.open_round(
            cluster=self.cluster,
            family=self.rules,
            label=self.found.label,
            day=self.today,
            by=self.request.user,
            today=self.today,
        )
        messages.success(self.request, gettext("A new round has begun, with the answers by hand of the one before."))
        return reverse("excellence:round", args=[self.cluster.key, found.pk])

    def drop(self) -> str:
        actions.drop_round(found=self.found, by=self.request.user)
        messages.success(self.request, gettext("The round was given up."))
        return reverse("excellence:rounds", args=[self.cluster.key])

    def share(self) -> str:
        form = self.share_form(self.request.POST)
        if form.is_valid():
            told = {"users": form.cleaned_data["users"], "by": self.request.user, "today": self.today}
            actions.share_round(found=self.found, **told)
            messages.success(self.request, gettext("Saved: those who are ticked can read this round."))
        return self.here()


class ItemPage(RoundBase):
    """One question: what the journal answered and from which records, the answer by hand, files and comments."""

    template_name = "excellence/item.html"

    @cached_property
    def item(self) -> Item:
        mine = self.found.items.select_related("round__cluster", "answered_by")
        return get_object_or_404(
            mine.prefetch_related("files__kept_by", "comments__written_by"), rule=self.kwargs["rule"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.item
        context = super().get_context_data(**kwargs)
        [seen] = rounds.seen_of([item], readers.records_on(self.book, self.found.day))
        before = self.found.previous.items.filter(rule=item.rule).first() if self.found.previous else None
        page = Paginator(seen.told.records, RECORDS_A_PAGE).get_page(self.request.GET.get("page"))
        context.setdefault("answer_form", AnswerForm(initial={"answer": item.answer, "text": item.text}))
        context.setdefault("file_form", FileForm())
        context.setdefault("comment_form", CommentForm(auto_id="id_comment_%s"))
        return context | {
            "item": item,
            "seen": seen,
            "before": rounds.Seen(before) if before else None,
            "page": page,
            "records": list(describe(page.object_list).values()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        item, deed = self.item, request.POST.get("deed", "")
        if deed == "comment":
            if not can_comment(request.user, self.found, self.today):
                raise PermissionDenied
        else:
            self.refuse_unless_writing()
        form: Any = {
            "answer": lambda: AnswerForm(request.POST),
            "file": lambda: FileForm(request.POST, request.FILES),
            "comment": lambda: CommentForm(request.POST, auto_id="id_comment_%s"),
        }.get(deed, lambda: None)()
        if form is None:
            return self.remove(item)
        if form.is_valid():
            try:
                self.do(deed, item, form.cleaned_data)
            except ValidationError as wrong:
                if self.found.is_frozen:
                    self.say_wrong(wrong)
                    return self.back()
                form.add_error("file" if deed == "file" else "text", wrong.messages)
            else:
                return self.back()
        return self.render_to_response(self.get_context_data(**kwargs, **{f"{deed}_form": form}))

    def do(self, deed: str, item: Item, told: dict[str, Any]) -> None:
        """What the form asks for."""
        by, today = self.request.user, self.today
        if deed == "answer":
            actions.answer_item(item=item, answer=told["answer"], text=told["text"], by=by, today=today)
            messages.success(self.request, gettext("The answer is saved."))
        elif deed == "file":
            file = told["file"]
            actions.add_file(item=item, name=file.name, content=file.read(), by=by, today=today)
            messages.success(self.request, gettext("The file is kept as evidence."))
        else:
            actions.comment_on(item=item, text=told["text"], by=by, today=today)
            messages.success(self.request, gettext("The comment is saved."))

    def remove(self, item: Item) -> HttpResponse:
        number = self.request.POST.get("remove", "")
        file = get_object_or_404(Evidence, item=item, pk=number if number.isdecimal() else 0)
        try:
            actions.remove_file(file=file, by=self.request.user)
        except ValidationError as wrong:
            self.say_wrong(wrong)
        else:
            messages.success(self.request, gettext("The file was removed."))
        return self.back()

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.request.get_full_path())


class FilePage(RoundBase):
    """The content of an evidence file, for whoever may read its round. It is only ever saved, never shown."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = get_object_or_404(
            Evidence.objects.select_related("item"), item__round=self.found, pk=self.kwargs["file"]
        )
        if not evidence.look_at(file).is_whole:
            messages.error(
                request, gettext("This file is missing or was changed since it was kept: it is not given out.")
            )
            return redirect("excellence:item", self.cluster.key, self.found.pk, file.item.rule)
        return FileResponse(
            evidence.opened(file), as_attachment=True, filename=file.name, content_type="application/octet-stream"
        )


class DossierPage(RoundBase):
    """A dossier under way, or done: how far it is, a way to stop it, and its two files."""

    template_name = "excellence/dossier.html"

    @cached_property
    def dossier(self) -> Dossier:
        return get_object_or_404(self.found.dossiers, pk=self.kwargs["dossier"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dossier, now = self.dossier, timezone.now()
        is_begun = dossier.state == Dossier.State.BEGUN
        stands_still = now - dossier.moved_at >= INTERRUPTED_AFTER
        return super().get_context_data(**kwargs) | {
            "dossier": dossier,
            "dossier_form": DossierForm(),
            "is_going": is_begun and not stands_still,
            "is_interrupted": is_begun and stands_still,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_unless_writing()
        actions.stop_dossier(dossier=self.dossier, by=request.user)
        return redirect("excellence:dossier", self.cluster.key, self.found.pk, self.dossier.pk)


class MakeDossier(RoundBase):
    """One click: the dossier is being made."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_unless_writing()
        form = DossierForm(request.POST)
        if not form.is_valid():
            return redirect("excellence:round", self.cluster.key, self.found.pk)
        dossier = actions.begin_dossier(
            found=self.found,
            language=form.cleaned_data["language"],
            by=request.user,
            today=self.today,
            now=timezone.now(),
        )
        tasks.start(dossier.pk)
        return redirect("excellence:dossier", self.cluster.key, self.found.pk, dossier.pk)


class DossierFile(DossierPage):
    """The PDF or the ZIP of a dossier that is done."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dossier, kind = self.dossier, self.kwargs["kind"]
        place = actions.dossier_place(dossier, kind)
        if kind not in ("pdf", "zip") or dossier.state != Dossier.State.DONE or not evidence.store().exists(place):
            raise Http404
        return FileResponse(
            evidence.store().open(place), as_attachment=True, filename=file_name(self.found, dossier.language, kind)
        )
