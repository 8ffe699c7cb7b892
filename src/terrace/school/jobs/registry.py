"""Work that comes round again by itself, declared by the app whose work it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Regular:
    """Work that the worker asks for when it starts and then every `every`.

    `task` is the path of a task ("terrace.school.journal.jobs.chain") that takes no arguments and
    for which twice is once. It is not asked for while one is still waiting.
    """

    task: str
    every: timedelta


_regular: dict[str, Regular] = {}


def register(regular: Regular) -> Regular:
    """Declare regular work; once each, in the app's `AppConfig.ready()`."""
    if regular.task in _regular:
        raise ValueError(f"regular work {regular.task!r} is declared twice")
    _regular[regular.task] = regular
    return regular


def all_regular() -> Iterator[Regular]:
    """Everything that comes round again."""
    return iter(_regular.values())
