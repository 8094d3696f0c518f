"""The address of the plan."""

from django.urls import path

from drittort.plan.overview import views

urlpatterns = [path("<slug:space>/plan/", views.overview, name="overview")]
