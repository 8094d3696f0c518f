"""Addresses of the design system: drawn faces and signs, and the style guide."""

from django.urls import path

from drittort.web import views

app_name = "web"
urlpatterns = [
    path("-/portrait/<str:seed>.svg", views.portrait, name="portrait"),
    path("-/plate/<str:seed>.svg", views.plate, name="plate"),
    path("-/colours/<int:hue>.css", views.colours, name="colours"),
    path("-/sign/<int:hue>/<slug:purpose>/<int:size>.png", views.sign, name="sign"),
    path("-/style/", views.style, name="style"),
    path("-/style/mail/", views.mail, name="mail"),
    path("-/style/<slug:name>/", views.style, name="specimen"),
]
