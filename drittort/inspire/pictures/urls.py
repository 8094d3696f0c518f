"""Addresses of pictures."""

from django.urls import path

from drittort.inspire.pictures import views

urlpatterns = [
    path("<slug:space>/pictures/", views.my_pictures, name="my_pictures"),
    path("<slug:space>/pictures/wanted/", views.want_pictures, name="want_pictures"),
    path("<slug:space>/pictures/<slug:subject>/<int:pk>/", views.add_picture, name="add_picture"),
    path("<slug:space>/pictures/<int:pk>/step/", views.picture_step, name="picture_step"),
    path("<slug:space>/told/pictures/<int:pk>/<slug:size>.webp", views.public_picture, name="public_picture"),
]
