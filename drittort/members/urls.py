"""Addresses of members."""

from drittort.members.sign_in.urls import urlpatterns as sign_in

app_name = "members"
urlpatterns = [*sign_in]
