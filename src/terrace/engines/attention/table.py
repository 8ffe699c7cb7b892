"""A table of pupils read from CSV, and what of it may foresee anything."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGEST = 64 * 2**20
"""Bytes of a table at most."""
MOST_LEVELS = 30
"""A column of words with more different values than this tells names apart, not pupils."""
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?"})
ONES = {"1": 1, "1.0": 1, "true": 1, "0": 0, "0.0": 0, "false": 0}


class Refused(Exception):
    """The table cannot be used: the line (0 for the whole file) and the reason."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.line, self.zh, self.en = line, zh, en


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as text, by column; ``lines[i]`` is where row i stands in the file."""

    columns: dict[str, tuple[str, ...]]
    lines: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> tuple[str, ...]:
        """The column's cells. Raises `Refused` when there is none of this name."""
        if name not in self.columns:
            there = "、".join(list(self.columns)[:40])
            raise Refused(
                0,
                f"没有名为「{name}」的列；有的列：{there}",
                f"there is no column “{name}”; there are: {', '.join(list(self.columns)[:40])}",
            )
        return self.columns[name]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """The column as numbers, shape (rows,); missing is NaN. Raises `Refused` by line."""
        cells = self.column(name)
        found = np.empty(len(cells))
        for row, cell in enumerate(cells):
            try:
                found[row] = as_number(cell)
            except ValueError:
                raise Refused(
                    self.lines[row],
                    f"「{name}」列里的「{cell[:40]}」不是数字",
                    f"“{cell[:40]}” in the column “{name}” is not a number",
                ) from None
        return found

    def target(self, name: str) -> NDArray[np.float64]:
        """The column as 0 and 1, shape (rows,). Raises `Refused` for anything else, by line."""
        cells = self.column(name)
        found = np.empty(len(cells))
        for row, cell in enumerate(cells):
            if cell.casefold() not in ONES:
                raise Refused(
                    self.lines[row],
                    f"目标列「{name}」只能是 0 或 1，这里是「{cell[:40]}」",
                    f"the target “{name}” is 0 or 1, not “{cell[:40]}”",
                )
            found[row] = ONES[cell.casefold()]
        return found


def read(data: bytes) -> Table:
    """The table in a CSV file: commas, semicolons or tabs; UTF-8 with and without mark, GB18030.

    Raises `Refused` with the line and the reason.
    """
    if len(data) > LARGEST:
        raise Refused(0, "文件太大", "the file is too large")
    if b"\0" in data:
        raise Refused(0, "这不是 CSV 文本表格", "this is not a text table")
    text = _decoded(data)
    heading = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=heading.count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except csv.Error as error:
        raise Refused(
            reader.line_num, f"这一行读不了：{error}", f"this line cannot be read: {error}"
        ) from None
    if not rows or len(rows) < 2:
        raise Refused(0, "表格是空的", "the table is empty")
    names = rows[0][1]
    _check_names(names)
    for line, row in rows[1:]:
        if len(row) != len(names):
            raise Refused(
                line,
                f"这一行有 {len(row)} 格，表头有 {len(names)} 格",
                f"this line has {len(row)} cells, the heading has {len(names)}",
            )
    columns = {name: tuple(row[at] for _, row in rows[1:]) for at, name in enumerate(names)}
    return Table(columns, tuple(line for line, _ in rows[1:]))


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise Refused(1, f"有两列都叫「{name}」", f"two columns are called “{name}”")


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise Refused(0, "认不出文字编码，请存为 UTF-8", "unknown encoding; save it as UTF-8")


def as_number(cell: str) -> float:
    """The number in a cell, NaN where it is empty. Raises `ValueError` for words and infinities."""
    if cell.casefold() in MISSING:
        return float("nan")
    number = float(cell)
    if not np.isfinite(number):
        raise ValueError(cell)
    return number


@dataclass(frozen=True, slots=True)
class Encoding:
    """How columns become numbers, learnt from one table and used on another."""

    numeric: dict[str, tuple[float, float]]
    """Column → (mean, standard deviation) of what is there."""
    words: dict[str, tuple[str, ...]]
    """Column → its values; one that is not among them is none of them."""

    def apply(self, table: Table) -> NDArray[np.float64]:
        """Shape (rows, features): standardised numbers, missing ones in the middle, and 0/1."""
        parts = [np.zeros((len(table), 0))]
        for name, (mean, deviation) in self.numeric.items():
            values = (_numbers_or_nan(table.column(name)) - mean) / deviation
            missing = np.isnan(values)
            values[missing] = 0.0
            # A pupil far outside of what was seen is not foreseen further than what was seen.
            parts.append(np.clip(values, -4.0, 4.0)[:, None])
            parts.append(missing.astype(float)[:, None])
        for name, values_of in self.words.items():
            cells = np.array(table.column(name), dtype=object)
            parts.append(np.stack([(cells == one).astype(float) for one in values_of], axis=1))
        return np.hstack(parts)


def encoding(train: Table, test: Table, *, without: Sequence[str]) -> Encoding:
    """What of the first table can foresee: columns that both have, those of ``without`` never.

    Nor a column that is one of those under another name, more coarsely or more finely (each value
    of the one goes with one value of the other), nor one of so many words that it names pupils,
    nor one that is always the same. With the target among ``without``, what it was made from goes.
    """
    numeric: dict[str, tuple[float, float]] = {}
    words: dict[str, tuple[str, ...]] = {}
    hidden = [train.columns[one] for one in without if one in train.columns]
    for name, cells in train.columns.items():
        if name in without or name not in test.columns:
            continue
        levels = sorted({cell for cell in cells if cell.casefold() not in MISSING})
        if len(levels) < 2 or any(_tells(cells, other) for other in hidden):
            continue
        values = _numbers_or_nan(cells)
        told = sum(not np.isnan(one) for one in values)
        if told == sum(cell.casefold() not in MISSING for cell in cells):
            deviation = float(np.nanstd(values))
            if deviation > 0:
                numeric[name] = (float(np.nanmean(values)), deviation)
        elif len(levels) <= min(MOST_LEVELS, max(2, len(train) // 5)):
            words[name] = tuple(levels)
    return Encoding(numeric, words)


def _numbers_or_nan(cells: Sequence[str]) -> NDArray[np.float64]:
    try:
        plain = np.array(cells, dtype="U32").astype(float)
        if np.isfinite(plain).all() and max(map(len, cells), default=0) <= 32:
            return plain
    except ValueError:
        pass
    found = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        try:
            found[row] = as_number(cell)
        except ValueError:
            continue
    return found


def _tells(cells: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the one column says the other. One that is different for most pupils says nothing."""
    pairs, mine, theirs = len(set(zip(cells, other, strict=True))), len(set(cells)), len(set(other))
    if min(mine, theirs) < 2:
        return False
    few = len(cells) / 2
    return (pairs == mine and mine <= few) or (pairs == theirs and theirs <= few)
