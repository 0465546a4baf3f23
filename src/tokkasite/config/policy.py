"""The content security policy: strict on every page, a little less so in the team's editing screens (decision 0002)."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

IN_THE_ADMIN = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": ["blob:"],  # the picture that an editor is about to upload
}


class PolicyMiddleware(CSPMiddleware):
    """Sends the policy of the settings, and what Wagtail's screens need to those who have signed in to them."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        is_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
        if is_admin and hasattr(request, "user") and request.user.is_authenticated:
            parts.update = {**(parts.update or {}), **IN_THE_ADMIN}
        return parts
