"""Signing in and out."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views import View

from tokkasite.accounts.readers import demo_people


class SignIn(LoginView):
    """By e-mail address and password; in the demonstration also with one click."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo_people=demo_people(), **kwargs)


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
