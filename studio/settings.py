"""Django's settings, all derived from `editor/conf.py` and the environment."""

from __future__ import annotations

from pathlib import Path

from editor import conf
from studio import secrets, services

BASE_DIR = Path(__file__).resolve().parent.parent
STUDIO = conf.load()
DATA_DIR = (BASE_DIR / STUDIO.data_dir).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = STUDIO.debug
SECRET_KEY = secrets.secret_key(DATA_DIR)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] + [
    host for host in STUDIO.allowed_hosts.split(",") if host
]
CSRF_TRUSTED_ORIGINS = [STUDIO.public_url] if STUDIO.public_url else []
if STUDIO.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "channels",
    "django_htmx",
    "ninja",
    "editor",
]
# Outermost first. All of them are asynchronous: a request holds a thread only in its view.
MIDDLEWARE = [
    "editor.web.middleware.health.HealthMiddleware",
    "editor.web.middleware.request_id.RequestIdMiddleware",
    "editor.web.middleware.headers.SecurityHeadersMiddleware",
    "editor.web.middleware.errors.ErrorMiddleware",
    "editor.web.middleware.static.StaticMiddleware",
    "editor.web.middleware.csrf.CsrfMiddleware",
    "editor.web.middleware.access.AccessMiddleware",
    "editor.web.middleware.workspace.WorkspaceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "studio.urls"
ASGI_APPLICATION = "studio.asgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"studio": "editor.web.tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "editor.web.context.studio",
            ],
        },
    }
]

DATABASES = {"default": services.database(STUDIO, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES = services.storages(STUDIO, DATA_DIR)
CHANNEL_LAYERS = {"default": services.channel_layer(STUDIO)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["interactive", "default"],
    }
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", BASE_DIR / "editor" / "fonts")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/.+-[0-9A-Z]{8}\.[a-z0-9.]+$"

# Uploads stream to disk; a body never lies in memory whole.
FILE_UPLOAD_HANDLERS = ["editor.web.uploads.BoundedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = STUDIO.json_bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20

SESSION_COOKIE_NAME = "studio"
ACCESS_COOKIE = "studio_access"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = STUDIO.public_url.startswith("https:")
CSRF_FAILURE_VIEW = "editor.web.answers.csrf_failure"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LOGGING = services.logging(STUDIO)
