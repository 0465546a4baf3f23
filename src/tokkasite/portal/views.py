"""The public pages that nobody edits."""

from typing import Any

from django.views.generic import TemplateView

from tokkasite.portal.models import Feedback


class Accessibility(TemplateView):
    """What works for whom, how that was tested, and where to say that it does not."""

    template_name = "portal/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(feedback=Feedback.for_request(self.request), **kwargs)
