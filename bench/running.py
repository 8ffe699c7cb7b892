"""A demo school made for a measurement, served by the project's own commands on loopback."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SEED = 2026


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: where, its process, and the seconds from start to the first answer."""

    url: str
    process: subprocess.Popen[bytes]
    seconds_to_answer: float


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def make_school(home: Path) -> list[dict[str, str]]:
    """Make the demo school under `home`; a login a role: `role`, `username`, `password`, `name`."""
    code = (
        "import dataclasses, json, django; django.setup();"
        "from django.core.management import call_command;"
        "call_command('migrate', verbosity=0);"
        "from terrace.school.demo import build;"
        f"logins = build({SEED}, lambda step, share: None);"
        "print(json.dumps([dataclasses.asdict(login) for login in logins]))"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), check=True, capture_output=True
    )
    logins: list[dict[str, str]] = json.loads(made.stdout.splitlines()[-1])
    return logins


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a school whose data lies under `home`."""
    return (
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "terrace.web.settings",
            "TERRACE_HOME": str(home),
        }
        | more
    )


@contextmanager
def served(home: Path) -> Iterator[Running]:
    """The school under `home`, served by `terrace serve` until the block ends."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("terrace")), "serve"]
    with answering(
        command, environment(home, PORT=str(port)), f"http://127.0.0.1:{port}/health"
    ) as it:
        yield Running(f"http://127.0.0.1:{port}", it.process, it.seconds_to_answer)


@contextmanager
def answering(command: list[str], env: dict[str, str], url: str) -> Iterator[Running]:
    """Start `command`, wait until `url` answers 200, stop it (and what it started) afterwards."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while True:
            if process.poll() is not None:
                raise RuntimeError(
                    f"{command[0]} ended with {process.returncode} before it answered"
                )
            try:
                with urllib.request.urlopen(url, timeout=1) as answer:
                    if answer.status == 200:
                        break
            except OSError:
                time.sleep(0.02)
            if time.perf_counter() - started > 300:
                raise TimeoutError(f"{url} did not answer in 300 s")
        yield Running(url, process, time.perf_counter() - started)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def sign_in(url: str, login: dict[str, str]) -> str:
    """Sign in through the page as a person does; the `Cookie` header of the session."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{url}/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError("the sign-in page has no form")
    form = {
        "csrfmiddlewaretoken": token[1],
        "username": login["username"],
        "password": login["password"],
    }
    answer = opener.open(f"{url}/sign-in/", urllib.parse.urlencode(form).encode())
    if answer.url.endswith("/sign-in/"):
        raise RuntimeError(f"{login['username']} could not sign in")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
