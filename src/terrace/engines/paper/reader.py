"""A photograph or scan in, what its sheets say out. Never an exception for a bad picture."""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np

from terrace.engines.paper.layout import Rect, SheetLayout
from terrace.engines.paper.numbers import valid
from terrace.engines.paper.reading import PhotoReading, SheetReading
from terrace.engines.paper.refusal import CORNERS, Refusal, RefusalCode
from terrace.engines.paper.typesetting import frame
from terrace.engines.paper.vision import decide, identity, markers
from terrace.engines.paper.vision.flatten import flatten
from terrace.engines.paper.vision.ink import ink_of
from terrace.engines.paper.vision.markers import Group, Homography, apply
from terrace.engines.paper.vision.settings import PIXELS_PER_MM, ReaderSettings
from terrace.engines.paper.vision.source import Decoded, Grey, Refused, Source, pictures
from terrace.engines.paper.vision.strip import strip_on

Layouts: TypeAlias = Callable[[str], SheetLayout | None]
"""The layout of the sheet with this number, or None when no such sheet was printed here."""

_SMALL_SHEET_PX = 750.0
"""A sheet narrower than this is looked at again in a larger decoding, where there is one."""
_CROP_SIDE_PX = 560


def read_photo(
    image: bytes, *, layouts: Layouts, settings: ReaderSettings | None = None
) -> PhotoReading:
    """Read every sheet on a JPEG, PNG or PDF; the same bytes always give the same reading."""
    settings = settings or ReaderSettings()
    found: list[SheetReading] = []
    try:
        for source in pictures(image, settings):
            found.extend(_sheets(source, layouts, settings))
    except Refused as refused:
        return PhotoReading((), refused.refusal)
    if not found:
        return PhotoReading((), Refusal(RefusalCode.NO_SHEET))
    return PhotoReading(tuple(found), None)


def crop(sheet: SheetReading, rect: Rect, *, quality: int = 60) -> bytes:
    """The part of a sheet as a small grey JPEG (at most about 15 KB), for a person to look at.

    `ValueError` when the sheet was refused before it could be put upright.
    """
    if sheet.page is None:
        raise ValueError("a sheet that was refused has no picture")
    height, width = sheet.page.shape
    left = int(np.clip(rect.left_mm * PIXELS_PER_MM, 0, width - 2))
    top = int(np.clip(rect.top_mm * PIXELS_PER_MM, 0, height - 2))
    right = int(np.clip(rect.right_mm * PIXELS_PER_MM, left + 2, width))
    bottom = int(np.clip(rect.bottom_mm * PIXELS_PER_MM, top + 2, height))
    part = sheet.page[top:bottom, left:right]
    shrink = _CROP_SIDE_PX / max(part.shape)
    if shrink < 1:
        part = np.asarray(
            cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8
        )
    # A shaded corner is no help to tired eyes: paper becomes white.
    paper = max(float(np.quantile(part, 0.9)), 1.0)
    part = np.clip(part.astype(np.float32) * (250 / paper), 0, 255).astype(np.uint8)
    done, data = cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the crop cannot be encoded")
    return data.tobytes()


def _sheets(
    source: Source | Decoded, layouts: Layouts, settings: ReaderSettings
) -> list[SheetReading]:
    picture, groups = _look(source, settings)
    readings = []
    for group in groups:
        middle = np.mean([marker.points.mean(0) for marker in group.markers], axis=0)
        readings.append(
            (float(middle[1] // 200), float(middle[0]), _sheet(picture, group, layouts, settings))
        )
    readings.sort(key=lambda row: row[:2])
    return [reading for _row, _column, reading in readings]


def _look(source: Source | Decoded, settings: ReaderSettings) -> tuple[Grey, list[Group]]:
    """The picture, at a size that does its sheets justice, and the sheets on it."""
    picture = source.decode(settings.overview_megapixels)
    groups = _groups(picture, settings.glance_megapixels)
    if not _plain(groups) and picture.size > 1.2e6 * settings.glance_megapixels:
        groups = _better(groups, _groups(picture, settings.overview_megapixels))
    if not groups or min(_width_px(group) for group in groups) < _SMALL_SHEET_PX:
        larger = source.decode(settings.detail_megapixels)
        if larger.size > picture.size * 1.2:
            again = _groups(larger, settings.search_megapixels)
            if _better(groups, again) is again:
                return larger, again
    return picture, groups


def _plain(groups: list[Group]) -> bool:
    """Whether all that was found are whole sheets."""
    return bool(groups) and all(len(group.markers) == 4 for group in groups)


def _better(one: list[Group], other: list[Group]) -> list[Group]:
    """The list with more sheets that can be read, the second when they are equal."""
    counts = [
        (sum(group.homography is not None for group in groups), sum(len(g.markers) for g in groups))
        for groups in (one, other)
    ]
    return one if counts[0] > counts[1] else other


def _groups(picture: Grey, megapixels: float) -> list[Group]:
    """Sheets that are really there: one marker alone may be chance, unless a code is beside it."""
    groups = markers.group(markers.find(picture, megapixels=megapixels))
    if all(len(group.markers) >= 2 for group in groups):
        return groups
    codes = identity.numbers_anywhere(picture)
    families = {frame.family_of(number) for number, _place in codes}
    return [group for group in groups if len(group.markers) >= 2 or group.family in families]


def _width_px(group: Group) -> float:
    side = float(np.mean([marker.side for marker in group.markers]))
    return side * 210 / frame.MARKER_MM


def _sheet(picture: Grey, group: Group, layouts: Layouts, settings: ReaderSettings) -> SheetReading:
    plane = group.homography
    if plane is None:
        corners = tuple(CORNERS[corner] for corner in group.missing)
        return _refused(None, Refusal(RefusalCode.CORNER_MISSING, corners=corners))
    flat = flatten(picture, group, plane, frame.dots())
    strip = strip_on(flat.page)
    # Cells that hardly had to be mended say by themselves which sheet it is.
    number = _number(picture, plane, flat.page) or strip.sure
    if number is None or not valid(number):
        return _refused(None, Refusal(RefusalCode.DAMAGED_CODE))
    if frame.family_of(number) != group.family or strip.contradicts(number):
        # One says this sheet, another that: two sheets lie upon each other.
        return _refused(None, Refusal(RefusalCode.DAMAGED_CODE, what="conflict"))
    layout = layouts(number)
    if layout is None:
        return _refused(number, Refusal(RefusalCode.UNKNOWN_SHEET, number=number))
    if layout.strip is not None and not strip.agrees(number):
        return _refused(number, Refusal(RefusalCode.DAMAGED_CODE, what="strip", number=number))
    outside = _outside(picture, plane, layout)
    if outside:
        corners = tuple(CORNERS[corner] for corner in outside)
        return _refused(number, Refusal(RefusalCode.CORNER_MISSING, corners=corners, number=number))
    ink = ink_of(flat.page, corners=tuple(marker.corner for marker in group.markers))
    refusal = None
    if ink.blur_mm > settings.most_blur_mm:
        refusal = Refusal(RefusalCode.TOO_BLURRED, number=number)
    elif flat.dots < settings.least_dots or flat.residual_mm > settings.most_residual_mm:
        refusal = Refusal(RefusalCode.NOT_FLAT, number=number)
    if refusal is not None:
        return SheetReading(number, refusal, (), flat.page, layout.name)
    return SheetReading(number, None, decide.answers(ink, layout, settings), flat.page, layout.name)


def _number(picture: Grey, plane: Homography, page: Grey) -> str | None:
    """What its code says, by the cheapest way that works."""
    number = identity.number_of(picture, plane) or identity.number_on(page)
    if number is not None:
        return number
    for candidate, place in identity.numbers_anywhere(picture):
        if identity.lies_on(plane, place):
            return candidate
    return None


def _outside(picture: Grey, plane: Homography, layout: SheetLayout) -> list[int]:
    """The corners of the sheet towards which some field lies beyond the picture's edge."""
    height, width = picture.shape
    corners = set()
    for area in layout.areas:
        rect = area.rect
        mm = np.array(
            [
                (rect.left_mm, rect.top_mm),
                (rect.right_mm, rect.top_mm),
                (rect.right_mm, rect.bottom_mm),
                (rect.left_mm, rect.bottom_mm),
            ]
        )
        for (x_mm, y_mm), (x, y) in zip(mm, apply(plane, mm), strict=True):
            if not (0 <= x < width and 0 <= y < height):
                right, lower = x_mm > layout.width_mm / 2, y_mm > layout.height_mm / 2
                corners.add((3 if not right else 2) if lower else (1 if right else 0))
    return sorted(corners)


def _refused(number: str | None, refusal: Refusal) -> SheetReading:
    return SheetReading(number, refusal, ())
