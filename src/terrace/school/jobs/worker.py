"""The worker: takes tasks from the database one after another, also after a bad night.

It uses the tasks table of `django-tasks-db` and replaces only that package's loop, for three
reasons: a task that was cut off (power, `kill -9`, a stop) is done again instead of staying
"running" for ever; a stop does not wait for a long job; an idle worker reads and locks nothing.
"""

import fcntl
import logging
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from terrace.school.jobs import registry, stopping
from terrace.school.jobs.actions import JobFailed, JobInterrupted
from terrace.school.jobs.queries import LOCK_NAME

logger = logging.getLogger(__name__)

AnyTask = DBTaskResult[..., Any]

IDLE_SECONDS = 0.3
"""How long an idle worker sleeps between two looks."""

DATABASE_AWAY_SECONDS = 2.0

MOST_ATTEMPTS = 5
"""A task that was cut off this often is what cuts the worker off: it is marked as failed."""

ABANDONED = timedelta(hours=12)
"""A task that another box took and has not finished for this long is taken back."""


class AnotherWorker(Exception):
    """A worker runs for this data folder already."""


class Worker:
    """Does the tasks of the database, for one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.name = _own_name(home)
        self._due: dict[str, float] = {}

    def run(self) -> None:
        """Work until somebody asks this process to stop."""
        with self._alone():
            logger.info("The worker %s is there", self.name)
            returned = False
            while not stopping.asked():
                try:
                    if not returned:
                        self.take_back()
                        returned = True
                    self.ask_for_regular_work()
                    if not self.do_next():
                        time.sleep(IDLE_SECONDS)
                except (OperationalError, InterfaceError) as away:
                    logger.warning("The database does not answer: %s", away)
                    returned = False  # what it could not write down is to be done again
                    time.sleep(DATABASE_AWAY_SECONDS)
                close_old_connections()
        logger.info("The worker %s has stopped", self.name)

    def run_waiting(self) -> int:
        """Do what waits now, and what that asks for, until nothing waits; how many tasks."""
        done = 0
        while self.do_next():
            done += 1
        return done

    def do_next(self) -> bool:
        """Do the most urgent task; `False` when none waits."""
        claimed = self._claim()
        if claimed is not None:
            self._do(claimed)
        return claimed is not None

    def take_back(self) -> None:
        """Let tasks that were cut off be done again; every job is written so that twice is once."""
        for cut_off in DBTaskResult.objects.running():
            mine = cut_off.worker_ids[-1:] == [self.name]
            started = cut_off.started_at
            if not mine and (started is None or timezone.now() - started < ABANDONED):
                continue
            if len(cut_off.worker_ids) < MOST_ATTEMPTS:
                logger.warning("%s was cut off and is done again", cut_off.task_path)
                self._return(cut_off)
            else:
                cut_off.set_failed(JobFailed(f"it was cut off {MOST_ATTEMPTS} times"))

    def ask_for_regular_work(self) -> None:
        """Put regular work that is due among the tasks, unless it waits there already."""
        now = time.monotonic()
        for regular in registry.all_regular():
            if now < self._due.get(regular.task, now):
                continue
            self._due[regular.task] = now + regular.every.total_seconds()
            if DBTaskResult.objects.ready().filter(task_path=regular.task).exists():
                continue
            try:
                import_string(regular.task).enqueue()
            except ImportError:  # one app's fault must not keep the others' work from being done
                logger.exception("%s cannot be asked for", regular.task)

    def _claim(self) -> AnyTask | None:
        if not DBTaskResult.objects.ready().exists():
            return None
        with exclusive_transaction():
            claimed: AnyTask | None = DBTaskResult.objects.ready().get_locked()
            if claimed is not None:
                claimed.claim(self.name)
        return claimed

    def _do(self, claimed: AnyTask) -> None:
        started = time.monotonic()
        try:
            task, asked = claimed.task, claimed.task_result
            claimed.set_successful(task.call(*asked.args, **asked.kwargs))
        except JobInterrupted:
            logger.info("%s is done again after the restart", claimed.task_path)
            claimed.worker_ids = claimed.worker_ids[:-1]  # a stop is not the task's fault
            self._return(claimed)
        except Exception as error:
            logger.exception("%s failed", claimed.task_path)
            claimed.set_failed(error)
        else:
            seconds = time.monotonic() - started
            logger.info("%s took %.1f s", claimed.task_path, seconds)

    @staticmethod
    def _return(cut_off: AnyTask) -> None:
        cut_off.status = TaskResultStatus.READY
        cut_off.started_at = None
        with transaction.atomic():
            cut_off.save(update_fields=["status", "started_at", "worker_ids"])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock that says "a worker is here"; it falls with the process."""
        with (self.home / LOCK_NAME).open("wb") as file:
            for attempt in range(10):
                try:
                    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if attempt == 9:
                        raise AnotherWorker(self.home) from None
                    time.sleep(0.2)  # a look at the lock takes it for an instant
            yield


def _own_name(home: Path) -> str:
    """A name that this data folder keeps, so that a restarted worker knows its own tasks."""
    file = home / "worker.name"
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        name = f"{socket.gethostname()[:40]}-{uuid.uuid4().hex[:16]}"
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
        return name
