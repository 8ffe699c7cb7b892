"""Where everything that is read lies on a sheet: millimetres from the top left, centres."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

PAGE_WIDTH_MM = 210.0
PAGE_HEIGHT_MM = 297.0


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle by its edges."""

    left_mm: float
    top_mm: float
    right_mm: float
    bottom_mm: float

    def around(self, other: "Rect") -> "Rect":
        """The smallest rectangle that holds both."""
        return Rect(
            min(self.left_mm, other.left_mm),
            min(self.top_mm, other.top_mm),
            max(self.right_mm, other.right_mm),
            max(self.bottom_mm, other.bottom_mm),
        )


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed ArUco marker (dictionary 4X4_50); what `id` tells is in `typesetting.frame`."""

    id: int
    x_mm: float
    y_mm: float
    size_mm: float


@dataclass(frozen=True, slots=True)
class Code:
    """The QR code that holds the sheet's number; `size_mm` without its quiet zone."""

    x_mm: float
    y_mm: float
    size_mm: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The same number as two rows of cells, `cellstrip.COLUMNS` in each."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A small black disc that tells how the paper bends between the markers."""

    x_mm: float
    y_mm: float
    diameter_mm: float


@dataclass(frozen=True, slots=True)
class Bubble:
    """One option of a choice."""

    field: str
    option: int
    x_mm: float
    y_mm: float
    diameter_mm: float


@dataclass(frozen=True, slots=True)
class DigitBox:
    """One box of a number; `position` counts from the left, from 0."""

    field: str
    position: int
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Area:
    """All that belongs to a field, its statement included: what a person is shown in doubt."""

    field: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """All that the reader must know of one printed page; `page` is zero-based in its PDF."""

    number: str
    page: int
    width_mm: float
    height_mm: float
    markers: tuple[Marker, ...]
    code: Code
    dots: tuple[Dot, ...]
    bubbles: tuple[Bubble, ...]
    digits: tuple[DigitBox, ...]
    areas: tuple[Area, ...]
    name: Rect
    """Where the name stands, or is written by hand."""
    strip: Strip | None = None
    """None on sheets that were printed without one, or when that is not known."""
    writings: tuple[Area, ...] = ()
    """Where something is written by hand that no machine reads: what a person is shown."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that are answered, in the order of the form."""
        return tuple(area.field for area in self.areas)

    def to_json(self) -> dict[str, Any]:
        """The layout as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "SheetLayout":
        """The layout that `to_json` wrote; `KeyError` or `TypeError` for anything else."""
        return cls(
            number=str(value["number"]),
            page=int(value["page"]),
            width_mm=float(value["width_mm"]),
            height_mm=float(value["height_mm"]),
            markers=tuple(Marker(**marker) for marker in value["markers"]),
            code=Code(**value["code"]),
            dots=tuple(Dot(**dot) for dot in value["dots"]),
            bubbles=tuple(Bubble(**bubble) for bubble in value["bubbles"]),
            digits=tuple(DigitBox(**box) for box in value["digits"]),
            areas=tuple(Area(area["field"], Rect(**area["rect"])) for area in value["areas"]),
            name=Rect(**value["name"]),
            writings=tuple(
                Area(area["field"], Rect(**area["rect"])) for area in value.get("writings", ())
            ),
            strip=Strip(**value["strip"]) if value.get("strip") else None,
        )
