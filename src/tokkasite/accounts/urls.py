from django.urls import path

from tokkasite.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/demo/", views.DemoSignIn.as_view(), name="demo_sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("filters/", views.SaveFilter.as_view(), name="save_filter"),
    path("filters/<int:pk>/forget/", views.ForgetFilter.as_view(), name="forget_filter"),
    path("account/", views.Account.as_view(), name="account"),
]
