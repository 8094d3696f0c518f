"""Event streams over ASGI; pages stay on WSGI. Neither addresses nor templates are loaded here."""

import drittort.core.sqlite  # noqa: F401  isort: skip

import os

import django

from drittort.core.staying import what_stays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drittort.config.streams")
with what_stays():
    django.setup(set_prefix=False)

from drittort.core.live.stream import Streams

application = Streams()
