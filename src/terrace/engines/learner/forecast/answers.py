"""Very many answers as arrays: one row an interaction, with its *set* of skills."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Vocabulary:
    """Names of items, skills and sets of skills, numbered in the order in which they first came.

    A fitted forecaster keeps the vocabulary of its answers; names that it has not seen get higher
    numbers, which its tables treat as unknown.
    """

    items: dict[str, int] = field(default_factory=dict)
    skills: dict[str, int] = field(default_factory=dict)
    sets: dict[tuple[str, ...], int] = field(default_factory=dict)
    members: list[tuple[int, ...]] = field(default_factory=list)
    """The skills of each set, by number."""

    def item(self, name: str) -> int:
        return self.items.setdefault(name, len(self.items))

    def skill_set(self, names: Iterable[str]) -> int:
        """The number of a set of skills. Order and repetition do not matter."""
        key = tuple(sorted(set(names)))
        found = self.sets.get(key)
        if found is None:
            found = self.sets[key] = len(self.members)
            self.members.append(
                tuple(self.skills.setdefault(name, len(self.skills)) for name in key)
            )
        return found

    def copy(self) -> "Vocabulary":
        return Vocabulary(dict(self.items), dict(self.skills), dict(self.sets), list(self.members))

    def csr(self) -> tuple[Ints, Ints]:
        """(offsets, skills): set ``s`` holds ``skills[offsets[s]:offsets[s + 1]]``."""
        offsets = np.zeros(len(self.members) + 1, np.int64)
        offsets[1:] = np.cumsum([len(one) for one in self.members])
        flat = np.array([skill for one in self.members for skill in one], np.int64)
        return offsets, flat


@dataclass(frozen=True, slots=True)
class Answers:
    """``n`` answers, those of one pupil together and in time order.

    ``start`` (pupils + 1): pupil ``p`` has the rows ``start[p]:start[p + 1]``. ``item``,
    ``skill_set`` (n): numbers of the vocabulary. ``correct`` (n): 0 or 1. ``seconds`` (n): time in
    seconds on any one clock, NaN where unknown. ``place`` (n): where the row stood in the source.
    """

    pupils: tuple[str, ...]
    start: Ints
    item: Ints
    skill_set: Ints
    correct: NDArray[np.int8]
    seconds: Floats
    place: Ints
    vocabulary: Vocabulary

    def __len__(self) -> int:
        return len(self.item)

    @property
    def pupil(self) -> Ints:
        """The pupil of each row, (n)."""
        return np.repeat(np.arange(len(self.pupils)), np.diff(self.start))

    def of(self, pupils: Sequence[int] | Ints) -> "Answers":
        """The answers of some pupils, in the order given."""
        chosen = np.asarray(pupils, np.int64)
        lengths = np.diff(self.start)[chosen]
        start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        rows = np.repeat(self.start[chosen] - start[:-1], lengths) + np.arange(start[-1])
        return Answers(
            tuple(self.pupils[one] for one in chosen),
            start,
            self.item[rows],
            self.skill_set[rows],
            self.correct[rows],
            self.seconds[rows],
            self.place[rows],
            self.vocabulary,
        )


class Gathering:
    """Takes answers one by one, in the order of their source, and makes them `Answers`.

    About 30 bytes a row. Rows of one pupil need not stand together; their order is kept.
    """

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self._pupils: dict[str, int] = {}
        self._pupil = array("i")
        self._item = array("i")
        self._set = array("i")
        self._correct = array("b")
        self._seconds = array("d")

    def add(
        self,
        *,
        pupil: str,
        item: str,
        skills: Iterable[str],
        correct: bool,
        seconds: float | None = None,
    ) -> None:
        """One answer. An item without a skill is its own skill. Raises ValueError when ``seconds``
        is not finite.
        """
        if seconds is not None and not isfinite(seconds):
            raise ValueError(f"not a time: {seconds}")
        self._pupil.append(self._pupils.setdefault(pupil, len(self._pupils)))
        self._item.append(self.vocabulary.item(item))
        self._set.append(self.vocabulary.skill_set(skills or (f"\0{item}",)))
        self._correct.append(1 if correct else 0)
        self._seconds.append(nan if seconds is None else seconds)

    def __len__(self) -> int:
        return len(self._pupil)

    def answers(self) -> Answers:
        pupil = np.frombuffer(self._pupil, np.int32) if self._pupil else np.zeros(0, np.int32)
        place = np.argsort(pupil, kind="stable").astype(np.int64)
        counts = np.bincount(pupil, minlength=len(self._pupils))

        return Answers(
            tuple(self._pupils),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            np.array(self._item, np.int64)[place],
            np.array(self._set, np.int64)[place],
            np.array(self._correct, np.int8)[place],
            np.array(self._seconds, np.float64)[place],
            place,
            self.vocabulary,
        )


def without_earlier(
    answers: Answers, earlier: Answers, foresee: Callable[[Answers], Floats]
) -> Floats:
    """``foresee`` for each row of ``answers``, (n); pupils who have earlier answers (numbered by
    the same vocabulary or one that it was copied from) go on from there instead of from nothing.
    """
    known = {name: number for number, name in enumerate(earlier.pupils)}
    again = [number for number, name in enumerate(answers.pupils) if name in known]
    out = np.empty(len(answers))
    new = np.setdiff1d(np.arange(len(answers.pupils)), again)
    if len(new):
        out[_rows_of(answers, new)] = foresee(answers.of(new))
    for pupil in again:
        after = answers.of([pupil])
        before = earlier.of([known[after.pupils[0]]])
        both = Answers(
            after.pupils,
            np.array([0, len(before) + len(after)], np.int64),
            np.concatenate([before.item, after.item]),
            np.concatenate([before.skill_set, after.skill_set]),
            np.concatenate([before.correct, after.correct]),
            np.concatenate([before.seconds, after.seconds]),
            np.concatenate([before.place, after.place]),
            answers.vocabulary,
        )
        out[_rows_of(answers, np.array([pupil]))] = foresee(both)[len(before) :]
    return out


def _rows_of(answers: Answers, pupils: Ints) -> Ints:
    return np.concatenate(
        [np.arange(answers.start[one], answers.start[one + 1]) for one in pupils]
    ).astype(np.int64)
