"""The black and white cells of what a machine reads: ArUco markers and the QR code."""

from typing import TYPE_CHECKING, TypeAlias, cast

import zxingcpp

if TYPE_CHECKING:
    from typing_extensions import Buffer

Cells: TypeAlias = tuple[tuple[bool, ...], ...]
"""Rows of cells from the top; True is black."""

QR_MODULES = 21
"""Of version 1."""

# The markers of OpenCV's dictionary 4X4_50, sixteen cells each from the upper left, 1 is white.
_ARUCO_4X4_50 = (
    0xB532,
    0x0F9A,
    0x332D,
    0x9946,
    0x549E,
    0x79CD,
    0x9E2E,
    0xC4F2,
    0xFEDA,
    0xCF56,
    0xF991,
    0x11A7,
    0x0EB7,
    0x2A0F,
    0x24B1,
    0x263E,
    0x4665,
    0x6600,
    0x6C5E,
    0x76AF,
    0x868B,
    0xB02B,
    0xCCD5,
    0xDD82,
    0xFE47,
    0x9471,
    0xACE4,
    0xA554,
    0x2123,
    0x346F,
    0x4415,
    0x57B2,
    0x9ECF,
    0xF0CB,
    0x08AE,
    0x0929,
    0x1875,
    0x04FF,
    0x0DF6,
    0x1C5A,
    0x1718,
    0x2A28,
    0x328C,
    0x38B2,
    0x24E8,
    0x2EEB,
    0x2D3F,
    0x4B64,
    0x502E,
    0x5013,
)


def aruco(identity: int) -> Cells:
    """The marker with this id, 6 × 6 cells with its black border."""
    bits = _ARUCO_4X4_50[identity]
    inside = [
        (True, *((bits >> (15 - 4 * row - column)) & 1 == 0 for column in range(4)), True)
        for row in range(4)
    ]
    return ((True,) * 6, *inside, (True,) * 6)


def qr(number: str) -> Cells:
    """The QR code of a sheet's number: version 1, error correction H (a third may be lost)."""
    code = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    pixels = bytes(cast("Buffer", code.to_image(scale=1, add_quiet_zones=False)))
    if len(pixels) != QR_MODULES**2:
        raise ValueError(f"the code of {number!r} is not of version 1")
    return tuple(
        tuple(pixel == 0 for pixel in pixels[start : start + QR_MODULES])
        for start in range(0, len(pixels), QR_MODULES)
    )
