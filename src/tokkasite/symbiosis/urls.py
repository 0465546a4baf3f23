from django.urls import path

from tokkasite.symbiosis import describe_views, receiver_views, result_views, views

app_name = "symbiosis"
CENTRE = "clusters/<slug:key>/exchanges/"
urlpatterns = [
    path(CENTRE, views.Exchanges.as_view(), name="exchanges"),
    path(f"{CENTRE}plans/<int:pk>/", views.PlanPage.as_view(), name="plan"),
    path(f"{CENTRE}plans/<int:pk>/take-up/", views.TakeUp.as_view(), name="take_up"),
    path(f"{CENTRE}receivers/", receiver_views.Receivers.as_view(), name="receivers"),
    path(f"{CENTRE}receivers/new/", receiver_views.NewProcessor.as_view(), name="new_processor"),
    path(f"{CENTRE}receivers/processors/<int:pk>/", receiver_views.ProcessorPage.as_view(), name="processor"),
    path(f"{CENTRE}receivers/needs/<int:pk>/", receiver_views.NeedPage.as_view(), name="need_permits"),
    path(f"{CENTRE}receivers/permits/<int:pk>/", receiver_views.PermitPage.as_view(), name="permit"),
    path(f"{CENTRE}results/", result_views.Results.as_view(), name="results"),
    path(f"{CENTRE}results/<int:year>/report/", result_views.Report.as_view(), name="report"),
    path(f"{CENTRE}results/companies/<int:pk>/", result_views.Company.as_view(), name="company_results"),
    path(
        f"{CENTRE}results/companies/<int:pk>/<int:year>/report/",
        result_views.CompanyReport.as_view(),
        name="company_report",
    ),
    path(f"{CENTRE}<int:pk>/", views.ExchangePage.as_view(), name="exchange"),
    path(f"{CENTRE}<int:pk>/transfer/", views.TransferPage.as_view(), name="transfer"),
    path(f"{CENTRE}<int:pk>/transfer/file/", views.TransferFile.as_view(), name="transfer_file"),
    path(f"{CENTRE}<int:pk>/notice/", views.NoticePage.as_view(), name="notice"),
    path(f"{CENTRE}<int:pk>/notice/file/", views.NoticeFile.as_view(), name="notice_file"),
    path("exchanges/", views.Matches.as_view(), name="matches"),
    path("exchanges/results/", result_views.OwnResults.as_view(), name="own_results"),
    path("exchanges/results/<slug:key>/<int:pk>/<int:year>/", result_views.OwnReport.as_view(), name="own_report"),
    path("exchanges/<int:pk>/answer/", views.Answer.as_view(), name="answer"),
    path("exchanges/<str:kind>/<int:pk>/readers/", views.Readers.as_view(), name="readers"),
    path("clusters/<slug:key>/exchanges/transfers/", describe_views.Transfers.as_view(), name="transfers"),
]
