"""The public pages stand in more languages than the pages of work; from those a reader is led to Finnish."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language


class PublicLanguages:
    """Leads from an address such as /sv/clusters/ to /fi/clusters/: half a page of Swedish would help nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        code = get_language()
        if code not in settings.PUBLIC_LANGUAGES or request.resolver_match.view_name in settings.IN_PUBLIC_LANGUAGES:
            return None
        prefix = f"/{code}/"
        if request.method != "GET" or not request.path.startswith(prefix):
            return None  # what is sent is taken first; the answer leads to a page, and so through here
        return HttpResponseRedirect(request.get_full_path().replace(prefix, f"/{settings.LANGUAGE_CODE}/", 1))
