"""Many photographs read at once, each in a process that may die without taking the others along."""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

from terrace.engines.paper.interchange import Known, LayoutError, answers_to_json, layouts_from_json
from terrace.engines.paper.refusal import Refusal, RefusalCode, in_words

Line: TypeAlias = dict[str, Any]
"""`file`, `sheet`, `rejected`, `answers`, `digits`."""

_AHEAD = 8
"""Photographs given to the readers before the oldest has been read, for each of them."""
_ALONE = 2
"""So few are read without another process."""
_UNREADABLE = "this picture cannot be read: take the photograph again"


class UnreadableLayout(Exception):
    """The layout itself is missing or is none: nothing can be read."""


_known: dict[str, Known] = {}


def read_files(files: Sequence[Path], *, layout: Path) -> Iterator[Line]:
    """A line for every sheet on the files, in their order; a file without one has one line, too."""
    try:
        text = layout.read_text(encoding="utf-8")
        layouts_from_json(json.loads(text))
    except (OSError, ValueError, LayoutError) as error:
        raise UnreadableLayout(f"{layout}: {error}") from error
    workers = min(len(os.sched_getaffinity(0)), len(files))
    if len(files) <= _ALONE or workers < 2:
        _start(text)
        for file in files:
            yield from _lines(file)
        return
    yield from _together(files, text, workers)


def _together(files: Sequence[Path], text: str, workers: int) -> Iterator[Line]:
    waiting = list(files)
    while waiting:
        with _pool(text, workers) as pool:
            done = 0
            jobs: list[Future[list[Line]]] = []
            try:
                for place, _file in enumerate(waiting):
                    while len(jobs) < min(place + _AHEAD * workers, len(waiting)):
                        jobs.append(pool.submit(_lines, waiting[len(jobs)]))
                    yield from jobs[place].result()
                    done += 1
            except BrokenProcessPool:
                # One of those begun killed its reader. The first is tried alone: one at a time
                # the culprit is found, and all others are read.
                yield from _alone(waiting[done], text)
                done += 1
        waiting = waiting[done:]


def _alone(file: Path, text: str) -> list[Line]:
    with _pool(text, 1) as pool:
        try:
            return pool.submit(_lines, file).result()
        except BrokenProcessPool:
            return [_rejected(file, _UNREADABLE)]


def _pool(text: str, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start, initargs=(text,)
    )


def _start(text: str) -> None:
    """Ready a reader: each has one core, so the libraries below shall not ask for more."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import cv2

    cv2.setNumThreads(1)
    _known.clear()
    _known.update(layouts_from_json(json.loads(text)))


def _lines(file: Path) -> list[Line]:
    """The lines of one file; never an exception: whatever is wrong with a file, it has its line."""
    from terrace.engines.paper.reader import read_photo

    try:
        image = file.read_bytes()
    except OSError as error:
        return [_rejected(file, f"the file cannot be opened: {error.strerror or error}")]
    try:
        reading = read_photo(image, layouts=lambda n: _known[n].layout if n in _known else None)
    except Exception:
        return [_rejected(file, _UNREADABLE)]
    if reading.refusal is not None:
        return [_rejected(file, in_words(reading.refusal))]
    lines = []
    for sheet in reading.sheets:
        if sheet.refusal is not None:
            lines.append(_rejected(file, in_words(sheet.refusal), sheet.number))
        elif sheet.number is None or sheet.number not in _known:
            lines.append(_rejected(file, in_words(Refusal(RefusalCode.UNKNOWN_SHEET))))
        else:
            said = answers_to_json(sheet, _known[sheet.number])
            lines.append(
                {"file": str(file), "sheet": sheet.number, "rejected": None, **said},
            )
    return lines


def _rejected(file: Path, reason: str, sheet: str | None = None) -> Line:
    return {"file": str(file), "sheet": sheet, "rejected": reason, "answers": [], "digits": []}
