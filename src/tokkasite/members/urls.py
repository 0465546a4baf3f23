from django.urls import path

from tokkasite.members import abroad, describe, staff, views

app_name = "members"
urlpatterns = [
    path("invitation/<str:token>/", views.AcceptInvitation.as_view(), name="invitation"),
    path("member/", views.Start.as_view(), name="start"),
    path("member/<int:pk>/", views.Home.as_view(), name="home"),
    path("member/<int:pk>/profile/", views.ProfilePage.as_view(), name="profile"),
    path("member/<int:pk>/consent/", views.Consent.as_view(), name="consent"),
    path("member/<int:pk>/agreement/", views.Agreement.as_view(), name="agreement"),
    path("member/<int:pk>/agreement/withdraw/", views.WithdrawAgreement.as_view(), name="withdraw_agreement"),
    path("member/<int:pk>/records/", views.Records.as_view(), name="records"),
    path("member/<int:pk>/records/<slug:kind>/<int:number>/", views.Wrong.as_view(), name="wrong"),
    path("member/<int:pk>/surveys/", views.Surveys.as_view(), name="surveys"),
    path("member/<int:pk>/surveys/<int:number>/", views.SurveyPage.as_view(), name="survey"),
    path("member/<int:pk>/events/", views.Events.as_view(), name="events"),
    path("member/<int:pk>/events/<int:number>/", views.SignUp.as_view(), name="sign_up"),
    path("member/<int:pk>/events/<int:number>/persons/", abroad.Persons.as_view(), name="persons"),
    path("member/<int:pk>/missions/", abroad.Missions.as_view(), name="missions"),
    path("member/<int:pk>/missions/<int:number>/", abroad.AskAlong.as_view(), name="mission"),
    path("member/<int:pk>/groups/", views.Groups.as_view(), name="groups"),
    path("member/<int:pk>/groups/<int:number>/", views.GroupDeed.as_view(), name="group"),
    path("member/<int:pk>/exchange/", views.Things.as_view(), name="things"),
    path("member/<int:pk>/exchange/<slug:kind>/add/", views.ThingPage.as_view(), name="add_thing"),
    path("member/<int:pk>/exchange/<slug:kind>/<int:number>/", views.ThingPage.as_view(), name="thing"),
    path("member/<int:pk>/exchange/<slug:kind>/<int:number>/end/", views.EndThing.as_view(), name="end_thing"),
    path("member/<int:pk>/exchange/<slug:kind>/describe/", describe.Describe.as_view(), name="describe"),
    path("member/<int:pk>/exchange/<slug:kind>/<int:number>/seen/", describe.Seen.as_view(), name="seen"),
    path("member/<int:pk>/file/", views.Export.as_view(), name="export"),
    path("clusters/<slug:key>/members/", staff.FromMembers.as_view(), name="from_members"),
    path("clusters/<slug:key>/members/invite/", staff.Invite.as_view(), name="invite"),
    path(
        "clusters/<slug:key>/members/invitations/<int:number>/", staff.InvitationDeed.as_view(), name="invitation_deed"
    ),
    path("clusters/<slug:key>/members/wishes/<int:number>/", staff.DecideWish.as_view(), name="decide_wish"),
    path("clusters/<slug:key>/members/corrections/<int:number>/", staff.Settle.as_view(), name="settle"),
]
