"""Addresses of milestones."""

from django.urls import path

from drittort.inspire.milestones import views

urlpatterns = [
    path("<slug:space>/milestones/", views.milestones, name="milestones"),
    path("<slug:space>/milestones/mine/", views.my_celebration, name="my_celebration"),
    path("<slug:space>/milestones/<int:pk>/congratulate/", views.congratulate, name="congratulate"),
]
