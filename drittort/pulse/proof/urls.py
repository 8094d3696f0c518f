"""The address of whether introductions help."""

from django.urls import path

from drittort.pulse.proof import views

urlpatterns = [path("<slug:space>/pulse/proof/", views.proof, name="proof")]
