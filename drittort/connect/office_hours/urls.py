"""Addresses of office hours."""

from django.urls import path

from drittort.connect.office_hours import views

urlpatterns = [
    path("answer/office-hour/<str:token>/", views.answer_booking, name="answer_booking"),
    path("<slug:space>/office-hours/", views.office_hours, name="office_hours"),
    path("<slug:space>/office-hours/new/", views.new_office_hour, name="new_office_hour"),
    path("<slug:space>/office-hours/mine/", views.bookings, name="bookings"),
    path("<slug:space>/office-hours/mine/<int:pk>/", views.booking, name="booking"),
    path("<slug:space>/office-hours/times/<int:pk>/drop/", views.drop_slot, name="drop_slot"),
    path("<slug:space>/office-hours/<int:pk>/", views.office_hour, name="office_hour"),
    path("<slug:space>/office-hours/<int:pk>/edit/", views.edit_office_hour, name="edit_office_hour"),
    path("<slug:space>/office-hours/<int:pk>/book/", views.book, name="book_slot"),
    path("<slug:space>/office-hours/<int:pk>/times/", views.add_times, name="add_times"),
    path("<slug:space>/office-hours/<int:pk>/close/", views.close_office_hour, name="close_office_hour"),
]
