"""Addresses of announcements."""

from django.urls import path

from drittort.inform.announcements import views

urlpatterns = [
    path("answer/announcement/<str:token>/", views.answer_announcement, name="answer_announcement"),
    path("<slug:space>/announcements/", views.announcements, name="announcements"),
    path("<slug:space>/announcements/new/", views.new_announcement, name="new_announcement"),
    path("<slug:space>/announcements/<int:pk>/", views.announcement, name="announcement"),
    path("<slug:space>/announcements/<int:pk>/edit/", views.edit_announcement, name="edit_announcement"),
    path("<slug:space>/announcements/<int:pk>/end/", views.end_announcement, name="end_announcement"),
    path("<slug:space>/announcements/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge_announcement"),
]
