"""All addresses: every module's, the house always first in the path."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("drittort.home.urls")),
    path("", include("drittort.members.urls")),
]
_ = settings
