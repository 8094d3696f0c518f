"""Addresses of the history."""

from django.urls import path

from drittort.inspire.history import views

urlpatterns = [
    path("<slug:space>/history/", views.history, name="history"),
    path("<slug:space>/history/new/", views.new_entry, name="new_history_entry"),
    path("<slug:space>/history/<int:pk>/edit/", views.edit_entry, name="edit_history_entry"),
    path("<slug:space>/history/<int:pk>/step/", views.history_step, name="history_step"),
]
