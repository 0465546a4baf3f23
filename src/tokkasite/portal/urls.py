from django.urls import path

from tokkasite.portal import feeds, views

app_name = "portal"
urlpatterns = [
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("privacy/", views.Privacy.as_view(), name="privacy"),
    path("site-map/", views.SiteMap.as_view(), name="site_map"),
    path("find/", views.Find.as_view(), name="find"),
    path("feedback/", views.FeedbackPage.as_view(), name="feedback"),
    path("messages/", views.Inbox.as_view(), name="inbox"),
    path("messages/<int:pk>/", views.AnswerMessage.as_view(), name="answer"),
    path("letters/", views.OrderLetters.as_view(), name="order"),
    path("letters/write/", views.WriteLetter.as_view(), name="write_letter"),
    path("letters/confirm/<str:token>/", views.Confirm.as_view(), name="confirm"),
    path("letters/stop/<str:token>/", views.Stop.as_view(), name="stop"),
    path("news.rss", feeds.NewsFeed(), name="rss"),
    path("news.atom", feeds.AtomNews(), name="atom"),
    path("pdf/", views.Paper.as_view(), name="front_paper"),
    path("pdf/<path:address>", views.Paper.as_view(), name="paper"),
]
