from django.urls import path

from tokkasite.benchmark import views

app_name = "benchmark"
urlpatterns = [
    path("published/", views.Published.as_view(), name="published"),
    path("pool/", views.PoolPage.as_view(), name="pool"),
    path("pool/bring/", views.Bring.as_view(), name="bring"),
    path("pool/release/", views.Decide.as_view(), name="release"),
    path("pool/installations/", views.Installations.as_view(), name="installations"),
    path("pool/deliveries/<int:pk>/", views.DeliveryPage.as_view(), name="delivery"),
    path("pool/own.jsonl", views.OwnSheets.as_view(), name="own_sheets"),
    path("clusters/<slug:key>/pool/", views.Compare.as_view(), name="compare"),
    path("clusters/<slug:key>/pool/sheet/", views.ShareSheet.as_view(), name="sheet"),
    path("clusters/<slug:key>/pool/sheet.jsonl", views.SheetFile.as_view(), name="sheet_file"),
    path("clusters/<slug:key>/management/", views.Models.as_view(), name="models"),
    path("clusters/<slug:key>/management/questions/", views.Questions.as_view(), name="questions"),
    path("clusters/<slug:key>/practices/", views.Practices.as_view(), name="practices"),
    path("clusters/<slug:key>/practices/<slug:practice>/", views.PracticePage.as_view(), name="practice"),
]
