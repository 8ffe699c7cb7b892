"""The peer: Kolibri, the offline learning platform, in an environment of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from running import Running, answering, free_port

VERSION = "0.19.5"
TRIVIAL = "/api/public/info/"
"""Its cheapest endpoint: says who it is, reads nothing."""


def install(folder: Path) -> Path | None:
    """Install Kolibri into an environment in `folder`; its command, `None` where it will not."""
    command = folder / "bin" / "kolibri"
    if command.exists():
        return command
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
        pip = folder / "bin" / "pip"
        subprocess.run(
            [pip, "install", "-q", f"kolibri=={VERSION}"], check=True, capture_output=True
        )
    except subprocess.CalledProcessError:
        return None
    return command if command.exists() else None


@contextmanager
def served(command: Path, home: Path) -> Iterator[Running]:
    """Kolibri in the foreground with its data under `home`, until the block ends."""
    port = free_port()
    env = os.environ | {
        "KOLIBRI_HOME": str(home),
        "KOLIBRI_HTTP_PORT": str(port),
        "KOLIBRI_ZIP_CONTENT_PORT": "0",
        "KOLIBRI_LISTEN_ADDRESS": "127.0.0.1",
    }
    url = f"http://127.0.0.1:{port}"
    with answering([str(command), "start", "--foreground"], env, url + TRIVIAL) as it:
        yield Running(url, it.process, it.seconds_to_answer)
