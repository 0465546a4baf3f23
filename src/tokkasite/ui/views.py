"""Pages without a room of their own: a form that could not be trusted, and the link that stops letters."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what happened and what to do; Django's own page says it to programmers."""
    return render(request, "403_csrf.html", status=403)


@method_decorator(csrf_exempt, name="dispatch")
class StopPage(TemplateView):
    """Stops letters by the link that stands in each of them, without signing in.

    Opening the page stops nothing: programs that look at letters open links too. One press does, and so does the button
    that mail programs show by themselves (RFC 8058), which carries no token of a form of ours. A room says whose
    letters a link stops, whether they are wanted still, and what the page tells.
    """

    template_name = "ui/stop.html"
    heading = ""
    stopped = ""

    def find(self, token: str) -> Any:
        """Whose letters the link stops; None where it stops nobody's."""
        raise NotImplementedError

    def is_wanted(self) -> bool:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def about(self) -> str:
        """Which letters they are."""
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.found = self.find(kwargs["token"])
        if self.found is None:
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"heading": self.heading, "stopped": self.stopped, "about": self.about()}
        return super().get_context_data(is_stopped=not self.is_wanted(), **told, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.stop()
        return self.render_to_response(self.get_context_data())
