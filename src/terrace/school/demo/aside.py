"""Work done by a second process while this one goes on."""

from threading import Thread

from terrace.school.jobs.actions import run_in_child


class Aside(Thread):
    """Calls an action in a process of its own, which ends with this one."""

    def __init__(self, action: str, /, **arguments: str | int | list[str]) -> None:
        super().__init__(daemon=True)
        self._action = action
        self._arguments = arguments
        self._problem: Exception | None = None
        self.start()

    def run(self) -> None:
        """Wait for the process."""
        try:
            run_in_child(self._action, **self._arguments)  # type: ignore[arg-type]
        except Exception as problem:
            self._problem = problem

    def finish(self) -> None:
        """Wait until it is done; raises what went wrong there."""
        self.join()
        if self._problem is not None:
            raise self._problem
