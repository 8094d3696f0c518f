"""Address of the demo's end."""

from django.urls import path

from drittort.demo import views

app_name = "demo"
urlpatterns = [path("<slug:space>/settings/demo/", views.remove, name="remove")]
