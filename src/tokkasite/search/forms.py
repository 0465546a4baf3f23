"""What one looks for among the organisations."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster, Municipality, Role


class OrganisationFilter(forms.Form):
    """A part of the name, a role, a place, a cluster: each may be left open.

    Places and clusters are read once, and what is asked for is looked up among them without another query.
    """

    q = forms.CharField(label=_("Name or business id"), required=False, max_length=200)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("all")), *Role.choices])
    municipality = forms.TypedChoiceField(label=_("Municipality"), required=False, coerce=int, empty_value=None)
    cluster = forms.TypedChoiceField(label=_("Takes part in"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: object, clusters: QuerySet[Cluster], **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name, rows in (("municipality", Municipality.objects.all()), ("cluster", clusters)):
            self.fields[name].choices = [("", _("all")), *((row.pk, str(row)) for row in rows)]
