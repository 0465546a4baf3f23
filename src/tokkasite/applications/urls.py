from django.urls import path

from tokkasite.applications import aid_views, views

app_name = "applications"
urlpatterns = [
    path("clusters/<slug:key>/applications/", views.Board.as_view(), name="board"),
    path("clusters/<slug:key>/applications/add/", views.Add.as_view(), name="add"),
    path("clusters/<slug:key>/applications/days.ics", views.Days.as_view(), name="days"),
    path("clusters/<slug:key>/applications/results/", views.Results.as_view(), name="results"),
    path("clusters/<slug:key>/applications/results.csv", views.ResultsFile.as_view(), name="results_file"),
    path("clusters/<slug:key>/applications/past-projects/", aid_views.PastLists.as_view(), name="past_lists"),
    path("clusters/<slug:key>/applications/past-projects/decide/", aid_views.DecidePast.as_view(), name="decide_past"),
    path("clusters/<slug:key>/applications/<int:pk>/", views.ApplicationPage.as_view(), name="application"),
    path("clusters/<slug:key>/applications/<int:pk>/change/", views.Change.as_view(), name="change"),
    path("clusters/<slug:key>/applications/<int:pk>/remove/", views.RemovePart.as_view(), name="remove_part"),
    path("clusters/<slug:key>/applications/<int:pk>/documents/<int:number>/", views.PaperFile.as_view(), name="paper"),
    path("organisations/<int:pk>/size/", aid_views.SizePage.as_view(), name="size"),
    path("organisations/<int:pk>/aid/", aid_views.AidPage.as_view(), name="aid"),
    path("organisations/<int:pk>/aid/<int:number>/remove/", aid_views.RemoveGrant.as_view(), name="remove_grant"),
    path("organisations/<int:pk>/planned-aid/", aid_views.PlannedPage.as_view(), name="planned"),
    path("organisations/<int:pk>/past-projects/", aid_views.PastPage.as_view(), name="past"),
]
