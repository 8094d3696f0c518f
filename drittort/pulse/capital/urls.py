"""Addresses of social capital over time."""

from django.urls import path

from drittort.pulse.capital import views

urlpatterns = [
    path("<slug:space>/pulse/capital/", views.capital, name="capital"),
    path("<slug:space>/pulse/capital/months/", views.months, name="capital_months"),
    path("<slug:space>/pulse/capital/months.json", views.frames, name="capital_frames"),
    path("<slug:space>/pulse/capital/<slug:picture>.svg", views.picture, name="capital_picture"),
    path("<slug:space>/pulse/capital/<slug:numbers>.csv", views.numbers, name="capital_numbers"),
]
