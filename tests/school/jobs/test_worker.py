"""The worker on good days and bad: what was asked for is done, once as far as anybody can see."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from terrace.school.jobs import registry
from terrace.school.jobs.jobs import KEEP, forget_finished
from terrace.school.jobs.queries import worker_is_alive
from terrace.school.jobs.worker import ABANDONED, MOST_ATTEMPTS, AnotherWorker, Worker
from tests.processes import is_running, running, until
from tests.school.jobs import tasks

WORKER = "terrace.school.jobs.process"


def status(task_id: str) -> str:
    return DBTaskResult.objects.values_list("status", flat=True).get(id=task_id)


def ended(task_id: str) -> bool:
    return status(task_id) in {TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED}


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Files by which a waiting job tells that it has started, and is told to go on."""
    yield {"go": str(tmp_path / "go"), "started": str(tmp_path / "started")}
    Path(tmp_path / "go").touch()


def starts(gate: dict[str, str]) -> list[int]:
    """Process ids of the children that have started on the waiting job, in order."""
    file = Path(gate["started"])
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def test_what_was_asked_for_is_done_and_its_result_kept(worker: None) -> None:
    asked = tasks.add.enqueue(first=2, second=3)
    until(lambda: ended(asked.id), "the task has ended")
    asked.refresh()
    assert (asked.status, asked.return_value) == (TaskResultStatus.SUCCESSFUL, 5)


def test_a_task_that_fails_is_marked_and_the_next_is_done(worker: None) -> None:
    bad = tasks.fail.enqueue(why="upside down")
    good = tasks.add.enqueue(first=1, second=1)
    until(lambda: ended(good.id), "the second task has ended")
    row = DBTaskResult.objects.get(id=bad.id)
    assert row.status == TaskResultStatus.FAILED
    assert "ValueError: upside down" in row.traceback
    assert status(good.id) == TaskResultStatus.SUCCESSFUL


def test_a_task_of_a_transaction_that_was_undone_is_never_done(
    shared_database: str, home: Path
) -> None:
    with transaction.atomic():
        tasks.add.enqueue(first=2, second=3)
        transaction.set_rollback(True)
    assert Worker(home).run_waiting() == 0
    assert DBTaskResult.objects.count() == 0


def test_a_task_cut_off_by_kill_9_is_done_again(shared_database: str, gate: dict[str, str]) -> None:
    asked = tasks.wait_for.enqueue(**gate)
    with running(WORKER) as first:
        until(lambda: len(starts(gate)) == 1, "the job has started")
        first.kill()
        first.wait()
    until(lambda: not is_running(starts(gate)[0]), "the cut-off child has ended")
    assert status(asked.id) == TaskResultStatus.RUNNING
    with running(WORKER):
        until(lambda: len(starts(gate)) == 2, "the job has started again")
        Path(gate["go"]).touch()
        until(lambda: ended(asked.id), "the job has ended")
    assert status(asked.id) == TaskResultStatus.SUCCESSFUL


def test_a_stop_does_not_wait_for_a_long_job_and_does_not_lose_it(
    shared_database: str, gate: dict[str, str]
) -> None:
    asked = tasks.wait_for.enqueue(**gate)
    with running(WORKER) as first:
        until(lambda: len(starts(gate)) == 1, "the job has started")
        first.send_signal(signal.SIGTERM)
        assert first.wait(5) == 0
    assert not is_running(starts(gate)[0])
    assert status(asked.id) == TaskResultStatus.READY
    Path(gate["go"]).touch()
    with running(WORKER):
        until(lambda: ended(asked.id), "the job has ended")
    assert status(asked.id) == TaskResultStatus.SUCCESSFUL


def test_a_task_that_always_cuts_the_worker_off_is_given_up(
    shared_database: str, home: Path
) -> None:
    asked = tasks.add.enqueue(first=2, second=3)
    worker = Worker(home)
    for _ in range(MOST_ATTEMPTS):
        DBTaskResult.objects.get(id=asked.id).claim(worker.name)
        worker.take_back()
    assert status(asked.id) == TaskResultStatus.FAILED


def test_what_another_box_does_is_left_to_it_unless_it_was_abandoned(
    shared_database: str, home: Path
) -> None:
    fresh, old = (tasks.add.enqueue(first=1, second=1) for _ in range(2))
    for one in (fresh, old):
        DBTaskResult.objects.get(id=one.id).claim("another box")
    DBTaskResult.objects.filter(id=old.id).update(started_at=timezone.now() - ABANDONED)
    Worker(home).take_back()
    assert status(fresh.id) == TaskResultStatus.RUNNING
    assert status(old.id) == TaskResultStatus.READY


def test_one_worker_for_one_data_folder(worker: None, home: Path) -> None:
    until(worker_is_alive, "the worker is there")
    with pytest.raises(AnotherWorker):
        Worker(home).run()


def test_the_worker_is_seen_as_long_as_it_lives(shared_database: str) -> None:
    assert not worker_is_alive()
    with running(WORKER) as process:
        until(worker_is_alive, "the worker is there")
        process.kill()
        process.wait()
    assert not worker_is_alive()


def test_regular_work_is_asked_for_once_until_it_is_done(shared_database: str, home: Path) -> None:
    worker = Worker(home)
    worker.ask_for_regular_work()
    worker.ask_for_regular_work()
    Worker(home).ask_for_regular_work()  # restarted before anything was done
    asked = sorted(DBTaskResult.objects.values_list("task_path", flat=True))
    assert asked == sorted(regular.task for regular in registry.all_regular())


def test_finished_tasks_are_forgotten_after_a_while(shared_database: str, home: Path) -> None:
    old, new, waiting = (tasks.add.enqueue(first=1, second=1) for _ in range(3))
    for one, age in ((old, KEEP + timedelta(hours=1)), (new, KEEP - timedelta(hours=1))):
        DBTaskResult.objects.filter(id=one.id).update(
            status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - age
        )
    forget_finished.call()
    left = {str(task_id) for task_id in DBTaskResult.objects.values_list("id", flat=True)}
    assert left == {new.id, waiting.id}
