"""Bytes to grey pictures, without trusting them: sizes are read from the header before decoding."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from terrace.engines.paper.refusal import Refusal, RefusalCode
from terrace.engines.paper.vision.settings import ReaderSettings

Grey: TypeAlias = NDArray[np.uint8]

_REDUCED = {
    1: cv2.IMREAD_GRAYSCALE,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
_NAMED = (
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
)


class Refused(Exception):
    """The whole file cannot be read; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Source:
    """One picture that can be decoded at several sizes; EXIF orientation is obeyed."""

    data: bytes
    width: int
    height: int
    scalable: bool
    """Whether a smaller size can be decoded without the whole (baseline JPEG)."""

    def decode(self, most_megapixels: float) -> Grey:
        """The picture (height × width, grey) at the largest size within the limit."""
        pixels = self.width * self.height / 1e6
        factor = 1
        while self.scalable and factor < 8 and pixels / factor**2 > most_megapixels:
            factor *= 2
        try:
            picture = cv2.imdecode(np.frombuffer(self.data, np.uint8), _REDUCED[factor])
        except cv2.error:
            picture = None
        if picture is None or picture.size == 0:
            raise Refused(Refusal(RefusalCode.DAMAGED_FILE))
        over = picture.size / 1e6 / most_megapixels
        if over > 1.05:
            shrink = over**-0.5
            picture = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        return np.asarray(picture, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture that exists in one size only: a page of a PDF."""

    picture: Grey

    def decode(self, most_megapixels: float) -> Grey:
        """The picture as it is."""
        del most_megapixels
        return self.picture


def pictures(data: bytes, settings: ReaderSettings) -> Iterator[Source | Decoded]:
    """The pictures in a file, one by one; `Refused` when it is none, damaged or too large."""
    if not data.strip(b"\0"):
        raise Refused(Refusal(RefusalCode.EMPTY_FILE))
    if data[:3] == b"\xff\xd8\xff":
        yield _jpeg(data, settings)
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        yield _png(data, settings)
    elif b"%PDF-" in data[:1024]:
        yield from _pdf(data, settings)
    else:
        raise Refused(Refusal(RefusalCode.NOT_AN_IMAGE, what=_format_of(data)))


def _format_of(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "heic" if data[8:11] in (b"hei", b"hev", b"mif", b"msf") else "video"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((name for start, name in _NAMED if data.startswith(start)), "")


def _checked(width: int, height: int, most: float, settings: ReaderSettings) -> None:
    megapixels = width * height / 1e6
    if megapixels > most:
        raise Refused(Refusal(RefusalCode.TOO_LARGE, megapixels=megapixels))
    if megapixels < settings.least_megapixels or min(width, height) < 100:
        raise Refused(Refusal(RefusalCode.TOO_SMALL, megapixels=megapixels))


def _jpeg(data: bytes, settings: ReaderSettings) -> Source:
    """Walk the segments to the frame header (ITU T.81, annex B)."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            break
        kind = data[place + 1]
        if kind == 0xFF or 0xD0 <= kind <= 0xD8 or kind == 0x01:
            place += 1 if kind == 0xFF else 2
            continue
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            if place + 9 > len(data):
                break
            height, width = struct.unpack_from(">HH", data, place + 5)
            baseline = kind in (0xC0, 0xC1)
            _checked(
                width,
                height,
                settings.most_megapixels if baseline else settings.most_whole_megapixels,
                settings,
            )
            # A photograph cut off on its way is filled up with grey by decoders, without a word:
            # its end must be there. Within coded data no end can stand by chance.
            if data.find(b"\xff\xd9", place) < 0:
                raise Refused(Refusal(RefusalCode.DAMAGED_FILE))
            return Source(data, width, height, scalable=baseline)
        place += 2 + int(struct.unpack_from(">H", data, place + 2)[0])
    raise Refused(Refusal(RefusalCode.DAMAGED_FILE))


def _png(data: bytes, settings: ReaderSettings) -> Source:
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise Refused(Refusal(RefusalCode.DAMAGED_FILE))
    width, height = struct.unpack_from(">II", data, 16)
    _checked(width, height, settings.most_whole_megapixels, settings)
    if b"IEND" not in data[-64:]:
        raise Refused(Refusal(RefusalCode.DAMAGED_FILE))
    return Source(data, width, height, scalable=False)


def _pdf(data: bytes, settings: ReaderSettings) -> Iterator[Decoded]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused(Refusal(RefusalCode.DAMAGED_FILE, what="pdf")) from error
    try:
        if len(document) > settings.most_pdf_pages:
            raise Refused(Refusal(RefusalCode.TOO_LARGE, what=f"{len(document)} pages"))
        for number in range(len(document)):
            try:
                page = document[number]
                inches = page.get_width() * page.get_height() / 72**2
                most = (settings.overview_megapixels * 1e6 / max(inches, 1e-3)) ** 0.5
                scale = min(settings.pdf_dpi, most) / 72
                bitmap = page.render(scale=scale, grayscale=True)
                picture = np.array(bitmap.to_numpy(), dtype=np.uint8)
                bitmap.close()
                page.close()
            except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
                raise Refused(Refusal(RefusalCode.DAMAGED_FILE, what="pdf")) from error
            yield Decoded(picture[..., 0] if picture.ndim == 3 else picture)
    finally:
        document.close()
