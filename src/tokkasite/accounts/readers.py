"""Who may be met in the demonstration, and what somebody keeps for themselves."""

from django.conf import settings
from django.db.models import QuerySet

from tokkasite.accounts.models import SavedFilter, User

DEMO_DOMAIN = "demo.tokka.example"


def demo_people() -> QuerySet[User]:
    """The people of the demonstration as whom one may look around; nobody on any other site."""
    if not settings.IS_DEMO:
        return User.objects.none()
    people = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_superuser=False, is_active=True)
    # What they do stands one floor up; the page that shows them reads it along.
    return people.order_by("pk").prefetch_related("mandates__cluster")


def saved_filters(user: User, of_list: str) -> QuerySet[SavedFilter]:
    """What the user often asks of the list, by name."""
    return SavedFilter.objects.filter(user=user, of_list=of_list)
