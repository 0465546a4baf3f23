from django.urls import URLPattern

app_name = "plants"
urlpatterns: list[URLPattern] = []
