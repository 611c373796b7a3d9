"""Django's settings. Everything that differs between installations comes from the environment (env.sample)."""

import logging

from csp.constants import NONCE, NONE, SELF
from django.core.management.utils import get_random_secret_key

from binhyen.config.environment import Environment, database

env = Environment()

DATA_DIR = env.folder("BINHYEN_DATA_DIR", "./var")
DEBUG = env.flag("BINHYEN_DEBUG", default=False)


def _secret_key() -> str:
    """The configured key, or one made at first start and kept readable by its owner only."""
    given = env.text("BINHYEN_SECRET_KEY")
    if given:
        return given
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key(), encoding="utf-8")
    return kept.read_text(encoding="utf-8").strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.items("BINHYEN_ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
# Behind a proxy that speaks HTTPS: cookies and redirects then insist on it.
HTTPS = env.flag("BINHYEN_HTTPS", default=False)
# What certificates lead to; empty: the address under which the officer who prints them is working.
PUBLIC_URL = env.address("BINHYEN_PUBLIC_URL")
CSRF_TRUSTED_ORIGINS = env.items("BINHYEN_TRUSTED_ORIGINS")
# Loopback unless somebody decides otherwise; behind a proxy on the same machine it stays loopback.
HOST = env.text("BINHYEN_HOST", "127.0.0.1")
PORT = env.whole("PORT", 8000, low=1, high=65535)
WEB_PROCESSES = env.whole("BINHYEN_WEB_PROCESSES", 3, low=1, high=64)
LOG_LEVEL = env.text("BINHYEN_LOG_LEVEL", "INFO")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "binhyen.shell",
    "binhyen.audit",
    "binhyen.papers",
    "binhyen.accounts",
    # After our accounts, whose templates stand in front of its own.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "binhyen.units",
    "binhyen.programmes",
    "binhyen.figures",
    "binhyen.recognition",
    "binhyen.movement",
    "binhyen.dossiers",
    "binhyen.insight",
    "binhyen.staff",
    "binhyen.reminders",
    "binhyen.collection",
    "binhyen.links",
    "binhyen.portal",
    "binhyen.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outermost with the policy: answers that other middleware gives (a foreign host, a forged form) carry both.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "binhyen.config.middleware.RoleLineMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "binhyen.shell.middleware.ErrorsSpeakMiddleware",
]

ROOT_URLCONF = "binhyen.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "binhyen.config.context.frame",
            ],
            "builtins": ["binhyen.shell.templatetags.vietnamese", "template_partials.templatetags.partials"],
        },
    }
]

DATABASES = {"default": database(env.text("DATABASE_URL"), DATA_DIR)}
# Holds what allauth counts of failed sign-ins. All processes must count together, so it is no process's memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "binhyen.accounts.adapter.ClosedDoorAdapter"
MFA_ADAPTER = "binhyen.accounts.adapter.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Behind a proxy everybody has its address: the one it saw is the last it wrote down, and the only one to believe.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Bình Yên"
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "binhyen.accounts.views.token_refused"
LOGIN_REDIRECT_URL = "work"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"]
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a grid of 1,000 areas x 15 figures in one form
FILE_UPLOAD_PERMISSIONS = 0o600
# Larger bodies are refused while they arrive, before anything is parsed or stored.
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
# What is refused must leave no trace, so nothing that arrives is spooled to a disk before somebody has looked at it.
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS = [
    "binhyen.shell.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]

# Letters that remind; none go where no mail server is named.
_mail = env.mail_server("BINHYEN_EMAIL_URL")
EMAIL_HOST, EMAIL_PORT = str(_mail["EMAIL_HOST"]), _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = str(_mail["EMAIL_HOST_USER"]), _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.text("BINHYEN_EMAIL_FROM") or EMAIL_HOST_USER or f"binhyen@{EMAIL_HOST or 'localhost'}"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# Where a line of the log cannot be written, Python would print it beside the log, with what was being handled: values
# that our formatter had left out.
logging.raiseExceptions = DEBUG
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "logging.Formatter" if DEBUG else "binhyen.config.logs.DiscreetFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
