"""Settings: safe as they stand; the environment changes what a place needs changed.

TERRACE_HOME    where the school's data lies (default: the user's own data folder)
TERRACE_SECRET  the signing key (default: a file in TERRACE_HOME, made at the first start)
TERRACE_HOSTS   further names to answer to, with commas (a county's public name)
TERRACE_HTTPS   1 where a proxy in front speaks TLS: cookies then travel only there
TERRACE_LOG     the level of the log on stderr (default: INFO)
DATABASE_URL    postgres://… (default: SQLite in TERRACE_HOME/school.db)
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from terrace.web.database import databases
from terrace.web.home import home, secret_key

HERE = Path(__file__).parent

TERRACE_HOME = home(os.environ)
TERRACE_FILES = TERRACE_HOME / "files"
"""Photographs and PDFs. They have no address: a view that knows the walls hands them out."""
TERRACE_HOSTS = frozenset(filter(None, os.environ.get("TERRACE_HOSTS", "").lower().split(",")))
TERRACE_HTTPS = os.environ.get("TERRACE_HTTPS") == "1"

DEBUG = False
SECRET_KEY = secret_key(os.environ)
# Which names are answered is decided by `security.only_near_hosts`: no list can say "near".
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "terrace.web.apps.NoticesConfig",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.RulesConfig",
    "terrace.school.jobs",
    "terrace.school.journal",
    "terrace.school.people",
    "terrace.school.calendar",
    "terrace.school.today",
    "terrace.school.messages",
    "terrace.school.papers",
    "terrace.school.curriculum",
    "terrace.school.learning",
    "terrace.school.attendance",
    "terrace.school.absence",
    "terrace.school.timetable",
    "terrace.school.rota",
    "terrace.school.care",
    "terrace.school.practice",
]

MIDDLEWARE = [
    "terrace.web.security.only_near_hosts",
    "django.middleware.security.SecurityMiddleware",
    "terrace.web.security.strict_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "terrace.school.people.middleware.whole_sign_in",
    # Every page asks who is there unless it says that it need not: a forgotten line leaks nothing.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "terrace.school.people.middleware.known_phone",
    "terrace.school.people.middleware.own_password",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "terrace.web.urls"
WSGI_APPLICATION = "terrace.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "terrace.web.context.frame",
            ],
        },
    },
]

DATABASES = databases(os.environ, TERRACE_HOME)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
        # A task is a row of the transaction that asks for it, so it exists when that commits and
        # not otherwise: nothing waits for a commit in memory, where a power cut would lose it.
    }
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "terrace.school.people.backend.AccountBackend",
]
PASSWORD_HASHERS = [
    "terrace.school.people.passwords.SmallBoxArgon2Hasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 90 * 24 * 3600  # a teacher signs in once a term on a phone that is known
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TERRACE_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = TERRACE_HTTPS

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Browsers honour this one only where the connection is safe, and complain elsewhere.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if TERRACE_HTTPS else None
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TERRACE_HTTPS else None

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = "terrace.web.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = TERRACE_HOME / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": TERRACE_FILES},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Photographs bring a handler of their own, which puts them to disk as they arrive.
FILE_UPLOAD_HANDLERS = ["terrace.web.uploads.OnlyFromStaff"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FILES = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TERRACE_LOG", "INFO")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
