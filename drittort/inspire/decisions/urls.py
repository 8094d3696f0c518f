"""Addresses of decisions."""

from django.urls import path

from drittort.inspire.decisions import views

urlpatterns = [
    path("answer/decision/<str:token>/", views.answer_decision, name="answer_decision"),
    path("<slug:space>/decisions/", views.decisions, name="decisions"),
    path("<slug:space>/decisions/new/", views.new_decision, name="new_decision"),
    path("<slug:space>/decisions/lots.py", views.lots_program, name="lots_program"),
    path("<slug:space>/decisions/<int:pk>/", views.decision, name="decision"),
    path("<slug:space>/decisions/<int:pk>/edit/", views.edit_decision, name="edit_decision"),
    path("<slug:space>/decisions/<int:pk>/ballot/", views.cast, name="cast_ballot"),
    path("<slug:space>/decisions/<int:pk>/position/", views.say, name="say_position"),
    path("<slug:space>/decisions/<int:pk>/step/", views.step, name="decision_step"),
    path("<slug:space>/decisions/<int:pk>/draw.json", views.draw_file, name="draw_file"),
]
