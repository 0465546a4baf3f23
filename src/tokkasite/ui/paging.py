"""Pages of a long list. Counting every row of a large table is slow, so counting stops at ten thousand and says so."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

COUNTED = 10_000


class CappedPaginator(Paginator):
    """Pages of a queryset whose rows are counted up to COUNTED."""

    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> int:
        # Numbers alone: what the rows show beside them would be worked out for each one that is counted.
        return self.object_list.order_by().values("pk")[: COUNTED + 1].count()

    @property
    def is_capped(self) -> bool:
        """True where there are more rows than were counted."""
        return self.count > COUNTED
