"""What was read from a photograph: plain data. The reader itself is `reader.read_photo`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from terrace.engines.paper.layout import Rect
from terrace.engines.paper.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class State(StrEnum):
    """How an answer stands on the paper."""

    CLEAR = "clear"
    """Marked or written, and sure."""
    EMPTY = "empty"
    """Nothing marked, and sure."""
    CANCELLED = "cancelled"
    """Marked, then cancelled, nothing else marked, and sure: no answer."""
    DOUBTFUL = "doubtful"
    """A person must look."""


Value: TypeAlias = tuple[int, ...] | str
"""The marked options by index, ascending; or the digits written, `""` for none."""


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """One field: what it seems to say, how sure that is, where it stands on the sheet."""

    field: str
    value: Value
    """When doubtful, the likeliest."""
    state: State
    probability: float
    """That `value` is what the paper says, after calibration on sheets never used for training."""
    crop: Rect
    """The part of the sheet to show a person, in millimetres."""

    @property
    def doubtful(self) -> bool:
        """Whether a person must look."""
        return self.state is State.DOUBTFUL

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON; marked options as a list."""
        return {
            "field": self.field,
            "value": self.value if isinstance(self.value, str) else list(self.value),
            "state": self.state.value,
            "probability": round(self.probability, 6),
        }


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet found on a photograph: either answers to all of its fields, or a refusal."""

    number: str | None
    """Twelve digits, or None when the code could not be read."""
    refusal: Refusal | None
    answers: tuple[AnswerReading, ...]
    """Every field of the sheet in the order of its form; none when refused."""
    page: "NDArray[np.uint8] | None" = field(default=None, repr=False, compare=False)
    """The sheet put upright, grey, `PIXELS_PER_MM` a millimetre: what crops are cut from."""
    name: Rect | None = None
    """Where the name stands on it."""


@dataclass(frozen=True, slots=True)
class PhotoReading:
    """All sheets on a photograph, from the upper left of the picture; or why there are none."""

    sheets: tuple[SheetReading, ...]
    refusal: Refusal | None
