"""Addresses at the door."""

from django.urls import path

from drittort.inspire.check_in import views

urlpatterns = [
    path("<slug:space>/events/<int:pk>/check-in/", views.check_in, name="check_in"),
    path("<slug:space>/events/<int:pk>/my-code/", views.own_code, name="own_code"),
]
