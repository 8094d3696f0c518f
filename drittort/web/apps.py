"""The design system: styles, templates, component tags, drawn portraits and the living style guide."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """A floor without tables: it knows how things look and nothing about what they are."""

    name = "drittort.web"
    label = "web"
