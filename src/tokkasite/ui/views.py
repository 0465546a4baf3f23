"""The page for a form that could not be trusted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what happened and what to do; Django's own page says it to programmers."""
    return render(request, "403_csrf.html", status=403)
