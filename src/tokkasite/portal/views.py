"""The public pages that nobody edits."""

from typing import Any

from django.views.generic import TemplateView
from wagtail.models import Site

from tokkasite.portal.models import Feedback
from tokkasite.portal.privacy import PERSONAL


class Accessibility(TemplateView):
    """What works for whom, how that was tested, and where to say that it does not."""

    template_name = "portal/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feedback = Feedback.objects.filter(site=Site.find_for_request(self.request)).first()
        return super().get_context_data(feedback=feedback, **kwargs)


class Privacy(TemplateView):
    """What is kept about people, why, on what ground and how long, as the tables have it."""

    template_name = "portal/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feedback = Feedback.objects.filter(site=Site.find_for_request(self.request)).first()
        return super().get_context_data(kept=PERSONAL, feedback=feedback, **kwargs)
