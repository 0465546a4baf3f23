"""What one looks for among the organisations."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster, Municipality, Role


class OrganisationFilter(forms.Form):
    """A part of the name, a role, a place, a cluster: each may be left open."""

    q = forms.CharField(label=_("Name or business id"), required=False, max_length=200)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("all")), *Role.choices])
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(), label=_("Municipality"), required=False, empty_label=_("all")
    )
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(), label=_("Takes part in"), required=False, empty_label=_("all")
    )

    def __init__(self, *args: object, clusters: QuerySet[Cluster], **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["cluster"].queryset = clusters
