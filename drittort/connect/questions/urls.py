"""Addresses of those who were asked to answer a question."""

from django.urls import path

from drittort.connect.questions import views

urlpatterns = [
    path("<slug:space>/questions/<int:pk>/somebody/", views.somebody, name="name_somebody"),
    path("<slug:space>/questions/<int:pk>/not-now/", views.not_now, name="let_question_be"),
    path("answer/question/<str:token>/", views.by_mail, name="question_by_mail"),
]
