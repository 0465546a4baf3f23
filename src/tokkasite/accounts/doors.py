"""The addresses of django-allauth that this site uses, under the names by which it finds them.

Signing up, changing the address and getting a password by mail are left out: the operator gives accounts.
"""

from allauth.account import views as account
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from tokkasite.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/factors/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
if settings.OIDC_NAME:
    urlpatterns += [
        path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("account/", include("allauth.socialaccount.urls")),
    ]
