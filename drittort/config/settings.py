"""Django's settings, made from the settings of the machine (house.py)."""

import drittort.core.sqlite  # noqa: F401  isort: skip  the replacement must come before Django's first import of sqlite3

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from drittort.config.house import ROOT, database_settings, mail_settings, read_house

HOUSE = read_house()

SECRET_KEY = HOUSE.secret_key
DEBUG = False
DEMO = HOUSE.demo
ADDRESS = HOUSE.address
ALLOWED_HOSTS = HOUSE.hosts
DATA = HOUSE.data

INSTALLED_APPS = [
    "drittort.core",
    "drittort.web",
    "drittort.spaces",
    "drittort.members",
    "drittort.talk",
    "drittort.joining",
    "drittort.network",
    "drittort.inform",
    "drittort.connect",
    "drittort.inspire",
    "drittort.pulse",
    "drittort.plan",
    "drittort.home",
    "drittort.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# The file that is loaded of each module at start. The process of the event streams needs less (streams.py).
LOADS = "registrations"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "drittort.core.faceless.Faceless",
    "drittort.core.middleware.Packed",
    "csp.middleware.CSPMiddleware",
    "drittort.core.middleware.SameOrigin",
    "drittort.core.middleware.Seldom",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "drittort.members.scope.Language",
    "django.middleware.common.CommonMiddleware",
    "drittort.core.middleware.Errors",
    "drittort.members.scope.Scope",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "drittort.config.urls"
WSGI_APPLICATION = "drittort.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"])],
            "builtins": ["drittort.core.templatetags.addresses", "drittort.web.templatetags.ui", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "drittort.home.frame.frame",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {"default": database_settings(HOUSE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

globals().update(mail_settings(HOUSE))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = HOUSE.mail_from
BOUNCES = HOUSE.bounces
REPLY_ADDRESS = HOUSE.reply_address
INBOX = HOUSE.inbox
MAIL_CHECKED_BY = HOUSE.mail_checked_by
BACKUPS_KEPT = HOUSE.backups_kept
# Machines of the own network that a house may ask to translate.
TRANSLATORS = HOUSE.translators
# Push goes to public addresses only; tests of the way out set this to reach a service on this machine.
PUSH_LOOPBACK = False

AUTH_USER_MODEL = "members.Account"
AUTHENTICATION_BACKENDS = ["drittort.members.sign_in.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["email"]}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESAME_MAX_AGE = 30 * 60
SESAME_ONE_TIME = True
LOGIN_URL = "members:sign_in"

SESSION_ENGINE = "drittort.core.sessions"
SESSION_COOKIE_NAME = "drittort"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HOUSE.secure
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HOUSE.secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HOUSE.secure else None
X_FRAME_OPTIONS = "DENY"

# Event streams: beside the pages, or at a port of their own on the same machine, which then reads only the house's own pages.
LIVE_PORT = HOUSE.live
LIVE_AT = [f"http://{host}:{LIVE_PORT}" for host in ALLOWED_HOSTS if ":" not in host] if LIVE_PORT else []
LIVE_READERS = [f"http://{host}:{urlsplit(ADDRESS).port or 80}" for host in ALLOWED_HOSTS] if LIVE_PORT else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF, *LIVE_AT],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "drittort" / "locale"]
FORMAT_MODULE_PATH = ["drittort.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = HOUSE.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOUSE.data / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "drittort.core.files.uploads.BoundedUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10

WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365

TASKS = {"default": {"BACKEND": "drittort.core.jobs.backend.TableBackend"}}

# W004: addresses are unique whatever their case, by a constraint. Forms are protected by Origin and Sec-Fetch-Site (core.middleware.SameOrigin), so that no cookie is needed before sign-in.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W003", "security.W004", "security.W008", "security.W012"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"class": "drittort.core.log_lines.Wordless", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"drittort": {"level": "INFO"}},
}
