from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "tokkasite.applications"
    label = "applications"
    verbose_name = _("Applications and their results")

    def ready(self) -> None:
        """The ranking of calls, one floor below, asks whoever registers there what organisations have won."""
        from tokkasite.applications.readers import won_by
        from tokkasite.funding.readers import WON

        WON.append(won_by)
