"""The project's settings, with data in a folder that goes when the tests end."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="terrace-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TERRACE_HOME"] = _folder
# Playwright keeps an event loop in the test's thread, and Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from terrace.web.settings import *  # noqa: E402, F403

# The same algorithm at its lowest cost: a test that makes ten accounts should not wait for locks
# that are there to keep thieves waiting.
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2PasswordHasher"]
