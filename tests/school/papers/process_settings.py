"""The real settings, and the kind of form that tests print."""

from terrace.web.settings import *  # noqa: F403
from terrace.web.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.school.papers.process_app.RehearsalConfig"]
