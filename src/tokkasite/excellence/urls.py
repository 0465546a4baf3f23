from django.urls import path

from tokkasite.excellence import views

app_name = "excellence"
urlpatterns = [
    path("rules/", views.Rules.as_view(), name="rules"),
    path("rules/<slug:family>/", views.RulesOf.as_view(), name="rules_of"),
    path("clusters/", views.Clusters.as_view(), name="clusters"),
    path("clusters/<slug:key>/", views.Home.as_view(), name="home"),
    path("clusters/<slug:key>/reminders/", views.Reminders.as_view(), name="reminders"),
    path("clusters/<slug:key>/reminders/calendar/", views.Feed.as_view(), name="feed"),
    path("calendars/<slug:token>.ics", views.calendar, name="calendar"),
    path("clusters/<slug:key>/readiness/<slug:family>/", views.Readiness.as_view(), name="readiness"),
    path("clusters/<slug:key>/readiness/<slug:family>/<str:rule>/", views.FindingPage.as_view(), name="finding"),
]
