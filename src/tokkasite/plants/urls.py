from django.urls import path

from tokkasite.plants import views

app_name = "plants"
urlpatterns = [
    path("plants/", views.Try.as_view(), name="try"),
    path("clusters/<slug:key>/plants/", views.Scenarios.as_view(), name="scenarios"),
    path("clusters/<slug:key>/plants/new/", views.New.as_view(), name="new"),
    path("clusters/<slug:key>/plants/compare/", views.Compare.as_view(), name="compare"),
    path("clusters/<slug:key>/plants/compare.pdf", views.Paper.as_view(), name="paper"),
    path("clusters/<slug:key>/plants/<int:pk>/", views.ScenarioPage.as_view(), name="scenario"),
    path("clusters/<slug:key>/plants/<int:pk>/change/", views.Change.as_view(), name="change"),
    path("clusters/<slug:key>/plants/<int:pk>/remove/", views.Remove.as_view(), name="remove"),
]
