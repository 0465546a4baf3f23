"""The team's screens in the admin, and how they keep to the clusters of whoever uses them."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.forms.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from tokkasite.accounts.models import User
from tokkasite.register import actions, models
from tokkasite.register.duplicates_staff import Duplicates
from tokkasite.register.forms import MandateForm, OrganisationForm
from tokkasite.register.history import keep_former
from tokkasite.register.permissions import (
    can_keep_register,
    can_see_people,
    clusters_written_by,
    is_coordinator,
    is_operator,
    people_of,
)
from tokkasite.register.readers import OFFICIAL, Typed, resembled

COORDINATED: Final = (models.Mandate, models.Cluster)
"""What the region's coordinator keeps for all clusters: who may do what, and the clusters themselves."""
ORGANISATION_FIELDS: Final = ("name", "role", "municipality", "website", "source_title", "source_url", "checked_on")


def path_to_cluster(model: type[Model]) -> str:
    """How a row leads to its cluster; empty where it belongs to none."""
    if model is models.Cluster:
        return "pk"
    names = {field.name for field in model._meta.get_fields() if field.many_to_one}
    if "cluster" in names:
        return "cluster"
    return "participation__cluster" if model is models.Commitment else ""


def rows_for(user: User, rows: QuerySet[Model], form_of: type[Model] | None = None) -> QuerySet[Model]:
    """The rows of the clusters in which the user may write today; all of them where rows belong to no cluster.

    With `form_of` they are rows to choose from in a form: the coordinator chooses any cluster in the form of a mandate,
    and none in the form of a participation.
    """
    if is_operator(user):
        return rows
    today = localdate()
    if rows.model is models.ContactPerson:
        return rows.filter(pk__in=people_of(user, today))
    way = path_to_cluster(rows.model)
    if not way or ((form_of or rows.model) in COORDINATED and is_coordinator(user, today)):
        return rows
    return rows.filter(**{f"{way}__in": clusters_written_by(user, today)})


class ClusterPermissionPolicy(ModelPermissionPolicy):
    """The admin's rights, and beyond them the cluster: a row of another cluster is not there.

    A right without a mandate in force is none, so that a mandate ends on its day also for what belongs to no cluster.
    """

    def user_has_permission(self, user: User, action: str) -> bool:
        if not super().user_has_permission(user, action):
            return False
        return bool(path_to_cluster(self.model)) or can_keep_register(user, localdate())

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
    """Leave in a form only what the user may choose."""
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField):
            field.queryset = rows_for(user, field.queryset, form_of=form._meta.model)


class OwnIndex(generic.IndexView):
    """A list: the rows of the user's clusters, in the same number of queries whatever its length."""

    def user_has_permission(self, permission: str) -> bool:
        """Asked by every row, answered once for the list."""
        if permission not in self.rights:
            self.rights[permission] = super().user_has_permission(permission)
        return self.rights[permission]

    @cached_property
    def rights(self) -> dict[str, bool]:
        return {}

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
    """The audit line of what is gone still says of which cluster it was."""

    @transaction.atomic
    def delete_action(self) -> None:
        way = path_to_cluster(self.model)
        of = self.model._default_manager.filter(pk=self.object.pk).values_list(way, flat=True).first() if way else None
        log(instance=self.object, action="wagtail.delete", data={"cluster": of} if of else None)
        self.object.delete()


class OwnHistory(HistoryView):
    def get_object(self) -> Model:
        return _own(super().get_object(), self.request.user)


class OwnUsage(UsageView):
    def get_object(self) -> Model:
        return _own(super().get_object(), self.request.user)


def _own(row: Model, user: User) -> Model:
    return get_object_or_404(rows_for(user, type(row)._default_manager.all()), pk=row.pk)


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
    """Fields as the model has them. There are no drafts: what is required is required at once."""
    return [FieldPanel(name, required_on_save=True) for name in names]


def inside(relation: str, heading: str, *names: str) -> InlinePanel:
    """The rows that belong to what the screen shows."""
    return InlinePanel(relation, panels=fields(*names), heading=heading)


class RegisterViewSet(ClusterViewSet):
    """A screen of the register."""

    list_per_page = 50
    form_class = WagtailAdminModelForm

    @property
    def name(self) -> str:
        return f"register_{self.model._meta.model_name}"

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(self.panels, base_form_class=self.form_class).bind_to_model(self.model)


class OrganisationIndex(OwnIndex):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.add_url:
            return []
        to_import = HeaderButton(_("Import a list"), url=reverse("lists:index"), icon_name="upload")
        doubles = HeaderButton(
            _("Likely duplicates"), url=reverse("register_organisation:duplicates"), icon_name="copy"
        )
        return [*super().header_buttons, to_import, doubles]


class OrganisationCreate(OwnCreate):
    """Before a new organisation is saved, those that it resembles are shown; the same button, once more, saves it."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        likely = resembled(typed(form), people_of(self.request.user, localdate()))
        confirmed = set(self.request.POST.get("save_all_the_same", "").split(","))
        if {str(one.organisation.pk) for one in likely} <= confirmed:
            return super().form_valid(form)
        self.form = form
        return self.render_to_response(self.get_context_data(form=form, likely=likely))


def typed(form: BaseForm) -> Typed:
    """What a form that is not saved yet says of an organisation."""

    def inside(relation: str) -> list[dict[str, Any]]:
        rows = form.formsets[relation].forms if relation in form.formsets else []
        return [row.cleaned_data for row in rows if row.is_valid() and not row.cleaned_data.get("DELETE")]

    ids = (row.get("value", "") for row in inside("identifiers") if row.get("scheme") in OFFICIAL)
    mails = (row["email"] for row in inside("contact_people") if row.get("email"))
    place = form.cleaned_data.get("municipality")
    website = form.cleaned_data.get("website") or ""
    return Typed(form.cleaned_data["name"], next(ids, ""), place.name_fi if place else "", website, next(mails, ""))


class OrganisationEdit(OwnEdit):
    """People to call are entered and seen by those who share a cluster with their organisation."""

    def get_panel(self) -> Panel:
        organisation = models.Organisation(pk=self.kwargs["pk"])
        is_shown = can_see_people(self.request.user, organisation, localdate())
        return super().get_panel() if is_shown else WITHOUT_PEOPLE.bind_to_model(models.Organisation)

    def get_form_class(self) -> type[BaseForm]:
        return self.panel.get_form_class()

    @transaction.atomic
    def save_instance(self) -> models.Organisation:
        before = models.Organisation.objects.select_related("municipality").get(pk=self.object.pk)
        saved = super().save_instance()
        keep_former(before=before, after=saved, today=localdate())
        return saved


class SiteHistory(LogEntriesView):
    """What happened to everything in all clusters: for who runs the site. A team reads the history of its own rows."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_operator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def hide_site_history(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Nobody is offered what they may not open."""
    if not is_operator(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]


class OrganisationViewSet(RegisterViewSet):
    model = models.Organisation
    icon = "home"
    form_class = OrganisationForm
    index_view_class = OrganisationIndex
    add_view_class = OrganisationCreate
    create_template_name = "register/add_organisation.html"
    edit_view_class = OrganisationEdit
    list_display = ("name", "role", "municipality", BooleanColumn("is_invented", label=_("Invented")))
    list_filter = ("role", "municipality", "is_invented")
    list_export = (*ORGANISATION_FIELDS, "is_invented")
    search_fields = ("name", "search_name", "identifiers__value")
    public_panels = (
        *fields(*ORGANISATION_FIELDS),
        inside("identifiers", _("Identifiers"), "scheme", "value", "source", "from_on", "until_on"),
        inside("other_names", _("Other names"), "name", "kind", "language", "from_on", "until_on", "source"),
        inside(
            "preceded_by",
            _("Goes on with the tasks of"),
            "predecessor",
            "on",
            "tasks",
            "source_title",
            "source_url",
            "checked_on",
        ),
        inside("ownerships", _("Owners"), "owner", "share_percent", "from_on", "until_on", "source"),
        inside("activity_codes", _("Activity codes"), "scheme", "code", "from_on", "until_on", "source"),
        inside(
            "size_figures",
            _("Size figures"),
            "year",
            "headcount_awu",
            "turnover_eur",
            "balance_eur",
            "source",
            "origin",
        ),
    )
    panels = (
        *public_panels,
        inside(
            "contact_people",
            _("Contact people"),
            "name",
            "task",
            "email",
            "phone",
            "language",
            "from_on",
            "until_on",
            "lawful_basis",
            "verified_on",
            "keep_until",
        ),
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        rights = ClusterPermissionPolicy(models.Organisation)
        doubles = path("duplicates/", Duplicates.as_view(permission_policy=rights), name="duplicates")
        return [*super().get_urlpatterns(), doubles]


WITHOUT_PEOPLE: Final = ObjectList(OrganisationViewSet.public_panels, base_form_class=OrganisationForm)


class ParticipationViewSet(RegisterViewSet):
    model = models.Participation
    icon = "link"
    list_display = ("organisation", "cluster", "from_on", "until_on")
    list_filter = ("cluster", "from_on", "until_on")
    search_fields = ("organisation__name", "organisation__search_name")
    panels = (
        *fields("cluster", "organisation", "from_on", "until_on"),
        inside("commitments", _("Commitments"), "proof", "from_on", "until_on", "reference"),
    )


class StandingViewSet(RegisterViewSet):
    model = models.Standing
    icon = "success"
    list_display = ("cluster", "kind", "level", "from_on", "until_on")
    list_filter = ("cluster", "kind")
    search_fields = ("source_title",)
    panels = fields("cluster", "kind", "level", "from_on", "until_on", "source_title", "source_url")


class WebsiteViewSet(RegisterViewSet):
    model = models.Website
    icon = "globe"
    list_display = ("url", "language", "cluster", "from_on", "until_on")
    list_filter = ("cluster", "language")
    search_fields = ("url",)
    panels = fields("cluster", "url", "language", "says_what_is_offered", "from_on", "until_on")


class ClusterScreen(RegisterViewSet):
    model = models.Cluster
    icon = "group"
    list_display = ("key", "name_fi", "host", "seat")
    list_filter = ("seat",)
    search_fields = ("key", "name_fi", "name_en")
    panels = fields(
        "key", "host", "seat", "managed_since",
        "name_fi", "name_en", "name_sv", "name_se", "name_smn", "name_sms",
        "summary_fi", "summary_en", "summary_sv", "summary_se", "summary_smn", "summary_sms",
        "agreement_fi", "agreement_en", "agreement_sv", "agreement_se", "agreement_smn", "agreement_sms",
        "source_title", "source_url", "checked_on",
    )  # fmt: skip


class MunicipalityViewSet(RegisterViewSet):
    model = models.Municipality
    icon = "site"
    list_display = ("code", "name_fi", "name_sv", "name_se", "name_smn", "name_sms")
    list_filter = ("region",)
    search_fields = ("code", *(f"name_{code}" for code in models.Language.values))
    panels = fields("code", "region", *(f"name_{code}" for code in models.Language.values), "latitude", "longitude")


class MandateCreate(OwnCreate):
    def save_instance(self) -> models.Mandate:
        mandate = super().save_instance()
        actions.admit(mandate.user)
        return mandate


class MandateEdit(OwnEdit):
    def save_instance(self) -> models.Mandate:
        before = User.objects.get(mandates=self.object.pk)
        mandate = super().save_instance()
        for user in {before, mandate.user}:
            actions.admit(user)
        return mandate


class MandateDelete(OwnDelete):
    def delete_action(self) -> None:
        user = self.object.user
        super().delete_action()
        actions.admit(user)


class MandateViewSet(RegisterViewSet):
    model = models.Mandate
    icon = "key"
    add_view_class = MandateCreate
    edit_view_class = MandateEdit
    delete_view_class = MandateDelete
    list_display = ("user", "role", "cluster", "from_on", "until_on")
    list_filter = ("role", "cluster")
    search_fields = ("user__email", "user__last_name")
    form_class = MandateForm
    panels = fields("user", "role", "cluster", "organisation", "from_on", "until_on")


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
