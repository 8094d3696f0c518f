"""The address of what members changed."""

from django.urls import path

from drittort.inspire.influence import views

urlpatterns = [path("<slug:space>/influence/", views.influence, name="influence")]
