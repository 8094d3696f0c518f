"""Addresses of lending."""

from django.urls import path

from drittort.connect.lending import views

urlpatterns = [
    path("answer/loan/<str:token>/", views.answer_loan, name="answer_loan"),
    path("<slug:space>/lending/", views.loans, name="loans"),
    path("<slug:space>/lending/ask/<int:pk>/", views.ask, name="ask_loan"),
    path("<slug:space>/lending/<int:pk>/", views.loan, name="loan"),
]
