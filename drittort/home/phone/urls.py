"""Addresses of the house on a phone."""

from django.urls import path

from drittort.home.phone import views

urlpatterns = [
    path("sw.js", views.service_worker, name="service_worker"),
    path("offline/", views.offline, name="offline"),
    path("<slug:space>/app.webmanifest", views.manifest, name="manifest"),
    path("<slug:space>/icon/<str:token>/<slug:purpose>/<int:size>.png", views.icon, name="phone_icon"),
    path("<slug:space>/phone/", views.phone, name="phone"),
    path("<slug:space>/phone/dismiss/", views.dismiss, name="dismiss_phone_hint"),
    path("<slug:space>/settings/sign/", views.sign, name="sign"),
    path("<slug:space>/share/", views.share, name="share"),
    path("<slug:space>/share/take/", views.take_share, name="take_share"),
    path("<slug:space>/tickets/", views.tickets, name="tickets"),
]
