"""The plain rule: where a pupil stands on a few columns, taken together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from terrace.engines.attention.table import Refused, Table


@dataclass(frozen=True, slots=True)
class Term:
    """One column of the rule. ``rising``: more of it means more need; else less of it does."""

    column: str
    rising: bool


def terms(said: str) -> tuple[Term, ...]:
    """The rule as written, ``absences:asc,mark:desc``. Raises `Refused`.

    ``asc``: need grows as the column grows. ``desc``: need grows as the column falls.
    """
    found = []
    for part in filter(None, (one.strip() for one in said.split(","))):
        column, _colon, direction = part.rpartition(":")
        if direction not in ("asc", "desc") or not column:
            raise Refused(
                0,
                f"规则「{part}」要写成 列名:asc 或 列名:desc",
                f"write the rule “{part}” as COLUMN:asc or COLUMN:desc",
            )
        found.append(Term(column, direction == "asc"))
    if not found:
        raise Refused(0, "规则里没有列", "the rule names no column")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Rule:
    """A plain rule with the pupils that it was set up on."""

    terms: tuple[Term, ...]
    known: tuple[NDArray[np.float64], ...]
    """Each column's sorted values among those pupils."""

    def score(self, table: Table) -> NDArray[np.float64]:
        """Shape (rows,), 0 to 1: the mean share of known pupils with less need, column by column.

        Equal values share their place; what is missing stands in the middle.
        """
        total = np.zeros(len(table))
        for term, known in zip(self.terms, self.known, strict=True):
            values = table.numbers(term.column)
            below = np.searchsorted(known, values, side="left")
            upto = np.searchsorted(known, values, side="right")
            place = (below + upto) / (2.0 * max(1, len(known)))
            place = place if term.rising else 1.0 - place
            total += np.where(np.isnan(values), 0.5, place)
        return total / len(self.terms)


def rule(said: Sequence[Term], train: Table) -> Rule:
    """The rule, set up on these pupils. Raises `Refused` for a column that is not numbers."""
    known = []
    for term in said:
        values = train.numbers(term.column)
        known.append(np.sort(values[~np.isnan(values)]))
    return Rule(tuple(said), tuple(known))
