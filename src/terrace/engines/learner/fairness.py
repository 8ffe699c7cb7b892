"""Whether the learner foresees the answers of some children worse than those of the others.

NumPy: import it inside a job, never in the web process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from terrace.engines.learner.forecast.scores import Floats, Interval, Right, auc, gap, interval

FEWEST_CHILDREN = 10
FEWEST_ANSWERS = 200
"""Below these, in a group or beside it, nothing can be said."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One side: ``gap`` is what was foreseen less what came (0…1), ``auc`` how well right and wrong
    were told apart; both with 95 % bounds, None where nothing can be said.
    """

    children: int
    answers: int
    gap: Interval | None
    auc: Interval | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The children of a group, and all the others of whom it is known."""

    group: str
    inside: Seen
    outside: Seen

    @property
    def enough(self) -> bool:
        """Whether anything can be said."""
        return self.inside.gap is not None and self.outside.gap is not None


def compare(
    correct: Sequence[bool],
    chance: Sequence[float],
    pupil: Sequence[int],
    *,
    groups: Mapping[str, Mapping[int, bool]],
    rng: np.random.Generator,
) -> tuple[Compared, ...]:
    """Each group beside the others. Three sequences of one length: an answer, what was foreseen of
    it from earlier answers, whose it is. ``groups``: name → pupil → whether she belongs; a pupil
    who does not stand there (not known) counts on neither side.
    """
    right = np.asarray(correct, dtype=np.int8)
    foreseen = np.asarray(chance, dtype=np.float64)
    whose = np.asarray(pupil, dtype=np.int64)
    found = []
    for group, belongs in groups.items():
        inside = np.asarray([belongs.get(one) is True for one in pupil], dtype=bool)
        outside = np.asarray([belongs.get(one) is False for one in pupil], dtype=bool)
        sides = [(len(np.unique(whose[rows])), int(rows.sum())) for rows in (inside, outside)]
        enough = all(kids >= FEWEST_CHILDREN and n >= FEWEST_ANSWERS for kids, n in sides)
        found.append(
            Compared(
                group,
                _seen(right, foreseen, whose, inside, rng if enough else None),
                _seen(right, foreseen, whose, outside, rng if enough else None),
            )
        )
    return tuple(found)


def _seen(
    right: Right,
    foreseen: Floats,
    whose: NDArray[np.int64],
    rows: NDArray[np.bool_],
    rng: np.random.Generator | None,
) -> Seen:
    count = len(np.unique(whose[rows]))
    if rng is None:
        return Seen(count, int(rows.sum()), None, None)
    own = (right[rows], foreseen[rows], whose[rows])
    return Seen(count, int(rows.sum()), interval(gap, *own, rng=rng), interval(auc, *own, rng=rng))
