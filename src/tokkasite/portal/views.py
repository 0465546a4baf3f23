"""The public pages that nobody edits, and the pages on which the region's coordinator answers and writes."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView, View
from wagtail.models import Locale, Site

from tokkasite.funding.models import Call, Source
from tokkasite.funding.readers import found_by, last_heard, programme_told, shown_with
from tokkasite.missions.readers import public_events, published_event
from tokkasite.portal import actions, links, published
from tokkasite.portal.events import as_calendar
from tokkasite.portal.forms import AnswerForm, FeedbackForm, LetterForm, OrderForm
from tokkasite.portal.models import Feedback, Letter, Message, Reader
from tokkasite.portal.paper import pdf_of
from tokkasite.portal.privacy import PERSONAL
from tokkasite.portal.readers import counts_of_exchanges, public_calls, public_exchanges
from tokkasite.register.permissions import is_coordinator

MESSAGES_OF_ONE, WITHIN_SECONDS = 5, 600
"""More messages than this from one place in ten minutes are kept apart; where they came from is not kept."""
DAYS_READ, YEAR = timedelta(days=30), timedelta(days=365)
CALLS_A_PAGE = 20
ON_PAPER = frozenset(
    {
        "wagtail_serve",
        "portal:accessibility",
        "portal:privacy",
        "portal:site_map",
        "portal:calls",
        "portal:exchanges",
        "missions:public_events",
        "missions:public_event",
        "excellence:rules",
        "excellence:rules_of",
    }
)
"""The public pages that can be had as PDF beside those of the tree: nothing on them depends on who reads."""


def feedback_of(request: HttpRequest) -> Feedback | None:
    return Feedback.objects.filter(site=Site.find_for_request(request)).first()


class Accessibility(TemplateView):
    """What works for whom, how that was tested, and where to say that it does not."""

    template_name = "portal/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(feedback=feedback_of(self.request), **kwargs)


class Privacy(TemplateView):
    """What is kept about people, why, on what ground and how long, as the tables have it."""

    template_name = "portal/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kept=PERSONAL, feedback=feedback_of(self.request), **kwargs)


class SiteMap(TemplateView):
    """Every public page of this language, in the order of the tree."""

    template_name = "portal/site_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = public_events(localdate())
        return super().get_context_data(pages=published.pages_of(Locale.get_active()), events=events, **kwargs)


class Find(TemplateView):
    """Looks for words in the public pages."""

    template_name = "portal/find.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()[:200]
        found = published.pages_about(words, Locale.get_active()) if words else []
        return super().get_context_data(words=words, found=found, **kwargs)


class Calls(TemplateView):
    """The open calls of public sources."""

    template_name = "portal/calls.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words, moment = self.request.GET.get("words", "").strip()[:200], now()
        rows = found_by(public_calls(moment), words, "")
        page = Paginator(rows, CALLS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            words=words,
            page_obj=page,
            rows=[(call, shown, whose(call)) for call, shown in shown_with(page.object_list, moment)],
            sources=Source.objects.exclude(url="").filter(calls__isnull=False).distinct(),
            heard=last_heard(),
            **kwargs,
        )


def whose(call: Call) -> str:
    """The programme of a call by its name, else the authority; a programme known by its number alone says nothing."""
    programme = programme_told(call)[0]
    return call.authority if not programme or programme.isdecimal() else programme


class Exchanges(TemplateView):
    """What everybody may know of the exchanges of side streams."""

    template_name = "portal/exchanges.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        return super().get_context_data(
            counts=counts_of_exchanges(), exchanges=public_exchanges(today), today=today, **kwargs
        )


class EventsCalendar(View):
    """The coming events that were published, or one of them, for a calendar that anybody may subscribe to."""

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        moment = now()
        events = list(public_events(localdate(moment)) if number is None else published_event(number))
        if number is not None and not events:
            raise Http404
        name = gettext("Events of the region's clusters") if number is None else events[0].title
        site = request.build_absolute_uri("/").rstrip("/")
        content = as_calendar(events, name=name, site=site, now=moment)
        return HttpResponse(content, content_type="text/calendar; charset=utf-8")


class FeedbackPage(FormView):
    """Takes a message to the region."""

    template_name = "portal/feedback.html"
    form_class = FeedbackForm

    def get_initial(self) -> dict[str, Any]:
        about = self.request.GET.get("about", "")
        return {
            "page": self.request.GET.get("page", "")[:500],
            "about": about if about in Message.About.values else Message.About.CONTENT,
        }

    def form_valid(self, form: FeedbackForm) -> HttpResponse:
        told = {name: form.cleaned_data[name] for name in ("about", "text", "email", "page")}
        is_suspect = form.looks_like_a_machine or came_often(self.request)
        message = actions.receive(**told, language=get_language(), is_suspect=is_suspect, now=now())
        return render(self.request, "portal/thanks.html", {"message": message})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(feedback=feedback_of(self.request), **kwargs)


def came_often(request: HttpRequest) -> bool:
    """Whether one place sent many messages within minutes. Kept for those minutes, as a digest, in memory."""
    place = sha256(f"{request.META.get('REMOTE_ADDR', '')}".encode()).hexdigest()
    key = f"portal.feedback.{place}"
    cache.add(key, 0, WITHIN_SECONDS)
    try:
        return cache.incr(key) > MESSAGES_OF_ONE
    except ValueError:  # its minutes ended between the two lines
        return False


class CoordinatorView(LoginRequiredMixin, TemplateView):
    """A page of whoever keeps the region's site."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_coordinator(request.user, localdate()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Inbox(CoordinatorView):
    """The messages that wait, by the day on which an answer is due, and how much the site is read."""

    template_name = "portal/inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Paginator(published.waiting_messages(), 20).get_page(self.request.GET.get("page"))
        answered = Message.objects.exclude(answered_at=None).select_related("answered_by").order_by("-answered_at")
        today = localdate()
        return super().get_context_data(
            waiting=waiting,
            page_obj=waiting,
            answered=answered[:20],
            today=today,
            readings=published.readings_since(today - DAYS_READ),
            letters=Letter.objects.all()[:10],
            broken=len(links.broken_links()) + links.faulty().count(),
            answers=published.answers_since(today - YEAR, today=today),
            **kwargs,
        )


class Links(CoordinatorView):
    """The links of the public pages that lead nowhere, within the site and outside."""

    template_name = "portal/links.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            inside=links.broken_links(),
            outside=links.faulty(),
            looked_at=links.looked_at(),
            looks_outside=settings.CHECKS_LINKS,
            **kwargs,
        )


class AnswerMessage(CoordinatorView):
    """One message, and the form of its answer."""

    template_name = "portal/message.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.message = get_object_or_404(Message, pk=kwargs["pk"])
        self.form = AnswerForm(request.POST or None, instance=self.message)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(message_sent=self.message, form=self.form, today=localdate(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "aside" in request.POST:
                actions.set_aside(message=self.message, now=now(), by=request.user)
                messages.success(request, gettext("The message was set aside."))
                return redirect("portal:inbox")
            if self.form.is_valid():
                text = self.form.cleaned_data["answer"]
                message = Message.objects.get(pk=self.message.pk)
                actions.answer(message=message, text=text, now=now(), by=request.user)
                messages.success(request, gettext("The answer was kept, and sent where an address was left."))
                return redirect("portal:inbox")
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
        return self.render_to_response(self.get_context_data())


class WriteLetter(CoordinatorView):
    """Chooses articles and sends them to those who ordered letters in this language."""

    template_name = "portal/write_letter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language()
        orders = Reader.objects.filter(language=language).exclude(confirmed_at=None)
        kwargs.setdefault("form", LetterForm(language=language))
        counts = [(label, orders.filter(kind=kind).count()) for kind, label in Reader.Kind.choices]
        return super().get_context_data(counts=counts, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = LetterForm(request.POST, language=get_language())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        letter = form.save(commit=False)
        letter.language = get_language()
        sent = actions.send_letter(letter=letter, articles=form.cleaned_data["articles"], now=now(), by=request.user)
        told = {"count": sent.count, "failed": sent.failed}
        messages.success(
            request, gettext("The letter went to %(count)s readers; %(failed)s could not be reached.") % told
        )
        return redirect("portal:inbox")


class OrderLetters(FormView):
    """Takes an order of the newsletter or of releases to the press."""

    template_name = "portal/order.html"
    form_class = OrderForm

    def form_valid(self, form: OrderForm) -> HttpResponse:
        actions.order(**form.cleaned_data, language=get_language(), now=now())
        return render(self.request, "portal/ordered.html")


class ByToken(TemplateView):
    """A page that a link in a letter leads to. Opening it does nothing: programs that guard mail open links too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.reader = get_object_or_404(Reader, token=kwargs["token"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reader=self.reader, **kwargs)


class Confirm(ByToken):
    """Confirms an order of letters."""

    template_name = "portal/confirm.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions.confirm(reader=self.reader, now=now())
        return self.render_to_response(self.get_context_data(is_done=True))


@method_decorator(csrf_exempt, name="dispatch")
class Stop(ByToken):
    """Stops letters with one click: that of the reader here, or that of the mail program (RFC 8058)."""

    template_name = "portal/stop.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions.stop_letters(reader=self.reader)
        return self.render_to_response(self.get_context_data(is_done=True))


class Paper(View):
    """A public page as PDF, made from what a visitor reads."""

    def get(self, request: HttpRequest, address: str = "") -> HttpResponse:
        path = f"/{get_language()}/{address}"
        html = visitors_page(request, path)
        try:
            made = pdf_of(html, language=get_language(), address=request.build_absolute_uri(path))
        except LookupError:
            raise Http404 from None
        name = slugify(address.strip("/").replace("/", " ")) or "tokka"
        return HttpResponse(
            made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
        )


def visitors_page(request: HttpRequest, path: str) -> str:
    """The HTML of a public page as somebody reads it who has not signed in."""
    try:
        found = resolve(path)
    except Resolver404:
        raise Http404 from None
    if found.view_name not in ON_PAPER:
        raise Http404
    visit = HttpRequest()
    visit.method, visit.path, visit.path_info = "GET", path, path
    kept = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme")
    visit.META = {name: request.META[name] for name in kept if name in request.META}
    visit.META["REQUEST_METHOD"] = "GET"
    visit.user, visit.resolver_match = AnonymousUser(), found
    visit.LANGUAGE_CODE = get_language()
    view: Callable[..., HttpResponseBase] = found.func
    response = view(visit, *found.args, **found.kwargs)
    if response.status_code != 200:
        raise Http404
    if hasattr(response, "render"):
        response.render()
    return response.content.decode()


def address_on_paper(path: str) -> str:
    """Where the PDF of a page is, from the page's own address."""
    address = path.split("/", 2)[2]
    return reverse("portal:paper", args=[address]) if address else reverse("portal:front_paper")
