"""Pages of a PDF as grey pictures."""

import numpy as np
import pypdfium2
from numpy.typing import NDArray


def rasterise(pdf: bytes, dpi: float) -> list[NDArray[np.uint8]]:
    """Each page as a grey picture (height × width, 255 is white) at this resolution."""
    return [page for page in _pages(pdf, dpi, None)]


def rasterise_pages(pdf: bytes, dpi: float, *, pages: list[int]) -> list[NDArray[np.uint8]]:
    """The same for some pages, numbered from 0."""
    return [page for page in _pages(pdf, dpi, pages)]


def _pages(pdf: bytes, dpi: float, wanted: list[int] | None) -> list[NDArray[np.uint8]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        numbers = range(len(document)) if wanted is None else wanted
        pictures = []
        for number in numbers:
            bitmap = document[number].render(scale=dpi / 72, grayscale=True)
            picture = np.array(bitmap.to_numpy(), dtype=np.uint8)
            pictures.append(picture[..., 0] if picture.ndim == 3 else picture)
        return pictures
    finally:
        document.close()
