"""The pages of the journal: what is kept, each record in full, and the quick entry."""

from django.http import HttpRequest, HttpResponse


def journal(request: HttpRequest, key: str) -> HttpResponse:
    raise NotImplementedError


def quick(request: HttpRequest, key: str) -> HttpResponse:
    raise NotImplementedError


def records(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    raise NotImplementedError


def record(request: HttpRequest, key: str, kind: str, number: int) -> HttpResponse:
    raise NotImplementedError
