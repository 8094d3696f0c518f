"""Addresses after an event."""

from django.urls import path

from drittort.inspire.afterwards import views

urlpatterns = [
    path("<slug:space>/events/<int:pk>/afterwards/", views.afterwards, name="afterwards"),
    path("<slug:space>/events/<int:pk>/afterwards/say/", views.look_back, name="look_back"),
]
