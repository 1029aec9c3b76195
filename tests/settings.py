"""Settings of the test runs: the real ones on servers of their own, thrown away afterwards.

The servers live in a temporary folder named in `DONGBAN_VAR`; pytest-xdist's workers inherit it.
`tests/conftest.py` removes it. It is in memory where the machine has room for it there: making and
removing databases of a thousand files each is most of what the disk would do.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY, DISK = Path("/dev/shm"), Path("/tmp")
ROOM = 4_000_000_000  # bytes: twice what a whole run writes


def _temporary() -> Path:
    fits = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return MEMORY if fits else DISK


for _name in ("DATABASE_URL", "REDIS_URL", "DONGBAN_ENV", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG"):
    os.environ.pop(_name, None)
if "DONGBAN_TEST_VAR" not in os.environ:
    os.environ["DONGBAN_TEST_VAR"] = tempfile.mkdtemp(prefix="dongban-test-", dir=_temporary())
    # PostgreSQL runs under another account when root tests; the folders inside are closed.
    Path(os.environ["DONGBAN_TEST_VAR"]).chmod(0o711)
os.environ["DONGBAN_VAR"] = os.environ["DONGBAN_TEST_VAR"]
os.environ["DONGBAN_DURABLE"] = "no"

from config.settings import *
from config.settings import CACHES, DATABASES, INSTALLED_APPS, MIDDLEWARE

DATABASES["default"]["OPTIONS"]["pool"] = False
DATABASES["default"]["TEST"] = {"TEMPLATE": "migrated"}  # made by tests/schema.py

# Each worker of pytest-xdist empties its own numbered database of the one Valkey, not the others'.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CACHES["default"]["LOCATION"] = CACHES["default"]["LOCATION"].replace("db=1", f"db={1 + _worker}")

# Fails a test whose page or endpoint asks the database once a row.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
ACCOUNT_RATE_LIMITS = False
