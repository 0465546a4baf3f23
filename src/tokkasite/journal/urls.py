"""The journal's addresses, all under one cluster."""

from django.urls import path

from tokkasite.journal import company_years, views

app_name = "journal"
urlpatterns = [
    path("clusters/<slug:key>/journal/", views.Journal.as_view(), name="journal"),
    path("clusters/<slug:key>/by-organisation/", views.ByOrganisation.as_view(), name="by_organisation"),
    path(
        "clusters/<slug:key>/by-organisation/export.<slug:format>",
        views.ExportByOrganisation.as_view(),
        name="export_by_organisation",
    ),
    path("clusters/<slug:key>/quick/", views.Quick.as_view(), name="quick"),
    path("clusters/<slug:key>/calendar/", views.BringCalendar.as_view(), name="calendar"),
    path("clusters/<slug:key>/events/<int:number>/attendance/", views.AttendanceList.as_view(), name="attendance"),
    path("clusters/<slug:key>/records/<slug:kind>/", views.Records.as_view(), name="records"),
    path("clusters/<slug:key>/records/<slug:kind>/change/", views.ChangeRecords.as_view(), name="change"),
    path("clusters/<slug:key>/records/<slug:kind>/put-back/", views.PutBack.as_view(), name="put_back"),
    path("clusters/<slug:key>/records/<slug:kind>/export.<slug:format>", views.ExportRecords.as_view(), name="export"),
    path("clusters/<slug:key>/records/<slug:kind>/<int:number>/", views.Record.as_view(), name="record"),
    path("clusters/<slug:key>/companies/", company_years.CompanyYears.as_view(), name="company_years"),
    path("clusters/<slug:key>/audit/", views.Audit.as_view(), name="audit"),
    path("people/<int:pk>/", views.Person.as_view(), name="person"),
    path("groups/<int:pk>/", views.Group.as_view(), name="group"),
]
