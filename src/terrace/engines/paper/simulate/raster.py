"""Pages of a PDF as grey pictures."""

from collections.abc import Iterable

import numpy as np
import pypdfium2
from numpy.typing import NDArray


def rasterise(
    pdf: bytes, dpi: float, *, pages: Iterable[int] | None = None
) -> list[NDArray[np.uint8]]:
    """Its pages, or those numbered (from 0), as grey pictures (height × width, 255 is white).

    The resolution is rounded so that a page is a whole number of pixels wide.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        numbers = range(len(document)) if pages is None else pages
        return [_picture(document, number, dpi / 72) for number in numbers]
    finally:
        document.close()


def _picture(document: pypdfium2.PdfDocument, number: int, scale: float) -> NDArray[np.uint8]:
    page = document[number]
    across = page.get_width()
    exact = round(across * scale) / across * (1 - 1e-7)
    picture = np.array(page.render(scale=exact, grayscale=True).to_numpy())
    return np.asarray(picture[..., 0] if picture.ndim == 3 else picture, dtype=np.uint8)
