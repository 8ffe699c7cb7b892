"""A photograph drawn anew: smaller, upright, and without what a phone writes into it."""

import base64

LONGEST_SIDE = 1600
MOST_BYTES = 900_000


class NotAPhoto(Exception):
    """The file holds no picture that can be read."""


def redraw(data: bytes) -> bytes:
    """The picture as a JPEG of at most `MOST_BYTES`, with no place, time or device in it.

    Loads OpenCV: call it in a child process. Raises `NotAPhoto`.
    """
    import cv2
    import numpy as np

    # `imdecode` turns the picture as the phone says that it was held.
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if picture is None:
        raise NotAPhoto
    height, width = picture.shape[:2]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    while True:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        done, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 82])
        if not done:
            raise NotAPhoto
        if len(coded) <= MOST_BYTES:
            return coded.tobytes()
        scale *= 0.8


def redraw_file(path: str) -> str:
    """As `redraw`, from a file to base64; empty where it is no picture. Runs in a child process."""
    from pathlib import Path

    try:
        return base64.b64encode(redraw(Path(path).read_bytes())).decode("ascii")
    except NotAPhoto:
        return ""
