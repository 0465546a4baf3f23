"""A list to bring in: the file, what it is a list of, and about which cluster."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokka.tables.organisations import ORGANISATIONS
from tokkasite.accounts.models import User
from tokkasite.lists.imports import TABLES
from tokkasite.lists.permissions import can_import, tables_for
from tokkasite.register.models import Cluster
from tokkasite.register.permissions import clusters_written_by


class ListForm(forms.Form):
    """Nobody is offered a list or a cluster for which they have no right."""

    table = forms.ChoiceField(label=_("What the list holds"))
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(),
        label=_("About which cluster"),
        required=False,
        widget=forms.Select(attrs={"class": "w-w-full"}),  # a long name of a cluster fits a narrow screen
        help_text=_("Organisations belong to no cluster; every other list is about one."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, TSV, Excel (old or new), OpenDocument, JSON or YAML. Title rows, merged headings and sections are "
            "understood; headings that are not can be mapped on the next page."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xls,.xlsx,.xlsm,.ods,.json,.yml,.yaml,.gz"}),
    )

    def __init__(self, *args: Any, user: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.day = user, day
        offered = tables_for(user, day)
        self.fields["table"].choices = [(key, gettext(TABLES[key].label)) for key in TABLES if key in offered]
        self.fields["cluster"].queryset = clusters = clusters_written_by(user, day)
        if not self.initial.get("cluster"):
            own = list(clusters[:2])
            self.initial["cluster"] = own[0] if len(own) == 1 else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        table = given.get("table")
        if table == ORGANISATIONS.key:
            given["cluster"] = None
        elif table and not given.get("cluster"):
            self.add_error("cluster", _("Choose the cluster that the list is about."))
        if table and not self.errors and not can_import(self.user, table, given["cluster"], self.day):
            self.add_error("table", _("You may not bring in such a list for this cluster."))
        return given
