from django.urls import path

app_name = "excellence"
urlpatterns: list[path] = []
