"""Settings for every form of the application; the environment chooses.

Without any variable it is the local form: embedded PostgreSQL and Valkey, a key of its own in the
data folder, this machine only. `DONGBAN_ENV=production` demands what a real installation must
choose for itself, and says so when it is missing.
"""

from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.observability import logging_config
from config.secret import local_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

ENVIRONMENT = env.str("DONGBAN_ENV", default="local")
if ENVIRONMENT not in ("local", "production"):
    raise ImproperlyConfigured("DONGBAN_ENV must be 'local' or 'production'.")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", default=False)


def required(name: str, *, example: str) -> str:
    """The variable's value; production does not start without it."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Production needs it, for example {example}")
    return value


if PRODUCTION:
    SECRET_KEY = required("SECRET_KEY", example="the output of 'openssl rand -base64 48'")
    required("DATABASE_URL", example="postgres://user:password@host:5432/dongban")
    required("REDIS_URL", example="redis://host:6379")
    required("ALLOWED_HOSTS", example="crm.example.org")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key(embedded.var())

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "crm",
    "matching",
    "prospects",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "pghistory",
    "pgtrigger",
    "django_htmx",
    "template_partials",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.headers.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crm.web.redirects.HtmxRedirectMiddleware",
    "crm.web.renewal.ReadinessMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, sessions, tasks -------------------------------------------------------------

EMBEDDED_POSTGRES = not env.str("DATABASE_URL", default="")
EMBEDDED_VALKEY = not env.str("REDIS_URL", default="")

DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "config.database",
        "NAME": "dongban",
        "USER": "dongban",
        "HOST": str(embedded.postgres_sockets()),
    }
    if EMBEDDED_POSTGRES
    else env.db_url("DATABASE_URL")
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": env.int("DATABASE_POOL_SIZE", default=10),
    "timeout": 10,
}
# The triggers that keep history look this setting up for every row and, where a connection does
# not have it, catch an error; each caught error walks all foreign keys that wait for the end of
# the transaction, so that a large one takes the square of its rows. The value ignores no trigger.
DATABASES["default"]["OPTIONS"]["options"] = " ".join(
    [DATABASES["default"]["OPTIONS"].get("options", ""), "-c pgtrigger.ignore={}"]
).strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if EMBEDDED_VALKEY:
    CACHE_URL = f"unix://{embedded.valkey_socket()}?db=1"
    CELERY_BROKER_URL = f"redis+socket://{embedded.valkey_socket()}?virtual_host=0"
else:
    _redis = env.str("REDIS_URL").rstrip("/")
    CACHE_URL = f"{_redis}/1"
    CELERY_BROKER_URL = f"{_redis}/0"

CACHES = {
    "default": {
        "BACKEND": "config.cache.EmbeddedCache"
        if EMBEDDED_VALKEY
        else "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "dongban",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60  # seconds in which a new process may rehearse
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Seoul"
CELERY_BEAT_SCHEDULE_FILENAME = env.str(
    "CELERY_BEAT_SCHEDULE_FILE", default=str(embedded.var() / "celerybeat-schedule")
)
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "rescore matches": {
        "task": "matching.tasks.rescore_all",
        "schedule": crontab(hour=2, minute=30),
    },
    "tend scoring runs": {
        "task": "matching.tasks.tend_runs",
        "schedule": crontab(),
    },
    "discard old imports": {
        "task": "crm.tasks.discard_old_intakes",
        "schedule": crontab(hour=3, minute=40),
    },
    "remind followers": {
        "task": "crm.tasks.remind_followers",
        "schedule": crontab(hour=7, minute=10),
    },
    "remind of second looks": {
        "task": "crm.tasks.remind_of_second_looks",
        "schedule": crontab(hour=7, minute=20),
    },
    "follow the register": {
        "task": "crm.tasks.follow_register",
        "schedule": crontab(minute="*/5"),
    },
    # Whatever a request or an import changed is renewed at once; this finds what else wrote.
    "renew readiness": {
        "task": "crm.tasks.renew_readiness",
        "schedule": crontab(),
    },
    "renew all readiness": {
        "task": "crm.tasks.renew_all_readiness",
        "schedule": crontab(hour=0, minute=5),
    },
    "tidy exports": {
        "task": "crm.tasks.tidy_exports",
        "schedule": crontab(minute=17),
    },
}

# --- Accounts -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "crm.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "crm.permissions.RolePermissions",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Dongban"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="dongban@localhost")

# --- Languages and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.finders.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(embedded.var() / "media"))()
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

# --- Security -------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Browsers' preload lists are for whole domains; whoever owns the domain decides that.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Programming interface ------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "oauth2_provider.contrib.rest_framework.OAuth2Authentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dongban API",
    "DESCRIPTION": "Companies and deals that the investment promotion agency shares with you, "
    "read-only. Ask for a token at `/api/v1/token` with your application's client credentials "
    "(grant type `client_credentials`, scope `read`) and send it as `Authorization: Bearer`. "
    "Errors are problem documents (RFC 9457).",
    "VERSION": "1.0.0",
    "TAGS": [
        {"name": "companies", "description": "Japanese manufacturers shared with the agency."},
        {"name": "deals", "description": "Investment projects shared with the agency."},
        {"name": "reference", "description": "What keys stand for."},
    ],
    "DEFAULT_GENERATOR_CLASS": "crm.api.v1.schema.EnglishSchemaGenerator",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"ReadinessLevelEnum": ["unknown", "none", "some", "strong"]},
}
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "SCOPES": {"read": "Read what is shared with the agency"},
    # RFC 9700, the current security practice. Partners use client credentials over TLS.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}

# --- Observability --------------------------------------------------------------------------------

DJANGO_STRUCTLOG_CELERY_ENABLED = True
LOG_FORMAT = env.str("LOG_FORMAT", default="json" if PRODUCTION else "console")
LOGGING = logging_config(log_format=LOG_FORMAT, level=env.str("LOG_LEVEL", default="INFO"))
