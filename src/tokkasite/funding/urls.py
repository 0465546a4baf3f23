from django.urls import path

from tokkasite.funding import views

app_name = "funding"
urlpatterns = [
    path("calls/sources/", views.Sources.as_view(), name="sources"),
    path("calls/sources/<slug:pk>/", views.SourcePage.as_view(), name="source"),
    path("calls/<int:pk>/", views.CallPage.as_view(), name="call"),
    path("clusters/<slug:key>/calls/", views.Calls.as_view(), name="calls"),
    path("clusters/<slug:key>/calls/<int:pk>/", views.Fitting.as_view(), name="fitting"),
    path("clusters/<slug:key>/calls/<int:pk>/conditions/", views.Confirm.as_view(), name="confirm"),
    path("member/<int:pk>/calls/", views.MemberCalls.as_view(), name="member_calls"),
    path("member/<int:pk>/calls/<int:number>/follow/", views.FollowCall.as_view(), name="follow"),
    path("member/<int:pk>/calls/letters/", views.ChooseLetters.as_view(), name="letters"),
    path("member/<int:pk>/calls/calendar/", views.ChooseFeed.as_view(), name="feed"),
    path("calls/calendar/<str:token>/", views.calendar, name="calendar"),
    path("calls/letters/stop/<str:token>/", views.StopLetters.as_view(), name="stop"),
]
