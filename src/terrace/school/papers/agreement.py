"""Several photographs of one sheet: do they say the same, and what do they say together?

Pure: no database. The answers depend on *which* readings there are, not on their order, and a
reading that comes twice changes nothing. So photographs may be taken, sent and read in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Value: TypeAlias = tuple[int, ...] | str
"""The marked options by index, ascending; or the digits written, `""` for none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one reading says in one field; `sure` is False where a person must look."""

    field: str
    value: Value
    sure: bool
    probability: float
    crop: str = ""

    def to_json(self) -> dict[str, Any]:
        """The mark as plain JSON."""
        return {
            "field": self.field,
            "value": self.value if isinstance(self.value, str) else list(self.value),
            "sure": self.sure,
            "probability": round(self.probability, 6),
            "crop": self.crop,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Mark":
        """The mark that `to_json` wrote."""
        return cls(
            field=str(value["field"]),
            value=as_value(value["value"]),
            sure=bool(value["sure"]),
            probability=float(value["probability"]),
            crop=str(value["crop"]),
        )


Marks: TypeAlias = Mapping[str, Mark]
"""What one reading of a sheet says, by field."""


def as_value(stored: object) -> Value:
    """A value as the database or a form gives it: options in order, each once; or digits."""
    if isinstance(stored, str):
        return stored
    if isinstance(stored, list | tuple):
        return tuple(sorted({int(option) for option in stored}))
    raise ValueError(f"{stored!r} is neither options nor digits")


def marks_from_json(stored: Iterable[Mapping[str, Any]]) -> dict[str, Mark]:
    """The marks of a reading's `answers`."""
    return {mark.field: mark for mark in map(Mark.from_json, stored)}


def contradicts(new: Marks, known: Sequence[Marks], settled: Mapping[str, Value]) -> bool:
    """Whether `new` says something that speaks against the `known` readings of the same sheet.

    Two sure marks that differ do. A doubtful mark speaks against nothing: it only makes the mark
    doubtful. Where a person has settled a mark, whatever she had before her eyes (what she chose,
    and what the readings said) is nothing new, and anything else is.
    """
    for field, mark in new.items():
        seen = [other[field] for other in known if field in other]
        if field in settled:
            values = {settled[field], *(other.value for other in seen)}
            if mark.value not in values:
                return True
        elif mark.sure and any(other.sure and other.value != mark.value for other in seen):
            return True
    return False


def repeats(new: Marks, old: Marks) -> bool:
    """Whether `new` says in every field what `old` said, sure or not."""
    return {field: mark.value for field, mark in new.items()} == {
        field: mark.value for field, mark in old.items()
    }


def together(readings: Sequence[Marks]) -> dict[str, Mark]:
    """What readings that do not contradict each other say together, field by field.

    A sure mark makes up for a doubtful one that leans the same way; a doubtful one that leans
    elsewhere makes the field doubtful. Of equal marks the likeliest is shown.
    """
    fields: dict[str, list[Mark]] = {}
    for reading in readings:
        for field, mark in reading.items():
            fields.setdefault(field, []).append(mark)
    return {field: _one(marks) for field, marks in fields.items()}


def _one(marks: list[Mark]) -> Mark:
    sure = [mark for mark in marks if mark.sure]
    doubtful = [mark for mark in marks if not mark.sure]
    if not sure:
        return max(doubtful, key=_likeliness)
    best = max(sure, key=_likeliness)
    against = [mark for mark in doubtful if mark.value != best.value]
    if not against:
        return best
    # The doubtful picture is the one to look at; what is known so far stays the proposal.
    look = max(against, key=_likeliness)
    return Mark(best.field, best.value, False, 1.0 - look.probability, look.crop)


def _likeliness(mark: Mark) -> tuple[float, str]:
    return (mark.probability, repr(mark.value))
