"""WebP pictures: their size is read before they are decoded."""

import cv2
import numpy as np

from terrace.engines.paper.refusal import Refusal, RefusalCode
from terrace.engines.paper.vision.settings import ReaderSettings
from terrace.engines.paper.vision.source import Grey, Refused


def webp(data: bytes, settings: ReaderSettings) -> Grey | None:
    """The picture (height × width), or None when the bytes are no WebP; `Refused` when too large.

    Sizes stand where RFC 9649, section 2, puts them.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    if len(data) < 30:
        raise Refused(Refusal(RefusalCode.DAMAGED_FILE))
    match data[12:16]:
        case b"VP8 ":
            width = int.from_bytes(data[26:28], "little") & 0x3FFF
            height = int.from_bytes(data[28:30], "little") & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width = int.from_bytes(data[24:27], "little") + 1
            height = int.from_bytes(data[27:30], "little") + 1
        case _:
            raise Refused(Refusal(RefusalCode.DAMAGED_FILE))
    megapixels = width * height / 1e6
    if megapixels > settings.most_whole_megapixels:
        raise Refused(Refusal(RefusalCode.TOO_LARGE, megapixels=megapixels))
    if megapixels < settings.least_megapixels:
        raise Refused(Refusal(RefusalCode.TOO_SMALL, megapixels=megapixels))
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise Refused(Refusal(RefusalCode.DAMAGED_FILE))
    return np.asarray(picture, np.uint8)
