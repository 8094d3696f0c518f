"""Addresses of goals."""

from django.urls import path

from drittort.plan.goals import views

urlpatterns = [
    path("<slug:space>/plan/goals/", views.goals, name="goals"),
    path("<slug:space>/plan/goals/new/", views.new_goal, name="new_goal"),
    path("<slug:space>/plan/goals/<int:pk>/", views.goal, name="goal"),
    path("<slug:space>/plan/goals/<int:pk>/measure/", views.hear_alarm, name="hear_alarm"),
    path("<slug:space>/plan/goals/<int:pk>/end/", views.end_goal, name="end_goal"),
]
