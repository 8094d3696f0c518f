"""Pages over WSGI. Everything is loaded first; then, where the house is being prepared, its end is waited for."""

import drittort.core.sqlite  # noqa: F401  isort: skip

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from drittort.core.prepared import wait_until_prepared
from drittort.core.staying import what_stays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drittort.config.settings")
with what_stays():
    django.setup(set_prefix=False)
    # The addresses, and with them all views: otherwise the first visitor would wait for them.
    reverse(settings.LOGIN_URL)
wait_until_prepared(settings.DATA)
application = get_wsgi_application()
