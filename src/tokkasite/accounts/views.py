"""Signing in and out, and the statement on accessibility."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View
from django.views.generic import TemplateView

from tokkasite.accounts.readers import demo_people


class SignIn(LoginView):
    """By e-mail address and password; in the demonstration also with one click."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo_people=demo_people(), **kwargs)


class DemoSignIn(View):
    """One click into the demonstration. Anywhere else there is nobody to be, and so no page."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        person = demo_people().filter(pk=request.POST.get("person") or None).first()
        if person is None:
            raise Http404
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("excellence:clusters")


class Accessibility(TemplateView):
    """What works for whom, how that was tested, and where to say that it does not."""

    template_name = "accounts/accessibility.html"
