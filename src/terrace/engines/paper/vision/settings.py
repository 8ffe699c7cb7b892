"""Numbers the reader may be given differently; the defaults are what the bench measures."""

from dataclasses import dataclass

PIXELS_PER_MM = 5.0
"""Of a flattened sheet."""


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """Limits of what is decoded, gates for a sheet, bands of doubt for an answer."""

    most_megapixels: float = 220.0
    """Of a baseline JPEG, which is decoded at a half, a quarter or an eighth of its size."""
    most_whole_megapixels: float = 40.0
    """Of what can only be decoded whole: PNG and progressive JPEG."""
    least_megapixels: float = 0.25
    overview_megapixels: float = 4.2
    """A photograph is looked at in about this size first, larger only when its sheets are small."""
    detail_megapixels: float = 17.0
    glance_megapixels: float = 1.2
    """Markers are large: they are looked for in a small copy first."""
    search_megapixels: float = 7.0
    """And in a larger one, where sheets are small."""
    most_pdf_pages: int = 60
    pdf_dpi: float = 150.0

    most_blur_mm: float = 0.62
    """Standard deviation of the blur at the markers' edges."""
    most_residual_mm: float = 0.45
    """What is left between the printed dots and where the flattened sheet has them (median)."""
    least_dots: float = 0.5
    """Share of the dots that must be found."""

    least_probability: float = 0.985
    """An answer of bubbles below this goes to a person."""
    least_digit_probability: float = 0.96
    """A digit below this does."""
