"""Addresses of mentoring."""

from django.urls import path

from drittort.connect.mentoring import views

urlpatterns = [
    path("answer/mentoring/choose/<str:token>/", views.choose_mentor_by_mail, name="choose_mentor_by_mail"),
    path("answer/mentoring/<str:token>/", views.answer_mentoring, name="answer_mentoring"),
    path("<slug:space>/mentoring/", views.mentoring, name="mentoring"),
    path("<slug:space>/mentoring/pairs/<int:pk>/", views.pair, name="mentoring_pair"),
    path("<slug:space>/mentoring/seasons/", views.mentoring_seasons, name="mentoring_seasons"),
    path("<slug:space>/mentoring/seasons/<int:pk>/", views.mentoring_season, name="mentoring_season"),
    path("<slug:space>/mentoring/seasons/<int:pk>/mark/", views.mark_season, name="mark_mentoring_season"),
    path("<slug:space>/mentoring/candidates/<int:pk>/", views.mark_candidate, name="mark_mentoring_candidate"),
    path("<slug:space>/mentoring/<int:pk>/choose/", views.choose_mentor, name="choose_mentor"),
    path("<slug:space>/mentoring/<int:pk>/apply/<slug:side>/", views.apply, name="apply_for_mentoring"),
]
