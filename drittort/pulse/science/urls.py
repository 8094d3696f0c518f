"""Addresses of science."""

from django.urls import path

from drittort.pulse.science import views

urlpatterns = [
    path("<slug:space>/science/", views.science, name="science"),
    path("<slug:space>/science/file/", views.ask, name="ask_science"),
    path("<slug:space>/science/compare/", views.give, name="give_quarter"),
    path("<slug:space>/science/compare/file/", views.given, name="given_quarter"),
    path("<slug:space>/science/compare/take/", views.take, name="take_comparison"),
    path("<slug:space>/science/compare/<int:pk>/", views.drop, name="drop_comparison"),
]
