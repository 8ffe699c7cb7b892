"""Answers from CSV files, plain or gzip, one row an answer. What is broken is named by its line."""

import csv
import gzip
import io
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terrace.engines.learner.forecast.answers import Answers, Gathering, Vocabulary

COLUMNS = ("pupil", "item", "skills", "correct", "seconds")
RIGHT = {"1": True, "0": False, "1.0": True, "0.0": False}


class Broken(Exception):
    """A file that cannot be taken: where, and why in both languages. ``line`` from 1, 0 for the
    whole file.
    """

    def __init__(self, file: str, line: int, zh: str, en: str) -> None:
        where_zh = f"{file} 第 {line} 行：" if line else f"{file}："
        where_en = f"{file}, line {line}: " if line else f"{file}: "
        self.file, self.line = file, line
        self.message_zh, self.message_en = where_zh + zh, where_en + en
        super().__init__(self.message_en)


@dataclass(slots=True)
class Groups:
    """One further column of the file: ``code`` of each row, in the order of the file."""

    values: dict[str, int] = field(default_factory=dict)
    code: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, value: str) -> None:
        self.code.append(self.values.setdefault(value, len(self.values)))


def read_answers(
    files: Sequence[Path],
    *,
    vocabulary: "Vocabulary | None" = None,
    groups: dict[str, Groups] | None = None,
) -> "Answers":
    """All answers of the files, in order; the columns named in ``groups`` are gathered beside.

    Raises `Broken` for the first thing that is wrong.
    """
    from terrace.engines.learner.forecast.answers import Gathering

    gathering = Gathering(vocabulary)
    for file in files:
        before = len(gathering)
        try:
            with _lines(file) as lines:
                _gather(file.name, lines, gathering, groups or {})
        except UnicodeDecodeError as broken:
            zh, en = "不是 UTF-8 文字。", "this is not UTF-8 text."
            raise Broken(file.name, 0, zh, en) from broken
        except (OSError, EOFError, zlib.error) as broken:
            zh, en = f"读不出来：{broken}", f"it cannot be read: {broken}"
            raise Broken(file.name, 0, zh, en) from broken
        if len(gathering) == before:
            raise Broken(file.name, 1, "表头下面没有数据。", "there are no rows under the heading.")
    return gathering.answers()


def one_class(files: Sequence[Path]) -> Broken:
    """What to say when all answers of some files are alike."""
    names = ", ".join(file.name for file in files)
    return Broken(
        names,
        0,
        "correct 一列全是同一个值：没有对错之分，没有可比的。",
        "every value of correct is the same: with right or wrong answers only nothing can be told.",
    )


def _lines(file: Path) -> io.TextIOWrapper:
    raw = file.open("rb")
    zipped = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    stream = gzip.GzipFile(fileobj=raw) if zipped else raw
    return io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8-sig", newline="")


def _gather(
    name: str, lines: io.TextIOWrapper, gathering: "Gathering", groups: dict[str, Groups]
) -> None:
    rows = _rows(name, lines)
    line, heading = next(rows, (1, []))
    names = [one.strip() for one in heading]
    missing = [one for one in (*COLUMNS, *groups) if one not in names]
    if missing:
        listed = ", ".join(missing)
        raise Broken(name, 1, f"缺少这些列：{listed}。", f"these columns are missing: {listed}.")
    pupil, item, skills, correct, seconds = (names.index(one) for one in COLUMNS)
    beside = [(names.index(column), column) for column in groups]
    sets: dict[str, tuple[str, ...]] = {}
    for line, row in rows:
        if not row:
            continue
        if len(row) != len(names):
            raise Broken(
                name,
                line,
                f"有 {len(row)} 列，表头有 {len(names)} 列。",
                f"it has {len(row)} fields, the heading has {len(names)}.",
            )
        right = RIGHT.get(row[correct].strip())
        if right is None:
            shown = row[correct][:40]
            zh = f"correct 应为 0 或 1，这里是“{shown}”。"
            raise Broken(name, line, zh, f"correct must be 0 or 1, here it is “{shown}”.")
        if not row[pupil] or not row[item]:
            empty = "pupil" if not row[pupil] else "item"
            raise Broken(name, line, f"{empty} 是空的。", f"{empty} is empty.")
        needs = sets.get(row[skills])
        if needs is None:
            needs = tuple(one.strip() for one in row[skills].split("|") if one.strip())
            sets[row[skills]] = needs
        gathering.add(
            pupil=row[pupil],
            item=row[item],
            skills=needs,
            correct=right,
            seconds=_time(name, line, row[seconds]),
        )
        for place, column in beside:
            groups[column].add(row[place].strip())


def _rows(name: str, lines: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=False)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as broken:
            zh, en = f"这一行读不懂（{broken}）。", f"this line cannot be understood ({broken})."
            raise Broken(name, reader.line_num, zh, en) from broken
        except UnicodeDecodeError as broken:
            zh, en = "不是 UTF-8 文字。", "this is not UTF-8 text."
            raise Broken(name, reader.line_num + 1, zh, en) from broken
        if row is None:
            return
        yield reader.line_num, row


def _time(name: str, line: int, text: str) -> float | None:
    text = text.strip()
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not isfinite(found):
        shown = text[:40]
        zh = f"seconds 应为数字或留空，这里是“{shown}”。"
        raise Broken(name, line, zh, f"seconds must be a number or empty, here it is “{shown}”.")
    return found
