"""All addresses: every module's, the house always first in the path."""

from django.urls import include, path
from django.urls.resolvers import RoutePattern

from drittort.core.addresses import ByFirstWords

MODULES = (
    "web",
    "core",
    "members",
    "spaces",
    "demo",
    "talk",
    "joining",
    "inform",
    "connect",
    "inspire",
    "network",
    "pulse",
    "plan",
    "home",
)
urlpatterns = [ByFirstWords(RoutePattern(""), [path("", include(f"drittort.{name}.urls")) for name in MODULES])]
