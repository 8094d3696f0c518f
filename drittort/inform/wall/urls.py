"""Addresses of screens."""

from django.urls import path

from drittort.inform.wall import views

urlpatterns = [
    path("<slug:space>/wall/", views.walls, name="walls"),
    path("<slug:space>/wall/me/", views.my_choice, name="wall_choice"),
    path("<slug:space>/wall/paper/", views.paper, name="wall_paper"),
    path("<slug:space>/wall/<int:pk>/", views.mark_wall, name="mark_wall"),
    path("<slug:space>/wall/screen/<str:token>/", views.screen, name="wall_screen"),
    path("<slug:space>/wall/screen/<str:token>/now/", views.now, name="wall_now"),
    path("<slug:space>/wall/screen/<str:token>/faces/<int:pk>/", views.face, name="wall_face"),
]
