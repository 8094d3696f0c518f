"""Addresses of thanks."""

from django.urls import path

from drittort.inspire.thanks import views

urlpatterns = [
    path("<slug:space>/thanks/", views.thanks, name="thanks"),
    path("<slug:space>/thanks/new/", views.new_thanks, name="new_thanks"),
    path("<slug:space>/thanks/to/<int:pk>/", views.new_thanks, name="new_thanks_to"),
    path("<slug:space>/thanks/<int:pk>/step/", views.thanks_step, name="thanks_step"),
]
