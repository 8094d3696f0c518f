"""Addresses of the report."""

from django.urls import path

from drittort.network.report import views

urlpatterns = [path("<slug:space>/report/", views.report, name="report")]
