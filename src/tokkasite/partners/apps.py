from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "tokkasite.partners"
    label = "partners"
    verbose_name = _("Partners and consortia")

    def ready(self) -> None:
        """What is exported about a contact person holds the partner profiles that name him or her."""
        from tokkasite.journal.privacy import ALSO
        from tokkasite.partners.readers import profiles_naming

        ALSO["partner_profiles"] = profiles_naming
