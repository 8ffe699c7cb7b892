"""Why a photograph, or a sheet on it, cannot be read: codes, which the school puts into words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class RefusalCode(StrEnum):
    """What is wrong: each has a sentence that says what to do (`docs/explanation/paper.md`)."""

    EMPTY_FILE = "empty_file"
    """The file holds nothing: it was cut off on the way."""
    NOT_AN_IMAGE = "not_an_image"
    """Not JPEG, PNG or PDF (`what` names another format where it is known, such as `heic`)."""
    DAMAGED_FILE = "damaged_file"
    """It begins like an image and cannot be decoded to its end."""
    TOO_LARGE = "too_large"
    """More pixels or pages than are decoded; `megapixels` or `pages` says how many."""
    TOO_SMALL = "too_small"
    """Fewer pixels than a sheet needs; `megapixels`."""
    NO_SHEET = "no_sheet"
    """Not one corner mark was found: not a sheet, or far too dark or blurred."""
    CORNER_MISSING = "corner_missing"
    """Fewer than three corners of a sheet are in the picture; `corners` names the missing."""
    TOO_BLURRED = "too_blurred"
    """Its marks are too soft to be read."""
    NOT_FLAT = "not_flat"
    """The paper is bent or folded more than can be put right."""
    DAMAGED_CODE = "damaged_code"
    """The sheet's code cannot be read, or is not a sheet's number."""
    UNKNOWN_SHEET = "unknown_sheet"
    """The code is sound and no such sheet was printed here; `number`."""


CORNERS = ("upper_left", "upper_right", "lower_right", "lower_left")
"""Names of a sheet's corners as its reader holds it, in the order of its markers."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal: its code, and what and where in plain values that fill its sentence."""

    code: RefusalCode
    corners: tuple[str, ...] = ()
    number: str = ""
    what: str = ""
    megapixels: float = 0.0

    def detail(self) -> dict[str, Any]:
        """All but the code, as plain JSON, without what is empty."""
        whole: dict[str, Any] = {
            "corners": list(self.corners),
            "number": self.number,
            "what": self.what,
            "megapixels": round(self.megapixels, 1),
        }
        return {key: value for key, value in whole.items() if value}
