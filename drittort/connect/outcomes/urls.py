"""Addresses of outcomes."""

from django.urls import path

from drittort.connect.outcomes import views

urlpatterns = [path("<slug:space>/outcomes/", views.outcomes, name="outcomes")]
