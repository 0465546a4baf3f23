"""Signing in and out."""

from typing import Any
from urllib.parse import quote

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LogoutView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views import View
from django.views.generic import RedirectView, TemplateView

from tokkasite.accounts import actions
from tokkasite.accounts.forms import SavedFilterForm, SignInForm
from tokkasite.accounts.models import SavedFilter
from tokkasite.accounts.readers import demo_people

WAY_IN = "wagtailadmin.access_admin"


class SignIn(LoginView):
    """By e-mail address and password, or by a passkey; in the demonstration also with one click.

    Too many wrong passwords close the door for a while, and a second factor is asked for where there is one.
    """

    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.POST.get("next") or self.request.GET.get("next", "")
        return super().get_context_data(demo_people=demo_people(), next=asked, provider=settings.OIDC_NAME, **kwargs)

    def get_authenticated_redirect_url(self) -> str:
        """Onward for who is in already; the editing screens would send those without a way in back here for ever."""
        onward = super().get_authenticated_redirect_url()
        if onward.startswith(reverse("wagtailadmin_home")) and not self.request.user.has_perm(WAY_IN):
            raise PermissionDenied
        return onward


class OneDoor(RedirectView):
    """Wagtail's own doors lead to ours, which asks for the second factor."""

    onward = ""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        asked = self.request.GET.get("next") or (reverse(self.onward) if self.onward else "")
        return reverse("accounts:sign_in") + (f"?next={quote(asked)}" if asked else "")


class Account(LoginRequiredMixin, TemplateView):
    """How I sign in, and where I am signed in."""

    template_name = "accounts/account.html"


class SignOut(LogoutView):
    """Back to the front page, in the language that was read."""

    def get_default_redirect_url(self) -> str:
        return f"/{get_language()}/"


class DemoSignIn(View):
    """One click into the demonstration. Anywhere else there is nobody to be, and so no page."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("person", "")
        person = demo_people().filter(pk=wanted).first() if wanted.isdecimal() else None
        if person is None:
            raise Http404
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("excellence:clusters")


class FilterDeed(LoginRequiredMixin, View):
    """A deed on a filter of one's own. Afterwards the reader is back on the list."""

    http_method_names = ("post",)

    def back(self, query: str = "") -> HttpResponse:
        """The list from which the reader came; the front page where the address is not ours."""
        list_ = self.request.POST.get("back", "")
        if not url_has_allowed_host_and_scheme(list_, {self.request.get_host()}, self.request.is_secure()):
            list_ = f"/{get_language()}/"
        return redirect(f"{list_}?{query}" if query else list_)


class SaveFilter(FilterDeed):
    """Keeps what the list was asked for under a name."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SavedFilterForm(request.POST)
        if not form.is_valid():
            messages.error(request, gettext("The filter is not saved: give it a name of at most 60 letters."))
            return self.back(request.POST.get("query", ""))
        saved = actions.save_filter(by=request.user, **form.cleaned_data)
        messages.success(request, gettext("Saved: filter “%(name)s”.") % {"name": saved})
        return self.back(saved.query)


class ForgetFilter(FilterDeed):
    """Forgets a filter of one's own."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        saved = get_object_or_404(SavedFilter, pk=pk, user=request.user)
        messages.success(request, gettext("Forgotten: filter “%(name)s”.") % {"name": saved})
        actions.forget_filter(saved=saved, by=request.user)
        return self.back()
