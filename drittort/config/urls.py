"""All addresses: every module's, the house always first in the path."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("drittort.web.urls")),
    path("", include("drittort.core.urls")),
    path("", include("drittort.members.urls")),
    path("", include("drittort.spaces.urls")),
    path("", include("drittort.demo.urls")),
    path("", include("drittort.talk.urls")),
    path("", include("drittort.joining.urls")),
    path("", include("drittort.connect.urls")),
    path("", include("drittort.network.urls")),
    path("", include("drittort.home.urls")),
]
