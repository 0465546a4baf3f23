from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlantsConfig(AppConfig):
    name = "tokkasite.plants"
    label = "plants"
    verbose_name = _("What a new plant would keep")
