"""Why a photograph, or a sheet on it, cannot be read: codes, and what each asks a person to do.

The school says the same in its own languages; the English here is for the command line.
"""

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
    """The sheet's code cannot be read, or is not a sheet's number.

    `what` is "conflict" when code, cells and markers do not say the same sheet, "strip" when the
    cells at the foot cannot be read beside a sound code.
    """
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


_SAY = {
    RefusalCode.EMPTY_FILE: "the file is empty: send it once more",
    RefusalCode.NOT_AN_IMAGE: "not a photograph: choose JPEG, PNG or PDF",
    RefusalCode.DAMAGED_FILE: "the file is damaged: take the photograph again",
    RefusalCode.TOO_LARGE: "too large: take it with the phone's usual settings",
    RefusalCode.TOO_SMALL: "too small to read: send the photograph itself, not its preview",
    RefusalCode.NO_SHEET: "no sheet was found: lay it on a table, all four corners in the picture",
    RefusalCode.TOO_BLURRED: "blurred: hold the phone still and tap on the sheet",
    RefusalCode.NOT_FLAT: "the paper is bent: smooth it out on the table",
    RefusalCode.DAMAGED_CODE: "the square code cannot be read: see that nothing lies on it",
    RefusalCode.UNKNOWN_SHEET: "this sheet was not printed here: put it aside",
}


def in_words(refusal: Refusal) -> str:
    """What to do, in English: "hold the phone flatter: the lower left corner is missing"."""
    if refusal.code is RefusalCode.CORNER_MISSING:
        corners = " and the ".join(corner.replace("_", " ") for corner in refusal.corners)
        verb = "corner is" if len(refusal.corners) < 2 else "corners are"
        return f"hold the phone flatter: the {corners or 'far'} {verb} missing"
    if refusal.code is RefusalCode.DAMAGED_CODE and refusal.what == "conflict":
        return "two sheets lie on each other: take them apart"
    if refusal.code is RefusalCode.DAMAGED_CODE and refusal.what == "strip":
        return "the strip of squares at the foot cannot be read: see that nothing lies on it"
    return _SAY[refusal.code]
