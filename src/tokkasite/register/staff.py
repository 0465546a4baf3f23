"""The team's screens in the admin, and how they keep to the clusters of whoever uses them."""

from typing import Any

from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.forms.forms import BaseForm
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from tokkasite.accounts.models import User
from tokkasite.register import models
from tokkasite.register.permissions import clusters_written_by


def path_to_cluster(model: type[Model]) -> str:
    """How a row leads to its cluster; empty where it belongs to none."""
    if model is models.Cluster:
        return "pk"
    names = {field.name for field in model._meta.get_fields() if field.many_to_one}
    if "cluster" in names:
        return "cluster"
    return "participation__cluster" if model is models.Commitment else ""


def rows_for(user: User, rows: QuerySet[Model]) -> QuerySet[Model]:
    """The rows of the clusters in which the user may write today; all of them where rows belong to no cluster."""
    path = path_to_cluster(rows.model)
    if not path or user.is_superuser:
        return rows
    return rows.filter(**{f"{path}__in": clusters_written_by(user, localdate())})


class ClusterPermissionPolicy(ModelPermissionPolicy):
    """The admin's rights, and beyond them the cluster: a row of another cluster is not there."""

    def instances_user_has_any_permission_for(self, user: User, actions: list[str]) -> QuerySet[Model]:
        return rows_for(user, super().instances_user_has_any_permission_for(user, actions))

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        if not self.user_has_permission(user, action):
            return False
        return instance.pk is None or rows_for(user, self.model._default_manager.filter(pk=instance.pk)).exists()


class OwnRows:
    """A view of one row: only of the user's clusters."""

    def get_queryset(self) -> QuerySet[Model]:
        return rows_for(self.request.user, self.model._default_manager.all())

    def get_base_object_queryset(self) -> QuerySet[Model]:
        return self.get_queryset()


class OwnChoices:
    """A form: nothing of another cluster can be chosen."""

    def get_form(self, *args: Any, **kwargs: Any) -> BaseForm:
        form = super().get_form(*args, **kwargs)
        limit_choices(form, self.request.user)
        for rows in getattr(form, "formsets", {}).values():
            for inner in (*rows.forms, rows.empty_form):
                limit_choices(inner, self.request.user)
        return form


def limit_choices(form: BaseForm, user: User) -> None:
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField) and path_to_cluster(field.queryset.model):
            field.queryset = rows_for(user, field.queryset)


class OwnIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Model]:
        return rows_for(self.request.user, super().get_base_queryset()).select_related(*self.shown_relations())

    def shown_relations(self) -> tuple[str, ...]:
        """What the columns name, so that the list takes the same number of queries whatever its length."""
        relations = {field.name for field in self.model._meta.get_fields() if field.many_to_one}
        return tuple(name for name in self.list_display if name in relations)


class OwnCreate(OwnChoices, generic.CreateView):
    pass


class OwnEdit(OwnRows, OwnChoices, generic.EditView):
    pass


class OwnDelete(OwnRows, generic.DeleteView):
    pass


class OwnHistory(HistoryView):
    def get_object(self) -> Model:
        return _own(super().get_object(), self.request.user)


class OwnUsage(UsageView):
    def get_object(self) -> Model:
        return _own(super().get_object(), self.request.user)


def _own(row: Model, user: User) -> Model:
    return rows_for(user, type(row)._default_manager.all()).get(pk=row.pk)


class ClusterViewSet(ModelViewSet):
    """A screen for rows of clusters: list, search, filter, export, history, all within the user's clusters."""

    copy_view_enabled = False
    add_to_admin_menu = False
    list_export: tuple[str, ...] = ()
    index_view_class = OwnIndex
    add_view_class = OwnCreate
    edit_view_class = OwnEdit
    delete_view_class = OwnDelete
    history_view_class = OwnHistory
    usage_view_class = OwnUsage
    panels: tuple[Panel, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.list_export = self.list_export or tuple(name for name in self.list_display if isinstance(name, str))

    @property
    def permission_policy(self) -> ClusterPermissionPolicy:
        return ClusterPermissionPolicy(self.model)

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(self.panels).bind_to_model(self.model)


def fields(*names: str) -> list[Panel]:
    return [FieldPanel(name) for name in names]


class RegisterViewSet(ClusterViewSet):
    @property
    def name(self) -> str:
        return f"register_{self.model._meta.model_name}"


class OrganisationViewSet(RegisterViewSet):
    model = models.Organisation
    icon = "home"
    list_display = ("name", "role", "municipality", "is_invented")
    list_filter = ("role", "municipality", "is_invented")
    search_fields = ("name", "identifiers__value")
    panels = (
        *fields("name", "role", "municipality", "website", "source_title", "source_url", "checked_on"),
        InlinePanel("identifiers", panels=fields("scheme", "value", "source", "from_on", "until_on"), heading=_("Identifiers")),
        InlinePanel("activity_codes", panels=fields("scheme", "code", "from_on", "until_on"), heading=_("Activity codes")),
        InlinePanel(
            "size_figures",
            panels=fields("year", "headcount_awu", "turnover_eur", "balance_eur", "source"),
            heading=_("Size figures"),
        ),
        InlinePanel(
            "contact_people",
            panels=fields("name", "task", "email", "phone", "language", "from_on", "until_on"),
            heading=_("Contact people"),
        ),
    )


class ParticipationViewSet(RegisterViewSet):
    model = models.Participation
    icon = "link"
    list_display = ("organisation", "cluster", "from_on", "until_on")
    list_filter = ("cluster",)
    search_fields = ("organisation__name",)
    panels = (
        *fields("cluster", "organisation", "from_on", "until_on"),
        InlinePanel("commitments", panels=fields("proof", "from_on", "until_on", "reference"), heading=_("Commitments")),
    )


class StandingViewSet(RegisterViewSet):
    model = models.Standing
    icon = "success"
    list_display = ("cluster", "kind", "level", "from_on", "until_on")
    list_filter = ("cluster", "kind")
    panels = fields("cluster", "kind", "level", "from_on", "until_on", "source_title", "source_url")


class WebsiteViewSet(RegisterViewSet):
    model = models.Website
    icon = "globe"
    list_display = ("url", "language", "cluster", "from_on", "until_on")
    list_filter = ("cluster",)
    search_fields = ("url",)
    panels = fields("cluster", "url", "language", "says_what_is_offered", "from_on", "until_on")


class ClusterScreen(RegisterViewSet):
    model = models.Cluster
    icon = "group"
    list_display = ("key", "name_fi", "host", "seat")
    search_fields = ("key", "name_fi", "name_en")
    panels = fields(
        "key", "host", "seat", "managed_since",
        "name_fi", "name_en", "name_sv", "name_se",
        "summary_fi", "summary_en", "summary_sv", "summary_se",
        "source_title", "source_url", "checked_on",
    )  # fmt: skip


class MunicipalityViewSet(RegisterViewSet):
    model = models.Municipality
    icon = "site"
    list_display = ("code", "name_fi", "name_sv", "name_se")
    search_fields = ("code", "name_fi", "name_sv", "name_se")
    panels = fields("code", "region", "name_fi", "name_en", "name_sv", "name_se", "latitude", "longitude")


class MandateViewSet(RegisterViewSet):
    model = models.Mandate
    icon = "key"
    list_display = ("user", "role", "cluster", "from_on", "until_on")
    list_filter = ("role", "cluster")
    panels = fields("user", "role", "cluster", "from_on", "until_on")


VIEWSETS = (
    OrganisationViewSet(),
    ParticipationViewSet(),
    ClusterScreen(),
    StandingViewSet(),
    WebsiteViewSet(),
    MunicipalityViewSet(),
    MandateViewSet(),
)


class RegisterGroup(ViewSetGroup):
    """The register in the admin's menu."""

    menu_label = _("Register")
    menu_icon = "folder-open-inverse"
    menu_order = 210
    items = VIEWSETS
