from django.urls import path

from tokkasite.register import views

app_name = "register"
urlpatterns = [
    path("organisations/<int:pk>/", views.OrganisationPage.as_view(), name="organisation"),
    path("organisations/<int:pk>/changes/<int:change>/", views.DecideChange.as_view(), name="decide"),
]
