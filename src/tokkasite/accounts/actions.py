"""Deeds of those who sign in, on what is theirs alone."""

from django.db import transaction
from wagtail.log_actions import log

from tokkasite.accounts.models import SavedFilter, User


@transaction.atomic
def save_filter(*, of_list: str, name: str, query: str, by: User) -> SavedFilter:
    """Keep the question under the name; a question kept under that name before is replaced."""
    saved, _made = SavedFilter.objects.update_or_create(user=by, of_list=of_list, name=name, defaults={"query": query})
    log(saved, "accounts.save_filter", user=by)
    return saved


@transaction.atomic
def forget_filter(*, saved: SavedFilter, by: User) -> None:
    log(saved, "accounts.forget_filter", user=by, deleted=True)
    saved.delete()
