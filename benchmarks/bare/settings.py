"""As little as a page for somebody signed in needs: sessions and accounts, on the same database settings as the product."""

from pathlib import Path

from binhyen.config.environment import Environment, database

_env = Environment()
_folder = _env.folder("BENCH_FOLDER", "./var/bench")

SECRET_KEY = "yardstick"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "benchmarks.bare"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "benchmarks.bare.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": ["django.contrib.auth.context_processors.auth"]},
    }
]
DATABASES = {"default": database(_env.text("BENCH_DATABASE_URL"), _folder)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
