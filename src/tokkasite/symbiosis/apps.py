from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SymbiosisConfig(AppConfig):
    name = "tokkasite.symbiosis"
    label = "symbiosis"
    verbose_name = _("Symbiosis")
