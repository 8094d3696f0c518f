"""Addresses of the figures."""

from django.urls import path

from drittort.plan.metrics import views

urlpatterns = [
    path("<slug:space>/plan/figures/", views.metrics, name="metrics"),
    path("<slug:space>/plan/figures/file.csv", views.metrics_file, name="metrics_file"),
    path("<slug:space>/plan/figures/compute/", views.compute_metrics, name="compute_metrics"),
    path("<slug:space>/plan/figures/<slug:figure>/", views.metric, name="metric"),
    path("<slug:space>/plan/figures/<slug:figure>/anew/", views.remake_metric, name="remake_metric"),
]
