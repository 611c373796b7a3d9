"""The product's settings for tests: a data folder of their own, quick passwords, plain static files.

The environment is cleared first, so that nobody's real database or data folder is ever touched by a test.
"""

import atexit
import os
import shutil
import tempfile

for name in [name for name in os.environ if name.startswith("BINHYEN_") and not name.startswith("BINHYEN_TEST_")]:
    if name != "BINHYEN_DIFFERENTIAL_EXAMPLES":
        del os.environ[name]
_folder = tempfile.mkdtemp(prefix="binhyen-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["BINHYEN_DATA_DIR"] = _folder
os.environ["BINHYEN_SECRET_KEY"] = "for tests only, " * 4
# scripts/test.py names a private PostgreSQL cluster here; without it the tests run on SQLite.
os.environ["DATABASE_URL"] = os.environ.get("BINHYEN_TEST_DATABASE_URL", "")

from binhyen.config.settings import *  # noqa: E402, F403, TID251
from binhyen.config.settings import DATA_DIR, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402, TID251

# A file, not memory: the live server of the browser tests reads through connections of its own.
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
# Argon2 is slow on purpose; tests make many people.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# No collectstatic before a test: files come from where they are written.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns when it is missing, and a warning fails a test
