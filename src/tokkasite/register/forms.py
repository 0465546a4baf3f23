"""What the register asks for beyond what its tables say of themselves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from tokkasite.register.models import Identifier
from tokkasite.register.permissions import is_operator


class MandateForm(WagtailAdminModelForm):
    """Nobody gives rights to themselves, the coordinator of the region included."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("user") == self.for_user and not is_operator(self.for_user):
            says = _("Nobody gives rights to themselves. Ask another coordinator, or who runs the site.")
            self.add_error("user", ValidationError(says))
        return given


class OrganisationForm(WagtailAdminModelForm):
    """No official identifier stands twice on one screen, from whichever sources."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        seen: set[tuple[str, str]] = set()
        for row in self.formsets["identifiers"].forms:
            told = (row.instance.scheme, row.instance.value)
            if not row.is_valid() or row.cleaned_data.get("DELETE") or told[0] == Identifier.Scheme.LIST:
                continue
            if told in seen:
                row.add_error("value", _("This identifier stands above already. Remove one of the two rows."))
            seen.add(told)
        return given
