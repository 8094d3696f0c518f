"""Pages over WSGI."""

import drittort.core.sqlite  # noqa: F401  isort: skip

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drittort.config.settings")
application = get_wsgi_application()
