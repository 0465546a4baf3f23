from django.urls import path

from tokkasite.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/demo/", views.DemoSignIn.as_view(), name="demo_sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
]
