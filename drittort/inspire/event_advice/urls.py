"""Addresses of event advice."""

from django.urls import path

from drittort.inspire.event_advice import views

urlpatterns = [
    path("<slug:space>/events/advice/", views.advice, name="event_advice"),
    path("<slug:space>/events/advice/scores/", views.scores, name="event_advice_scores"),
    path("<slug:space>/events/advice/clashes/", views.clashes, name="event_clashes"),
    path("<slug:space>/events/<int:pk>/beside/", views.beside, name="event_beside"),
    path("<slug:space>/events/advice/<int:pk>/draft/", views.draft, name="draft_event_advice"),
    path("<slug:space>/events/advice/<int:pk>/rest/", views.rest, name="rest_event_advice"),
    path("<slug:space>/events/advice/<int:pk>/wake/", views.wake, name="wake_event_advice"),
]
