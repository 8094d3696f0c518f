"""Addresses of those who host."""

from django.urls import path

from drittort.inspire.hosting import views

urlpatterns = [
    path("<slug:space>/events/<int:pk>/hosting/", views.hosting, name="hosting"),
    path("<slug:space>/events/<int:pk>/parts/", views.parts, name="event_parts"),
]
