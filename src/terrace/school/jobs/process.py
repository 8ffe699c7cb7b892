"""The worker's process: `python -m terrace.school.jobs.process PARENT_PID`."""

import os
import signal
import sys

from terrace.school.jobs import stopping
from terrace.school.jobs.tether import end_with


def work() -> None:
    """Work for this data folder until asked to stop. Django must be set up."""
    from django.conf import settings

    from terrace.school.jobs.worker import Worker

    stopping.listen()
    Worker(settings.TERRACE_HOME).run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terrace.web.settings")
    end_with(int(sys.argv[1]), signal.SIGTERM)
    import django

    django.setup()
    work()
