"""Addresses of deals."""

from django.urls import path

from drittort.connect.deals import views

urlpatterns = [
    path("answer/deal/<str:token>/", views.answer_deal, name="answer_deal"),
    path("<slug:space>/deals/", views.deals, name="deals"),
    path("<slug:space>/deals/new/", views.new_deal, name="new_deal"),
    path("<slug:space>/deals/with/<int:pk>/", views.new_deal, name="new_deal_with"),
    path("<slug:space>/deals/<int:pk>/mark/", views.mark_deal, name="mark_deal"),
]
