"""The bare Django page that `pages` compares with: session and account, one query for as many rows as the people page shows, the same template engine."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import os
from pathlib import Path

import django
from django.conf import settings

FOLDER = Path(os.environ.get("BARE_FOLDER", "."))
ROWS = int(os.environ.get("BARE_ROWS", "60"))
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><header>{{ request.user.username }}</header><main>{% block main %}{% endblock %}</main></body></html>"""
PEOPLE = """{% extends "base.html" %}{% block title %}People{% endblock %}{% block main %}<h1>People</h1><ul>
{% for person in people %}<li><a href="/people/{{ person.pk }}/">{{ person.first_name }} {{ person.last_name }}</a> <span>{{ person.email }}</span></li>
{% endfor %}</ul>{% endblock %}"""

settings.configure(
    SECRET_KEY="only for this measurement",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="benchmarks.bare",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"base.html": PAGE, "people.html": PEOPLE})],
                    )
                ],
                "context_processors": ["django.template.context_processors.request"],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "bare.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"},
        }
    },
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """A page of people."""
    return render(request, "people.html", {"people": User.objects.order_by("last_name", "id")[:ROWS]})


urlpatterns = [path("people/", people)]
application = get_wsgi_application()


def main() -> None:
    """Make 2,000 accounts and forty sessions; print the keys of these."""
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    User.objects.bulk_create(
        User(username=f"u{k}", first_name="Ada", last_name=f"Lenz {k:05}", email=f"u{k}@example.org") for k in range(2000)
    )
    for user in User.objects.order_by("pk")[:40]:
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        print(browser.cookies["sessionid"].value)


if __name__ == "__main__":
    main()
