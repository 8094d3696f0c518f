"""Addresses of leaving."""

from django.urls import path

from drittort.joining.leaving import views

urlpatterns = [
    path("<slug:space>/me/leaving/", views.leaving, name="leaving"),
    path("<slug:space>/me/leaving/undo/", views.undo, name="undo_leaving"),
    path("<slug:space>/me/leaving/reply/", views.reply, name="reply_to_ending"),
    path("<slug:space>/me/pause/", views.pause, name="pause"),
    path("<slug:space>/me/pause/end/", views.end_pause, name="end_pause"),
    path("<slug:space>/away/", views.away, name="away"),
    path("<slug:space>/away/back/", views.ask_back, name="ask_back"),
    path("<slug:space>/away/listed/", views.stay_listed, name="stay_listed"),
    path("<slug:space>/alumni/", views.alumni, name="alumni"),
    path("<slug:space>/departures/", views.departures, name="departures"),
    path("<slug:space>/departures/<int:pk>/withdraw/", views.take_back, name="take_ending_back"),
    path("<slug:space>/departures/<int:pk>/back/", views.bring_back, name="bring_back"),
    path("<slug:space>/people/<int:pk>/end/", views.end, name="end_membership"),
]
