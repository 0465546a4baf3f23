from django.urls import path

from tokkasite.missions import event_views, guest_views, views

app_name = "missions"
CLUSTER = "clusters/<slug:key>/"
EVENT = f"{CLUSTER}events/<int:number>/"
MINE = "events/mine/<str:token>/"
urlpatterns = [
    path(f"{CLUSTER}missions/", views.Missions.as_view(), name="missions"),
    path(f"{CLUSTER}missions/add/", views.MissionForms.as_view(), name="add_mission"),
    path(f"{CLUSTER}missions/initiatives/add/", views.InitiativeForms.as_view(), name="add_initiative"),
    path(f"{CLUSTER}missions/<int:pk>/", views.MissionPage.as_view(), name="mission"),
    path(f"{CLUSTER}missions/<int:pk>/edit/", views.MissionForms.as_view(), name="edit_mission"),
    path(f"{CLUSTER}missions/<int:pk>/invite/", views.Invite.as_view(), name="invite"),
    path(f"{CLUSTER}missions/<int:pk>/costs/", views.CostsPage.as_view(), name="costs"),
    path(f"{CLUSTER}missions/<int:pk>/costs.csv", views.CostsFile.as_view(), name="costs_csv"),
    path(f"{CLUSTER}missions/<int:pk>/costs.pdf", views.CostsPaper.as_view(), name="costs_pdf"),
    path(f"{CLUSTER}missions/<int:pk>/documents/<int:number>/", views.PaperFile.as_view(), name="paper"),
    path(f"{CLUSTER}events/", event_views.Events.as_view(), name="events"),
    path(EVENT, event_views.EventPage.as_view(), name="event"),
    path(f"{EVENT}guests/<int:pk>/", event_views.GuestDeed.as_view(), name="guest"),
    path(f"{EVENT}guests/add/", event_views.AddGuest.as_view(), name="add_guest"),
    path(f"{EVENT}came/", event_views.Came.as_view(), name="came"),
    path(f"{EVENT}meetings/", event_views.MeetingsPage.as_view(), name="meetings"),
    path(f"{EVENT}meetings/settings/", event_views.MeetingsSettings.as_view(), name="settings"),
    path(f"{EVENT}meetings/list/", event_views.BringList.as_view(), name="bring_list"),
    path(f"{EVENT}meetings/plan/", event_views.Plan.as_view(), name="plan"),
    path(f"{EVENT}meetings/timetable/", event_views.Timetable.as_view(), name="timetable"),
    path(f"{EVENT}meetings/timetable.csv", event_views.TimetableFile.as_view(), name="timetable_csv"),
    path(f"{EVENT}meetings/agendas/<int:pk>/", event_views.Agenda.as_view(), name="agenda"),
    path(f"{EVENT}meetings/agendas.pdf", event_views.AgendasPaper.as_view(), name="agendas_pdf"),
    path(f"{EVENT}meetings/signs.pdf", event_views.SignsPaper.as_view(), name="signs_pdf"),
    path(f"{EVENT}meetings/<int:pk>/move/", event_views.Move.as_view(), name="move"),
    path(f"{EVENT}meetings/no-show/", event_views.NoShow.as_view(), name="no_show"),
    path("events/", guest_views.PublicEvents.as_view(), name="public_events"),
    path("events/<int:number>/", guest_views.PublicEvent.as_view(), name="public_event"),
    path(MINE, guest_views.Mine.as_view(), name="mine"),
    path(f"{MINE}ask/", guest_views.Ask.as_view(), name="ask"),
    path(f"{MINE}cancel/", guest_views.CancelMine.as_view(), name="cancel_mine"),
    path(f"{MINE}meetings.ics", guest_views.MyCalendar.as_view(), name="my_calendar"),
    path(f"{MINE}agenda.pdf", guest_views.MyPaper.as_view(), name="my_paper"),
]
