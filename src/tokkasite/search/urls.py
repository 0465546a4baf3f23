from django.urls import path

from tokkasite.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.Search.as_view(), name="search"),
    path("organisations/", views.Organisations.as_view(), name="organisations"),
    path("organisations/export.<slug:kind>", views.ExportOrganisations.as_view(), name="export"),
]
