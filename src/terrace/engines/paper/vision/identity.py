"""Which sheet it is: its QR code, cut out of the photograph by its markers, then anywhere on it."""

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from terrace.engines.paper.numbers import make_number, valid
from terrace.engines.paper.typesetting import frame
from terrace.engines.paper.typesetting.marks import QR_MODULES, qr
from terrace.engines.paper.vision.markers import Homography, apply, inverse
from terrace.engines.paper.vision.settings import PIXELS_PER_MM
from terrace.engines.paper.vision.source import Grey

_QR = zxingcpp.barcode_formats_from_str("QRCode")
_QUIET_MM = 5.0
_STRENGTHS = (1.0, 2.5, 0.0)
"""Of undoing blur."""
_PIXELS_PER_MM = (8.0, 5.0)


def _fixed_cells() -> NDArray[np.bool_]:
    """The cells that are the same in every code of version 1: finders with their rims, timing."""
    fixed = np.zeros((QR_MODULES, QR_MODULES), bool)
    fixed[:8, :8] = fixed[:8, -8:] = fixed[-8:, :8] = True
    fixed[6, :] = fixed[:, 6] = True
    return fixed


_FIXED = _fixed_cells()
_SAMPLE = np.where(np.array(qr(make_number(0))), 0, 255).astype(np.uint8)


def number_of(picture: Grey, plane: Homography) -> str | None:
    """The number of the sheet in this plane of the picture; None when it cannot be read."""
    for pixels_per_mm in _PIXELS_PER_MM:
        cut = _cut(picture, plane, pixels_per_mm)
        for version in (cut, _crisp(cut, pixels_per_mm)):
            number = _read(version)
            if number is not None:
                return number
    return None


def number_on(page: Grey) -> str | None:
    """The number on a flattened page, cell by cell: where the code is, is known from the markers.

    Blur too strong for a decoder that must find the code first still leaves the middle of its cells
    apart; each is compared with its neighbourhood. A thumb on a finder pattern does no harm either:
    what is the same in every code is put back. Error correction does the rest.
    """
    code = frame.code()
    cell = code.size_mm / QR_MODULES
    centres = (np.arange(QR_MODULES) + 0.5) * cell - code.size_mm / 2
    x, y = np.meshgrid(centres + code.x_mm, centres + code.y_mm)
    columns, rows = (np.asarray(at * PIXELS_PER_MM - 0.5, dtype=np.float32) for at in (x, y))
    for strength in _STRENGTHS:
        soft = cv2.GaussianBlur(page, (0, 0), 0.55 * cell * PIXELS_PER_MM)
        crisp = cv2.addWeighted(page, 1 + strength, soft, -strength, 0)
        values = cv2.remap(crisp, columns, rows, cv2.INTER_LINEAR).astype(np.float32)
        light = cv2.blur(values, (9, 9), borderType=cv2.BORDER_REFLECT)
        for threshold in (light, np.full_like(values, (values.max() + values.min()) / 2)):
            cells = np.where(values < threshold, 0, 255).astype(np.uint8)
            cells[_FIXED] = _SAMPLE[_FIXED]
            framed = np.pad(cells, 4, constant_values=255)
            clean = np.repeat(np.repeat(framed, 4, axis=0), 4, axis=1)
            number = _read(clean)
            if number is not None:
                return number
    return None


def numbers_anywhere(picture: Grey) -> list[tuple[str, tuple[float, float]]]:
    """All numbers of sheets on a picture with the pixel in the middle of their codes."""
    found = []
    for code in zxingcpp.read_barcodes(picture, formats=_QR):
        if valid(code.text):
            place = code.position
            corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            x = sum(corner.x for corner in corners) / 4
            y = sum(corner.y for corner in corners) / 4
            found.append((code.text, (x, y)))
    return found


def lies_on(plane: Homography, pixel: tuple[float, float]) -> bool:
    """Whether this pixel is where the sheet in this plane has its code."""
    code = frame.code()
    x, y = apply(inverse(plane), np.array([pixel]))[0]
    return bool(abs(x - code.x_mm) < code.size_mm / 2 and abs(y - code.y_mm) < code.size_mm / 2)


def _cut(picture: Grey, plane: Homography, pixels_per_mm: float) -> Grey:
    code = frame.code()
    half = code.size_mm / 2 + _QUIET_MM
    side = round(2 * half * pixels_per_mm)
    step = 1 / pixels_per_mm
    to_mm = np.array(
        [
            [step, 0, code.x_mm - half + step / 2],
            [0, step, code.y_mm - half + step / 2],
            [0, 0, 1],
        ]
    )
    cut = cv2.warpPerspective(
        picture,
        plane @ to_mm,
        (side, side),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cut, dtype=np.uint8)


def _crisp(cut: Grey, pixels_per_mm: float) -> Grey:
    """Blur undone as far as noise allows."""
    soft = cv2.GaussianBlur(cut, (0, 0), 0.45 * pixels_per_mm)
    return np.asarray(cv2.addWeighted(cut, 3.0, soft, -2.0, 0), dtype=np.uint8)


def _read(cut: Grey) -> str | None:
    code = zxingcpp.read_barcode(cut, formats=_QR, try_invert=False)
    return code.text if code is not None and code.valid else None
