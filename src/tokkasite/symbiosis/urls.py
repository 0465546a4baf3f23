from django.urls import path

from tokkasite.symbiosis import describe_views, views

app_name = "symbiosis"
urlpatterns = [
    path("clusters/<slug:key>/exchanges/", views.Exchanges.as_view(), name="exchanges"),
    path("clusters/<slug:key>/exchanges/plans/<int:pk>/", views.PlanPage.as_view(), name="plan"),
    path("clusters/<slug:key>/exchanges/plans/<int:pk>/take-up/", views.TakeUp.as_view(), name="take_up"),
    path("clusters/<slug:key>/exchanges/results/", views.Results.as_view(), name="results"),
    path("clusters/<slug:key>/exchanges/<int:pk>/", views.ExchangePage.as_view(), name="exchange"),
    path("exchanges/", views.Matches.as_view(), name="matches"),
    path("exchanges/<int:pk>/answer/", views.Answer.as_view(), name="answer"),
    path("exchanges/<str:kind>/<int:pk>/readers/", views.Readers.as_view(), name="readers"),
    path("clusters/<slug:key>/exchanges/transfers/", describe_views.Transfers.as_view(), name="transfers"),
]
