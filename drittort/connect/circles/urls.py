"""Addresses of circles."""

from django.urls import path

from drittort.connect.circles import views

urlpatterns = [
    path("answer/circle/<str:token>/", views.answer_circle, name="answer_circle"),
    path("answer/circles/<str:token>/", views.answer_call, name="answer_call"),
    path("<slug:space>/circles/", views.circles, name="circles"),
    path("<slug:space>/circles/calls/<int:pk>/", views.wish, name="want_circle"),
    path("<slug:space>/circles/seasons/", views.seasons, name="circle_seasons"),
    path("<slug:space>/circles/seasons/<int:pk>/", views.season, name="circle_season"),
    path("<slug:space>/circles/seasons/<int:pk>/change/", views.change, name="change_circle_season"),
    path("<slug:space>/circles/seasons/<int:pk>/people/", views.people, name="ask_circle"),
    path("<slug:space>/circles/seasons/<int:pk>/draw/", views.draw, name="draw_circles"),
    path("<slug:space>/circles/seasons/<int:pk>/close/", views.close, name="close_circle_season"),
    path("<slug:space>/circles/meetings/<int:pk>/", views.move_meeting, name="move_circle_meeting"),
    path("<slug:space>/circles/<int:pk>/", views.circle, name="circle"),
    path("<slug:space>/circles/<int:pk>/do/", views.in_circle, name="in_circle"),
]
