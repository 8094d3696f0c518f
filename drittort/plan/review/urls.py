"""Addresses of reviews and measures."""

from django.urls import path

from drittort.plan.review import views

urlpatterns = [
    path("<slug:space>/plan/reviews/", views.reviews, name="reviews"),
    path("<slug:space>/plan/reviews/begin/", views.begin, name="begin_review"),
    path("<slug:space>/plan/reviews/<int:pk>/", views.review, name="review"),
    path("<slug:space>/plan/reviews/<int:pk>/step/", views.step, name="review_step"),
    path("<slug:space>/plan/reviews/<int:pk>/told/", views.told_review, name="told_review"),
    path("<slug:space>/plan/measures/", views.measures, name="measures"),
    path("<slug:space>/plan/measures/<int:pk>/", views.measure, name="measure"),
]
