from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "drittort.web"
    label = "web"
