"""Our own handwriting: digits as pen strokes, in the forms that Chinese primary schools teach."""

from math import cos, pi, sin
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Stroke: TypeAlias = NDArray[np.float64]
"""Points (n × 2) of one line of the pen; x to the right, y down, the digit within 0…1."""


def _arc(
    x: float, y: float, rx: float, ry: float, start: float, end: float, *, points: int = 24
) -> list[tuple[float, float]]:
    """Part of an ellipse; angles in degrees, clockwise from three o'clock."""
    angles = [start + (end - start) * i / (points - 1) for i in range(points)]
    return [(x + rx * cos(a * pi / 180), y + ry * sin(a * pi / 180)) for a in angles]


_SHAPES: dict[str, list[list[list[tuple[float, float]]]]] = {
    "0": [
        [_arc(0.5, 0.5, 0.33, 0.5, -70, 295, points=40)],
        [_arc(0.5, 0.5, 0.28, 0.5, -110, 250, points=40)],
    ],
    "1": [
        [[(0.52, 0.0), (0.5, 1.0)]],
        [[(0.56, 0.0), (0.44, 1.0)]],
        [[(0.34, 0.2), (0.54, 0.0), (0.52, 1.0)]],
    ],
    "2": [
        [[*_arc(0.48, 0.28, 0.32, 0.28, -165, 40), (0.14, 1.0), (0.88, 0.98)]],
        [[*_arc(0.48, 0.26, 0.3, 0.26, -150, 50), (0.3, 0.82), (0.16, 0.98), (0.9, 1.0)]],
    ],
    "3": [
        [[*_arc(0.45, 0.25, 0.33, 0.25, -150, 85), *_arc(0.45, 0.74, 0.37, 0.26, -80, 150)]],
        [[(0.16, 0.02), (0.8, 0.02), (0.44, 0.4), *_arc(0.44, 0.7, 0.38, 0.3, -80, 145)]],
    ],
    "4": [
        [[(0.56, 0.0), (0.1, 0.66), (0.92, 0.64)], [(0.64, 0.36), (0.62, 1.0)]],
        [[(0.22, 0.04), (0.18, 0.56), (0.84, 0.54)], [(0.68, 0.08), (0.66, 1.0)]],
        [[(0.6, 0.0), (0.12, 0.62), (0.9, 0.62)], [(0.6, 0.0), (0.62, 1.0)]],
    ],
    "5": [
        [
            [(0.26, 0.02), (0.2, 0.46), *_arc(0.46, 0.7, 0.34, 0.3, -125, 145)],
            [(0.26, 0.03), (0.84, 0.0)],
        ],
        [[(0.82, 0.02), (0.28, 0.03), (0.22, 0.44), *_arc(0.46, 0.7, 0.36, 0.3, -125, 140)]],
    ],
    "6": [
        [[(0.68, 0.0), (0.36, 0.3), *_arc(0.48, 0.7, 0.31, 0.3, -170, 190, points=34)]],
        [[(0.58, 0.0), (0.26, 0.4), *_arc(0.47, 0.72, 0.28, 0.28, -180, 175, points=34)]],
    ],
    "7": [
        [[(0.12, 0.03), (0.86, 0.02), (0.4, 1.0)]],
        [[(0.14, 0.06), (0.84, 0.0), (0.56, 0.5), (0.46, 1.0)]],
        [[(0.14, 0.18), (0.16, 0.03), (0.84, 0.03), (0.42, 1.0)]],
    ],
    "8": [
        [
            [
                *_arc(0.5, 0.25, 0.27, 0.25, -40, -270, points=22),
                *_arc(0.5, 0.74, 0.33, 0.26, -85, 265, points=30),
                (0.76, 0.12),
            ]
        ],
        [
            [
                *_arc(0.5, 0.25, 0.25, 0.25, 90, 450, points=28),
                *_arc(0.5, 0.75, 0.31, 0.25, -90, 270, points=28),
            ]
        ],
    ],
    "9": [
        [
            [
                *_arc(0.47, 0.3, 0.31, 0.3, -20, -375, points=34),
                (0.76, 0.5),
                (0.7, 0.78),
                (0.56, 1.0),
            ]
        ],
        [[*_arc(0.46, 0.28, 0.29, 0.28, 0, -360, points=30), (0.75, 0.3), (0.73, 1.0)]],
    ],
}


def digit_strokes(digit: str, rng: np.random.Generator) -> list[Stroke]:
    """The strokes of one digit as one child writes it once: its form, its slant, its unevenness."""
    forms = _SHAPES[digit]
    form = forms[int(rng.integers(len(forms)))]
    slant = rng.normal(0.06, 0.1)
    turn = rng.normal(0, 0.07)
    squeeze = rng.uniform(0.8, 1.12)
    bend, phase = rng.normal(0, 0.04, 2), rng.uniform(0, 2, 2)
    strokes = []
    for line in form:
        points = np.array(line, dtype=np.float64)
        points = _evenly(points)
        x, y = points[:, 0] - 0.5, points[:, 1] - 0.5
        x, y = (
            x * squeeze + bend[0] * np.sin(1.5 * pi * (y + phase[0])),
            y + bend[1] * np.sin(1.5 * pi * (x + phase[1])),
        )
        x = x - slant * y
        strokes.append(
            np.stack([x * cos(turn) - y * sin(turn) + 0.5, x * sin(turn) + y * cos(turn) + 0.5], 1)
        )
    return strokes


def _evenly(points: Stroke, *, step: float = 0.04) -> Stroke:
    """The line with points at even distances, so that it can bend smoothly."""
    lengths = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = max(int(along[-1] / step), 2)
    places = np.linspace(0.0, along[-1], count)
    return np.stack([np.interp(places, along, points[:, axis]) for axis in range(2)], 1)
