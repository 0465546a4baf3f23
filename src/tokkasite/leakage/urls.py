from django.urls import path

from tokkasite.leakage import views

app_name = "leakage"
urlpatterns = [
    path("leakage/", views.Municipalities.as_view(), name="municipalities"),
    path("leakage/claims/", views.Claims.as_view(), name="claims"),
    path("leakage/questions/<str:token>/", views.Question.as_view(), name="question"),
    path("leakage/<slug:key>/", views.MunicipalityPage.as_view(), name="municipality"),
    path("clusters/<slug:key>/leakage/", views.Leaks.as_view(), name="leaks"),
    path("clusters/<slug:key>/leakage/ask/", views.AskFirm.as_view(), name="ask"),
    path("clusters/<slug:key>/leakage/ask/<int:pk>/again/", views.AskAgain.as_view(), name="ask_again"),
    path("clusters/<slug:key>/leakage/ask/<int:pk>/close/", views.CloseLink.as_view(), name="close_link"),
    path("clusters/<slug:key>/leakage/ledger/", views.Ledger.as_view(), name="ledger"),
    path("clusters/<slug:key>/leakage/kitchens/", views.Kitchens.as_view(), name="kitchens"),
    path("clusters/<slug:key>/leakage/heat/", views.Heat.as_view(), name="heat"),
    path("clusters/<slug:key>/leakage/answers/<int:pk>/", views.AnswerPage.as_view(), name="answer"),
]
