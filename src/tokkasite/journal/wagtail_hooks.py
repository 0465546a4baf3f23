"""Registers the journal's screens in the admin."""

from wagtail import hooks

from tokkasite.journal.staff import JournalGroup


@hooks.register("register_admin_viewset")
def register_journal() -> JournalGroup:
    return JournalGroup()
