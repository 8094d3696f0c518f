"""Only the design system's addresses, for its own tests: it stands on the ground floor and needs no other module."""

from django.urls import include, path

urlpatterns = [path("", include("drittort.web.urls"))]
