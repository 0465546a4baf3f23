from django.urls import URLPattern

app_name = "leakage"
urlpatterns: list[URLPattern] = []
