"""Addresses of my ties."""

from django.urls import path

from drittort.network.ties import views

urlpatterns = [
    path("<slug:space>/ties/", views.own_ties, name="ties"),
    path("<slug:space>/ties/<int:other>/", views.one_tie, name="tie"),
]
