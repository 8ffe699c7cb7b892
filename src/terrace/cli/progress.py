"""Progress of long work, on stderr: a bar for a person, plain lines for a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LINE_EVERY = 0.1
"""How much further the work must be before a log gets another line."""

Progress = Callable[[str, float], None]
"""Called with what is being done now and how much is done, from 0 to 1."""


@contextmanager
def shown(title: str) -> Iterator[Progress]:
    """Show the progress that the caller tells until the block ends."""
    if not sys.stderr.isatty():
        yield _lines(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.percentage:>3.0f} %"),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda step, share: bar.update(task, description=f"{title}: {step}", completed=share)


def _lines(title: str) -> Progress:
    last_step, last_share = "", -1.0

    def tell(step: str, share: float) -> None:
        nonlocal last_step, last_share
        if step != last_step or share >= last_share + LINE_EVERY:
            sys.stderr.write(f"{title}: {share:4.0%} {step}\n")
            sys.stderr.flush()
            last_step, last_share = step, share

    return tell
