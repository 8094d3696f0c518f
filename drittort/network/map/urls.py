"""Addresses of the map."""

from django.urls import path

from drittort.network.map import views

urlpatterns = [path("<slug:space>/map/", views.house_map, name="map")]
