"""One line for everything that can be searched. The database keeps the lines by triggers, whoever writes."""

from django.db import models


class Entry(models.Model):
    """A record by its title, as it is read and as it is compared; `cluster` says who may find it (empty: everyone)."""

    kind = models.CharField(max_length=30)
    number = models.BigIntegerField()
    cluster = models.BigIntegerField(null=True, db_index=True)
    title = models.TextField()
    plain = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_entry_each", fields=["kind", "number"]),)

    def __str__(self) -> str:
        return self.title
