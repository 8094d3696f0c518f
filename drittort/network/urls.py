"""Addresses of the network."""

from drittort.network.map.urls import urlpatterns as map_urls
from drittort.network.report.urls import urlpatterns as report_urls
from drittort.network.ties.urls import urlpatterns as tie_urls

app_name = "network"
urlpatterns = [*tie_urls, *report_urls, *map_urls]
