from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished


class PortalConfig(AppConfig):
    name = "tokkasite.portal"
    label = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """What is kept for visitors is forgotten as soon as a page or a contact card changes."""
        for signal in (page_published, page_unpublished):
            signal.connect(forget_kept_pages)
        post_save.connect(forget_kept_pages, sender="portal.ContactCard")


def forget_kept_pages(**kwargs: object) -> None:
    from wagtailcache.cache import clear_cache  # needs the hooks of every room

    clear_cache()
