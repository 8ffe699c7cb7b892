"""Texts by their terms, and the best of them for a question.

Each term has its postings: for each text that has it, the text's number (4 bytes) and how strongly
it speaks of it (1 byte), one after the other. Whoever keeps the postings (a table of a database)
hands over those of the question's terms. Scores are BM25 (Robertson and Zaragoza, "The
probabilistic relevance framework: BM25 and beyond", 2009) with the length of a usual text fixed
beforehand, so that a new text changes no other's postings.
"""

import heapq
import math
import struct
from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .terms import terms

USUAL_LENGTH = 400
"""Terms of a usual text."""
K1, B = 1.2, 0.6
_STEP = struct.Struct("<IB")
_FULL = 255
COMMON = 0.25
"""A term of more than this share of all texts is looked at only where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a text, and how much more its words count than those of its body."""

    text: str
    weight: int = 1


def strengths(fields: Collection[Field]) -> dict[str, int]:
    """How strongly a text speaks of each of its terms, from 1 to 255."""
    counted: dict[str, float] = {}
    length = 0
    for field in fields:
        for term, times in terms(field.text).items():
            counted[term] = counted.get(term, 0.0) + times * field.weight
            length += times
    stretch = K1 * (1 - B + B * length / USUAL_LENGTH)
    return {
        term: max(1, min(_FULL, round(_FULL * times / (times + stretch))))
        for term, times in counted.items()
    }


def posting(number: int, strength: int) -> bytes:
    """One text's entry among the postings of a term."""
    return _STEP.pack(number, strength)


def length_of(postings: bytes) -> int:
    """How many entries these postings have."""
    return len(postings) // _STEP.size


def best(
    asked: Mapping[str, float],
    postings: Mapping[str, bytes],
    *,
    texts: int,
    most: int,
    among: Collection[int] | None = None,
) -> list[tuple[int, float]]:
    """Numbers and scores of the `most` best texts, best first; the older first of equals.

    `asked` weighs the question's terms; `texts` is how many texts there are; with `among` only
    these numbers count.
    """
    known = {term: data for term, data in postings.items() if term in asked and data}
    rare = {term for term, data in known.items() if length_of(data) <= COMMON * texts}
    scores: dict[int, float] = {}
    for term in sorted(rare or known):
        data = known[term]
        holders = length_of(data)
        worth = asked[term] * math.log(1 + (texts - holders + 0.5) / (holders + 0.5)) / _FULL
        for number, strength in _entries(data):
            scores[number] = scores.get(number, 0.0) + worth * strength
    if among is not None:
        allowed = frozenset(among)
        scores = {number: score for number, score in scores.items() if number in allowed}
    return heapq.nsmallest(most, scores.items(), key=lambda one: (-round(one[1], 9), one[0]))


def _entries(data: bytes) -> "zip[tuple[int, int]]":
    """Numbers and strengths; the numbers are put together from every fifth byte."""
    low = array("I")
    plain = bytearray(length_of(data) * 4)
    for byte in range(4):
        plain[byte::4] = data[byte :: _STEP.size]
    low.frombytes(bytes(plain))
    return zip(low, data[4 :: _STEP.size], strict=True)
