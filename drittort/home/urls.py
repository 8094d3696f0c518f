"""Addresses of home."""

from django.urls import path

from drittort.home.door import views as door

app_name = "home"
urlpatterns = [path("", door.door, name="door")]
