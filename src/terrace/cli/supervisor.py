"""The one process in the foreground: starts site and worker, keeps them up, stops them.

    python -m terrace.cli.supervisor HOST PORT [--no-worker] [--announce] [--prepared] [--demo]

It imports the standard library only and holds a few megabytes. Each child has a process group of
its own, so that Ctrl-C in a terminal reaches this process alone and everything stops in one order;
and each child is tethered, so that nothing stays behind when this process is killed.
"""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from terrace.cli.listening import addresses, say_if_taken
from terrace.school.jobs import stopping
from terrace.web.home import home

LOOK_SECONDS = 0.1
STOP_SECONDS = 8.0
"""How long a child may take to stop before it is ended."""
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
"""A child that ran this long is started again at once."""


@dataclass(slots=True)
class Child:
    """A process that is to be there: what to run, and how its last start went."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.5
    started: float = 0.0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        """Run it, tethered to this process."""
        words = [sys.executable, "-m", self.module, str(os.getpid()), *self.arguments]
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, process_group=0)
        self.started = time.monotonic()

    def keep_up(self) -> None:
        """Start it again when it has ended, later and later while it keeps ending."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
        elif self.process.poll() is not None:
            self.pause = 0.5 if now - self.started > STEADY_SECONDS else self.pause * 2
            self.pause = min(self.pause, LONGEST_PAUSE)
            _say(f"{self.name} ended ({self.process.returncode}); again in {self.pause:g} s")
            self.again_at = now + self.pause
            self.process = None

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the child; it stops what it started itself."""
        if self.process is not None and self.process.poll() is None:
            with suppress(ProcessLookupError):
                self.process.terminate()

    def wait_or_end(self, deadline: float) -> None:
        """Wait for it until `deadline` (monotonic seconds), then end it and its group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _say(f"{self.name} did not stop in time and is ended")
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def main(words: list[str]) -> int:
    """Supervise until asked to stop; the exit code."""
    host, port, choices = words[0], int(words[1]), set(words[2:])
    stopping.listen()
    say_if_taken(host, port)
    if "--prepared" not in choices and not _prepare():
        return 0 if stopping.asked() else 1
    site = Child("The site", "terrace.web.server", (host, str(port)))
    children = [site]
    if "--no-worker" not in choices:
        children.append(Child("The worker", "terrace.school.jobs.process"))
    if "--announce" in choices:
        children.append(Child("The short name", "terrace.web.announce", (str(port),)))
    for child in children:
        child.start()
    code = _watch(children, site, host, port, demo="--demo" in choices)
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.wait_or_end(deadline)
    return code


def _watch(children: list[Child], site: Child, host: str, port: int, *, demo: bool) -> int:
    announced = False
    while not stopping.asked():
        if not announced:
            if site.process is not None and site.process.poll() is not None:
                _say("The site did not start; the reason stands above.")
                return 1
            if _answers(host, port):
                _announce(host, port, demo=demo)
                announced = True
        for child in children:
            if announced or child is not site:
                child.keep_up()
        time.sleep(LOOK_SECONDS)
    return 0


def _prepare() -> bool:
    """Bring database, translations and static files up to date, in a process that ends."""
    process = subprocess.Popen([sys.executable, "-m", "terrace.web.prepare", str(os.getpid())])
    while process.poll() is None:
        if stopping.asked():
            process.terminate()
            process.wait()
        time.sleep(LOOK_SECONDS / 5)
    return process.returncode == 0


def _answers(host: str, port: int) -> bool:
    near = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    connection = http.client.HTTPConnection(near, port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _announce(host: str, port: int, *, demo: bool) -> None:
    lines = [f"Terrace: {address}" for address in addresses(host, port)]
    if demo:
        logins = json.loads((home(os.environ) / "demo-logins.json").read_text(encoding="utf-8"))
        width = max(len(login["role"]) for login in logins)
        lines += ["", "Yunling Primary, a demo school; its people and data are simulated."]
        lines += [
            f"  {login['role']:<{width}}  {login['username']}  {login['password']}  {login['name']}"
            for login in logins
        ]
        lines += ["", "Stop with Ctrl-C. The data stays in " + str(Path(home(os.environ)))]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
