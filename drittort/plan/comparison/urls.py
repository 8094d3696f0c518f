"""The address of programs beside their figures."""

from django.urls import path

from drittort.plan.comparison import views

urlpatterns = [path("<slug:space>/plan/comparison/", views.comparison, name="comparison")]
