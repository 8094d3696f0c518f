"""Addresses of rituals."""

from django.urls import path

from drittort.inspire.rituals import views

urlpatterns = [
    path("<slug:space>/events/rituals/", views.rituals, name="rituals"),
    path("<slug:space>/events/rituals/<slug:key>/", views.ritual, name="ritual"),
]
