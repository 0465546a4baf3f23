from django.urls import path

from tokkasite.portal import views

app_name = "portal"
urlpatterns = [
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("privacy/", views.Privacy.as_view(), name="privacy"),
]
