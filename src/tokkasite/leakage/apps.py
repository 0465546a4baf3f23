from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeakageConfig(AppConfig):
    name = "tokkasite.leakage"
    label = "leakage"
    verbose_name = _("Smart rural: the euros of a municipality")
