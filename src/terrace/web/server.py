"""The site's process: gunicorn, `python -m terrace.web.server PARENT_PID HOST PORT`."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from terrace.school.jobs.tether import end_with

WORKERS = 2
THREADS = 4
UPLOAD_SECONDS = 120
"""How long a worker may be silent: a photograph over a weak Wi-Fi takes its time."""


class Site(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn with the project's choices; the application is loaded once and then forked."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's own defaults."""
        chosen: dict[str, Any] = {
            "bind": f"{self.host}:{self.port}",
            "workers": WORKERS,
            "threads": THREADS,
            "worker_class": "terrace.web.patience.PatientWorker",
            "preload_app": True,
            "timeout": UPLOAD_SECONDS,
            "graceful_timeout": 5,
            "keepalive": 15,
            "accesslog": None,  # who looked at what stands in the journal, not in a log
            "errorlog": "-",
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "terrace",
        }
        if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn's heartbeat must not wear out a card
            chosen["worker_tmp_dir"] = "/dev/shm"  # noqa: S108
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, with all that its processes can share loaded before they part."""
        import gc

        from django.conf import settings
        from django.db import connections
        from django.urls import get_resolver
        from django.utils.translation import gettext, override

        from terrace.web.wsgi import application

        _ = get_resolver().url_patterns
        for code, _name in settings.LANGUAGES:
            with override(code):
                gettext("")
        connections.close_all()
        gc.collect()
        gc.freeze()
        return application


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terrace.web.settings")
    end_with(int(sys.argv[1]), signal.SIGTERM)
    Site(sys.argv[2], int(sys.argv[3])).run()
