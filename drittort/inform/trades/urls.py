"""Addresses of the trades of a house."""

from django.urls import path

from drittort.inform.trades import views

urlpatterns = [
    path("<slug:space>/trades/", views.trades, name="trades"),
    path("<slug:space>/trades/<str:letter>/", views.trade, name="trade"),
    path("<slug:space>/trades/<str:letter>/join/", views.join, name="join_trade"),
    path("<slug:space>/trades/<str:letter>/leave/", views.leave, name="leave_trade"),
]
