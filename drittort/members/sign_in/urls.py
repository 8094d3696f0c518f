"""Addresses outside any house."""

from django.urls import path

from drittort.members.sign_in import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/sent/", views.link_sent, name="link_sent"),
    path("sign-in/password/", views.password, name="password_sign_in"),
    path("sign-in/as/", views.sign_in_as, name="sign_in_as"),
    path("sign-in/language/", views.choose_language, name="language"),
    path("sign-in/<str:token>/", views.use_link, name="use_link"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
