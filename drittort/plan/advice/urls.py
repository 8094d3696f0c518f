"""Addresses of advice on the plan."""

from django.urls import path

from drittort.plan.advice import views

urlpatterns = [
    path("<slug:space>/plan/advice/", views.advice, name="advice"),
    path("<slug:space>/plan/advice/rules/", views.advice_rules, name="advice_rules"),
    path("<slug:space>/plan/advice/scores/", views.advice_scores, name="advice_scores"),
    path("<slug:space>/plan/advice/<int:pk>/take/", views.take_advice, name="take_advice"),
    path("<slug:space>/plan/advice/<int:pk>/decline/", views.decline_advice, name="decline_advice"),
    path("<slug:space>/plan/advice/<int:pk>/wake/", views.wake_advice, name="wake_advice"),
]
