"""The address of what community is worth."""

from django.urls import path

from drittort.plan.worth import views

urlpatterns = [path("<slug:space>/plan/worth/", views.worth, name="worth")]
