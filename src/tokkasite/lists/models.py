"""Lists that came in, and what became of each of their rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokka.tables.organisations import ORGANISATIONS
from tokkasite.register.models import Cluster, Organisation


class Import(models.Model):
    """A list that came in: the file while it waits, how its headings were understood, and how far it has come."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be imported")
        BEGUN = "begun", _("Begun")
        DONE = "done", _("Imported")
        UNDONE = "undone", _("Undone")

    table = models.CharField(_("kind of list"), max_length=20)
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="imports", null=True, blank=True, verbose_name=_("cluster")
    )
    day = models.DateField(_("day"))
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(null=True)
    headings = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows imported"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="imports", null=True)
    made_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="organisations_and_nothing_else_belong_to_no_cluster",
                condition=Q(table=ORGANISATIONS.key, cluster=None)
                | (~Q(table=ORGANISATIONS.key) & Q(cluster__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether there is still something to import."""
        return self.state in (self.State.WAITING, self.State.BEGUN)


class ImportedRow(models.Model):
    """What became of one row of an import, and what it brought in, so that it can be told and taken back."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="imported_rows")
    row = models.PositiveIntegerField(_("row"))
    name = models.TextField(_("name"))
    verdict = models.CharField(_("result"), max_length=30)
    same_as_row = models.PositiveIntegerField(null=True)
    notes = models.JSONField(_("what is the matter, and what to do"), default=list)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, related_name="imported_by", null=True, verbose_name=_("organisation")
    )
    brought = models.JSONField(default=list)
    """What the row brought in: pairs of a table and a number, in the order in which they were made."""

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ("row",)
        constraints = (models.UniqueConstraint(name="one_verdict_a_row", fields=["batch", "row"]),)

    def __str__(self) -> str:
        return f"{self.row}: {self.name or gettext('without a name')}"
