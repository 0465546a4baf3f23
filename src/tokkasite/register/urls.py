from django.urls import path

from tokkasite.register import views

app_name = "register"
urlpatterns = [
    path("organisations/<int:pk>/", views.OrganisationPage.as_view(), name="organisation"),
]
