"""Bad days: what was acknowledged is there afterwards, once, whenever the box died.

A few deaths in the ordinary run, fifty in the soak.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from terrace.school.papers import actions, files
from terrace.school.papers.models import Photo, Stack

from . import box, paper, syncs, wal

ROOT = Path(__file__).parents[3]
WAIT_SECONDS = 90


def environment(**more: str) -> dict[str, str]:
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.school.papers.process_settings",
        "PYTHONPATH": str(ROOT),
        "TERRACE_LOG": "ERROR",
    }
    return os.environ | settings | more


def box_does(*words: str, env: dict[str, str], given: str = "") -> str:
    """Run one command of the box to its end."""
    command = [sys.executable, "-m", "tests.school.papers.box", *words]
    done = subprocess.run(
        command, env=env, input=given, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Running:
    """A process of the box, with its children, in a group of its own."""

    def __init__(self, module: str, *words: str, env: dict[str, str], given: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(given)
        self.process.stdin.close()

    def children(self) -> list[int]:
        """Processes that it has started and that live."""
        pid = self.process.pid
        try:
            found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(child) for child in found.split()]

    def family(self) -> list[int]:
        """Itself and its children."""
        return [self.process.pid, *self.children()]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all of it."""
        for pid in self.family():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def dead(self) -> list[str]:
        """Kill all of it, wait for its death; the lines that it had said."""
        self.signal(signal.SIGKILL)
        assert self.process.stdout is not None
        said = self.process.stdout.read().splitlines()
        self.process.wait(WAIT_SECONDS)
        return said


def worker(env: dict[str, str]) -> Running:
    """The real worker."""
    return Running("terrace.school.jobs.process", str(os.getpid()), env=env)


def sender(photos: Sequence[Path], env: dict[str, str]) -> Running:
    """Somebody who sends these photographs."""
    given = "".join(f"{path}\n" for path in photos)
    return Running("tests.school.papers.box", "send", env=env, given=given)


def is_reading(home: Path) -> bool:
    """Whether a photograph is being read at this moment: the stack's lock says which."""
    folder = home / "files" / "locks"
    return any(lock.stat().st_size for lock in folder.iterdir()) if folder.is_dir() else False


def until(what: Any, *, seconds: float = WAIT_SECONDS) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def assert_nothing_lost_or_doubled(
    told: dict[str, Any], acknowledged: set[str], sheets: int
) -> None:
    """What must be true after the last photograph has been read."""
    assert told["wrong"] == []
    assert acknowledged <= set(told["photos"])
    assert len(set(told["photos"])) == len(told["photos"])
    assert (told["waiting"], told["refused"], told["other"]) == (0, 0, 0)
    assert told["counted"] == sheets
    assert told["counted"] + told["same_again"] == len(told["photos"])
    # One entry each: what was begun and cut off has left no trace.
    assert told["read_entries"] == told["sheet_entries"] == told["read"] == len(told["photos"])
    assert told["received_entries"] == len(told["photos"])
    assert told["journal"] is True


def kill_again_and_again(home: Path, folder: Path, *, kills: int, sheets: int) -> None:
    rng = random.Random(kills)
    env = environment()
    box.photographs(folder, sheets=sheets, variants=4 * kills // sheets + 4)
    photos = sorted(folder.glob("*.jpg"))
    acknowledged: set[str] = set()
    for _kill in range(kills):
        unsent = [path for path in photos if path.name not in acknowledged]
        sending, reading = sender(unsent[:8], env), worker(env)
        try:
            until(lambda: is_reading(home))
            time.sleep(rng.uniform(0, 0.5))
        finally:
            reading.dead()
            acknowledged |= set(sending.dead())
    box_does("send", env=env, given="".join(f"{path}\n" for path in photos))
    with _running_worker(env):
        until(lambda: not Photo.objects.filter(state="waiting").exists())
    told = box.known(folder)
    assert_nothing_lost_or_doubled(told, acknowledged | {p.name for p in photos}, sheets)


@contextmanager
def _running_worker(env: dict[str, str]) -> Iterator[Running]:
    running = worker(env)
    try:
        yield running
    finally:
        running.dead()


def test_killed_at_random_moments_while_photographs_are_sent_and_read(
    shared_database: str, home: Path, tmp_path: Path
) -> None:
    kill_again_and_again(home, tmp_path / "photos", kills=5, sheets=4)


@pytest.mark.soak
def test_killed_at_fifty_random_moments(shared_database: str, home: Path, tmp_path: Path) -> None:
    kill_again_and_again(home, tmp_path / "photos", kills=50, sheets=4)


def test_a_photograph_that_brings_the_reader_down_is_refused_and_the_rest_goes_on(
    shared_database: str, home: Path, tmp_path: Path
) -> None:
    env = environment()
    folder = tmp_path / "photos"
    box.photographs(folder, sheets=3, variants=1)
    photos = sorted(folder.glob("*.jpg"))
    box_does("send", env=env, given="".join(f"{path}\n" for path in photos))
    bad = Photo.objects.get(name=photos[0].name)
    deaths: set[int] = set()
    with _running_worker(env) as running:

        def settled() -> bool:
            lock = files.path_of(f"locks/{bad.stack_id}")
            if lock.exists() and lock.read_text() == str(bad.pk):
                # As a bug in a decoder would: the process is gone, without a word.
                for child in running.children():
                    os.kill(child, signal.SIGKILL)
                    deaths.add(child)
                until(lambda: not running.children() or lock.read_text() != str(bad.pk))
            return not Photo.objects.filter(state="waiting").exists()

        until(settled)
    bad.refresh_from_db()
    assert (bad.state, bad.refusal) == ("refused", "unexpected")
    assert len(deaths) == 3
    assert Photo.objects.filter(state="read").count() == 2


def test_two_jobs_for_a_stack_do_its_work_once(
    shared_database: str, home: Path, tmp_path: Path
) -> None:
    env = environment()
    folder = tmp_path / "photos"
    box.photographs(folder, sheets=3, variants=3)
    photos = sorted(folder.glob("*.jpg"))
    box_does("send", env=env, given="".join(f"{path}\n" for path in photos))
    readers = [Running("tests.school.papers.box", "read", env=env) for _ in range(2)]
    for reader in readers:
        assert reader.process.wait(WAIT_SECONDS) == 0
    told = box.known(folder)
    assert_nothing_lost_or_doubled(told, {path.name for path in photos}, 3)


def cut_the_power(tmp_path: Path, *, cuts: int, sheets: int) -> None:
    """Live, freeze, lose whatever no disk has promised, wake up, go on living; then look."""
    rng = random.Random(cuts)
    folder, home = tmp_path / "photos", tmp_path / "box-0"
    home.mkdir()

    def env_of(home: Path) -> dict[str, str]:
        return environment(
            TERRACE_HOME=str(home),
            DATABASE_URL=f"sqlite:///{home}/school.db",
            **{syncs.VARIABLE: str(tmp_path / f"{home.name}.syncs")},
        )

    box_does("prepare", str(folder), str(sheets), str(3 * cuts + 4), env=env_of(home))
    photos = sorted(folder.glob("*.jpg"))
    acknowledged: set[str] = set()
    lost = suffered = 0
    for cut in range(cuts):
        env = env_of(home)
        unsent = [path for path in photos if path.name not in acknowledged]
        sending, reading = sender(unsent[:10], env), worker(env)
        until(lambda home=home: is_reading(home))
        time.sleep(rng.uniform(0, 0.5))
        # Now nothing moves: this is the moment. What was said until now was acknowledged.
        sending.signal(signal.SIGSTOP)
        reading.signal(signal.SIGSTOP)
        time.sleep(0.05)
        after = tmp_path / f"box-{cut + 1}"
        syncs.copy_of_frozen(home, after)
        acknowledged |= set(sending.dead())
        reading.dead()
        log = tmp_path / f"{home.name}.syncs"
        suffered += syncs.lose_unsynced(after / "files", home / "files", log, rng)

        def holds(database: sqlite3.Connection, acknowledged: set[str] = acknowledged) -> bool:
            there = {name for (name,) in database.execute("SELECT name FROM papers_photo")}
            return acknowledged <= there

        kept, was = wal.cut_off(after / "school.db", holds, rng)
        lost += was - kept
        # Everything that came through the cut had been synced before it.
        (tmp_path / f"{after.name}.syncs").write_text(_as_synced(after))
        home = after
        told = json.loads(box_does("check", str(folder), env=env_of(home)))
        assert told["wrong"] == [], told
        assert acknowledged <= set(told["photos"])
    env = env_of(home)
    box_does("send", env=env, given="".join(f"{path}\n" for path in photos))
    box_does("read", env=env)
    told = json.loads(box_does("check", str(folder), env=env))
    assert_nothing_lost_or_doubled(told, {path.name for path in photos}, sheets)
    assert lost + suffered > 0, "the power was never cut while anything was under way"


def _as_synced(home: Path) -> str:
    lines = [
        json.dumps({"synced": str(path), "size": path.stat().st_size})
        for path in (home / "files").rglob("*")
        if path.is_file()
    ]
    return "".join(f"{line}\n" for line in lines)


ONLY_SQLITE = "a power cut is simulated on SQLite's files; PostgreSQL's own are not ours to cut"


def test_the_power_is_cut(db: None, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip(ONLY_SQLITE)
    cut_the_power(tmp_path, cuts=2, sheets=4)


@pytest.mark.soak
def test_the_power_is_cut_thirty_times(db: None, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip(ONLY_SQLITE)
    cut_the_power(tmp_path, cuts=30, sheets=4)


def test_the_database_waits_for_its_disk(db: None) -> None:
    """What the power cut above relies on: every commit is synced before it is acknowledged."""
    if connection.vendor != "sqlite":
        pytest.skip(ONLY_SQLITE)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)


def test_a_cut_that_forgets_to_sync_is_noticed(tmp_path: Path) -> None:
    """What was not synced is lost in the simulation: otherwise it would prove nothing."""
    source, log = tmp_path / "files", tmp_path / "log"
    source.mkdir()
    for name in ("synced", "unsynced", "unnamed"):
        (source / name).write_bytes(b"x" * 1000)
    log.write_text(
        json.dumps({"synced": str(source / "synced"), "size": 1000})
        + "\n"
        + json.dumps({"synced": str(source / ".part"), "size": 1000})
        + "\n"
        + json.dumps({"renamed": str(source / ".part"), "to": str(source / "unnamed")})
        + "\n"
    )
    whole = {"synced": True, "unsynced": True, "unnamed": True}
    for seed in range(40):
        after = tmp_path / f"after{seed}"
        syncs.copy_of_frozen(source, after)
        syncs.lose_unsynced(after, source, log, random.Random(seed))
        for name in whole:
            path = after / name
            whole[name] &= path.is_file() and path.read_bytes() == b"x" * 1000
    assert whole == {"synced": True, "unsynced": False, "unnamed": False}


def test_a_stack_is_read_by_one_process_and_the_next_leaves_at_once(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk
) -> None:
    stack: Stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    sheet = printed.sheets[0]
    paper.send(
        stack, desk.sure(printed.page_of(sheet), sheet, desk.answers(sheet)), village.teacher_a
    )
    from terrace.school.papers.actions import reading

    with reading._alone(stack.pk) as lock:
        assert lock is not None
        assert actions.read_stack(stack.pk)["read"] == 0
    assert actions.read_stack(stack.pk)["read"] == 1
