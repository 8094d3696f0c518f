"""Addresses of importing."""

from django.urls import path

from drittort.joining.importing import views

urlpatterns = [
    path("<slug:space>/people-lists/", views.lists, name="import_people"),
    path("<slug:space>/people-lists/<int:pk>/", views.one, name="import_list"),
    path("<slug:space>/people-lists/<int:pk>/run/", views.run, name="run_import"),
    path("<slug:space>/people-lists/<int:pk>/progress/", views.progress, name="import_progress"),
]
