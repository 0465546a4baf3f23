"""The journal's addresses, all under one cluster."""

from django.urls import path

from tokkasite.journal import views

app_name = "journal"
urlpatterns = [
    path("clusters/<slug:key>/journal/", views.journal, name="journal"),
    path("clusters/<slug:key>/quick/", views.quick, name="quick"),
    path("clusters/<slug:key>/records/<slug:kind>/", views.records, name="records"),
    path("clusters/<slug:key>/records/<slug:kind>/<int:number>/", views.record, name="record"),
]
