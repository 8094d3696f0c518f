"""Addresses of lapsing."""

from django.urls import path

from drittort.joining.lapsing import views

urlpatterns = [
    path("answer/well/<str:token>/", views.answer, name="answer_lapse"),
    path("<slug:space>/lapsing/", views.lapsing, name="lapsing"),
    path("<slug:space>/lapsing/<int:pk>/talked/", views.cared, name="cared_for"),
]
