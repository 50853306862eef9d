"""The real settings, under an environment of the tests' own."""

import atexit
import os
import shutil
import tempfile

# A developer's .env, or a variable left over from a run, must not decide what the tests see.
for name in ("ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL", "FROM_EMAIL", "HOST", "PORT", "REDIS_URL"):
    os.environ.pop(name, None)

# The first process makes the directory; the others, a test's own processes too, share it.
if "TESTS_STATE_DIR" not in os.environ:
    directory = tempfile.mkdtemp(prefix="rehab-tests-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    os.environ["TESTS_STATE_DIR"] = directory

os.environ |= {
    "ENV_FILE": "",
    "DEBUG": "1",
    "STATE_DIR": os.environ["TESTS_STATE_DIR"],
    "SECRET_KEY": "only-for-tests",
    # Playwright's loop makes Django believe that live tests touch the database from a coroutine.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

from rehab import settings as real  # noqa: E402 - reads the environment set above

globals().update({name: getattr(real, name) for name in dir(real) if name.isupper()})

# Slow hashing protects real passwords; here it would take half of the time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if real.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: in memory, threads share a lock that no file has.
    real.DATABASES["default"]["TEST"] = {"NAME": str(real.STATE_DIR / "test.sqlite3")}

# Nothing was collected: static files come from where they lie, as on a developer's machine.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
