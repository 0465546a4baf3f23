from django.urls import path

from tokkasite.partners import member_views, views

app_name = "partners"
TEAM = "clusters/<slug:key>/partners/"
CONSORTIA = "clusters/<slug:key>/consortia/"
ONE = f"{CONSORTIA}<int:number>/"
MEMBER = "member/<int:pk>/partners/"
urlpatterns = [
    path(TEAM, views.Search.as_view(), name="search"),
    path(f"{TEAM}add/", views.ProfileForms.as_view(), name="add_profile"),
    path(f"{TEAM}<int:pk>/", views.ProfilePage.as_view(), name="profile"),
    path(f"{TEAM}<int:pk>/edit/", views.ProfileForms.as_view(), name="edit_profile"),
    path(f"{TEAM}clusters/", views.Clusters.as_view(), name="clusters"),
    path(f"{TEAM}clusters/own/", views.OwnProfileForms.as_view(), name="own_cluster"),
    path(f"{TEAM}clusters/own.json", views.ClusterFile.as_view(), name="cluster_file"),
    path(CONSORTIA, views.Consortia.as_view(), name="consortia"),
    path(f"{CONSORTIA}add/", views.ConsortiumForms.as_view(), name="add_consortium"),
    path(ONE, views.ConsortiumPage.as_view(), name="consortium"),
    path(f"{ONE}edit/", views.ConsortiumForms.as_view(), name="edit_consortium"),
    path(f"{ONE}candidates/add/", views.CandidateForms.as_view(), name="add_candidate"),
    path(f"{ONE}candidates/<int:pk>/", views.CandidateForms.as_view(), name="candidate"),
    path("cluster-profiles/<slug:key>.json", views.PublicProfile.as_view(), name="public_profile"),
    path(MEMBER, member_views.Own.as_view(), name="own"),
    path(f"{MEMBER}add/", member_views.OwnForms.as_view(), name="add_own"),
    path(f"{MEMBER}<int:number>/", member_views.OwnForms.as_view(), name="edit_own"),
    path(f"{MEMBER}<int:number>/matches/", member_views.Matches.as_view(), name="matches"),
    path(f"{MEMBER}<int:number>/withdraw/", member_views.Withdraw.as_view(), name="withdraw"),
    path(f"{MEMBER}letters/", member_views.ChooseLetters.as_view(), name="letters"),
    path("partners/letters/stop/<str:token>/", member_views.StopLetters.as_view(), name="stop"),
    path(f"{MEMBER}interests/<int:number>/", member_views.AnswerInterest.as_view(), name="answer"),
]
