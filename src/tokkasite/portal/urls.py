from django.urls import path

from tokkasite.portal import feeds, publicity_views, views

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
    path("open-calls/", views.Calls.as_view(), name="calls"),
    path("material-exchanges/", views.Exchanges.as_view(), name="exchanges"),
    path("events.rss", feeds.EventFeed(), name="events_rss"),
    path("events.atom", feeds.AtomEvents(), name="events_atom"),
    path("events.ics", views.EventsCalendar.as_view(), name="events_ics"),
    path("events/<int:number>.ics", views.EventsCalendar.as_view(), name="event_ics"),
    path("links/", views.Links.as_view(), name="links"),
    path("clusters/<slug:key>/publicity/", publicity_views.Publicity.as_view(), name="publicity"),
    path("clusters/<slug:key>/publicity/mentions.csv", publicity_views.MentionsFile.as_view(), name="mentions_csv"),
    path("clusters/<slug:key>/publicity/months.csv", publicity_views.MonthsFile.as_view(), name="publicity_csv"),
    path("pdf/", views.Paper.as_view(), name="front_paper"),
    path("pdf/<path:address>", views.Paper.as_view(), name="paper"),
]
