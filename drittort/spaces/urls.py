"""Addresses of the house's own settings."""

from django.urls import path

from drittort.spaces.house import views

app_name = "spaces"
urlpatterns = [
    path("<slug:space>/settings/", views.overview, name="settings"),
    path("<slug:space>/settings/house/", views.house, name="house"),
    path("<slug:space>/settings/locations/", views.places, name="locations"),
    path("<slug:space>/settings/locations/<int:pk>/", views.place, name="location"),
    path("<slug:space>/settings/locations/<int:pk>/move/", views.move_place, name="move_location"),
    path("<slug:space>/settings/locations/<int:pk>/remove/", views.remove_place, name="remove_location"),
    path("<slug:space>/settings/locations/<int:pk>/bring-back/", views.bring_back_place, name="bring_back_location"),
    path("<slug:space>/settings/colours/", views.colour, name="colours"),
    path("<slug:space>/settings/mail/", views.mail, name="mail"),
    path("<slug:space>/settings/decisions/", views.decisions, name="decisions"),
]
