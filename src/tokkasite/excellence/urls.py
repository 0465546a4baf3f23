from django.urls import path

from tokkasite.excellence import plan_views, round_views, views

app_name = "excellence"
urlpatterns = [
    path("rules/", views.Rules.as_view(), name="rules"),
    path("rules/<slug:family>/", views.RulesOf.as_view(), name="rules_of"),
    path("clusters/", views.Clusters.as_view(), name="clusters"),
    path("clusters/<slug:key>/", views.Home.as_view(), name="home"),
    path("clusters/<slug:key>/reminders/", views.Reminders.as_view(), name="reminders"),
    path("clusters/<slug:key>/reminders/calendar/", views.Feed.as_view(), name="feed"),
    path("clusters/<slug:key>/labels/", plan_views.Labels.as_view(), name="labels"),
    path("clusters/<slug:key>/plan/", plan_views.Plan.as_view(), name="plan"),
    path("clusters/<slug:key>/plan/steps/add/", plan_views.AddStep.as_view(), name="add_step"),
    path("clusters/<slug:key>/plan/steps/<int:pk>/", plan_views.ChangeStep.as_view(), name="change_step"),
    path("clusters/<slug:key>/plan/steps/<int:pk>/close/", plan_views.CloseStep.as_view(), name="close_step"),
    path("clusters/<slug:key>/path/", plan_views.Path.as_view(), name="path"),
    path("clusters/<slug:key>/path/aim/", plan_views.Aim.as_view(), name="aim"),
    path("clusters/<slug:key>/path/effort/", plan_views.Weigh.as_view(), name="weigh"),
    path("clusters/<slug:key>/path/take/", plan_views.TakePath.as_view(), name="take_path"),
    path("clusters/<slug:key>/what-if/", plan_views.WhatIf.as_view(), name="what_if"),
    path("clusters/<slug:key>/rule-sets/", plan_views.RuleSets.as_view(), name="rule_sets"),
    path("clusters/<slug:key>/rule-sets/choose/", plan_views.ChooseFamilies.as_view(), name="choose_families"),
    path("calendars/<slug:token>.ics", views.calendar, name="calendar"),
    path("clusters/<slug:key>/readiness/", views.Ready.as_view(), name="ready"),
    path("clusters/<slug:key>/readiness/<slug:family>/", views.Readiness.as_view(), name="readiness"),
    path("clusters/<slug:key>/readiness/<slug:family>/<str:rule>/", views.FindingPage.as_view(), name="finding"),
    path("assessments/", round_views.Shared.as_view(), name="shared"),
    path("clusters/<slug:key>/assessments/", round_views.Rounds.as_view(), name="rounds"),
    path("clusters/<slug:key>/assessments/<int:number>/", round_views.RoundPage.as_view(), name="round"),
    path(
        "clusters/<slug:key>/assessments/<int:number>/dossier/", round_views.MakeDossier.as_view(), name="make_dossier"
    ),
    path(
        "clusters/<slug:key>/assessments/<int:number>/dossier/<int:dossier>/",
        round_views.DossierPage.as_view(),
        name="dossier",
    ),
    path(
        "clusters/<slug:key>/assessments/<int:number>/dossier/<int:dossier>/<slug:kind>/",
        round_views.DossierFile.as_view(),
        name="dossier_file",
    ),
    path("clusters/<slug:key>/assessments/<int:number>/files/<int:file>/", round_views.FilePage.as_view(), name="file"),
    path("clusters/<slug:key>/assessments/<int:number>/<str:rule>/", round_views.ItemPage.as_view(), name="item"),
]
