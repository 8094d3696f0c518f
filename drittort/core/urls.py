"""Addresses of files."""

from django.urls import path

from drittort.core.files import views as files

app_name = "core"
urlpatterns = [
    path("-/face/<slug:token>/<slug:size>.webp", files.face, name="face"),
    path("<slug:space>/files/<slug:token>/<str:name>", files.file, name="file"),
]
